"""What a list can be asked for: the filters of the pages, as query parameters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Literal

from fastapi import HTTPException, Query, Request
from pydantic import BaseModel, Field, model_validator

from ...errors import UsageError
from ...store import Filter
from ...store.asked import checked
from .formats import Format

#: A day that there can be news of.
Day = Annotated[date, Field(ge=date(1800, 1, 1), le=date(2200, 12, 31))]
Status = Literal["actual", "historical", "future", "hypothetical", "negated", "all"]


def refuse_unknown(request: Request) -> None:
    """Refuse a parameter that the address does not have: a filter that is misspelt would select everything."""
    operation = request.app.openapi()["paths"].get(request.scope["route"].path, {}).get(request.method.lower())
    if operation is None:
        return
    known = [p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"]
    unknown = sorted({*request.query_params} - {*known})
    if unknown:
        raise HTTPException(422, f"{', '.join(unknown)}: there is no such parameter here; there are {', '.join(known) or 'none'}")


class Span(BaseModel):
    """A span of days."""

    since: Day | None = Field(None, description="From this day on; an event counts on the day it begins.")
    until: Day | None = Field(None, description="Up to and including this day.")

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        if self.since and self.until and self.until < self.since:
            raise UsageError(f"the span ends ({self.until}) before it begins ({self.since})")
        return self


class Records(Span):
    """Filters that every kind of record has. Whatever is left out selects everything."""

    actor: str = Field("", description="Who takes part: a code (KAZ, EU) or a name in any language.", examples=["KAZ"])
    other: str = Field("", description="With `actor`: the other side of the pair, in either direction.", examples=["FRA"])
    since: Day | None = Field(
        None,
        description="What reaches this day or a later one: events and reports by the days on which they happened, so that one which lasts "
        "is found if any of its days is in the span; figures, statements and articles by the day of publication.",
    )
    until: Day | None = Field(None, description="What begins on this day or an earlier one; what has no date is in no span.")
    began: bool = Field(False, description="Only what begins between `since` and `until`, as counts have it.")
    language: str = Field("", description="Told in this language (ISO 639-1).", examples=["kk"])
    outlet: str = Field("", description="Told by this outlet.")
    country: str = Field("", description="Told by an outlet of this country (ISO 3166-1 alpha-3).")
    coder: str = Field("", description="Read by this coder.")
    q: str = Field("", description="Words that must all stand in the article, in any script.")
    min_confidence: float = Field(0.0, ge=0, le=1, description="At least this sure.")
    article_id: str = Field("", description="From this article.")
    limit: int = Field(50, ge=1, le=1000, description="Rows a page (json).")
    after: str = Field("", description="The `next` of the page before (json).")
    format: Format = Field(Format.json, description="`json` comes in pages; jsonl, csv, parquet and arrow stream all rows.")

    def filter(self) -> Filter:
        """The ledger's filter. Raises ``UsageError`` for an actor that nobody knows, and a code that there is not."""
        return checked(self.asked())

    def asked(self) -> Filter:
        """What was asked for, as it was written."""
        return Filter(
            actor=self.actor,
            other=self.other,
            since=self.since,
            until=self.until,
            began=self.began,
            language=self.language,
            outlet=self.outlet,
            country=self.country.upper(),
            coder=self.coder,
            words=self.q,
            min_confidence=self.min_confidence,
            article_id=self.article_id,
            status="",
            after=self.after,
        )


class Events(Records):
    """Filters of events and reports."""

    directed: bool = Field(False, description="Only from `actor` to `other` (and what they do with each other).")
    type: str = Field("", description="PLOVER type.", examples=["CONSULT"])
    mode: str = Field("", description="Mode of the type.", examples=["visit"])
    quad: str = Field("", description="verbal_cooperation, material_cooperation, verbal_conflict or material_conflict.")
    status: Status = Field("actual", description="Actual events only, unless another status or `all` is asked for.")
    event_id: str = Field("", description="This event, or the reports of it.")

    def asked(self) -> Filter:
        """What was asked for, as it was written."""
        return replace(
            super().asked(),
            directed=self.directed,
            type=self.type,
            mode=self.mode,
            quad=self.quad,
            status=self.status,
            event_id=self.event_id,
        )


class Figures(Records):
    """Filters of figures."""

    kind: str = Field("", description="investment, trade, aid, loan, debt, companies, troops, casualties, people, energy or other.")

    def asked(self) -> Filter:
        """What was asked for, as it was written."""
        return replace(super().asked(), kind=self.kind)


class Statements(Records):
    """Filters of statements."""

    stance: str = Field("", description="support, oppose, neutral, demand, promise, warn or describe.")

    def asked(self) -> Filter:
        """What was asked for, as it was written."""
        return replace(super().asked(), stance=self.stance)


EventsQuery = Annotated[Events, Query()]
RecordsQuery = Annotated[Records, Query()]
FiguresQuery = Annotated[Figures, Query()]
StatementsQuery = Annotated[Statements, Query()]
SpanQuery = Annotated[Span, Query()]
