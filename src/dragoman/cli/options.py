"""Options that several commands share."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from ..api import as_date
from ..store.query import Filter
from .output import Format

LedgerOption = Annotated[
    str,
    typer.Option("--ledger", envvar="DRAGOMAN_LEDGER", help="The ledger: a SQLite file, or postgresql://user:password@host/database."),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="table, json, jsonl, csv or parquet.")]
ActorOption = Annotated[str, typer.Option("--actor", "-a", help="Only with this actor (KAZ, EU).")]
OtherOption = Annotated[str, typer.Option("--with", "-w", help="And with this one, in either direction.")]
SinceOption = Annotated[str, typer.Option(help="From this day on (2022-01-01).")]
UntilOption = Annotated[str, typer.Option(help="Up to this day.")]
LanguageOption = Annotated[str, typer.Option(help="Only from text in this language.")]
OutletOption = Annotated[str, typer.Option(help="Only from this outlet.")]
WordsOption = Annotated[str, typer.Option("--search", "-s", help="Only from articles with all these words, in any script.")]
ConfidenceOption = Annotated[float, typer.Option(min=0.0, max=1.0, help="Only at least this sure.")]
LimitOption = Annotated[int, typer.Option("--limit", "-n", help="At most so many (0: all).")]


def days(since: str, until: str) -> tuple[date | None, date | None]:
    """Both ends of a period.

    Raises ``UsageError`` where one is no date.
    """
    return as_date(since or None), as_date(until or None)


__all__ = ["Filter", "Format"]
