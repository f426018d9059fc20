"""The static edition: the same pages as plain files, in all languages of the interface, for any web server or a disk.

Every page that some page links to is made, beginning with the overview, all events, articles and outlets; so no link leads nowhere. Two
editions of one ledger are the same, byte by byte. Full texts are there only where the outlet allows it.

Search runs on the reader's machine, through the newest events. What it reads are scripts, so that it works from a disk too, and they are
loaded with the first search: ``static/told.js`` has what every report says, its sentence and the title of its article, once for all
languages; ``<language>/search-index.js`` has who, what and when. Of 20,000 events with three
reports each, at 200 bytes an event or report, they have 16 MB, of which a server that compresses sends a third.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from .. import __version__
from ..errors import UsageError
from ..i18n import LANGUAGES, locale
from ..store import Filter, Ledger
from . import feeds, graphics
from .app import STATIC
from .memo import Memo
from .pages import about, country, overview, press, records, search
from .pages import brief as briefs
from .pages import relation as relations
from .pages.view import View
from .site import StaticSite
from .templating import render

Key = tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]
MANIFEST = "edition.json"
_FEED = 50
_SEARCHED = 20_000  # newest events that the search finds
_SAID = 400  # letters of a sentence that it knows
_NEWEST = Filter(status="", newest=True, limit=_SEARCHED)
_MAKERS: dict[str, Callable[..., Any]] = {
    "overview": overview.overview,
    "countries": country.countries,
    "country": lambda v, id: country.country(v, id),
    "relation": lambda v, one, other: relations.relation(v, one, other),
    "event": lambda v, id: records.event(v, id),
    "article": lambda v, id: records.article(v, id),
    "search": search.search,
    "outlets": press.outlets,
    "outlet": lambda v, name: press.outlet(v, name),
    "accuracy": about.accuracy,
    "about": about.about,
    "brief": lambda v, one: briefs.brief(v, one),
    "brief_of_two": lambda v, one, other: briefs.brief(v, one, other),
}


def publish(
    ledger: Ledger,
    folder: str | Path,
    *,
    base_url: str = "",
    languages: Sequence[str] = LANGUAGES,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, int]:
    """Write the edition of a ledger into ``folder``; returns how many files of each kind it has.

    ``base_url`` is where it will stand: with it there are a sitemap, absolute links between languages, and feeds that readers can follow.
    The folder appears whole or stays as it was; an edition that stands there is replaced. Raises ``UsageError`` for a folder that holds
    anything else, or a language that the interface does not speak.
    """
    target = Path(folder)
    if target.exists() and any(target.iterdir()) and not (target / MANIFEST).exists():
        raise UsageError(f"{target} holds something that is no edition; choose another folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".edition-", dir=target.parent))
    try:
        counts = _Edition(ledger, work, base_url, [locale(code).code for code in languages], tick).write()
        if target.exists():
            shutil.rmtree(target)
        work.replace(target)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    target.chmod(0o755)
    return counts


class _Edition:
    """One run of ``publish``."""

    def __init__(self, ledger: Ledger, root: Path, base_url: str, languages: Sequence[str], tick: Callable[[int, int], None]) -> None:
        self.ledger, self.root, self.base_url, self.languages, self.tick = ledger, root, base_url, languages, tick
        self.memo = Memo(lambda: 0, most=20_000)  # the ledger is taken as it is when the edition begins
        self.full = frozenset(o.outlet for o in ledger.outlets() if o.full_text)
        self.counts: dict[str, int] = {}
        self.addresses: list[str] = []

    def write(self) -> dict[str, int]:
        """All files."""
        self._assets()
        self._file("static/told.js", _script("told", self._told()), "indexes")
        for code in self.languages:
            self._language(code)
        self._front()
        if self.base_url:
            self._sitemap()
        manifest = {"dragoman": __version__, "languages": list(self.languages), "files": self.counts}
        self._file(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True) + "\n", "")
        return self.counts

    def _file(self, path: str, text: str | bytes, kind: str) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode("utf-8", "replace") if isinstance(text, str) else text)
        if kind:
            self.counts[kind] = self.counts.get(kind, 0) + 1

    def _assets(self) -> None:
        for file in sorted(STATIC.iterdir()):
            self._file(f"static/{file.name}", file.read_bytes(), "assets")
        self._file("static/vega.js", graphics.bundle(), "assets")

    def _site(self, code: str, name: str, parts: dict[str, str]) -> StaticSite:
        site = StaticSite(
            locale=locale(code), page=name, parts=parts, base_url=self.base_url, full_texts=self.full, spoken=tuple(self.languages)
        )
        return site

    def _language(self, code: str) -> None:
        """All pages of a language: what is linked is made until nothing new is linked."""
        waiting = list(self._seeds())
        known = set(waiting)
        done = 0
        while waiting:
            name, parts, query = waiting.pop()
            site = self._site(code, *(_home(dict(parts)["chart"]) if name == "chart" else (name, dict(parts))))
            view = View(self.ledger, site, self.memo, dict(query))
            if name == "chart":
                self._chart(view, dict(parts)["chart"], dict(query))
            elif name.startswith("feed"):
                self._feed(view, name, dict(parts))
            else:
                self._page(view, name, dict(parts))
            for link in sorted(site.linked):
                if link not in known:
                    known.add(link)
                    waiting.append(link)
            done += 1
            self.tick(done, done + len(waiting))
        view = View(self.ledger, self._site(code, "search", {}), self.memo, {})
        self._file(f"{code}/search-index.js", _script("index", self._index(view)), "indexes")

    def _seeds(self) -> Iterator[Key]:
        for name in ("overview", "countries", "search", "outlets", "accuracy", "about", "feed_overview"):
            yield name, (), ()
        for event in self.ledger.events(Filter(status="")):
            yield "event", (("id", event["event_id"]),), ()
        for article in self.ledger.articles(Filter(status="")):
            yield "article", (("id", article["article_id"]),), ()

    def _page(self, view: View, name: str, parts: dict[str, str]) -> None:
        made = _MAKERS[name](view, **parts)
        if made is None:
            raise UsageError(f"a page links to {name} {parts}, which the ledger does not have; merge it and publish again")
        template, context = made
        path = view.site.path(name, **parts)
        self._file(path, render(template, view.site, context), "pages")
        self.addresses.append(path)

    def _chart(self, view: View, chart: str, query: dict[str, str]) -> None:
        stem, _, kind = chart.rpartition(".")
        made = graphics.chart(view, stem)
        if made is None:
            raise UsageError(f"there is no chart {chart}")
        assert isinstance(view.site, StaticSite)
        text = graphics.svg(made) if kind == "svg" else json.dumps(made.spec, ensure_ascii=False, sort_keys=True)
        self._file(view.site.chart_path(chart, query), text, "charts")

    def _feed(self, view: View, name: str, parts: dict[str, str]) -> None:
        site = view.site
        if name == "feed_country":
            one = parts["id"]
            where, title, page = Filter(actor=one), view.loc.actor(one), site.absolute("country", id=one)
            address = site.absolute(name, id=one)
        elif name == "feed_relation":
            one, other = parts["one"], parts["other"]
            where, title = Filter(actor=one, other=other), f"{view.loc.actor(one)} – {view.loc.actor(other)}"
            page, address = site.absolute("relation", one=one, other=other), site.absolute(name, one=one, other=other)
        else:
            where, title, page = Filter(), view.loc.gettext("Newest events"), site.absolute("overview")
            address = site.absolute(name)
        path = site.path(name, language="", **parts)
        text = feeds.atom(
            title,
            self.ledger.page("events", where, limit=_FEED).rows,
            view.loc,
            address=address,
            page=page,
            link_of=lambda event: site.absolute("event", id=event),
        )
        self._file(path, text, "feeds")

    def _index(self, view: View) -> dict[str, Any]:
        """What the search of a language knows of who, what and when: a row an event, newest first."""
        rows: list[list[Any]] = []
        names: dict[str, str] = {}
        for e in self.ledger.events(_NEWEST):
            sides = [sorted({p["id"] for p in e[side] if p["id"]}) for side in ("actors", "recipients")]
            names |= {a: view.loc.actor(a) for side in sides for a in side if a not in names}
            days = [e["date"] or "", e["date_end"] or "", view.loc.interval(e["date"], e["date_end"], e["date_precision"])]
            codes = [e["type"], e["mode"], view.loc.mode(e["type"], e["mode"]), e["quad"], e["status"]]
            rows.append([e["event_id"], *days, view.loc.summary(e), *codes, *sides])
        return {"actors": dict(sorted(names.items())), "events": rows}

    def _told(self) -> dict[str, Any]:
        """What the reports of these events say: articles, and for each event its sentences with their articles, the chosen one first."""
        chosen = {e["event_id"]: e["report_id"] for e in self.ledger.events(_NEWEST)}
        found: dict[str, list[tuple[bool, str, str, str, str]]] = {}
        for r in self.ledger.reports(Filter(status="")):
            if r["event_id"] in chosen:
                other = r["report_id"] != chosen[r["event_id"]]
                said = (other, r["published"] or "", r["report_id"], r["article_id"], r["evidence"]["text"][:_SAID])
                found.setdefault(r["event_id"], []).append(said)
        wanted = {said[3] for reports in found.values() for said in reports}
        articles = {
            a["article_id"]: [a["outlet"], a["language"], a["title"]]
            for a in self.ledger.articles(Filter(status=""))
            if a["article_id"] in wanted
        }
        places = {article: n for n, article in enumerate(articles)}
        events = {e: [[places[article], text] for *_, article, text in sorted(found[e])] for e in sorted(found)}
        return {"articles": list(articles.values()), "events": events}

    def _front(self) -> None:
        """The first page: the languages. No script decides for the reader; a server may."""
        self._file("index.html", render("front.html", self._site("en", "overview", {}), {}), "pages")

    def _sitemap(self) -> None:
        """Sitemaps of at most 50,000 addresses, their index, and robots.txt."""
        base = self.base_url.rstrip("/")
        parts = list(_chunks(sorted(self.addresses), 50_000))
        for number, part in enumerate(parts, 1):
            urls = "".join(f"<url><loc>{escape(f'{base}/{path}')}</loc></url>\n" for path in part)
            self._file(
                f"sitemap-{number}.xml",
                f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n',
                "sitemaps",
            )
        maps = "".join(f"<sitemap><loc>{escape(base)}/sitemap-{n}.xml</loc></sitemap>\n" for n in range(1, len(parts) + 1))
        self._file(
            "sitemap.xml",
            f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{maps}</sitemapindex>\n',
            "sitemaps",
        )
        self._file("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n", "")


def _script(name: str, content: dict[str, Any]) -> str:
    """Data as a script, which a page may load from a disk too."""
    return f"(globalThis.searched ??= {{}}).{name} = {json.dumps(content, ensure_ascii=False, separators=(',', ':'))};\n"


def _home(chart: str) -> tuple[str, dict[str, str]]:
    """The page that a chart stands on, from which its links lead."""
    _, *ids = chart.rpartition(".")[0].split("/")
    if len(ids) == 2:
        return "relation", {"one": ids[0], "other": ids[1]}
    return ("country", {"id": ids[0]}) if ids else ("overview", {})


def _chunks(values: Sequence[str], most: int) -> Iterable[Sequence[str]]:
    for k in range(0, len(values), most):
        yield values[k : k + most]
