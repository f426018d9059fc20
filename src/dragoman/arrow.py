"""Articles and records as Arrow: the schemas, and the way there and back.

Nested parts (actors, recipients, evidence) are structs and lists of structs, so that nothing has to be parsed again. Imported only where
Arrow is asked for: ``pyarrow`` is heavy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from .errors import Malformed
from .records import Article, Event, Figure, Statement


def _schema(fields: list[tuple[str, pa.DataType]]) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in fields])


_TEXTS: list[tuple[str, pa.DataType]] = [(n, pa.string()) for n in ("id", "name", "sector", "office", "person", "text")]
ACTOR = pa.struct([*_TEXTS, ("start", pa.int32()), ("end", pa.int32())])
EVIDENCE = pa.struct([("text", pa.string()), ("start", pa.int32()), ("end", pa.int32()), ("trigger", pa.list_(pa.int32()))])
_SOURCE: list[tuple[str, pa.DataType]] = [
    ("evidence", EVIDENCE),
    ("confidence", pa.float32()),
    ("language", pa.string()),
    ("source", pa.string()),
    ("url", pa.string()),
    ("published", pa.date32()),
    ("coder", pa.string()),
    ("coder_version", pa.string()),
]
_DATES: list[tuple[str, pa.DataType]] = [("date", pa.date32()), ("date_end", pa.date32()), ("date_precision", pa.string())]

ARTICLE = _schema(
    [
        ("article_id", pa.string()),
        ("url", pa.string()),
        ("title", pa.string()),
        ("outlet", pa.string()),
        ("section", pa.string()),
        ("author", pa.string()),
        ("published", pa.date32()),
        ("published_precision", pa.string()),
        ("language", pa.string()),
        ("text", pa.string()),
        ("retrieved", pa.string()),
        ("sha256", pa.string()),
    ]
)
EVENT = _schema(
    [
        ("event_id", pa.string()),
        ("article_id", pa.string()),
        ("sentence_index", pa.int32()),
        *_DATES,
        ("type", pa.string()),
        ("mode", pa.string()),
        ("contexts", pa.list_(pa.string())),
        ("quad", pa.string()),
        ("score", pa.float32()),
        ("status", pa.string()),
        ("actors", pa.list_(ACTOR)),
        ("recipients", pa.list_(ACTOR)),
        ("places", pa.list_(pa.string())),
        *_SOURCE,
    ]
)
#: An event of a ledger: what one of its reports says, and how many tell it.
MERGED = pa.schema(
    [
        *EVENT,
        *(pa.field(name, pa.int32()) for name in ("reports", "texts", "outlets", "countries", "languages")),
        pa.field("first_published", pa.date32()),
    ]
)
#: A report of a ledger: an event as one sentence tells it, and the merged event that it belongs to.
REPORT = pa.schema([pa.field("report_id", pa.string()), *EVENT])
FIGURE = _schema(
    [
        ("figure_id", pa.string()),
        ("article_id", pa.string()),
        ("sentence_index", pa.int32()),
        ("kind", pa.string()),
        ("value", pa.float64()),
        ("unit", pa.string()),
        ("bound", pa.string()),
        ("from", pa.list_(ACTOR)),
        ("to", pa.list_(ACTOR)),
        ("as_of", pa.struct(_DATES)),
        *_SOURCE,
    ]
)
STATEMENT = _schema(
    [
        ("statement_id", pa.string()),
        ("article_id", pa.string()),
        ("sentence_index", pa.int32()),
        ("speaker", ACTOR),
        ("stance", pa.string()),
        ("about", pa.list_(ACTOR)),
        ("quote", pa.string()),
        ("paraphrase", pa.string()),
        *_SOURCE,
    ]
)


def articles_from_batch(batch: pa.RecordBatch) -> Iterator[Article]:
    """The articles of a batch; columns that ``Article`` does not know are kept in ``extra``.

    Raises ``Malformed`` where there is no column ``text``, or a row without text or with a broken date.
    """
    known = set(ARTICLE.names)
    if "text" not in batch.schema.names:
        raise Malformed("Arrow batch", "has no column 'text'", "nothing read")
    for number, row in enumerate(batch.to_pylist()):
        values = {k: v for k, v in row.items() if k in known and v is not None}
        if not isinstance(values.get("text"), str):
            raise Malformed(f"Arrow batch, row {number}", "has no text", "batch not read")
        published = values.get("published")
        if isinstance(published, str):
            try:
                values["published"] = date.fromisoformat(published[:10])
            except ValueError:
                raise Malformed(f"Arrow batch, row {number}", f"published is no ISO date: {published!r}", "batch not read") from None
        elif published is not None and hasattr(published, "date"):
            values["published"] = published.date()
        yield Article(**values, extra={k: v for k, v in row.items() if k not in known and v is not None})


def _dates(row: dict[str, Any]) -> dict[str, Any]:
    for key in ("date", "date_end", "published", "first_published"):
        if isinstance(row.get(key), str):
            row[key] = date.fromisoformat(row[key])
    if isinstance(row.get("as_of"), dict):
        _dates(row["as_of"])
    return row


def to_batch(rows: Iterable[dict[str, Any]], schema: pa.Schema) -> pa.RecordBatch:
    """Records as their ``to_dict()`` gives them, as a batch of one of the schemas above."""
    return pa.RecordBatch.from_pylist([_dates(dict(row)) for row in rows], schema=schema)


def events_to_batch(events: Sequence[Event]) -> pa.RecordBatch:
    """Events as a batch of ``EVENT``."""
    return to_batch((e.to_dict() for e in events), EVENT)


def figures_to_batch(figures: Sequence[Figure]) -> pa.RecordBatch:
    """Figures as a batch of ``FIGURE``."""
    return to_batch((f.to_dict() for f in figures), FIGURE)


def statements_to_batch(statements: Sequence[Statement]) -> pa.RecordBatch:
    """Statements as a batch of ``STATEMENT``."""
    return to_batch((s.to_dict() for s in statements), STATEMENT)
