"""Records and other rows as JSON, JSON lines, CSV, Parquet and Arrow: the way out of every list of the interface."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, get_args, get_type_hints

from fastapi import Query
from starlette.responses import JSONResponse, Response, StreamingResponse

from ... import ontology
from ...export.table import arrow_stream, csv_lines, write_parquet
from ...relations.series import Point
from ...store.answers import OutletSummary, Pair, Partner

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


HowQuery = Annotated[Format, Query(description="`json`, or the rows as one file: jsonl, csv, parquet or arrow.")]
_ARROW = {str: "string", bool: "bool", int: "int64", float: "float64", date: "date32"}
_NONE = dict.fromkeys((*dict.fromkeys(map(ontology.quad, ontology.types())), *ontology.types()), 0)  # events of each quad and type
_SPREAD = {"quads": [name for name in _NONE if name not in ontology.types()], "types": ontology.types()}


def _columns(of: type, *, mean_score: bool = False) -> dict[str, str]:
    """The columns of a dataclass, and their types in Arrow; its counts by quad and type have a column for each."""
    hints = get_type_hints(of)
    plain = {name: _ARROW[(get_args(hint) or (hint,))[0]] for name, hint in hints.items() if name not in _SPREAD}
    spread = {column: "int64" for name in hints if name in _SPREAD for column in _SPREAD[name]}
    return plain | ({"mean_score": "float64"} if mean_score else {}) | spread


#: The columns of lists that are no records.
COLUMNS = {
    "outlets": _columns(OutletSummary),
    "countries": {"id": "string", "name": "string", "state": "bool", "events": "int64", "mean_score": "float64"},
    "partners": _columns(Partner, mean_score=True),
    "relations": _columns(Pair, mean_score=True),
    "series": _columns(Point),
}


def listed(rows: Sequence[Mapping[str, Any]], kind: str, how: Format) -> Response:
    """Some rows as ``data`` of a JSON object, or as one file."""
    return JSONResponse({"data": rows}) if how is Format.json else sheet(rows, kind, how)


def sheet(rows: Sequence[Mapping[str, Any]], kind: str, how: Format) -> Response:
    """Some rows as one file; ``kind`` names their ``COLUMNS``, among which ``quads`` and ``types`` are spread, but for JSON lines."""
    if how is Format.jsonl:
        return streamed(rows, kind, how)
    columns = COLUMNS[kind]
    cells = [
        {name: whole[name] for name in columns} for whole in ({**_NONE, **r, **r.get("quads", {}), **r.get("types", {})} for r in rows)
    ]
    if how is Format.csv:
        return _sent(csv_lines(cells) if cells else [",".join(columns) + "\n"], kind, how)
    return _sent([_arrow(cells, columns, how)], kind, how)


def _arrow(cells: list[dict[str, Any]], columns: Mapping[str, str], how: Format) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([pa.field(name, kind) for name, kind in columns.items()])
    table = pa.Table.from_pylist(cells).cast(schema) if cells else schema.empty_table()
    file = io.BytesIO()
    if how is Format.parquet:
        pq.write_table(table, file, compression="zstd")
    else:
        with pa.ipc.new_stream(file, schema) as writer:
            writer.write_table(table)
    return file.getvalue()


def streamed(rows: Iterable[Mapping[str, Any]], kind: str, how: Format) -> Response:
    """All rows as one file; memory does not grow with their number. ``kind`` names their schema."""
    pieces: Iterator[Any]
    if how is Format.csv:
        pieces = csv_lines(rows, kind)
    elif how is Format.arrow:
        pieces = arrow_stream(rows, kind)
    elif how is Format.parquet:
        pieces = _parquet(rows, kind)
    else:
        pieces = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return _sent(pieces, kind, how)


def _sent(pieces: Iterable[Any], kind: str, how: Format) -> Response:
    named = f"attachment; filename=dragoman-{kind}.{'arrows' if how is Format.arrow else how}"
    return StreamingResponse(pieces, media_type=MEDIA[how], headers={"Content-Disposition": named})


def _parquet(rows: Iterable[Mapping[str, Any]], kind: str) -> Iterator[bytes]:
    """The footer of a Parquet file comes last, so it is written whole before it is sent."""
    with tempfile.SpooledTemporaryFile(_SPOOLED) as file:
        write_parquet(rows, kind, file)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece
