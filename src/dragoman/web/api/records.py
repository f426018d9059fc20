"""Events, reports, figures, statements, articles and outlets as lists and one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import JSONResponse, Response

from ...store import Filter, Ledger
from .. import auth
from .formats import Format, HowQuery, listed, streamed
from .parameters import EventsQuery, FiguresQuery, Records, RecordsQuery, StatementsQuery

router = APIRouter()
Row = dict[str, Any]


def ledger_of(request: Request) -> Ledger:
    """The ledger that the server shows."""
    found: Ledger = request.app.state.ledger
    return found


def _listed(request: Request, kind: str, asked: Records, all_of: Callable[[Filter], Iterator[Row]]) -> Response:
    where = asked.filter()
    if asked.format is not Format.json:
        return streamed(all_of(replace(where, after="", newest=False)), kind, asked.format)
    page = ledger_of(request).page(kind, where, limit=asked.limit)
    rows = [_shown(request, row) for row in page.rows] if kind == "articles" else page.rows
    query = [(k, v) for k, v in request.query_params.multi_items() if k != "after"]
    link = f"{request.url.path}?{urlencode([*query, ('after', page.next)])}" if page.next else None
    return JSONResponse({"data": rows, "next": page.next or None, "links": {"next": link}})


@router.get("/events", summary="Events, newest first", tags=["records"])
def events(request: Request, asked: EventsQuery) -> Response:
    """Merged events: who did what to whom, when, with the evidence of the report that tells it best and how many tell it."""
    return _listed(request, "events", asked, ledger_of(request).events)


@router.get("/events/{event_id}", summary="One event with its reports", tags=["records"])
def event(request: Request, event_id: str) -> Response:
    """One event by any id that it ever had, with all its reports, why they were merged, and the marks of readers."""
    book = ledger_of(request)
    found = book.event(event_id)
    if found is None:
        raise HTTPException(404, f"the ledger has no event {event_id}")
    told = Filter(event_id=found["event_id"], status="")
    return JSONResponse(
        {
            **found,
            "told": list(book.reports(told)),
            "why": book.why(found["event_id"]),
            "reviews": book.reviews(found["event_id"]),
        }
    )


@router.get("/events/{event_id}/viewpoints", summary="Who tells an event how, and who leaves it out", tags=["records"])
def viewpoints(request: Request, event_id: str) -> Response:
    """The accounts of an event, outlet by outlet, side by side; then the outlets that published on those days without it."""
    book = ledger_of(request)
    found = book.event_id(event_id)
    if found is None:
        raise HTTPException(404, f"the ledger has no event {event_id}")
    return JSONResponse({"data": book.viewpoints([found])})


@router.get("/reports", summary="Reports, newest first", tags=["records"])
def reports(request: Request, asked: EventsQuery) -> Response:
    """Events as single sentences tell them, each with the `event_id` that it was merged into."""
    return _listed(request, "reports", asked, ledger_of(request).reports)


@router.get("/figures", summary="Figures, newest first", tags=["records"])
def figures(request: Request, asked: FiguresQuery) -> Response:
    """Who invested, traded, lent, gave how much with whom."""
    return _listed(request, "figures", asked, ledger_of(request).figures)


@router.get("/statements", summary="Statements, newest first", tags=["records"])
def statements(request: Request, asked: StatementsQuery) -> Response:
    """Who said what about whom, in whose words."""
    return _listed(request, "statements", asked, ledger_of(request).statements)


@router.get("/articles", summary="Articles, newest first", tags=["records"])
def articles(request: Request, asked: RecordsQuery) -> Response:
    """Articles that were read. The text comes only where its outlet allows that, or on a server that only its own machine can reach."""

    def shown(where: Filter) -> Iterator[Row]:
        return (_shown(request, row) for row in ledger_of(request).articles(where))

    return _listed(request, "articles", asked, shown)


@router.get("/articles/{article_id}", summary="One article with its records", tags=["records"])
def article(request: Request, article_id: str) -> Response:
    """An article with the events, figures and statements read in it, its copies and the other articles of its story."""
    book = ledger_of(request)
    found = book.article(article_id)
    if found is None:
        raise HTTPException(404, f"the ledger has no article {article_id}")
    where = Filter(article_id=article_id, status="")
    return JSONResponse(
        {
            "article": _shown(request, found),
            "reports": list(book.reports(where)),
            "figures": list(book.figures(where)),
            "statements": list(book.statements(where)),
            "merged": book.why_article(article_id),
        }
    )


@router.get("/outlets", summary="Outlets", tags=["records"])
def outlets(request: Request, format: HowQuery = Format.json) -> Response:
    """Outlets with their country and language, how much of theirs was read, and when."""
    rows = [asdict(o) for o in ledger_of(request).outlets()]
    for row in rows:
        row |= {name: row[name].isoformat() if row[name] else None for name in ("first", "last")}
    return listed(rows, "outlets", format)


def _shown(request: Request, row: Row) -> Row:
    """An article as it may be shown: its text is its publisher's."""
    if auth.is_loopback(request.app.state.settings.host) or row["outlet"] in _open_outlets(request):
        return {k: v for k, v in row.items() if k != "coded_by"}
    return {k: v for k, v in row.items() if k not in ("coded_by", "text", "extra")} | {"text": None}


def _open_outlets(request: Request) -> frozenset[str]:
    from ...store.sources import Register

    return frozenset(o.outlet for o in Register(ledger_of(request)).outlets() if o.full_text)
