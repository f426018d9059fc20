"""Ledgers with planted daily counts, for tests that know what must come out."""

from collections import Counter
from datetime import date, timedelta

from dragoman import ontology
from dragoman.store import daily

DAY = date(2024, 1, 1)


def at(n):
    """The n-th day."""
    return DAY + timedelta(days=n)


def count(book, *rows):
    """Put rows (day, actor, recipient, mutual, type, events[, precision]) into the daily counts, with the totals that belong to them."""
    full = Counter()
    for day, actor, recipient, mutual, kind, n, *precision in rows:
        exactly = daily.PRECISION.get(precision[0], daily.VAGUE) if precision else 0
        full[day, actor, recipient, mutual, kind, exactly, 0] += n
        for who in ("*", actor, recipient):
            full[day, who, "*", False, kind, exactly, 0] += n
    months = {}
    for (day, *key), n in full.items():
        cells = months.setdefault((day.year, day.month), {})
        cells[day.toordinal() - date(1970, 1, 1).toordinal(), *key] = (n, n * ontology.score(key[3]))
    with book.writing() as connection:
        for cells in months.values():
            daily.put(connection, {key[0] for key in cells}, cells)


def noise(book, rng, pairs, days, rate, *more):
    """Poisson counts of pairs that have nothing to do with each other, and further rows."""
    rows = list(more)
    for n in range(pairs):
        for day, k in enumerate(rng.poisson(rate, days)):
            if k:
                rows.append((at(day), f"A{n:03d}", f"B{n:03d}", False, "CONSULT", int(k)))
    count(book, *rows)
