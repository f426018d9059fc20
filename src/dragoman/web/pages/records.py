"""One event with all its reports, and one article with everything that was read in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import UsageError
from ...i18n import Locale
from ...store import Filter
from ...store.reviews import VERDICTS
from .. import text
from .view import Context, View

Row = Mapping[str, Any]
_STORY = 12  # articles of a story that are named


def event(view: View, event_id: str, typed: Mapping[str, str] | None = None, problem: str = "") -> tuple[str, Context] | None:
    """The page of an event, by any id that it ever had; None where there is none.

    ``typed`` is what its form was filled with, ``problem`` why that could not be kept.
    """
    book = view.ledger
    found = book.event(event_id)
    if found is None:
        return None
    told = Filter(event_id=found["event_id"], status="")
    reports = list(book.reports(told))
    countries = {o.outlet: o.country for o in view.kept("outlets", book.outlets, stale=True)}
    merged = view.kept(("why", found["event_id"]), lambda: book.why(found["event_id"])) if len(reports) > 1 else []
    why = {w["report_id"]: w for w in merged}
    return "event.html", {
        "event": found,
        "reports": sorted(reports, key=lambda r: (r["published"] or "", r["report_id"])),
        "countries": countries,
        "told_by": {r["report_id"]: r["source"] or text.host(r["url"]) for r in reports},
        "why": why,
        "viewpoints": view.kept(("accounts of", found["event_id"]), lambda: book.viewpoints([found["event_id"]])),
        "reviews": [m for m in book.reviews(found["event_id"]) if m["undone"] is None],
        "typed": typed or {},
        "problem": problem,
    }


def review(view: View, event_id: str, form: Mapping[str, str]) -> tuple[str, Context] | None:
    """Keep the mark that a form makes. Where it makes no sense, the page of the event again, with what is wrong and all that was typed.

    Raises ``UsageError`` where there is no such event.
    """
    verdict, reason, reviewer, other = (form.get(name, "").strip() for name in ("verdict", "reason", "reviewer", "duplicate_of"))
    try:
        view.ledger.review(event_id, verdict, reason, reviewer, other)
    except UsageError:
        again = event(view, event_id, form, _wrong(view, verdict, other))
        if again is None:
            raise
        return again
    return None


def _wrong(view: View, verdict: str, other: str) -> str:
    gettext = view.loc.gettext
    if verdict not in VERDICTS:
        return gettext("Choose whether the event is right, wrong or a duplicate.")
    if verdict != "duplicate":
        return gettext("Only a duplicate has an event that it is a duplicate of; leave that field empty.")
    if view.ledger.event_id(other) is None:
        return gettext("The ledger holds no event “%(id)s”.") % {"id": text.shortened(other, 80)}
    return gettext("An event is no duplicate of itself.")


def article(view: View, article_id: str) -> tuple[str, Context] | None:
    """The reader's page of an article; None where there is none."""
    book = view.ledger
    found = book.article(article_id)
    if found is None:
        return None
    where = Filter(article_id=article_id, status="")
    reports, figures, statements = list(book.reports(where)), list(book.figures(where)), list(book.statements(where))
    shown = view.site.shows_text(found["outlet"])
    whole = "full" in view.asked
    body: str = found["text"]
    cut = len(body) > text.LONGEST and not whole
    if cut:
        body = body[: text.LONGEST]
    merged = book.why_article(article_id)
    return "article.html", {
        "article": found,
        "reports": reports,
        "figures": figures,
        "statements": statements,
        "shown": shown,
        "cut": cut,
        "length": len(found["text"]),
        "paragraphs": paragraphs(body, reports, figures, statements, view.loc) if shown else [],
        "merged": merged,
        "titles": {s["article_id"]: _title(book.article(s["article_id"])) for s in merged["story"][:_STORY]},
    }


def _title(article: Row | None) -> str:
    return "" if article is None else text.shortened(f"{article['title'] or article['text']} — {article['outlet']}", 140)


def paragraphs(body: str, reports: list[Any], figures: list[Any], statements: list[Any], loc: Locale) -> list[Any]:
    """The paragraphs of a text with its actors, events, figures and statements marked; each mark leads to its record on the page."""
    spans: list[text.Span] = []

    def lead(record: Row, kind: str, target: str, title: str) -> None:
        start, end = record["evidence"]["trigger"]
        spans.append(text.Span(start, end, kind, target, title))

    for r in reports:
        lead(r, "trigger", f"r-{r['report_id']}", loc.mode(r["type"], r["mode"]))
        spans.extend(text.party_spans(r, loc))
    for f in figures:
        lead(f, "figure", f"f-{f['figure_id']}", loc.figure_kind(f["kind"]))
    for s in statements:
        lead(s, "statement", f"s-{s['statement_id']}", loc.stance(s["stance"]))
    spans.sort(key=lambda s: s.start)
    out = []
    at = 0
    for line in body.split("\n"):
        if line.strip():
            near = [s for s in spans if s.start < at + len(line) and s.end > at] if spans else []
            out.append(text.marked(line, near, at))
        at += len(line) + 1
    return out
