"""Where everything is: the addresses of pages, the same for a server and for the static edition, which differs in how links are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import relpath
from typing import Any
from urllib.parse import quote, urlencode

from ..i18n import LANGUAGES, Locale, locale
from ..records import short_hash

DEFAULT_PERIOD = "365"
#: Pages by name, with the path below the language; braces are filled with the parts of the address.
PAGES = {
    "overview": "",
    "countries": "countries",
    "country": "country/{id}",
    "relation": "relation/{one}/{other}",
    "event": "event/{id}",
    "article": "article/{id}",
    "search": "search",
    "outlets": "outlets",
    "outlet": "outlet/{name}",
    "accuracy": "accuracy",
    "brief": "brief/{one}",
    "brief_of_two": "brief/{one}/{other}",
    "about": "about",
    "feed_country": "feed/country/{id}.atom",
    "feed_relation": "feed/relation/{one}/{other}.atom",
    "feed_search": "feed/search.atom",
    "feed_overview": "feed/newest.atom",
    "chart": "chart/{chart}",
}


@dataclass(frozen=True)
class Site:
    """The surroundings of one page: its language, its own place, and how it links to others.

    ``page`` and ``parts`` are the name and address of the page itself, ``query`` what it was asked. ``may_write`` says whether its reader
    may mark events. ``full_texts`` are the outlets whose texts may be shown (None: all), ``spoken`` the languages that it is there in.
    """

    locale: Locale
    page: str = "overview"
    parts: Mapping[str, str] | None = None
    query: Mapping[str, str] | None = None
    base_url: str = ""
    may_write: bool = False
    full_texts: frozenset[str] | None = None
    spoken: tuple[str, ...] = LANGUAGES
    static: bool = False

    def url(self, name: str, /, language: str = "", query: Mapping[str, Any] | None = None, **parts: str) -> str:
        """The link to a page from this one."""
        return _with_query(f"/{self.path(name, language, **parts)}", query)

    def asset(self, name: str) -> str:
        """The link to a file of the style."""
        return f"/static/{name}"

    def absolute(self, name: str, /, language: str = "", query: Mapping[str, Any] | None = None, **parts: str) -> str:
        """The address of a page for the world outside: feeds, share links, other languages."""
        return self.base_url.rstrip("/") + _with_query(f"/{self.path(name, language, **parts)}", query)

    def path(self, name: str, /, language: str = "", **parts: str) -> str:
        """A page's path below the root."""
        filled = {k: quote(v, safe="") for k, v in parts.items()}
        if name == "chart":
            filled = {k: quote(v) for k, v in parts.items()}
        return f"{language or self.locale.code}/{PAGES[name].format(**filled)}"

    def here(self, interface: str = "", /, **changed: Any) -> str:
        """The link to this page in another language of the interface, or with other parameters (None takes one away)."""
        query = {k: v for k, v in {**(self.query or {}), **changed}.items() if v not in (None, "")}
        return self.url(self.page, interface, query, **(self.parts or {}))

    def data(self, kind: str, query: Mapping[str, Any], form: str = "json") -> str:
        """The link to records of a kind as data, from the REST interface; the static edition has none."""
        return _with_query(f"/api/v1/{kind}", {**query, "format": form})

    @cached_property
    def languages(self) -> list[Locale]:
        """The languages of the interface."""
        return [locale(code) for code in self.spoken]

    def shows_text(self, outlet: str) -> bool:
        """Whether full texts of an outlet may be shown."""
        return self.full_texts is None or outlet in self.full_texts


@dataclass(frozen=True)
class StaticSite(Site):
    """The static edition: every page a file of its own, links relative, so that the folder works on any server and from a disk.

    ``linked`` gets the name, the parts and the query of every page and chart that is linked to, so that all of them can be made.
    """

    static: bool = True
    linked: set[tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]] = field(default_factory=set)

    def url(self, name: str, /, language: str = "", query: Mapping[str, Any] | None = None, **parts: str) -> str:
        """The link to a page from this one; only search keeps its query, a chart has it in its name."""
        asked = tuple(sorted((k, str(v)) for k, v in (query or {}).items() if v not in (None, "")))
        self.linked.add((name, tuple(sorted(parts.items())), asked if name == "chart" else ()))
        if name == "chart":
            return self._relative(self.chart_path(parts["chart"], dict(asked), language))
        return _with_query(self._relative(self.path(name, language, **parts)), query if name == "search" else None)

    def asset(self, name: str) -> str:
        """The link to a file of the style."""
        return self._relative(f"static/{name}")

    def path(self, name: str, /, language: str = "", **parts: str) -> str:
        """A page's file below the root."""
        if name == "outlet":
            parts = {"name": short_hash(parts["name"])}
        plain = Site.path(self, name, language, **parts)
        if name.startswith("feed"):
            return plain
        return f"{plain}index.html" if plain.endswith("/") else f"{plain}.html"

    def chart_path(self, chart: str, query: Mapping[str, str], language: str = "") -> str:
        """A chart's file below the root."""
        stem, _, kind = chart.rpartition(".")
        asked = "".join(f"--{v}" for k, v in sorted(query.items()) if (k, v) != ("period", DEFAULT_PERIOD))
        return f"{language or self.locale.code}/chart/{quote(stem)}{asked}.{kind}"

    def absolute(self, name: str, /, language: str = "", query: Mapping[str, Any] | None = None, **parts: str) -> str:
        """The address of a page for the world outside."""
        return f"{self.base_url.rstrip('/')}/{self.path(name, language, **parts)}"

    def _relative(self, target: str) -> str:
        own = self.path(self.page, **(self.parts or {}))
        return relpath(target, own.rpartition("/")[0])


def _with_query(path: str, query: Mapping[str, Any] | None) -> str:
    asked = urlencode([(k, v) for k, v in (query or {}).items() if v not in (None, "")])
    return f"{path}?{asked}" if asked else path
