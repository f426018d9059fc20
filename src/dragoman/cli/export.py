"""``dragoman export``: events in the files of GDELT, ICEWS, POLECAT and FollowTheMoney, as CSV and Parquet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from ..store.query import Filter
from . import output
from .options import ActorOption, ConfidenceOption, LedgerOption, OtherOption, SinceOption, UntilOption, days

HELP = """Write the events of a ledger in a format of the field.

FORMAT is gdelt1, gdelt2, gdelt2-mentions, icews, polecat (with sentence and link as further columns), ftm (FollowTheMoney
entities), csv or parquet (our own columns). For JSON see: dragoman events --format; for files to cite: dragoman snapshot.

With --since or --until an event counts on the day on which it begins, so that the files of one day after another hold each event once.
One that has no date counts on the day on which it was first told.

Examples:

  dragoman export polecat events.tsv --actor KAZ

  dragoman export ftm entities.ftm.json --since 2024-01-01

  dragoman export gdelt2 20221231.export.CSV --since 2022-12-31 --until 2022-12-31
"""


def export(
    format: Annotated[str, typer.Argument(help="gdelt1, gdelt2, gdelt2-mentions, icews, polecat, ftm, csv or parquet.")],
    file: Annotated[str, typer.Argument(help="The file to write; - for standard output.")] = "-",
    ledger: LedgerOption = "dragoman.db",
    actor: ActorOption = "",
    other: OtherOption = "",
    since: SinceOption = "",
    until: UntilOption = "",
    min_confidence: ConfidenceOption = 0.0,
) -> None:
    from ..export import FORMATS, write
    from ..store import Ledger
    from ..store.asked import checked

    if format not in FORMATS:
        raise UsageError(f"{format!r} is no format; give one of {', '.join(FORMATS)}")
    start, end = days(since, until)
    where = checked(Filter(actor=actor, other=other, since=start, until=end, min_confidence=min_confidence))
    with Ledger.open(ledger, create=False) as book:
        if file == "-":
            if format == "parquet" and sys.stdout.isatty():
                raise UsageError("Parquet is binary: name a file to write")
            rows, dateless = write(book, format, sys.stdout.buffer, where)
        else:
            target = Path(file)
            part = target.with_name(target.name + ".part")
            try:
                with part.open("wb") as out:
                    rows, dateless = write(book, format, out, where)
                part.replace(target)
            except OSError as error:
                raise UsageError(f"{file} cannot be written: {error.strerror}; choose another name") from None
            finally:
                part.unlink(missing_ok=True)
    output.say(f"{rows:,} rows" + (f", {dateless:,} events left out that have no date" if dateless else ""))
