"""How two stand, how a country spreads its ties, what surges: the functions of ``relations`` as JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from ...actors.names import english_names, organisations
from ...i18n import LANGUAGES, locale
from ...relations.groups import groups
from ...store import Filter
from .parameters import Day, SpanQuery, actor_id
from .records import ledger_of

router = APIRouter()
Every = Literal["day", "week", "month", "quarter", "year"]
Until = Annotated[Day | None, Query(description="The last day; that of the newest event if left out.")]


class BriefFormat(StrEnum):
    """How a brief is sent."""

    json = "json"
    markdown = "markdown"
    html = "html"


@router.get("/countries", summary="Countries and organisations", tags=["relations"])
def countries(request: Request, asked: SpanQuery) -> Response:
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
    return JSONResponse({"data": rows})


@router.get("/countries/{country}", summary="One country: partners and poles", tags=["relations"])
def country(request: Request, country: str, asked: SpanQuery, every: Every = "year") -> Response:
    """Whom a country deals with most, and how it spreads its cooperation over the poles of the world, period by period."""
    from ...relations.vectors import vectors

    book, actor = ledger_of(request), actor_id(country)
    partners = book.partners(actor, asked.since, asked.until, limit=50)
    return JSONResponse(
        {
            "id": actor,
            "name": english_names().get(actor, actor),
            "partners": [asdict(p) | {"mean_score": _mean(p.score, p.events)} for p in partners],
            "vectors": [v.to_dict() for v in vectors(book, actor, every=every, since=asked.since, until=asked.until)],
        }
    )


@router.get("/relations", summary="Who deals with whom most", tags=["relations"])
def pairs(request: Request, asked: SpanQuery, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> Response:
    """The pairs with most events in the span."""
    found = ledger_of(request).pairs(asked.since, asked.until, limit=limit)
    return JSONResponse({"data": [asdict(p) | {"mean_score": _mean(p.score, p.events)} for p in found]})


@router.get("/relations/{one}/{other}", summary="How two stand", tags=["relations"])
def relation(request: Request, one: str, other: str, asked: SpanQuery, every: Every = "month", directed: bool = False) -> Response:
    """The series of a pair, period by period, with the days on which its tone shifted. A side may be a group (EU, OTS, G7) or `*`."""
    from ...relations.series import series
    from ...relations.surges import shifts

    book, left, right = ledger_of(request), _side(one), _side(other)
    points = series(book, left, right, directed=directed, every=every, since=asked.since, until=asked.until)
    changed = shifts(book, left, right, asked.since, asked.until)
    return JSONResponse(
        {
            "one": left,
            "other": right,
            "directed": directed,
            "series": [p.to_dict() for p in points],
            "shifts": [asdict(s) | {"day": s.day.isoformat()} for s in changed],
        }
    )


@router.get("/relations/{one}/{other}/outlook", summary="What to expect of two", tags=["relations"])
def outlook(request: Request, one: str, other: str, until: Until = None, weeks: Annotated[int, Query(ge=1, le=26)] = 4) -> Response:
    """Expected events per quad for the next weeks, each with its backtest; `skilful` says whether it beats repeating the past."""
    from ...relations.outlook import outlook as expected

    found = expected(ledger_of(request), actor_id(one), actor_id(other), _last(request, until), weeks=weeks)
    return JSONResponse({"data": [o.to_dict() for o in found]})


@router.get("/relations/{one}/{other}/viewpoints", summary="Who tells a relation how", tags=["relations"])
def viewpoints(request: Request, one: str, other: str, asked: SpanQuery) -> Response:
    """The accounts of all events of a pair, outlet by outlet. Without a span: the last thirty days."""
    until = _last(request, asked.until)
    since = asked.since or until - timedelta(days=30)
    where = Filter(actor=actor_id(one), other=actor_id(other), since=since, until=until)
    return JSONResponse({"data": ledger_of(request).viewpoints(where)})


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
    """What happened, what changed, figures, statements, what others left out; each sentence with its evidence."""
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
    """What happened between two, what changed, figures, statements, what others left out; each sentence with its evidence."""
    return _brief(request, one, other, until, days, language, format)


def _brief(request: Request, one: str, other: str, until: date | None, days: int, language: str, how: BriefFormat) -> Response:
    from ...relations.brief import brief as written

    made = written(ledger_of(request), actor_id(one), actor_id(other), until=_last(request, until), days=days, locale=locale(language))
    if how is BriefFormat.markdown:
        return PlainTextResponse(made.to_markdown(), media_type="text/markdown; charset=utf-8")
    if how is BriefFormat.html:
        return PlainTextResponse(made.to_html(), media_type="text/html; charset=utf-8")
    return JSONResponse(made.to_dict())


def _side(given: str) -> str:
    """A side of a relation: "*", the name of a group, or an actor."""
    return given if given == "*" or given in groups() else actor_id(given)


def _last(request: Request, until: date | None) -> date:
    return until or ledger_of(request).days()[1] or date.today()


def _mean(score: float, events: int) -> float | None:
    return round(score / events, 4) if events else None
