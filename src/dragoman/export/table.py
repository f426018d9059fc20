"""Records as rows of a sheet or of an Arrow table: CSV, Parquet and Arrow streams, written as they come.

CSV holds an actor as its id and lists joined by ";"; Parquet and Arrow keep actors and evidence as they are. Codes are text throughout.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from ..errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]
_BATCH = 5000


def flat(row: Row) -> dict[str, Any]:
    """A record as one row of a sheet: lists joined by ";", an actor as its id, nested objects as ``outer_inner``, what varies as JSON."""
    out: dict[str, Any] = {}
    for key, value in row.items():
        if key in ("differences", "extra"):
            out[key] = json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
        elif isinstance(value, Mapping):
            if "id" in value and "sector" in value:
                out[key] = value["id"]
                continue
            for inner, deep in flat(value).items():
                out[f"{key}_{inner}"] = deep
        elif isinstance(value, list | tuple):
            out[key] = ";".join(str(v["id"]) if isinstance(v, Mapping) else str(v) for v in value)
        else:
            out[key] = value
    return out


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """A line a record, with its line break, after a header; the columns are those of the first record. Nothing where there is no record."""
    line = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        cells = flat(row)
        if writer is None:
            writer = csv.DictWriter(line, list(cells), lineterminator="\n", extrasaction="ignore")
            writer.writeheader()
            yield _emptied(line)
        writer.writerow({k: _safe(v) for k, v in cells.items()})
        yield _emptied(line)


def _emptied(line: io.StringIO) -> str:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text


def _safe(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe."""
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "@", "-", "\t", "\r") else value


def schema(kind: str) -> pa.Schema:
    """The Arrow schema of ``articles``, ``events``, ``reports``, ``coded`` (events as a coder gives them), ``figures`` or ``statements``.

    Raises ``UsageError`` for another kind.
    """
    from .. import arrow

    known = {
        "articles": arrow.ARTICLE,
        "events": arrow.MERGED,
        "reports": arrow.REPORT,
        "coded": arrow.EVENT,
        "figures": arrow.FIGURE,
        "statements": arrow.STATEMENT,
    }
    if kind not in known:
        raise UsageError("Parquet is for events, figures and statements; use --format jsonl here")
    return known[kind]


def write_parquet(rows: Iterable[Row], kind: str, file: IO[bytes]) -> int:
    """Write records as Parquet, a row group per 5,000; returns how many. ``kind`` names their schema."""
    import pyarrow.parquet as pq

    count = 0
    with pq.ParquetWriter(file, schema(kind), compression="zstd") as writer:
        for batch in _batches(rows, kind):
            count += len(batch)
            writer.write_batch(batch)
    return count


def arrow_stream(rows: Iterable[Row], kind: str) -> Iterator[bytes]:
    """Records as an Arrow IPC stream, in pieces."""
    import pyarrow as pa

    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, schema(kind)) as writer:
        for batch in _batches(rows, kind):
            writer.write_batch(batch)
            yield _taken(sink)
    yield _taken(sink)


def _taken(sink: io.BytesIO) -> bytes:
    piece = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return piece


def _batches(rows: Iterable[Row], kind: str) -> Iterator[pa.RecordBatch]:
    from ..arrow import to_batch

    stream = iter(rows)
    while chunk := list(islice(stream, _BATCH)):
        yield to_batch((dict(row) for row in chunk), schema(kind))
