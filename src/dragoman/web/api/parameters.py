"""What a list can be asked for: the filters of the pages, as query parameters."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from ... import ontology
from ...actors.lookup import lookup
from ...errors import UsageError
from ...store import Filter
from .formats import Format

#: A day that there can be news of.
Day = Annotated[date, Field(ge=date(1800, 1, 1), le=date(2200, 12, 31))]
Status = Literal["actual", "historical", "future", "hypothetical", "negated", "all"]


class Records(BaseModel):
    """Filters that every kind of record has. Whatever is left out selects everything."""

    model_config = ConfigDict(extra="forbid")

    actor: str = Field("", description="Who takes part: a code (KAZ, EU) or a name in any language.", examples=["KAZ"])
    other: str = Field("", description="With `actor`: the other side of the pair, in either direction.", examples=["FRA"])
    since: Day | None = Field(
        None, description="From this day on (events: the day it happened; figures and statements: the day of publication)."
    )
    until: Day | None = Field(None, description="Up to and including this day.")
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
        """The ledger's filter. Raises ``UsageError`` for an actor that nobody knows."""
        return Filter(
            actor=actor_id(self.actor),
            other=actor_id(self.other),
            since=self.since,
            until=self.until,
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

    def filter(self) -> Filter:
        """The ledger's filter. Raises ``UsageError`` for a type, quad or actor that does not exist."""
        from dataclasses import replace

        kind = self.type.upper()
        if kind and kind not in ontology.types():
            raise UsageError(f"{self.type!r} is no PLOVER type; there are {', '.join(ontology.types())}")
        quads = {ontology.quad(t) for t in ontology.types()}
        if self.quad and self.quad not in quads:
            raise UsageError(f"{self.quad!r} is no quad; there are {', '.join(sorted(quads))}")
        return replace(
            Records.filter(self),
            directed=self.directed,
            type=kind,
            mode=self.mode,
            quad=self.quad,
            status="" if self.status == "all" else self.status,
            event_id=self.event_id,
        )


class Figures(Records):
    """Filters of figures."""

    kind: str = Field("", description="investment, trade, aid, loan, debt, companies, troops, casualties, people, energy or other.")

    def filter(self) -> Filter:
        """The ledger's filter."""
        from dataclasses import replace

        return replace(Records.filter(self), kind=self.kind)


class Statements(Records):
    """Filters of statements."""

    stance: str = Field("", description="support, oppose, neutral, demand, promise, warn or describe.")

    def filter(self) -> Filter:
        """The ledger's filter."""
        from dataclasses import replace

        return replace(Records.filter(self), stance=self.stance)


class Span(BaseModel):
    """A span of days."""

    since: Day | None = Field(None, description="From this day on.")
    until: Day | None = Field(None, description="Up to and including this day.")


def actor_id(given: str) -> str:
    """The id of an actor given by code, acronym or name in any language. Raises ``UsageError`` where nobody is called that."""
    if not given:
        return ""
    found = lookup(given)
    if not found:
        raise UsageError(f"no state or organisation is called {given!r}; give a code (KAZ, EU) or a name")
    return found


EventsQuery = Annotated[Events, Query()]
RecordsQuery = Annotated[Records, Query()]
FiguresQuery = Annotated[Figures, Query()]
StatementsQuery = Annotated[Statements, Query()]
SpanQuery = Annotated[Span, Query()]
