"""Readings made up at random, of every shape that a ledger must keep: no date, wide dates, several actors, unknown recipients."""

from __future__ import annotations

import random
from datetime import date, timedelta

from dragoman import ontology
from dragoman.records import UNKNOWN_DATE, Actor, Article, Event, Evidence, Figure, Interval, Reading, Statement, short_hash

ACTORS = ("KAZ", "FRA", "RUS", "UN", "CHN")
TYPES = ("AID", "CONSULT", "ACCUSE", "SANCTION")
STATUSES = ("actual", "actual", "actual", "future", "negated")
OUTLETS = (("Courier", "en"), ("Kurier", "de"), ("Вестник", "ru"), ("", "en"))
WORDS = ("river", "wheat", "railway", "harvest", "bridge")
START = date(2024, 1, 1)


def when(rng: random.Random, published: date | None) -> Interval:
    """A day, a month, many years, an open interval, or nothing."""
    day = (published or START) - timedelta(days=rng.randrange(40))
    return rng.choice(
        [
            Interval(day, day, "day"),
            Interval(day, day, "day"),
            Interval(day.replace(day=1), day.replace(day=28), "month"),
            Interval(date(2014, 1, 1), day, "year"),
            Interval(day, None, "day"),
            Interval(None, day, "day"),
            UNKNOWN_DATE,
        ]
    )


def party(rng: random.Random, unknown: float = 0.1) -> Actor:
    """An actor, now and then one without a country."""
    name = "" if rng.random() < unknown else rng.choice(ACTORS)
    return Actor(name, name, rng.choice(("GOV", "CVL")), "", "", name or "protesters", 0, 3)


def reading(rng: random.Random, number: int, version: int = 1, coder_version: str = "1") -> Reading:
    """An article with up to four events, figures and statements."""
    outlet, language = rng.choice(OUTLETS)
    published = None if rng.random() < 0.1 else START + timedelta(days=rng.randrange(60))
    text = f"Article {number} in version {version} on the {rng.choice(WORDS)} and the {rng.choice(WORDS)}."
    article = Article(
        text, url=f"https://x.example/{number}", title=f"Number {number}", outlet=outlet, published=published, language=language
    )
    evidence = Evidence(text, 0, len(text), (0, 7))
    shared = (round(rng.random(), 3), language, outlet, article.url, published, "made", coder_version)

    def name(kind: str, n: int) -> str:
        return short_hash(kind, article.article_id, article.sha256, n, coder_version)

    events = []
    for n in range(rng.randrange(4)):
        kind = rng.choice(TYPES)
        mode = rng.choice(["", *ontology.modes(kind)])
        recipients = tuple(party(rng, 0.2) for _ in range(rng.choice((0, 1, 1, 2))))
        actors = tuple(party(rng) for _ in range(rng.choice((1, 1, 2))))
        happened = (when(rng, published), kind, mode, (), ontology.quad(kind), ontology.score(kind, mode), rng.choice(STATUSES))
        events.append(Event(name("e", n), article.article_id, n, *happened, actors, recipients, (), evidence, *shared))
    figures = [
        Figure(name("f", n), article.article_id, n, rng.choice(("aid", "trade")), 5.0, "USD", "exact", (party(rng),), (party(rng),),
               UNKNOWN_DATE, evidence, *shared)
        for n in range(rng.randrange(2))
    ]  # fmt: skip
    statements = [
        Statement(name("s", n), article.article_id, n, party(rng), rng.choice(("support", "warn")), (party(rng), party(rng)), None, text,
                  evidence, *shared)
        for n in range(rng.randrange(2))
    ]  # fmt: skip
    return Reading(article, tuple(events), tuple(figures), tuple(statements))


def readings(seed: int, count: int) -> list[Reading]:
    """Some of them."""
    rng = random.Random(seed)
    return [reading(rng, n) for n in range(count)]
