"""A ledger of version 3 or 4 with everything in it is led on, and answers as if it had been filled today."""

import sqlalchemy as sa
from store import made, schema_3
from store.test_derived import cells_of, counted, kept

from dragoman.merge.events import summarise
from dragoman.merge.likeness import span
from dragoman.store import Filter, Ledger, schema
from dragoman.store.adding import dated
from dragoman.store.engine import begin, connect
from dragoman.store.schema import VERSION

SEARCH = {
    "postgresql": "CREATE TABLE article_search (row INTEGER PRIMARY KEY, folded TSVECTOR NOT NULL)",
    "sqlite": "CREATE VIRTUAL TABLE article_search USING fts5(folded, content='')",
}


def fill(connection, given):
    """What version 3 kept of readings: the first two reports tell one event, whose other name leads on; one day is counted, one stale."""

    def put(table, **values):
        connection.execute(sa.insert(table).values(**values))

    put(schema_3.meta, key="schema_version", value="3")
    connection.execute(sa.text(SEARCH[connection.dialect.name]))
    rows, roles = [], []
    for reading in given:
        article = reading.article
        shared = {"article_sha256": article.sha256, "superseded": False}
        put(schema_3.articles, **article.to_dict() | {"published": article.published, "version": 1, "extra": {}, "coded_by": ["made 1"]})
        for event in reading.events:
            row = dated(event.to_dict()) | shared
            first, last = span(row) or (None, None)
            rows.append(row | {"report_id": event.event_id, "first_day": first, "last_day": last, "text_id": None})
            for role, parties in (("actor", event.actors), ("recipient", event.recipients)):
                roles += [(event.event_id, role, n, a.id, a.sector) for n, a in enumerate(parties)]
        for table, records in ((schema_3.figures, reading.figures), (schema_3.statements, reading.statements)):
            for record in records:
                parties = [*record.from_, *record.to] if table is schema_3.figures else [record.speaker, *record.about]
                ids = " " + " ".join(dict.fromkeys(p.id for p in parties if p.id)) + " "
                put(table, **dated(record.to_dict()) | shared | {"actor_ids": ids})
    for group in [rows[:2], *([row] for row in rows[2:])]:
        event = summarise(group)
        for row in group:
            put(schema_3.reports, **{k: v for k, v in row.items() if k != "text_id"} | {"event_id": event["event_id"]})
        put(schema_3.events, **event)
    for report, role, position, actor, sector in roles:
        put(schema_3.participants, report_id=report, role=role, position=position, actor=actor, sector=sector)
    put(schema_3.moved, old_id="old", event_id=summarise(rows[:2])["event_id"])
    day = rows[0]["published"]
    put(schema_3.daily, day=day, actor="*", recipient="*", mutual=False, type="AID", events=1, score=1.0)
    put(schema_3.stale_days, day=day)


def test_from_3(ledger_url, tmp_path):
    given = [r for r in made.readings(8, 40) if r.article.published and r.events]
    engine = connect(ledger_url, create=True)
    with begin(engine) as connection:
        schema_3.metadata.create_all(connection)
        fill(connection, given)
    engine.dispose()
    first, second, *_ = (e.event_id for r in given for e in r.events)
    with Ledger.open(ledger_url) as book, Ledger.open(tmp_path / "new.db") as new:
        new.add_all(given)
        assert book.counts() == new.counts() | {"events": new.counts()["events"] - 1}
        event = book.event("old")
        assert (event["reports"], event["event_id"] in (first, second)) == (2, True)
        for kind in ("events", "reports", "figures", "statements", "articles"):
            key = "article_id" if kind == "articles" else kind[:-1] + "_id"
            for where in (Filter(status=""), Filter(actor="KAZ", status=""), Filter(words="bridge", status="")):
                mine, theirs = (
                    [row[key] for row in b.page(kind, where, 1000).rows if row[key] not in (first, second)] for b in (book, new)
                )
                assert mine == theirs
                assert mine or where.words or where.actor
        assert book.outlets() == new.outlets()
        book.days()
        with book.engine.connect() as connection:
            daily = kept(connection)["daily"]
            assert connection.execute(sa.text("SELECT value FROM meta WHERE key = 'schema_version'")).scalar() == str(VERSION)
        assert counted(daily) == cells_of(book.events())
        number = book.review("old", "right")
        assert [m["number"] for m in book.reviews(event["event_id"])] == [number]
        assert book.revision() > 0
    with Ledger.open(ledger_url) as book:  # nothing is left to do
        assert book.add_all(given) == ["unchanged"] * len(given)


def test_from_4(ledger_url):
    """Counts as version 4 kept them, 24 bytes a cell, are counted anew."""
    with Ledger.open(ledger_url) as book:
        book.add_all(made.readings(8, 40))
        book.merge()
        book.days()  # counts what is stale
        with book.writing() as connection:
            wanted = kept(connection)["daily"]
            connection.execute(sa.update(schema.daily).values(cells=b"\0" * 24))
            connection.execute(sa.update(schema.meta).where(schema.meta.c.key == "schema_version").values(value="4"))
    with Ledger.open(ledger_url) as book, book.engine.connect() as connection:
        assert kept(connection)["daily"] == wanted
        assert connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.key == "schema_version")) == str(VERSION)
