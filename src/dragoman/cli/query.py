"""``dragoman events``, ``figures`` and ``statements``: ask the ledger and export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from ..store.query import Filter
from . import output
from .options import (
    ActorOption,
    ConfidenceOption,
    FormatOption,
    LanguageOption,
    LedgerOption,
    LimitOption,
    OtherOption,
    OutletOption,
    SinceOption,
    UntilOption,
    WordsOption,
    days,
)
from .output import Format

EVENTS_HELP = """List events: who did what to whom, when, on which words.

Examples:

  dragoman events --actor KAZ --with EU --since 2022-01-01

  dragoman events --type SANCTION --format csv > sanctions.csv

  dragoman events --search "территориальная целостность"
"""
FIGURES_HELP = """List figures: who invested, traded, lent, pledged how much with whom.

Examples:

  dragoman figures --actor KAZ --kind investment

  dragoman figures --format jsonl > figures.jsonl
"""
STATEMENTS_HELP = """List statements: who said what about whom.

Examples:

  dragoman statements --actor KAZ --stance support

  dragoman statements --with RUS --format json
"""


def events(
    ledger: LedgerOption = "dragoman.db",
    actor: ActorOption = "",
    other: OtherOption = "",
    type: Annotated[str, typer.Option("--type", "-t", help="Only of this PLOVER type (CONSULT).")] = "",
    status: Annotated[str, typer.Option(help="actual, future, hypothetical, negated, historical, or all.")] = "actual",
    since: SinceOption = "",
    until: UntilOption = "",
    language: LanguageOption = "",
    outlet: OutletOption = "",
    words: WordsOption = "",
    min_confidence: ConfidenceOption = 0.0,
    limit: LimitOption = 0,
    format: FormatOption = Format.table,
) -> None:
    start, end = days(since, until)
    where = Filter(
        actor=actor,
        other=other,
        type=type,
        status=status,
        since=start,
        until=end,
        language=language,
        outlet=outlet,
        words=words,
        min_confidence=min_confidence,
        limit=limit,
    )
    _print("events", ledger, where, format)


def figures(
    ledger: LedgerOption = "dragoman.db",
    actor: ActorOption = "",
    other: OtherOption = "",
    kind: Annotated[str, typer.Option(help="investment, trade, aid, loan, debt, companies, troops, casualties, people, energy.")] = "",
    since: SinceOption = "",
    until: UntilOption = "",
    language: LanguageOption = "",
    outlet: OutletOption = "",
    words: WordsOption = "",
    min_confidence: ConfidenceOption = 0.0,
    limit: LimitOption = 0,
    format: FormatOption = Format.table,
) -> None:
    start, end = days(since, until)
    where = Filter(
        actor=actor,
        other=other,
        kind=kind,
        since=start,
        until=end,
        language=language,
        outlet=outlet,
        words=words,
        min_confidence=min_confidence,
        limit=limit,
    )
    _print("figures", ledger, where, format)


def statements(
    ledger: LedgerOption = "dragoman.db",
    actor: ActorOption = "",
    other: OtherOption = "",
    stance: Annotated[str, typer.Option(help="support, oppose, neutral, demand, promise, warn or describe.")] = "",
    since: SinceOption = "",
    until: UntilOption = "",
    language: LanguageOption = "",
    outlet: OutletOption = "",
    words: WordsOption = "",
    min_confidence: ConfidenceOption = 0.0,
    limit: LimitOption = 0,
    format: FormatOption = Format.table,
) -> None:
    start, end = days(since, until)
    where = Filter(
        actor=actor,
        other=other,
        stance=stance,
        since=start,
        until=end,
        language=language,
        outlet=outlet,
        words=words,
        min_confidence=min_confidence,
        limit=limit,
    )
    _print("statements", ledger, where, format)


def _print(kind: str, ledger: str, where: Filter, format: Format) -> None:
    from ..store import Ledger
    from ..store.asked import checked
    from . import tables

    where = checked(where)
    with Ledger.open(ledger, create=False) as book:
        rows: Iterator[dict[str, Any]] = getattr(book, kind)(where)
        if format is not Format.table:
            output.emit(rows, format, kind)
            return
        found = list(rows)
        if not found:
            output.say(f"no {kind} match")
            return
        output.console().print(getattr(tables, kind)(found))
        output.say(f"{len(found):,} {kind}")
