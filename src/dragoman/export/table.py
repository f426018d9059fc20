"""Records as rows of a sheet or of an Arrow table: CSV, Parquet and Arrow streams, written as they come.

CSV holds lists joined by ";" and actors as three columns, ids, sectors and persons ("KAZ;KAZ", "GOV;OPP", "Tokayev;"); Parquet and Arrow
keep actors and evidence as they are. Codes are text throughout, and so is, as JSON, what varies from row to row.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any

from ..errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]
_BATCH = 5000
_VARYING = frozenset({"differences", "extra"})
_PARTIES = frozenset({"actors", "recipients", "from", "to", "about"})


def flat(row: Row) -> dict[str, Any]:
    """A record as one row of a sheet: lists joined by ";", nested objects as ``outer_inner``, what varies as JSON.

    An actor is its id, sector and person: ``actors``, ``actor_sectors`` and ``actor_persons``; ``speaker``, ``speaker_sector`` and
    ``speaker_person``.
    """
    out: dict[str, Any] = {}
    for key, value in row.items():
        if key in _VARYING:
            out[key] = _json(value)
        elif isinstance(value, Mapping):
            if "id" in value and "sector" in value:
                out |= {key: value["id"], f"{key}_sector": value["sector"], f"{key}_person": value.get("person")}
                continue
            for inner, deep in flat(value).items():
                out[f"{key}_{inner}"] = deep
        elif isinstance(value, list | tuple):
            out[key] = ";".join(str(v["id"]) if isinstance(v, Mapping) else str(v) for v in value)
            if key in _PARTIES:
                one = key.removesuffix("s")
                out |= {f"{one}_{part}s": ";".join(v.get(part) or "" for v in value) for part in ("sector", "person")}
        else:
            out[key] = value
    return out


def csv_lines(rows: Iterable[Row], kind: str = "") -> Iterator[str]:
    """A line a record, with its line break, after a header.

    The columns are those of the kind, see ``schema``, so that there is a header without any record too; without a kind, those of the first
    record.
    """
    stream = iter(rows)
    first = list(islice(stream, 1))
    names = columns(kind) if kind else [name for row in first for name in flat(row)]
    if not names:
        return
    line = io.StringIO()
    writer = csv.DictWriter(line, names, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    yield _emptied(line)
    for row in chain(first, stream):
        writer.writerow({k: _safe(v) for k, v in flat(row).items()})
        yield _emptied(line)


def columns(kind: str) -> list[str]:
    """The columns of a sheet of records of a kind. Raises ``UsageError`` for a kind without a schema."""
    return list(flat({field.name: _blank(field.type) for field in schema(kind)}))


def _blank(kind: pa.DataType) -> Any:
    import pyarrow as pa

    if pa.types.is_struct(kind):
        return {field.name: _blank(field.type) for field in kind}
    return [] if pa.types.is_list(kind) else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


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

    Numbers are as precise as in the ledger: a confidence of 0.91 stays 0.91. Raises ``UsageError`` for another kind.
    """
    import pyarrow as pa

    from .. import arrow

    known = {
        "articles": _with(arrow.ARTICLE, version=pa.int32(), superseded_by=pa.string(), extra=pa.string()),
        "events": _with(arrow.MERGED, report_id=pa.string(), differences=pa.string()),
        "reports": arrow.REPORT,
        "coded": arrow.EVENT,
        "figures": arrow.FIGURE,
        "statements": arrow.STATEMENT,
    }
    if kind not in known:
        raise UsageError("Parquet is for events, figures and statements; use --format jsonl here")
    return pa.schema([field.with_type(pa.float64()) if pa.types.is_floating(field.type) else field for field in known[kind]])


def _with(known: pa.Schema, **more: pa.DataType) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([*known, *(pa.field(name, kind) for name, kind in more.items() if name not in known.names)])


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
        yield to_batch(({k: _json(v) if k in _VARYING else v for k, v in row.items()} for row in chunk), schema(kind))
