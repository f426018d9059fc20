"""How two stand, how a country spreads its ties, what surges: the functions of ``relations`` as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from ...actors.names import english_names, organisations
from ...errors import UsageError
from ...i18n import LANGUAGES, locale
from ...relations.groups import groups, parties, sides
from ...store import Filter, Ledger
from ...store.asked import actor as actor_id
from ...store.daily import EVERYBODY
from ..settings import Settings
from ..site import Site
from .formats import Format, HowQuery, listed, sheet
from .parameters import Day, SpanQuery
from .records import ledger_of

router = APIRouter()
Groups = dict[str, tuple[str, ...]]
Every = Literal["day", "week", "month", "quarter", "year"]
Until = Annotated[Day | None, Query(description="The last day; that of the newest event if left out.")]


class BriefFormat(StrEnum):
    """How a brief is sent."""

    json = "json"
    markdown = "markdown"
    html = "html"


@router.get("/countries", summary="Countries and organisations", tags=["relations"])
def countries(request: Request, asked: SpanQuery, format: HowQuery = Format.json) -> Response:
    """Everybody who takes part in an event of the span: how many events, and their mean score."""
    found = ledger_of(request).activity(asked.since, asked.until)
    names = english_names()
    rows = [
        {
            "id": actor,
            "name": names.get(actor, actor),
            "state": actor not in organisations(),
            "events": a.events,
            "mean_score": _mean(a.score, a.events),
        }
        for actor, a in sorted(found.items(), key=lambda item: (-item[1].events, item[0]))
    ]
    return listed(rows, "countries", format)


@router.get("/countries/{country}", summary="One country: partners and poles", tags=["relations"])
def country(request: Request, country: str, asked: SpanQuery, every: Every = "year", format: HowQuery = Format.json) -> Response:
    """Whom a country deals with most, and how it spreads its cooperation over the poles of the world, period by period.

    As a file: the partners.
    """
    from ...relations.vectors import poles, vectors

    book, actor = ledger_of(request), actor_id(country)
    found = book.partners(actor, asked.since, asked.until, limit=50)
    partners = [asdict(p) | {"mean_score": _mean(p.score, p.events)} for p in found]
    if format is not Format.json:
        return sheet(partners, "partners", format)
    over = poles(_settings(request).poles)
    spread = vectors(book, actor, over=over, every=every, since=asked.since, until=asked.until)
    return JSONResponse(
        {
            "id": actor,
            "name": english_names().get(actor, actor),
            "partners": partners,
            "vectors": [v.to_dict() for v in spread],
        }
    )


@router.get("/relations", summary="Who deals with whom most", tags=["relations"])
def pairs(
    request: Request, asked: SpanQuery, limit: Annotated[int, Query(ge=1, le=1000)] = 100, format: HowQuery = Format.json
) -> Response:
    """The pairs with most events in the span."""
    found = ledger_of(request).pairs(asked.since, asked.until, limit=limit)
    return listed([asdict(p) | {"mean_score": _mean(p.score, p.events)} for p in found], "relations", format)


@router.get("/relations/{one}/{other}", summary="How two stand", tags=["relations"])
def relation(
    request: Request,
    one: str,
    other: str,
    asked: SpanQuery,
    every: Every = "month",
    directed: bool = False,
    format: HowQuery = Format.json,
) -> Response:
    """The series of a pair, period by period, with the days on which its tone shifted. A side may be a group (EU, OTS, G7) or `*`.

    With `directed` both are of what `one` does to `other`. As a file: the series.
    """
    from ...relations.series import series
    from ...relations.surges import shifts

    book, known = ledger_of(request), _groups(request)
    left, right = _side(one, known), _side(other, known)
    points = series(book, left, right, directed=directed, every=every, since=asked.since, until=asked.until, groups=known)
    told = [p.to_dict() for p in points]
    if format is not Format.json:
        return sheet(told, "series", format)
    changed = shifts(book, left, right, asked.since, asked.until, directed=directed, groups=known)
    return JSONResponse({"one": left, "other": right, "directed": directed, "series": told, "shifts": [s.to_dict() for s in changed]})


@router.get("/relations/{one}/{other}/outlook", summary="What to expect of two", tags=["relations"])
def outlook(request: Request, one: str, other: str, until: Until = None, weeks: Annotated[int, Query(ge=1, le=26)] = 4) -> Response:
    """Expected events per quad for the next weeks, each with its backtest; `skilful` says whether it beats repeating the past.

    A side may be a group or `*`.
    """
    from ...relations.outlook import outlook as expected

    known = _groups(request)
    found = expected(ledger_of(request), _side(one, known), _side(other, known), _last(request, until), weeks=weeks, groups=known)
    return JSONResponse({"data": [o.to_dict() for o in found]})


@router.get("/relations/{one}/{other}/viewpoints", summary="Who tells a relation how", tags=["relations"])
def viewpoints(request: Request, one: str, other: str, asked: SpanQuery) -> Response:
    """The accounts of all events of a pair, outlet by outlet. Without a span: the last thirty days. A side may be a group or `*`."""
    known = _groups(request)
    left, right = _side(one, known), _side(other, known)
    if left == EVERYBODY:
        left, right = right, left
    until = _last(request, asked.until)
    since = asked.since or until - timedelta(days=30)
    return JSONResponse({"data": _accounts(ledger_of(request), *sides(left, right, known), Filter(since=since, until=until))})


def _accounts(book: Ledger, ones: Sequence[str], others: Sequence[str], where: Filter) -> list[dict[str, Any]]:
    """The accounts of what any of the one side does with any of the other, but for what those of a group do among themselves."""
    pairs = [replace(where, actor=a.strip(EVERYBODY), other=b.strip(EVERYBODY)) for a in ones for b in others]
    found = {e["event_id"]: parties(e) for pair in pairs for e in book.events(pair)}
    return book.viewpoints(event for event, named in found.items() if len(ones) == 1 or not named <= {*ones})


@router.get("/surges", summary="Pairs with more events than their past explains", tags=["relations"])
def surges(request: Request, until: Until = None, days: Annotated[int, Query(ge=1, le=90)] = 14) -> Response:
    """Surges of the last days over all pairs, at a false discovery rate of five per cent, each with the events behind it."""
    from ...relations.surges import behind
    from ...relations.surges import surges as found

    book = ledger_of(request)
    rows = []
    for s in found(book, _last(request, until), days=days):
        events = [e["event_id"] for e in behind(book, s.pair, s.start, s.end)]
        rows.append(asdict(s) | {"start": s.start.isoformat(), "end": s.end.isoformat(), "because": events})
    return JSONResponse({"data": rows})


@router.get("/briefs/{one}", summary="A brief on a country", tags=["relations"])
def brief(
    request: Request,
    one: str,
    until: Until = None,
    days: Annotated[int, Query(ge=1, le=366)] = 7,
    language: Annotated[str, Query(description=f"One of {', '.join(LANGUAGES)}.")] = "en",
    format: BriefFormat = BriefFormat.json,
) -> Response:
    """What happened, what changed, figures, statements, what others left out; each sentence with its evidence.

    It may be on a group (EU, OTS, G7). In HTML, sentences and counts link to the pages of this server.
    """
    return _brief(request, one, "", until, days, language, format)


@router.get("/briefs/{one}/{other}", summary="A brief on two", tags=["relations"])
def brief_of_two(
    request: Request,
    one: str,
    other: str,
    until: Until = None,
    days: Annotated[int, Query(ge=1, le=366)] = 7,
    language: Annotated[str, Query(description=f"One of {', '.join(LANGUAGES)}.")] = "en",
    format: BriefFormat = BriefFormat.json,
) -> Response:
    """What happened between two, what changed, figures, statements, what others left out; each sentence with its evidence.

    A side may be a group (EU, OTS, G7). In HTML, sentences and counts link to the pages of this server.
    """
    return _brief(request, one, other, until, days, language, format)


def _brief(request: Request, one: str, other: str, until: date | None, days: int, language: str, how: BriefFormat) -> Response:
    from ...relations.brief import brief as written
    from ...relations.vectors import poles

    known, reader = _groups(request), locale(language.lower())
    left, right = _side(one, known), _side(other, known) if other else ""
    if EVERYBODY in (left, right):
        raise UsageError("a brief is on countries, organisations or groups; leave the second one out for everybody")
    over = poles(_settings(request).poles)
    made = written(ledger_of(request), left, right, until=_last(request, until), days=days, locale=reader, groups=known, poles=over)
    if how is BriefFormat.markdown:
        return PlainTextResponse(made.to_markdown(), media_type="text/markdown; charset=utf-8")
    if how is BriefFormat.html:
        base = _settings(request).base_url or f"{request.url.scheme}://{request.url.netloc}"
        site = Site(locale=reader, base_url=base)
        html = made.to_html(
            event_url=lambda id: site.absolute("event", id=id), search_url=lambda search: site.absolute("search", query=search)
        )
        return PlainTextResponse(html, media_type="text/html; charset=utf-8")
    return JSONResponse(made.to_dict())


def _settings(request: Request) -> Settings:
    found: Settings = request.app.state.settings
    return found


def _groups(request: Request) -> Groups:
    """The groups that come with Dragoman, and over them those of the server's own file."""
    return {**groups(), **groups(_settings(request).groups)}


def _side(given: str, known: Groups) -> str:
    """A side of a relation: "*", the name of a group in any case, or an actor. Raises ``UsageError`` where it is none of them."""
    if given == EVERYBODY:
        return given
    folded = {name.casefold(): name for name in known}
    found = folded.get(given.strip().casefold()) or actor_id(given)
    if not found:
        raise UsageError("a side of a relation is an actor, a group or *")
    return found


def _last(request: Request, until: date | None) -> date:
    return until or ledger_of(request).days()[1] or date.today()


def _mean(score: float, events: int) -> float | None:
    return round(score / events, 4) if events else None
