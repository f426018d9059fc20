"""Writing readings into the ledger: once, with their versions; what is older stays, superseded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ..records import Event, Figure, Reading, Statement
from . import dealings, merging, press, search
from .schema import RECORDS, articles, figures, participants, reports, statements

Outcome = Literal["added", "unchanged", "superseded", "recoded"]


def add_all(connection: sa.Connection, readings: Iterable[Reading]) -> list[Outcome]:
    """Keep readings; see ``Ledger.add_all``."""
    given = list(readings)
    ids = sorted({reading.article.article_id for reading in given})
    before = press.held(connection, ids)
    outcomes = [_add(connection, reading) for reading in given]
    press.change(connection, before, press.held(connection, ids))
    return outcomes


def _add(connection: sa.Connection, reading: Reading) -> Outcome:
    article = reading.article
    coder_key = _coder_key(reading)
    same_id = articles.c.article_id == article.article_id
    known = connection.execute(sa.select(articles).where(same_id).order_by(articles.c.version)).mappings().all()
    for row in known:
        if row["sha256"] != article.sha256:
            continue
        if coder_key in row["coded_by"]:
            return "unchanged"
        connection.execute(sa.update(articles).where(articles.c.row == row["row"]).values(coded_by=[*row["coded_by"], coder_key]))
        superseded = row["superseded_by"] is not None
        if not superseded:
            _supersede(connection, article.article_id, coder_key.split(" ")[0])
        _insert_records(connection, reading, superseded)
        return "recoded"
    if known:
        for row in known:
            if row["superseded_by"] is None:
                search.remove(connection, row["row"], row["title"], row["text"])
        connection.execute(sa.update(articles).where(same_id, articles.c.superseded_by.is_(None)).values(superseded_by=article.sha256))
        _supersede(connection, article.article_id, "")
    values = {k: v for k, v in article.to_dict().items() if k != "extra"}
    values |= {"published": article.published, "version": len(known) + 1, "extra": dict(article.extra), "coded_by": [coder_key]}
    values["day"] = dealings.span(article.published, None)["day"]
    row_number = connection.execute(sa.insert(articles).values(**values)).inserted_primary_key
    assert row_number is not None
    search.add(connection, row_number[0], article.title, article.text)
    _insert_records(connection, reading, False)
    return "superseded" if known else "added"


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


def _insert_records(connection: sa.Connection, reading: Reading, superseded: bool) -> None:
    shared = {"article_sha256": reading.article.sha256, "superseded": superseded}
    rows = [merging.report_row(dated(e.to_dict()) | shared) for e in reading.events]
    _insert(connection, reports, rows)
    roles = []
    for e in reading.events:
        for role, parties in (("actor", e.actors), ("recipient", e.recipients)):
            roles += [
                {"report_id": e.event_id, "role": role, "position": n, "actor": a.id, "sector": a.sector} for n, a in enumerate(parties)
            ]
    _insert(connection, participants, roles)
    told = [_published(f.to_dict()) | shared | {"actor_ids": _ids(*f.from_, *f.to)} for f in reading.figures]
    said = [_published(s.to_dict()) | shared | {"actor_ids": _ids(s.speaker, *s.about)} for s in reading.statements]
    _insert(connection, figures, told)
    _insert(connection, statements, said)
    if not superseded:
        merging.add_alone(connection, rows)
        dealings.add_records(connection, figures, told)
        dealings.add_records(connection, statements, said)


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)


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
