"""Marks of readers, and articles that programs send in: what needs the server's token."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from ...errors import SourceError
from ...records import Article
from .. import auth
from .records import ledger_of

router = APIRouter()
MOST_TEXT = 2_000_000  # characters of an article that is sent in
MOST_ARTICLES = 200


def allowed(request: Request) -> None:
    """Refuse a request that may not write."""
    if not auth.may_write(request, request.app.state.settings.token):
        raise HTTPException(
            401,
            "writing needs the server's token: send the header 'Authorization: Bearer TOKEN'",
            headers={"WWW-Authenticate": "Bearer"},
        )


Allowed = Depends(allowed)


class Review(BaseModel):
    """A mark on an event."""

    model_config = ConfigDict(extra="forbid")

    event_id: str = Field(description="The event, by any id that it ever had.")
    verdict: Literal["right", "wrong", "duplicate"]
    duplicate_of: str = Field("", description="With `duplicate`: the event that it repeats.")
    reason: str = Field("", max_length=2000)
    reviewer: str = Field("", max_length=200)


class Sent(BaseModel):
    """An article to be read and kept."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=MOST_TEXT)
    url: str = ""
    title: str = ""
    outlet: str = ""
    section: str = ""
    author: str = ""
    published: date | None = None
    language: str = ""


@router.get("/reviews", summary="Marks of readers", tags=["reviews"])
def reviews(request: Request, event_id: str = "", undone: bool = False) -> Response:
    """Standing marks in order, of all events or of one; with `undone` those taken back too. Marks never change what was coded."""
    return JSONResponse({"data": [m for m in ledger_of(request).reviews(event_id) if undone or m["undone"] is None]})


@router.post("/reviews", status_code=201, summary="Mark an event", tags=["reviews"], dependencies=[Allowed])
def mark(request: Request, review: Review) -> Response:
    """Mark an event right, wrong, or a duplicate of another. Returns the number of the mark."""
    number = ledger_of(request).review(review.event_id, review.verdict, review.reason, review.reviewer, review.duplicate_of)
    return JSONResponse({"review": number}, status_code=201)


@router.delete("/reviews/{review}", status_code=204, summary="Take a mark back", tags=["reviews"], dependencies=[Allowed])
def unmark(request: Request, review: int) -> Response:
    """Take a mark back; that it was made stays on record."""
    ledger_of(request).unreview(review)
    return Response(status_code=204)


@router.get("/precision", summary="Precision by the marks of readers", tags=["reviews"])
def precision(request: Request) -> Response:
    """How many marked events were right, by coder, version and language, with the 95 % interval of Wilson."""
    return JSONResponse({"data": [asdict(p) for p in ledger_of(request).precision()]})


@router.post("/articles", status_code=201, summary="Send articles in", tags=["ingest"], dependencies=[Allowed])
def ingest(request: Request, articles: Annotated[list[Sent], Body(min_length=1, max_length=MOST_ARTICLES)]) -> Response:
    """Read articles and keep what they say; merge what is new. Says for each whether it was added, unchanged, superseded or recoded."""
    from ...coding import coder
    from ...pipeline import read_article

    book, using = ledger_of(request), coder()
    try:
        readings = [read_article(Article(**sent.model_dump()), using) for sent in articles]
    except SourceError as error:
        raise HTTPException(422, str(error)) from None
    outcomes = book.add_all(readings)
    if any(outcome != "unchanged" for outcome in outcomes):
        book.merge()
    rows = [{"article_id": r.article.article_id, "outcome": o, "events": len(r.events)} for r, o in zip(readings, outcomes, strict=True)]
    return JSONResponse({"data": rows}, status_code=201)
