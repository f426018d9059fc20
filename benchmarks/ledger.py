"""How fast a large ledger answers what pages and relations ask, beside the same questions to DuckDB over one Parquet file of its events.

    python benchmarks/ledger.py make 1000000 million.db
    python benchmarks/ledger.py grow million.db 10 ten.db
    python benchmarks/ledger.py time million.db [ROUNDS]
    python benchmarks/ledger.py ingest

Each question is asked once to warm up, then ROUNDS times (20), the ledger and DuckDB in turn; the median counts. ``ingest`` adds and merges
a few thousand made-up reports; run it on two versions to compare them.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa
import synthetic

from dragoman.coding import neural
from dragoman.language.fold import fold_text
from dragoman.records import Actor, Article, Event, Evidence, Interval, Reading, short_hash
from dragoman.relations.series import series
from dragoman.relations.surges import surges
from dragoman.relations.vectors import vectors
from dragoman.store import Filter, Ledger
from dragoman.store.schema import events, reports

COLUMNS = ("event_id", "date", "date_end", "type", "mode", "quad", "score", "status", "confidence", "reports", "outlets", "article_id",
           "language", "source", "url", "published")  # fmt: skip
SIDES = ("actors", "recipients")
FREQUENT, OTHER = "USA", "RUS"  # the two with most events
Question = tuple[str, Callable[[], Any], str]


def parquet(ledger: Ledger, file: Path) -> None:
    """The events of a ledger as one Parquet file, with the ids of their actors and recipients as lists."""
    texts = pa.list_(pa.string())
    schema = pa.schema(
        [(name, pa.float64() if name in ("score", "confidence") else pa.int32() if name in ("reports", "outlets") else pa.string())
         for name in COLUMNS] + [(side, texts) for side in SIDES]
    )  # fmt: skip
    wanted = {c.name: c for table in (reports, events) for c in table.c if c.name in COLUMNS + SIDES}
    query = sa.select(*wanted.values()).join(reports, reports.c.report_id == events.c.report_id).select_from(events)
    with ledger.engine.connect() as connection, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        rows = connection.execution_options(yield_per=10_000).execute(query).mappings()
        while some := list(islice(rows, 100_000)):
            table = {name: [row[name] for row in some] for name in COLUMNS}
            days = {name: [day and day.isoformat() for day in table[name]] for name in ("date", "date_end", "published")}
            table |= days | {side: [[a["id"] for a in row[side] if a["id"]] for row in some] for side in SIDES}
            writer.write_table(pa.table(table, schema=schema))


def questions(ledger: Ledger) -> Iterable[Question]:
    """Name, question to the ledger, and the same in SQL over ``e``, empty where the events alone do not answer it."""
    _, last = ledger.days()
    assert last is not None
    month, year = last - timedelta(days=29), last - timedelta(days=364)
    rare = ledger.pairs(year, last, limit=100_000)[-1]
    deep = Filter(actor=FREQUENT, other=OTHER)
    for _ in range(100):
        deep = replace(deep, after=ledger.page("events", deep, 50).next)
    event = next(e for e in ledger.page("events", Filter(actor="KAZ"), 1000).rows if e["reports"] > 3)["event_id"]
    article = ledger.page("reports", Filter(event_id=event)).rows[0]["article_id"]
    often, seldom = words(ledger)
    newest = "SELECT * FROM e WHERE {} ORDER BY date DESC NULLS LAST, event_id DESC LIMIT 50"
    of = "(list_contains(actors, '{0}') OR list_contains(recipients, '{0}'))".format
    actual = "status = 'actual'"

    def pair(one: str, other: str) -> str:
        sides = [f"(list_contains(actors, '{a}') AND list_contains(recipients, '{b}'))" for a, b in ((one, other), (other, one))]
        mutual = f"(list_contains(actors, '{one}') AND list_contains(actors, '{other}') AND len(recipients) = 0)"
        return f"{actual} AND ({' OR '.join([*sides, mutual])})"

    def page(kind: str, **fields: Any) -> Callable[[], Any]:
        return lambda: ledger.page(kind, Filter(**fields))

    def told() -> Any:
        return ledger.event(event), ledger.page("reports", Filter(event_id=event, status="")), ledger.reviews(event)

    def read() -> Any:
        kinds = ("events", "figures", "statements")
        return ledger.article(article), [ledger.page(kind, Filter(article_id=article, status="")) for kind in kinds]

    both = f"list_distinct(list_concat(actors, recipients)) AS a FROM e WHERE {actual}"
    sides = f"SELECT unnest(actors) AS a, CASE len(recipients) WHEN 0 THEN actors ELSE recipients END AS r FROM e WHERE {actual} AND date >= '{{}}'"  # noqa: E501
    pairs = f"SELECT least(a, b), greatest(a, b), count(*) FROM (SELECT a, unnest(r) AS b FROM ({sides})) WHERE a < b GROUP BY ALL ORDER BY 3 DESC"  # noqa: E501
    yield "newest events", page("events"), newest.format(actual)
    yield "newest events of a country", page("events", actor="KAZ"), newest.format(f"{actual} AND {of('KAZ')}")
    yield "… of the most frequent pair", page("events", actor=FREQUENT, other=OTHER), newest.format(pair(FREQUENT, OTHER))
    yield "… its page 101", lambda: ledger.page("events", deep), newest.format(pair(FREQUENT, OTHER)) + " OFFSET 5000"
    yield "… of a rare pair", page("events", actor=rare.one, other=rare.other), newest.format(pair(rare.one, rare.other))
    yield (
        "newest of a type and quad",
        page("events", type="CONCEDE", status="negated"),
        newest.format("type = 'CONCEDE' AND status = 'negated'"),
    )
    within = f"{actual} AND {of('KAZ')} AND type = 'AID' AND date BETWEEN '{year}' AND '{month}'"
    yield "… of a country, type and year", page("events", actor="KAZ", type="AID", since=year, until=month), newest.format(within)
    yield "newest figures of a pair", page("figures", actor=FREQUENT, other=OTHER), ""
    yield "newest statements of a pair", page("statements", actor=FREQUENT, other=OTHER), ""
    yield "newest articles of an outlet", page("articles", outlet=ledger.outlets()[0].outlet), ""
    yield "an event with its reports and marks", told, f"SELECT * FROM e WHERE event_id = '{event}'"
    yield "an article with all its records", read, ""
    yield "search: a frequent word", page("events", words=often), ""
    yield "search: a rare word", page("events", words=seldom), ""
    yield "search: frequent word and pair", page("events", words=often, actor=FREQUENT, other=OTHER), ""
    yield "search: word, actor, type, year", page("events", words=often, actor="KAZ", type="AID", since=year), ""
    yield "search: word, rare language", page("events", words=often, language="kk"), ""
    yield "search: articles, frequent word", page("articles", words=often), ""
    yield "events of a language and country", page("events", language="kk", actor="KAZ"), ""
    yield "events of a small outlet", page("events", outlet=min(ledger.outlets(), key=lambda o: o.articles).outlet), ""
    by = "SELECT {}, count(*) FROM e WHERE {} GROUP BY 1 ORDER BY 2 DESC"
    mine = f"{actual} AND {of(FREQUENT)}"
    yield "facets: all by type", lambda: ledger.facets("events", Filter(), "type"), by.format("type", actual)
    yield "facets: a country by type", lambda: ledger.facets("events", Filter(actor=FREQUENT), "type"), by.format("type", mine)
    yield "facets: a country by language", lambda: ledger.facets("events", Filter(actor="KAZ"), "language"), ""
    four = ("type", "quad", "language", "outlet")
    yield "four facets: a year", lambda: ledger.divided("events", Filter(since=year), four), ""
    yield "four facets: a word", lambda: ledger.divided("events", Filter(words=often), four), ""
    yield "four facets: a word, actor", lambda: ledger.divided("events", Filter(words=often, actor="KAZ"), four), ""
    partner = f"SELECT p, count(*) FROM (SELECT unnest(a) AS p FROM (SELECT {both} AND {of('KAZ')})) WHERE p != 'KAZ' GROUP BY 1"
    yield "partners of a country", lambda: ledger.partners("KAZ"), partner
    yield "partners of the most frequent", lambda: ledger.partners(FREQUENT), partner.replace("KAZ", FREQUENT)
    yield "pairs of 30 days", lambda: ledger.pairs(month, last), pairs.format(month)
    yield "pairs of all years", lambda: ledger.pairs(), pairs.format("0001")
    active = f"SELECT unnest(a), count(*), sum(s) FROM (SELECT score AS s, {both}{{}}) GROUP BY 1"
    yield "activity of 30 days", lambda: ledger.activity(month, last), active.format(f" AND date >= '{month}'")
    yield "activity of all years", lambda: ledger.activity(), active.format("")
    yield "outlets", ledger.outlets, ""
    yield "counts", ledger.counts, "SELECT count(*) FROM e"
    yield "days", ledger.days, f"SELECT min(date), max(date) FROM e WHERE {actual}"
    months = "SELECT date[1:7], type, count(*), sum(score) FROM e WHERE {} GROUP BY ALL ORDER BY 1"
    yield "series of the most frequent pair", lambda: series(ledger, FREQUENT, OTHER), months.format(pair(FREQUENT, OTHER))
    yield "series of a country", lambda: series(ledger, FREQUENT), months.format(mine)
    yield "series of the EU and a country", lambda: series(ledger, "EU", "KAZ"), ""
    yield "series of the EU and everybody", lambda: series(ledger, "EU"), ""
    spread = f"SELECT date, {both} AND {of(FREQUENT)} AND quad LIKE '%cooperation'"
    spread = f"SELECT y, p, count(*) FROM (SELECT date[1:4] AS y, unnest(a) AS p FROM ({spread})) GROUP BY ALL"
    yield "vectors of the most frequent", lambda: vectors(ledger, FREQUENT), spread
    yield "surges", lambda: surges(ledger, last), ""


def words(ledger: Ledger) -> tuple[str, str]:
    """A word that many articles hold, and one that few do."""
    seen: dict[str, int] = {}
    for row in ledger.page("articles", Filter(language="en"), 1000).rows:
        for word in set(fold_text(row["text"]).split()):
            seen[word] = seen.get(word, 0) + 1
    ranked = sorted(seen, key=lambda w: (-seen[w], w))
    return ranked[10], next(w for w in ranked[::-1] if w[-1].isdigit())


def answer(other: duckdb.DuckDBPyConnection, sql: str) -> list[Any]:
    """The rows that DuckDB gives."""
    return other.execute(sql).fetchall()


def timed(ask: Callable[[], Any]) -> Callable[[], tuple[float, float]]:
    """Asks once, and gives what asks again: milliseconds that passed, and those in which this process worked."""
    ask()

    def once() -> tuple[float, float]:
        began, worked = time.perf_counter(), time.process_time()
        ask()
        return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked)

    return once


def measure(file: Path, rounds: int) -> None:
    """Time all questions."""
    with Ledger.open(file, create=False) as ledger:
        events = file.with_suffix(".parquet")
        if not events.exists():
            parquet(ledger, events)
        other = duckdb.connect()
        other.execute(f"CREATE VIEW e AS SELECT * FROM '{events}'")
        print(ledger.counts(), f"{file.stat().st_size / 1e9:.1f} GB, Parquet {events.stat().st_size / 1e9:.2f} GB")
        print(f"{'median ms':36} {'ledger':>8} {'of CPU':>8} {'DuckDB':>8} {'of CPU':>8}")
        for name, ask, sql in questions(ledger):
            sides = [timed(ask), *([timed(partial(answer, other, sql))] if sql else [])]
            taken = [[side() for side in sides] for _ in range(rounds)]
            medians = [median(one[side][k] for one in taken) for side in range(len(sides)) for k in range(2)]
            print(f"{name:36}" + "".join(f" {m:8.1f}" for m in medians), flush=True)


def readings(count: int) -> list[Reading]:
    """Articles of three events each; three articles tell the same story."""
    world, out = synthetic.World(2), []
    for n in range(count):
        outlet, language, _ = world.outlets[n % synthetic.OUTLETS]
        story = Random(n // 3)
        day = date(2024, 1, 1) + timedelta(days=story.randrange(300))
        told = []
        for k in range(3):
            one, two = (story if k < 2 else world.choose).sample(world.actors, 2)
            told.append((one, two, f"{one} helped {two} {world.some_words(language, 15)}."))
        article = Article(" ".join(t[2] for t in told), url=f"https://x.example/{n}", outlet=outlet, published=day, language=language)
        start, events = 0, []
        for k, (one, two, text) in enumerate(told):
            sides = [(Actor(a, a, "GOV", "", "", a, start, start + len(a)),) for a in (one, two)]
            evidence = Evidence(text, start, start + len(text), (start + len(one) + 1, start + len(one) + 7))
            what = (Interval(day, day, "day"), "AID", "", (), "material_cooperation", 10.0, "actual", *sides, (), evidence, 0.8)
            events.append(Event(short_hash(n, k), article.article_id, k, *what, language, outlet, article.url, day, "neural", "1"))
            start += len(text) + 1
        out.append(Reading(article, tuple(events)))
    return out


def ingest(count: int = 2000) -> None:
    """Milliseconds of work to add an article with its three reports, many together and one by one, and to merge it, vectors left out."""
    neural.available = lambda: False
    given = readings(count)
    for portion in (50, 1):
        with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "x.db") as book:
            times = [time.process_time()]
            for k in range(0, count, portion):
                book.add_all(given[k : k + portion])
            times.append(time.process_time())
            done = book.merge()
            times.append(time.process_time())
            add, merge = (1000 * (b - a) / count for a, b in itertools.pairwise(times))
            print(
                f"{portion} together: add {add:.2f} ms, merge {merge:.2f} ms an article; {done['reports']} reports, {done['events']} events"
            )


def main() -> None:
    """One of the commands above."""
    match sys.argv[1:]:
        case ["make", count, file]:
            synthetic.make(int(count), Path(file))
        case ["grow", file, times, target]:
            synthetic.grow(Path(file), int(times), Path(target))
        case ["time", file, *rounds]:
            measure(Path(file), int(rounds[0]) if rounds else 20)
        case ["ingest"]:
            ingest()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
