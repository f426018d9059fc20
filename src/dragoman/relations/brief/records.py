"""What a brief is made of: sections of sentences, and the notes that say where each comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from .text import plain

if TYPE_CHECKING:
    from ...i18n import Locale

Search = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: a sentence of an article, or what was counted.

    ``text`` is the evidence in its own ``language``; of a count it says in the brief's language what was counted, and ``search`` holds the
    parameters of the search that lists it. ``id`` is that of the event, report, figure or statement; "" for a count.
    """

    number: int
    kind: Literal["event", "report", "figure", "statement", "count"]
    id: str
    text: str
    language: str
    outlet: str = ""
    url: str = ""
    published: str | None = None
    coder: str = ""
    coder_version: str = ""
    confidence: float | None = None
    search: Search = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; without what a note of its kind does not have."""
        record = ("outlet", "url", "published", "coder", "coder_version", "confidence")
        own = ("search",) if self.kind == "count" else record
        return {name: getattr(self, name) for name in ("number", "kind", "id", "text", "language")} | {n: getattr(self, n) for n in own}


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a brief with the numbers of its notes; ``event`` is the id of the event that it tells, ``replies`` what answers it."""

    text: str
    notes: tuple[int, ...]
    event: str = ""
    replies: tuple[Line, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "text": plain(self.text),
            "notes": list(self.notes),
            "event": self.event,
            "replies": [line.to_dict() for line in self.replies],
        }


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under a title; ``key`` is the same in all languages."""

    key: str
    title: str
    lines: tuple[Line, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"key": self.key, "title": self.title, "sentences": [line.to_dict() for line in self.lines]}


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief on a country (``other`` is "") or a pair, on the days from ``since`` to ``until``, in the language of ``locale``."""

    one: str
    other: str
    since: date
    until: date
    title: str
    locale: Locale
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "one": self.one,
            "other": self.other,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "language": self.locale.code,
            "direction": self.locale.direction,
            "title": self.title,
            "sections": [s.to_dict() for s in self.sections],
            "notes": [n.to_dict() for n in self.notes],
        }

    def to_markdown(self) -> str:
        """As Markdown with footnotes."""
        from .markdown import markdown

        return markdown(self)

    def to_html(
        self,
        *,
        event_url: Callable[[str], str] | None = None,
        search_url: Callable[[Search], str] | None = None,
        level: int = 2,
        prefix: str = "brief-",
    ) -> str:
        """As a piece of an HTML page: an ``article`` with headings from ``level`` on, without style or script.

        ``event_url`` gives the address of an event's page, ``search_url`` that of the search with some parameters; without them sentences
        and counts lead nowhere. ``prefix`` keeps ids apart where a page has several briefs.
        """
        from .html import html

        return html(self, event_url, search_url, level, prefix)

    def to_document(self) -> str:
        """As an HTML page by itself."""
        from .html import document

        return document(self)

    def to_atom(self, page: str = "") -> bytes:
        """As a feed of this one brief; ``page`` is its address. See ``feed`` for one of several."""
        from .atom import feed

        return feed([self], pages=[page] if page else ())
