"""A ledger of as many events as wanted, made up: written month by month straight into the tables, the same for the same number.

Some 230 real states and organisations of very unequal weight (Zipf), so that one pair has tens of thousands of events and many have a
handful; types about as often as news has them; ten years; a fifth of the events told by two to nine reports, two or three reports in an
article, 300 outlets in twelve languages; short texts of real words with some rare ones. Vectors and signatures are left out.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

import dragoman
from dragoman import ontology
from dragoman.language.fold import fold_text
from dragoman.merge.events import summarise
from dragoman.store import Ledger, daily, dealings, derived, search
from dragoman.store.schema import UNKNOWN, articles, events, figures, metadata, outlets, participants, press, reports, statements, tallies
from dragoman.store.schema import dealings as known_dealings

FIRST, MONTHS = date(2016, 1, 1), 120
LANGUAGES = ("en", "ru", "zh", "ar", "fr", "es", "de", "tr", "pt", "it", "uk", "kk")
COUNTRIES = ("USA", "RUS", "CHN", "EGY", "FRA", "ESP", "DEU", "TUR", "BRA", "ITA", "UKR", "KAZ")
OUTLETS = 300
TYPES = {
    "CONSULT": 22, "ACCUSE": 14, "SUPPORT": 9, "AGREE": 8, "REQUEST": 8, "ASSAULT": 7, "COOPERATE": 6, "AID": 5, "COERCE": 5,
    "SANCTION": 4, "THREATEN": 4, "REJECT": 3, "PROTEST": 2, "MOBILIZE": 1.5, "RETREAT": 1, "CONCEDE": 0.5,
}  # fmt: skip
STATUSES = {"actual": 80, "future": 10, "hypothetical": 5, "historical": 3, "negated": 2}
DATA = Path(dragoman.__file__).parent / "actors" / "data"
Row = dict[str, Any]


def zipf(size: int, power: float = 1.0) -> np.ndarray:
    """Weights that fall with the rank."""
    weight = 1 / np.arange(1, size + 1) ** power
    return weight / weight.sum()


def table(name: str) -> Iterator[list[str]]:
    """The rows of one of the project's own tables."""
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


class World:
    """Who and what there is."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.choose = random.Random(seed)
        great = ["USA", "RUS", "CHN", "UKR", "ISR", "EU", "UN", "GBR", "FRA", "DEU", "IRN", "TUR", "IND", "KAZ", "JPN"]
        rest = sorted({row[0] for row in table("states.en.tsv")} - set(great))
        self.choose.shuffle(rest)
        self.actors = [*great, "NATO", *rest, "AU", "ASEAN", "OSCE", "SCO", "OTS", "GCC", "IMF", "WHO", "OPEC"]
        self.weight = zipf(len(self.actors))
        self.names: dict[str, dict[str, str]] = {}
        self.words: dict[str, list[str]] = {}
        for language in LANGUAGES:
            found = {row[0]: re.split(r"[|(*]", row[1])[0].strip(" ~") for row in table(f"states.{language}.tsv")}
            self.names[language] = {a: found.get(a) or a for a in self.actors}
            words = re.findall(r"[^\W\d_]{3,}", (DATA / f"roles.{language}.tsv").read_text("utf-8"))
            self.words[language] = sorted(set(words), key=fold_text)
            self.choose.shuffle(self.words[language])
        self.outlets = []
        of_language = self.rng.choice(len(LANGUAGES), OUTLETS, p=zipf(len(LANGUAGES), 0.7))
        for n, k in enumerate(of_language.tolist()):
            self.outlets.append((f"{LANGUAGES[k]}-paper-{n:03d}", LANGUAGES[k], COUNTRIES[k]))

    def pick(self, weighted: dict[str, float], size: int) -> list[str]:
        """Draws by weight."""
        weight = np.array(list(weighted.values()), float)
        return self.rng.choice(list(weighted), size, p=weight / weight.sum()).tolist()

    def some_words(self, language: str, count: int) -> str:
        """Words of a language, frequent and less frequent ones, one time in twenty a very rare one among them."""
        pool, draw = self.words[language], self.choose.random
        size = len(pool)
        words = [pool[int(size * draw() ** 3)] for _ in range(count)]
        if draw() < 0.05:
            words[-1] = f"{words[-1][:4]}{int(200_000 * draw())}"
        return " ".join(words)

    def ids(self, count: int) -> list[str]:
        """New ids."""
        raw = self.rng.bytes(8 * count).hex()
        return [raw[k : k + 16] for k in range(0, 16 * count, 16)]


def month(world: World, start: date, count: int) -> dict[str, list[Row]]:
    """The rows of the tables for about ``count`` events of a month."""
    rng = world.rng
    size = np.where(rng.random(count) < 0.2, np.minimum(1 + rng.geometric(0.45, count), 9), 1)
    total = int(size.sum())
    happened = rng.integers(0, 28, count)
    parties = np.stack([rng.choice(len(world.actors), count, p=world.weight) for _ in range(2)])
    types, statuses = world.pick(TYPES, count), world.pick(STATUSES, count)
    day_of = np.repeat(happened, size) + (rng.random(total) < 0.3)
    order = np.argsort(day_of, kind="stable")  # reports of a day share its articles, two or three each
    per_article = 2.5
    article_of = np.empty(total, np.int64)
    article_of[order] = np.arange(total) // per_article
    papers = rng.choice(OUTLETS, int(article_of.max()) + 1, p=zipf(OUTLETS)).tolist()
    out: dict[str, list[Row]] = {name: [] for name in ("articles", "reports", "participants", "events", "figures", "statements", "outlets")}
    made: dict[int, Row] = {}
    ids, event_ids = world.ids(2 * total), world.ids(count)
    at = 0
    told: list[list[Row]] = []
    for n, times in enumerate(size.tolist()):
        one, other = (world.actors[k] for k in parties[:, n].tolist())
        kind, chance = types[n], world.choose.random()
        modes = list(ontology.modes(kind))
        what = {
            "type": kind,
            "mode": world.choose.choice(modes) if modes and world.choose.random() < 0.7 else "",
            "quad": ontology.quad(kind),
            "status": statuses[n],
            "contexts": [],
            "places": [],
        }
        what["score"] = ontology.score(kind, what["mode"])
        mutual = kind in ("CONSULT", "AGREE", "COOPERATE") and one != other and chance < 0.4
        sides = ([one, other], []) if mutual else ([one], [] if chance > 0.93 else [other])
        when = start + timedelta(days=int(happened[n]))
        what |= dated(when, world.choose.random())
        group = []
        for k in range(at, at + times):
            number = int(article_of[k])
            if number not in made:
                made[number] = article(world, papers[number], start + timedelta(days=int(day_of[k])))
            report = tell(world, made[number], event_ids[n] if k == at else ids[k], what, sides)
            report |= {"event_id": event_ids[n], "component": event_ids[n]}
            group.append(report)
            if world.choose.random() < 0.3:
                more(world, out, made[number], report, ids[total + k])
        told.append(group)
        at += times
    for row in made.values():
        row["text"] += " " + world.some_words(row["language"], 12) + "."
        out["articles"].append(row)
    for group in told:
        event = summarise(group) if len(group) > 1 else alone(group[0])
        out["events"].append(event | {"event_id": group[0]["report_id"]} | dealings.span(event["date"], event["date_end"]))
        out["reports"] += group
        for report in group:
            out["participants"] += [
                {"report_id": report["report_id"], "role": role[:-1], "position": k, "actor": a["id"], "sector": a["sector"]}
                for role in ("actors", "recipients")
                for k, a in enumerate(report[role])
            ]
    return out


def alone(report: Row) -> Row:
    """The event of one report: what ``summarise`` makes of it, without its voting."""
    same = ("report_id", "date", "date_end", "date_precision", "type", "mode", "quad", "score", "status", "confidence")
    ones = dict.fromkeys(("reports", "texts", "outlets", "languages"), 1)
    return {key: report[key] for key in same} | ones | {"countries": 0, "first_published": report["published"], "differences": {}}


def dated(when: date, chance: float) -> Row:
    """Most events have a day, some a month or years, some nothing."""
    if chance < 0.9:
        return {"date": when, "date_end": when, "date_precision": "day"}
    if chance < 0.94:
        first = when.replace(day=1)
        return {"date": first, "date_end": first + timedelta(days=27), "date_precision": "month"}
    if chance < 0.97:
        return {"date": date(when.year - 1, 1, 1), "date_end": when, "date_precision": "year"}
    return {"date": None, "date_end": None, "date_precision": "unknown"}


def article(world: World, paper: int, day: date) -> Row:
    """An article without its reports."""
    outlet, language, _ = world.outlets[paper]
    (name,) = world.ids(1)
    title = world.some_words(language, 6).capitalize()
    return {
        "article_id": name, "sha256": name, "version": 1, "superseded_by": None, "url": f"https://{outlet}.example/{name}", "title": title,
        "outlet": outlet, "section": "", "author": "", "published": day, "published_precision": "day", "language": language,
        "retrieved": "", "text": f"{title}.", "extra": {}, "coded_by": ["neural 1"], "text_id": name, "story_id": name, "component": name,
        "day": dealings.number(day), "said": 1,
    }  # fmt: skip


def actor(world: World, language: str, name: str, at: int) -> Row:
    """An actor as a report names it."""
    text = world.names[language][name]
    return {"id": name, "name": text, "sector": "GOV", "office": "", "person": "", "text": text, "start": at, "end": at + len(text)}


def tell(world: World, row: Row, report_id: str, what: Row, sides: tuple[list[str], list[str]]) -> Row:
    """A report of an event: a sentence at the end of an article that says so."""
    language, start = row["language"], len(row["text"]) + 1
    who, carries, rest = (
        [world.names[language][a] for a in (*sides[0], *sides[1])],
        world.some_words(language, 1),
        world.some_words(language, 5),
    )
    text = f"{who[0]} {carries} {' '.join(who[1:])} {rest}."
    row["text"] += " " + text
    row["said"] += 1
    actors = [actor(world, language, name, start + text.index(world.names[language][name])) for name in (*sides[0], *sides[1])]
    trigger = start + len(who[0]) + 1
    evidence = {"text": text, "start": start, "end": start + len(text), "trigger": [trigger, trigger + len(carries)]}
    return {
        "report_id": report_id, "article_id": row["article_id"], "article_sha256": row["sha256"], "superseded": False,
        "sentence_index": row["said"], "evidence": evidence,
        "confidence": round(0.5 + world.choose.random() / 2, 3), "language": language, "source": row["outlet"], "url": row["url"],
        "published": row["published"], "coder": "neural", "coder_version": "1", "text_id": row["article_id"],
        "actors": actors[: len(sides[0])], "recipients": actors[len(sides[0]) :], "first_day": row["day"], "last_day": row["day"],
        **what, **dealings.span(what["date"], what["date_end"]),
    }  # fmt: skip


def more(world: World, out: dict[str, list[Row]], row: Row, report: Row, name: str) -> None:
    """A figure or a statement in the sentence of a report."""
    shared = ("article_id", "article_sha256", "superseded", "sentence_index", "evidence", "confidence", "language", "source", "url",
              "published", "coder", "coder_version")  # fmt: skip
    parties = [*report["actors"], *report["recipients"]]
    entry = {key: report[key] for key in shared} | {
        "day": row["day"],
        "actor_ids": " " + " ".join(dict.fromkeys(a["id"] for a in parties)) + " ",
    }
    if world.choose.random() < 0.4:
        unknown = {"date": None, "date_end": None, "date_precision": "unknown"}
        kind = world.choose.choice(("investment", "trade", "aid", "loan", "troops", "casualties", "people"))
        value = float(world.choose.randrange(1, 1000) * 10 ** world.choose.randrange(0, 7))
        unit = "USD" if kind in ("investment", "trade", "aid", "loan") else "people"
        sides = {"from": parties[:1], "to": parties[1:]}
        out["figures"].append(
            entry | {"figure_id": name, "kind": kind, "value": value, "unit": unit, "bound": "exact", **sides, "as_of": unknown}
        )
    else:
        stance = world.choose.choice(("support", "oppose", "neutral", "demand", "promise", "warn", "describe"))
        said = {"speaker": parties[0], "about": parties[1:], "quote": None, "paraphrase": report["evidence"]["text"]}
        out["statements"].append(entry | {"statement_id": name, "stance": stance, **said})


folded = lru_cache(maxsize=500_000)(fold_text)
SEARCHED = "INSERT INTO article_search (rowid, folded) VALUES (?, ?)"
ID = re.compile(r'("id": ")([^"]*)')


def searched(title: str, text: str, outlet: str) -> str:
    """What is indexed of an article, word by word, for these are few."""
    return " ".join(folded(word) for word in f"{title} {text}".split()) + search.indexed("", "", outlet)


def insert(connection: sa.Connection, table: sa.Table, rows: list[Row]) -> None:
    """Write rows past SQLAlchemy, which takes longer for each than SQLite."""
    columns = [c for c in table.c if rows and c.name in rows[0]]
    values = []
    for column in columns:
        cells = [row[column.name] for row in rows]
        if isinstance(column.type, sa.JSON):
            cells = ["[]" if cell == [] else "{}" if cell == {} else json.dumps(cell, ensure_ascii=False) for cell in cells]
        elif isinstance(column.type, sa.Date):
            cells = [cell and cell.isoformat() for cell in cells]
        values.append(cells)
    if rows:
        names = ", ".join(f'"{c.name}"' for c in columns)
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", list(zip(*values, strict=True)))


def make(count: int, file: Path, seed: int = 1) -> None:
    """Fill a new ledger with about ``count`` events."""
    with Ledger.open(file) as book:
        with quickly(book):
            fill(book, count, World(seed))
        print("writing what is derived", flush=True)
        with book.writing() as connection:
            derived.write(connection)


def fill(book: Ledger, count: int, world: World) -> None:
    """Write the records month by month; news grows with the years."""
    growth = np.linspace(1, 1.6, MONTHS)
    share = np.floor(np.cumsum(growth) / growth.sum() * count).astype(int).tolist()
    printed = [{"outlet": o, "language": lang, "country": c, "full_text": n % 7 == 0} for n, (o, lang, c) in enumerate(world.outlets)]
    with book.writing() as connection:
        insert(connection, outlets, printed)
    number = 0
    for n, (low, high) in enumerate(zip([0, *share[:-1]], share, strict=True)):
        rows = month(world, date(FIRST.year + n // 12, n % 12 + 1, 1), high - low)
        for row in rows["articles"]:
            number += 1
            row["row"] = number
            del row["said"]
        with book.writing() as connection:
            for table in (articles, reports, participants, events, figures, statements):
                insert(connection, table, rows[table.name])
            texts = [(row["row"], searched(row["title"], row["text"], row["outlet"])) for row in rows["articles"]]
            connection.exec_driver_sql(SEARCHED, texts)
        if n % 12 == 11:
            print(f"{n + 1} of {MONTHS} months", flush=True)


@contextmanager
def quickly(book: Ledger) -> Iterator[None]:
    """Write without a journal, and make the indexes in the end; what is interrupted is lost."""
    indexes = [index for known in metadata.tables.values() for index in known.indexes]
    with book.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = OFF")
        connection.exec_driver_sql("PRAGMA cache_size = -2000000")
    with book.writing() as connection:
        for index in indexes:
            index.drop(connection)
    yield
    with book.writing() as connection:
        print("making indexes", flush=True)
        for index in indexes:
            connection.execute(sa.schema.CreateIndex(index))


IDS = (
    "article_id",
    "sha256",
    "article_sha256",
    "text_id",
    "story_id",
    "component",
    "report_id",
    "event_id",
    "figure_id",
    "statement_id",
    "id",
)
DATES = ("date", "date_end", "published", "first_published")
SHARED = 8  # actors of about the same weight that take each other's place


def grow(file: Path, times: int, target: Path) -> None:
    """A ledger so many times as large: each copy of the first has other ids, its events on other days and of other parties.

    That is much faster than to make it up. The texts stay as they are, so that they name the parties of the first.
    """
    shutil.copyfile(file, target)
    with Ledger.open(target) as book:
        with quickly(book):
            multiply(book, times)
        print("counting days", flush=True)
        with book.writing() as connection:
            daily.recount(connection)


def multiply(book: Ledger, times: int) -> None:
    """Add the copies."""
    world = World(1)
    with book.engine.connect() as connection:
        count = connection.scalar(sa.select(sa.func.max(articles.c.row)))
        found = connection.execute(sa.select(articles.c.row, articles.c.title, articles.c.text, articles.c.outlet)).all()
        texts = [(row.row, searched(row.title, row.text, row.outlet)) for row in found]
    for copy in range(1, times):
        with book.writing() as connection:
            driver = connection.connection.driver_connection
            driver.create_function("named", 1, partial(named, others(world, copy)), deterministic=True)
            for table in (articles, reports, participants, events, figures, statements, known_dealings):
                columns = [column.name for column in table.c]
                values = ", ".join(copied(name, copy, count) for name in columns)
                first = f"row <= {count}" if table is articles else f"{first_id(table)} < 'g'"
                names = ", ".join(f'"{name}"' for name in columns)
                connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {table.name} WHERE {first}")
            connection.exec_driver_sql(SEARCHED, [(row + copy * count, text) for row, text in texts])
        print(f"copy {copy + 1} of {times}", flush=True)
    with book.writing() as connection:
        for table in (press, tallies):
            numbers = [c.name for c in table.c if isinstance(c.type, sa.Integer)]
            connection.execute(sa.update(table).values({name: table.c[name] * times for name in numbers}))
        swap = "UPDATE dealings SET one = other, other = one, way = CASE WHEN record = 'e' AND way IN (1, 2) THEN 3 - way ELSE way END"
        connection.exec_driver_sql(f"{swap} WHERE other != '*' AND one > other")


def others(world: World, copy: int) -> dict[str, str]:
    """Who stands for whom in a copy."""
    alike = [world.actors[k : k + SHARED] for k in range(0, len(world.actors), SHARED)]
    return {name: some[(n + copy) % len(some)] for some in alike for n, name in enumerate(some)}


def named(other: dict[str, str], text: str) -> str:
    """A text in which ids stand, with those that stand for them: one id, ids between blanks, or actors as JSON."""
    if text in other:
        return other[text]
    if text.startswith(" "):
        return " ".join(other.get(part, part) for part in text.split(" "))
    return ID.sub(lambda match: match[1] + other.get(match[2], match[2]), text)


def copied(name: str, copy: int, count: int) -> str:
    """What a column holds in a copy, in SQL."""
    shift = 3 * copy
    if name in IDS:
        return f"'{chr(ord('f') + copy)}' || SUBSTR({name}, 2)"
    if name in DATES:
        return f"DATE({name}, '+{shift} days')"
    if name in ("day", "last", "first_day", "last_day"):
        return f"CASE WHEN {name} > {UNKNOWN} THEN {name} + {shift} ELSE {name} END"
    if name in ("actor", "one", "other", "actor_ids", "actors", "recipients", "from", "to", "speaker", "about"):
        return f'NAMED("{name}")'
    return f"row + {copy * count}" if name == "row" else f'"{name}"'


def first_id(table: sa.Table) -> str:
    """The column that tells the first copy's rows, whose ids are hexadecimal."""
    return "id" if table is known_dealings else next(iter(table.primary_key.columns)).name
