"""A ledger in the files that the field already reads: GDELT 1.0 and 2.0, ICEWS, POLECAT, FollowTheMoney, CSV and Parquet.

Only actual events are written, once each however many outlets tell them, and in files of single days only in that of the day on which they
begin. Where a format knows just two parties, an event has a row for each pair of its actors and recipients, with an id of its own.
"""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING

from ..store.query import Filter
from . import files, ftm, selection, table
from .files import SHEETS

if TYPE_CHECKING:
    from ..store import Ledger

#: The formats by name, with what they are.
FORMATS: dict[str, str] = {name: sheet.title for name, sheet in SHEETS.items()} | {
    "ftm": "FollowTheMoney entities, a JSON object a line",
    "csv": "our own columns as CSV",
    "parquet": "our own columns as Parquet",
}

__all__ = ["FORMATS", "SHEETS", "write"]


def write(ledger: Ledger, name: str, file: IO[bytes], where: Filter | None = None) -> tuple[int, int]:
    """Write the actual events that begin in a filter's days; returns the numbers of rows and of events left out for want of a date.

    ``name`` is one of ``FORMATS``. Raises ``KeyError`` for another. Events stream, so that memory does not grow with the ledger.
    """
    where = where or Filter()
    if name == "parquet":
        return table.write_parquet(selection.events(ledger, where), "events", file), 0
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        if name == "ftm":
            return ftm.write(ledger, text, where)
        if name == "csv":
            lines = 0
            for lines, line in enumerate(table.csv_lines(selection.events(ledger, where), "events")):  # noqa: B007
                text.write(line)
            return lines, 0
        return files.write(SHEETS[name], ledger, text, where)
    finally:
        text.detach()
