"""The ledger keeps what was read: once, with its versions, under two writers, beside readers."""

import multiprocessing
import sqlite3

import pytest
import sqlalchemy as sa
from store import schema_2

import dragoman
from dragoman.errors import LedgerError
from dragoman.language.fold import fold_text
from dragoman.store import Filter, Ledger
from dragoman.store.schema import VERSION

TEXT = "Russia criticised the European Union on Tuesday. Kazakhstan sent humanitarian aid to Ukraine."
URL = "https://paper.example/a"


def reading(text=TEXT, url=URL, published="2022-11-29"):
    return dragoman.read_text(text, published=published, language="en", url=url)


def dyads(ledger, where=None):
    return [([a["id"] for a in e["actors"]], e["type"], [r["id"] for r in e["recipients"]]) for e in ledger.events(where)]


def test_events_come_back_as_they_went_in(ledger):
    given = reading()
    assert ledger.add(given) == "added"
    assert sorted(e["event_id"] for e in ledger.events()) == sorted(e.event_id for e in given.events)
    back = {e["event_id"]: e for e in ledger.events()}
    for event in given.events:
        stored = {k: v for k, v in back[event.event_id].items() if k in event.to_dict()}
        told = event.to_dict()
        assert stored == told | {"confidence": pytest.approx(told["confidence"]), "score": pytest.approx(told["score"])}


def test_same_article_twice_changes_nothing(ledger):
    ledger.add(reading())
    before = list(ledger.reports(Filter(status="", superseded=True))), ledger.counts()
    assert ledger.add(reading()) == "unchanged"
    assert (list(ledger.reports(Filter(status="", superseded=True))), ledger.counts()) == before


def test_new_version_supersedes_and_both_stay(ledger):
    ledger.add(reading())
    assert ledger.add(reading("France criticised the European Union on Tuesday.")) == "superseded"
    assert dyads(ledger) == [(["FRA"], "ACCUSE", ["EU"])]
    everything = [([a["id"] for a in r["actors"]], r["type"], r["event_id"]) for r in ledger.reports(Filter(superseded=True))]
    assert (["RUS"], "ACCUSE", None) in everything
    versions = list(ledger.articles(Filter(superseded=True)))
    assert [v["version"] for v in versions] == [1, 2]
    assert versions[0]["superseded_by"] == versions[1]["sha256"]
    assert [a["version"] for a in ledger.articles()] == [2]
    assert ledger.add(reading()) == "unchanged"  # the old version again does not come back to life


def test_search_finds_current_text_only(ledger):
    ledger.add(reading())
    ledger.add(reading("France criticised the European Union on Tuesday."))
    assert not list(ledger.articles(Filter(words="humanitarian")))
    assert len(list(ledger.articles(Filter(words="european")))) == 1


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [
        ("ru", "Россия раскритиковала Королёва и Европу.", "королева"),
        ("ar", "أرسلت كازاخستان مُساعدات إلى أوكرانيا", "الكازاخستان اوكرانيا"),
        ("zh", "哈萨克斯坦总统访问法国", "哈萨克斯坦"),
        ("fr", "La France a évoqué l'Élysée.", "elysee evoque"),
        ("tr", "İstanbul'da görüştüler", "istanbul"),
    ],
)
def test_search_in_every_script(ledger, language, text, query):
    ledger.add(dragoman.read_text(text, language=language, url=f"https://x.example/{language}"))
    assert len(list(ledger.articles(Filter(words=query)))) == 1
    assert not list(ledger.articles(Filter(words="qqqqq")))


def test_filters(ledger):
    ledger.add(reading())
    assert dyads(ledger, Filter(actor="KAZ", other="UKR")) == [(["KAZ"], "AID", ["UKR"])]
    assert dyads(ledger, Filter(actor="UKR", other="KAZ")) == [(["KAZ"], "AID", ["UKR"])]
    assert dyads(ledger, Filter(actor="UKR", other="KAZ", directed=True)) == []
    assert dyads(ledger, Filter(type="accuse")) == [(["RUS"], "ACCUSE", ["EU"])]
    assert dyads(ledger, Filter(language="fr")) == []
    assert dyads(ledger, Filter(min_confidence=0.99)) == []
    from datetime import date

    assert dyads(ledger, Filter(until=date(2022, 11, 1))) == []
    assert len(dyads(ledger, Filter(since=date(2022, 11, 29)))) == 2
    assert len(dyads(ledger, Filter(limit=1))) == 1


def test_reciprocal_pair_is_found_from_both_sides(ledger):
    ledger.add(reading("Kazakhstan and France signed an agreement on trade."))
    assert dyads(ledger, Filter(actor="FRA", other="KAZ")) == [(["KAZ", "FRA"], "SUPPORT", [])]


def test_a_failing_batch_leaves_nothing(ledger):
    class Broken:
        article = None

    with pytest.raises(AttributeError):
        ledger.add_all([reading(), Broken()])
    assert ledger.counts() == {"articles": 0, "events": 0, "reports": 0, "figures": 0, "statements": 0}


def _write(url, start, count, done):
    with Ledger.open(url) as book:
        for n in range(start, start + count):
            book.add(reading(TEXT + f" Number {n}.", url=f"https://paper.example/{n}"))
    done.put(start)


def test_two_writers_lose_nothing(ledger_url):
    Ledger.open(ledger_url).close()
    context = multiprocessing.get_context("spawn")
    done = context.Queue()
    # ten articles overlap: both writers bring them
    writers = [context.Process(target=_write, args=(ledger_url, start, 30, done)) for start in (0, 20)]
    for w in writers:
        w.start()
    for w in writers:
        w.join(120)
    assert [w.exitcode for w in writers] == [0, 0]
    with Ledger.open(ledger_url) as book:
        assert book.counts()["articles"] == 50
        assert book.counts()["events"] == 100


def test_reader_is_not_blocked_by_a_writer(ledger_url):
    with Ledger.open(ledger_url) as book:
        book.add(reading())
        from dragoman.store.engine import begin

        with begin(book.engine) as connection:
            connection.execute(sa.text("UPDATE events SET confidence = 0"))
            with Ledger.open(ledger_url) as reader:
                assert all(e["confidence"] > 0 for e in reader.events())


def test_not_a_ledger(tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("not a database at all, only notes")
    with pytest.raises(LedgerError, match=r"notes\.txt"):
        Ledger.open(str(text))
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE cats (name TEXT)")
    connection.close()
    with pytest.raises(LedgerError, match="no ledger"):
        Ledger.open(str(other))
    with pytest.raises(LedgerError, match="folder"):
        Ledger.open(str(tmp_path))
    with pytest.raises(LedgerError, match="does not exist"):
        Ledger.open(str(tmp_path / "none.db"), create=False)
    with pytest.raises(LedgerError, match="mysql"):
        Ledger.open("mysql://x/y")


def test_newer_ledger_is_refused(ledger_url):
    with Ledger.open(ledger_url) as book, book.engine.begin() as connection:
        connection.execute(sa.text("UPDATE meta SET value = '999' WHERE key = 'schema_version'"))
    with pytest.raises(LedgerError, match="newer"):
        Ledger.open(ledger_url)


def old_ledger(url, version, given):
    """A ledger as an earlier release left it, with one article in it."""
    from dragoman.store import search
    from dragoman.store.adding import dated
    from dragoman.store.engine import begin, connect

    article = given.article.to_dict() | {"published": given.article.published, "version": 1, "extra": {}, "coded_by": ["neural 1"]}
    engine = connect(url, create=True)
    with begin(engine) as connection:
        schema_2.metadata.create_all(connection)
        connection.execute(sa.insert(schema_2.meta).values(key="schema_version", value=str(version)))
        row = connection.execute(sa.insert(schema_2.articles).values(**article)).inserted_primary_key[0]
        if version == 2:
            search.create(connection)
            folded = {"row": row, "folded": fold_text(given.article.title + "\n" + given.article.text)}
            if connection.dialect.name == "postgresql":
                statement = "INSERT INTO article_search (row, folded) VALUES (:row, to_tsvector('simple', :folded))"
            else:
                statement = "INSERT INTO article_search (rowid, folded) VALUES (:row, :folded)"
            connection.execute(sa.text(statement), folded)
        for event in given.events:
            values = dated(event.to_dict()) | {"article_sha256": given.article.sha256, "superseded": False}
            connection.execute(sa.insert(schema_2.events).values(**values))
            for role, parties in (("actor", event.actors), ("recipient", event.recipients)):
                for n, a in enumerate(parties):
                    key = {"event_id": event.event_id, "role": role, "position": n}
                    connection.execute(sa.insert(schema_2.participants).values(**key, actor=a.id, sector=a.sector))
    engine.dispose()


@pytest.mark.parametrize("version", [1, 2])
def test_migration(ledger_url, version):
    given = reading()
    old_ledger(ledger_url, version, given)
    with Ledger.open(ledger_url) as book:
        assert len(list(book.articles(Filter(words="humanitarian")))) == 1
        assert {e["event_id"] for e in book.events(Filter(actor="KAZ", other="UKR"))} == {
            e.event_id for e in given.events if e.type == "AID"
        }
        assert {r["report_id"] for r in book.reports()} == {e.event_id for e in given.events}
        assert book.add(given) == "unchanged"
        assert book.add(reading("France criticised the European Union on Tuesday.")) == "superseded"
        assert dyads(book) == [(["FRA"], "ACCUSE", ["EU"])]
        with book.engine.connect() as connection:
            assert connection.execute(sa.text("SELECT value FROM meta WHERE key = 'schema_version'")).scalar() == str(VERSION)
    with Ledger.open(ledger_url) as book:
        assert len(list(book.events())) == 1
