"""Writing readings into the ledger: once, with their versions; what is older stays, superseded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from ..records import Event, Figure, Reading, Statement
from . import dealings, merging, press, search
from .engine import insert_new
from .schema import RECORDS, articles, figures, participants, reports, statements

Outcome = Literal["added", "unchanged", "superseded", "recoded"]


def add_all(connection: sa.Connection, readings: Iterable[Reading]) -> list[Outcome]:
    """Keep readings; see ``Ledger.add_all``."""
    batch = _Batch(connection)
    outcomes = [_add(connection, batch, reading) for reading in readings]
    batch.write()
    return outcomes


def _add(connection: sa.Connection, batch: _Batch, reading: Reading) -> Outcome:
    article = reading.article
    coder_key = _coder_key(reading)
    same_id = articles.c.article_id == article.article_id
    known = connection.execute(sa.select(articles).where(same_id).order_by(articles.c.version)).mappings().all()
    if not known:
        _insert_article(connection, reading, 1, coder_key)
        batch.add(reading)
        batch.count(reading)
        return "added"
    same = next((row for row in known if row["sha256"] == article.sha256), None)
    if same is not None and coder_key in same["coded_by"]:
        return "unchanged"
    batch.write()  # what is there already may be in it
    before = press.held(connection, article.article_id)
    superseded = False
    if same is None:
        for row in known:
            if row["superseded_by"] is None:
                search.remove(connection, row["row"], row["title"], row["text"], row["outlet"])
        connection.execute(sa.update(articles).where(same_id, articles.c.superseded_by.is_(None)).values(superseded_by=article.sha256))
        _supersede(connection, article.article_id, "")
        _insert_article(connection, reading, len(known) + 1, coder_key)
    else:
        connection.execute(sa.update(articles).where(articles.c.row == same["row"]).values(coded_by=[*same["coded_by"], coder_key]))
        superseded = same["superseded_by"] is not None
        if not superseded:
            _supersede(connection, article.article_id, coder_key.split(" ")[0])
    batch.add(reading, superseded)
    batch.write()
    press.change(connection, before, press.held(connection, article.article_id))
    return "superseded" if same is None else "recoded"


def _insert_article(connection: sa.Connection, reading: Reading, version: int, coder_key: str) -> None:
    article = reading.article
    values = {k: v for k, v in article.to_dict().items() if k != "extra"}
    values |= {"published": article.published, "version": version, "extra": dict(article.extra), "coded_by": [coder_key]}
    values |= {"day": dealings.span(article.published, None)["day"]}
    row_number = connection.execute(sa.insert(articles).values(**values)).inserted_primary_key
    assert row_number is not None
    search.add(connection, row_number[0], article.title, article.text, article.outlet)


class _Batch:
    """Records that wait to be written together, which is much faster."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._clear()

    def _clear(self) -> None:
        self._rows: dict[sa.Table, list[dict[str, Any]]] = {table: [] for table in (reports, participants, figures, statements)}
        self._alone: list[dict[str, Any]] = []
        self._current: dict[sa.Table, list[dict[str, Any]]] = {figures: [], statements: []}
        self._held: press.Held = defaultdict(Counter)

    def add(self, reading: Reading, superseded: bool = False) -> None:
        """The records of a reading."""
        shared = {"article_sha256": reading.article.sha256, "superseded": superseded}
        told = [merging.report_row(dated(e.to_dict()) | shared) for e in reading.events]
        found = {
            figures: [_published(f.to_dict()) | shared | {"actor_ids": _ids(*f.from_, *f.to)} for f in reading.figures],
            statements: [_published(s.to_dict()) | shared | {"actor_ids": _ids(s.speaker, *s.about)} for s in reading.statements],
        }
        self._rows[reports] += told
        for e in reading.events:
            for role, parties in (("actor", e.actors), ("recipient", e.recipients)):
                self._rows[participants] += [
                    {"report_id": e.event_id, "role": role, "position": n, "actor": a.id, "sector": a.sector} for n, a in enumerate(parties)
                ]
        for table, rows in found.items():
            self._rows[table] += rows
        if not superseded:
            self._alone += told
            for table, rows in found.items():
                self._current[table] += rows

    def count(self, reading: Reading) -> None:
        """Count an article that is new, and its records, for its outlet."""
        self._held[reading.article.outlet, reading.article.language]["articles"] += 1
        for name in RECORDS:
            records: dict[str, Sequence[Event | Figure | Statement]]
            records = {"reports": reading.events, "figures": reading.figures, "statements": reading.statements}
            for record in records[name]:
                self._held[record.source, record.language][name] += 1

    def write(self) -> None:
        """Write what waits."""
        for table, rows in self._rows.items():
            _insert(self._connection, table, rows)
        merging.add_alone(self._connection, self._alone)
        for table, rows in self._current.items():
            dealings.add_records(self._connection, table, rows)
        press.add(self._connection, self._held)
        self._clear()


def _coder_key(reading: Reading) -> str:
    records: list[Event | Figure | Statement] = [*reading.events, *reading.figures, *reading.statements]
    if records:
        return f"{records[0].coder} {records[0].coder_version}"
    from ..coding import coder

    default = coder()
    return f"{default.name} {default.version}"


def _supersede(connection: sa.Connection, article_id: str, coder: str) -> None:
    merging.withdraw(connection, article_id, coder)
    dealings.remove_records(connection, article_id, coder)
    for table, _ in RECORDS.values():
        older = table.c.article_id == article_id
        connection.execute(sa.update(table).where(older & (table.c.coder == coder) if coder else older).values(superseded=True))


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert_new(connection.dialect.name, table), rows)


def dated(row: dict[str, Any]) -> dict[str, Any]:
    """A record's JSON object with its days as dates."""
    for key in ("date", "date_end", "published"):
        if isinstance(row.get(key), str):
            row[key] = date.fromisoformat(row[key])
    return row


def _published(row: dict[str, Any]) -> dict[str, Any]:
    row = dated(row)
    return row | {"day": dealings.span(row["published"], None)["day"]}


def _ids(*parties: Any) -> str:
    """The ids of a figure's or statement's actors, each between blanks, for ``LIKE '% KAZ %'``."""
    return " " + " ".join(dict.fromkeys(p.id for p in parties if p.id)) + " "
