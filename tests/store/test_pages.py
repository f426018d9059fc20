"""Pages show every row that a filter selects exactly once, newest first, whichever way its keys are found."""

from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from store import made

from dragoman.errors import UsageError
from dragoman.store import Filter, query
from dragoman.store.sources import Outlet, Register

KINDS = {"events": "event_id", "reports": "report_id", "figures": "figure_id", "statements": "statement_id", "articles": "article_id"}
COUNTRIES = {"Courier": "GBR", "Kurier": "DEU", "Вестник": "RUS"}


@pytest.fixture
def filled(ledger):
    ledger.add_all(made.readings(1, 90))
    Register(ledger).set_outlets(Outlet(name, country) for name, country in COUNTRIES.items())
    return ledger


def paged(ledger, kind, where, limit):
    rows = []
    while True:
        page = ledger.page(kind, where, limit)
        assert len(page.rows) == limit or not page.next
        rows += page.rows
        if not page.next:
            return rows
        where = replace(where, after=page.next)


def random_filter(rng):
    """Any fields together, each now and then."""

    def maybe(*values, chance=0.25):
        return rng.choice(values) if rng.random() < chance else ""

    return Filter(
        actor=maybe(*made.ACTORS, "kaz", chance=0.5),
        other=maybe(*made.ACTORS, chance=0.3),
        directed=rng.random() < 0.3,
        type=maybe(*made.TYPES, "aid"),
        mode=maybe("visit", "expel", chance=0.1),
        quad=maybe("verbal_conflict", "material_cooperation", chance=0.15),
        status=rng.choice(("actual", "", "", "future")),
        since=rng.choice((None, None, date(2015, 1, 1), date(2023, 12, 25), date(2024, 1, 20))),
        until=rng.choice((None, None, date(2020, 1, 1), date(2024, 2, 1))),
        began=rng.random() < 0.3,
        language=maybe("en", "de", "ru"),
        outlet=maybe("Courier", "Вестник", chance=0.2),
        country=maybe("GBR", "RUS", "deu", chance=0.2),
        coder=maybe("made", "other", chance=0.1),
        words=maybe("river", "wheat bridge", "version railway", "nowhere", chance=0.3),
        kind=maybe("aid", chance=0.2),
        stance=maybe("warn", chance=0.2),
        min_confidence=rng.choice((0.0, 0.0, 0.5)),
    )


def plays(row, actor):
    return any(a["id"] == actor for a in (*row["actors"], *row["recipients"]))


def deal(row, where):
    """Whether the parties of an event or report are those that a filter asks for."""
    one, two = where.actor.upper(), where.other.upper()
    if not (one and two):
        return not (one or two) or plays(row, one or two)
    actors, recipients = ([a["id"] for a in row[side]] for side in ("actors", "recipients"))
    forth, back = one in actors and two in recipients, two in actors and one in recipients
    together = not row["recipients"] and one in actors and two in actors and one != two
    return forth or together or (back and not where.directed)


def selected(ledger, kind, where, tellers):
    """What a filter selects, by its definition, row by row."""

    def told(row):
        source, language = row.get("source", row.get("outlet")), row["language"]
        article = next(a for a in tellers["articles"] if a["article_id"] == row["article_id"])
        return (
            where.language in ("", language)
            and where.outlet in ("", source)
            and where.country.upper() in ("", COUNTRIES.get(source))
            and (kind == "articles" or where.coder in ("", row["coder"]))
            and all(word in f"{article['title']} {article['text']}".lower().replace(".", "").split() for word in where.words.split())
        )

    def within(row):
        first, last = (row["date"] or row["date_end"], row["date_end"] or row["date"]) if "date" in row else (row["published"],) * 2
        return (not where.since or ((first if where.began else last) or "") >= where.since.isoformat()) and (
            not where.until or (bool(first) and first <= where.until.isoformat())
        )

    def fits(row):
        if kind == "articles":
            return told(row) and within(row)
        if row["confidence"] < where.min_confidence or not within(row):
            return False
        if kind in ("figures", "statements"):
            parties = [*row["from"], *row["to"]] if kind == "figures" else [row["speaker"], *row["about"]]
            ids = {a["id"] for a in parties}
            name, value = ("kind", where.kind) if kind == "figures" else ("stance", where.stance)
            return told(row) and {a.upper() for a in (where.actor, where.other) if a} <= ids and value in ("", row[name])
        tellings = tellers["of_event"][row["event_id"]] if kind == "events" else [row]
        given = ((where.type.upper(), "type"), (where.mode, "mode"), (where.quad, "quad"), (where.status, "status"))
        return deal(row, where) and all(value in ("", row[name]) for value, name in given) and any(told(r) for r in tellings)

    return {row[KINDS[kind]] for row in tellers[kind] if fits(row)}


@pytest.mark.parametrize("way", ["as it chooses", "walk", "gather", "look"])
def test_any_filter_selects_what_it_says_on_any_way(filled, way, monkeypatch):
    tellers = {kind: list(getattr(filled, kind)(Filter(status=""))) for kind in KINDS}
    tellers["of_event"] = {}
    for row in tellers["reports"]:
        tellers["of_event"].setdefault(row["event_id"], []).append(row)
    if way != "as it chooses":
        monkeypatch.setattr(query, "_few", lambda connection: 10**9 if way == "gather" else -1)
    if way == "look":
        monkeypatch.setattr(query, "_LISTED", -1)
    rng = Random(5)
    hits = 0
    for _ in range(120):
        where, kind = random_filter(rng), rng.choice(list(KINDS))
        rows = paged(filled, kind, where, rng.choice((1, 2, 7, 50)))
        keys = [row[KINDS[kind]] for row in rows]
        assert len(keys) == len(set(keys)), where
        assert set(keys) == selected(filled, kind, where, tellers), (kind, where)
        assert rows == list(getattr(filled, kind)(replace(where, newest=True)))
        hits += len(keys)
    assert hits > 300


@pytest.mark.parametrize("kind", KINDS)
def test_newest_come_first_and_what_has_no_date_last(filled, kind):
    rows = paged(filled, kind, Filter(status=""), 7)
    days = [(row["date"] or row["date_end"] if "date" in row else row["published"]) or "" for row in rows]
    assert days == sorted(days, reverse=True)
    assert "" in days
    assert len(rows) == len(list(getattr(filled, kind)(Filter(status="")))) > 20


def test_streams_begin_with_the_oldest(filled):
    rows = list(filled.events(Filter(status="")))
    assert rows == list(filled.events(Filter(status="", newest=True)))[::-1]
    assert [e["event_id"] for e in filled.events(Filter(status="", limit=3))] == [e["event_id"] for e in rows[:3]]
    second = filled.page("events", Filter(status=""), 5)
    rest = list(filled.events(Filter(status="", newest=True, after=second.next)))
    assert [e["event_id"] for e in rest] == [e["event_id"] for e in rows[::-1][5:]]


def test_events_of_an_event_or_article(filled):
    for event in filled.page("events", Filter(status=""), 5).rows:
        assert filled.page("events", Filter(event_id=event["event_id"], status="")).rows == [event]
        assert event in filled.page("events", Filter(article_id=event["article_id"], status="")).rows
        assert filled.event(event["event_id"]) == event
        assert filled.article(event["article_id"])["text"].startswith("Article")
    assert filled.event("nothing") is None
    assert filled.article("nothing") is None


def test_old_versions_are_found_when_asked_for(filled):
    article = next(a for a in filled.articles() if list(filled.reports(Filter(article_id=a["article_id"], status=""))))
    before = filled.counts()
    number = int(article["url"].rsplit("/", 1)[1])
    filled.add(made.reading(Random(99), number, version=2))
    assert len(paged(filled, "articles", Filter(article_id=article["article_id"], superseded=True), 1)) == 2
    assert filled.article(article["article_id"])["version"] == 2
    assert len(paged(filled, "reports", Filter(status="", superseded=True), 20)) >= before["reports"]
    assert filled.counts()["articles"] == before["articles"]


@pytest.mark.parametrize("cursor", ["x", "ééé", "AAAA", urlsafe_b64encode(b"[1]").decode(), urlsafe_b64encode(b'["a", 1]').decode()])
def test_broken_cursors(filled, cursor):
    for kind in KINDS:
        with pytest.raises(UsageError, match="no cursor"):
            filled.page(kind, Filter(after=cursor))


def test_a_cursor_of_another_kind_and_other_bad_questions(filled):
    cursor = filled.page("articles", Filter(), 1).next
    with pytest.raises(UsageError, match="no cursor"):
        filled.page("events", Filter(after=cursor))
    with pytest.raises(UsageError, match="no pages of 'cats'"):
        filled.page("cats")
    with pytest.raises(UsageError, match="one row"):
        filled.page("events", limit=0)
    for kind, by in (("articles", "type"), ("figures", "quad"), ("events", "colour")):
        with pytest.raises(UsageError, match="cannot be counted"):
            filled.facets(kind, by=by)


def test_facets_divide_what_pages_show(filled):
    rng = Random(6)
    for _ in range(60):
        where, kind = random_filter(rng), rng.choice(list(KINDS))
        by = rng.choice(("type", "quad", "outlet", "language", "country"))
        name = {"figures": "kind", "statements": "stance"}.get(kind, "type") if by == "type" else by
        if (by in ("type", "quad") and kind == "articles") or (by == "quad" and kind in ("figures", "statements")):
            continue
        expected = {}
        for row in paged(filled, kind, where, 50):
            tellers = [row]
            if kind == "events" and by not in ("type", "quad"):
                tellers = list(filled.reports(Filter(event_id=row["event_id"], status="")))
            source = "outlet" if kind == "articles" else "source"
            for value in {COUNTRIES.get(r[source], "") if by == "country" else r[source] if by == "outlet" else r[name] for r in tellers}:
                expected[value] = expected.get(value, 0) + 1
        expected.pop("", None)
        assert filled.facets(kind, where, by) == sorted(expected.items(), key=lambda item: (-item[1], item[0])), (kind, by, where)
