"""Records as JSON, JSON lines, CSV, Parquet and Arrow: the way out of every list of the interface."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from starlette.responses import Response, StreamingResponse

from ...export.table import arrow_stream, csv_lines, write_parquet

_PIECE = 1 << 16
_SPOOLED = 8 << 20  # bytes of a Parquet file kept in memory before it goes to disk


class Format(StrEnum):
    """How a list is sent: ``json`` in pages; the others whole, as a stream."""

    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    arrow = "arrow"


MEDIA = {
    Format.jsonl: "application/x-ndjson",
    Format.csv: "text/csv; charset=utf-8",
    Format.parquet: "application/vnd.apache.parquet",
    Format.arrow: "application/vnd.apache.arrow.stream",
}


def streamed(rows: Iterable[Mapping[str, Any]], kind: str, how: Format) -> Response:
    """All rows as one file; memory does not grow with their number. ``kind`` names their schema."""
    pieces: Iterator[Any]
    if how is Format.csv:
        pieces = csv_lines(rows)
    elif how is Format.arrow:
        pieces = arrow_stream(rows, kind)
    elif how is Format.parquet:
        pieces = _parquet(rows, kind)
    else:
        pieces = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    named = f"attachment; filename=dragoman-{kind}.{'arrows' if how is Format.arrow else how}"
    return StreamingResponse(pieces, media_type=MEDIA[how], headers={"Content-Disposition": named})


def _parquet(rows: Iterable[Mapping[str, Any]], kind: str) -> Iterator[bytes]:
    """The footer of a Parquet file comes last, so it is written whole before it is sent."""
    with tempfile.SpooledTemporaryFile(_SPOOLED) as file:
        write_parquet(rows, kind, file)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece
