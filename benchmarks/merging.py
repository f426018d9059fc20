"""How long merging takes as reports grow, and whether it finds what was planted.

    python benchmarks/merging.py 10000 100000 1000000

Each ledger holds reports of planted events: 200 actors of very unequal weight, all types, one to thirty reports an event, a thousand
reports a day, each in an article of its own, with vectors that are near for one event and far apart else. Reading the texts is not
part of it (vectors are given); the model takes 5 ms a text and core for that.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from dragoman import ontology
from dragoman.evaluate.stories import b_cubed
from dragoman.merge.vectors import WIDTH
from dragoman.store import Ledger, dealings, merging
from dragoman.store.schema import articles, reports

PER_DAY = 1000
START = date(2020, 1, 1)


def fill(ledger: Ledger, count: int) -> None:
    """Plant ``count`` reports; the article id of each begins with the number of its event."""
    rng = np.random.default_rng(1)
    types = ontology.types()
    weight = 1 / np.arange(1, 201)
    weight /= weight.sum()
    done = event = 0
    rows: list[dict] = []
    told: list[dict] = []
    while done < count:
        size = min(int(rng.zipf(1.8)), 30, count - done)
        kind = types[int(rng.integers(len(types)))]
        one, two = rng.choice(200, 2, replace=False, p=weight)
        day = START + timedelta(days=int(rng.integers(max(count // PER_DAY, 1))))
        centre, about = rng.normal(size=(2, WIDTH))
        for n in range(size):
            when = day + timedelta(days=int(rng.integers(2)))
            vector, around = (quantise(v + rng.normal(size=WIDTH) * 0.55) for v in (centre, about))
            article = f"{event:08d}-{n:02d}"
            sides = [
                [{"id": f"A{a:02d}", "person": "", "sector": "GOV", "text": "", "name": "", "office": "", "start": 0, "end": 1}]
                for a in (one, two)
            ]
            rows.append(
                {
                    "article_id": article,
                    "sha256": article,
                    "version": 1,
                    "url": "",
                    "title": "",
                    "outlet": f"o{rng.integers(300)}",
                    "section": "",
                    "author": "",
                    "published": when,
                    "published_precision": "day",
                    "day": dealings.number(when),
                    "language": "en",
                    "retrieved": "",
                    "text": article,
                    "extra": {},
                    "coded_by": [],
                    "text_id": article,
                    "story_id": article,
                    "component": article,
                    "signature": b"x",
                    "vector": around,
                }
            )
            told.append(
                merging.report_row(
                    {
                        "event_id": f"r{article}",
                        "article_id": article,
                        "article_sha256": article,
                        "superseded": False,
                        "sentence_index": 0,
                        "date": when,
                        "date_end": when,
                        "date_precision": "day",
                        "type": kind,
                        "mode": "",
                        "contexts": [],
                        "quad": ontology.quad(kind),
                        "score": ontology.score(kind),
                        "status": "actual",
                        "actors": sides[0],
                        "recipients": sides[1],
                        "places": [],
                        "evidence": {"text": "It did that.", "start": 0, "end": 12, "trigger": [3, 6]},
                        "confidence": 0.8,
                        "language": "en",
                        "source": f"o{rng.integers(300)}",
                        "url": "",
                        "published": when,
                        "coder": "neural",
                        "coder_version": "1",
                    }
                )
                | {"vector": vector}
            )
        done += size
        event += 1
        if len(rows) >= 20_000 or done == count:
            with ledger.writing() as connection:
                connection.execute(sa.insert(articles), rows)
                connection.execute(sa.insert(reports), told)
                merging.add_alone(connection, told)
            rows, told = [], []


def quantise(vector: np.ndarray) -> bytes:
    """A vector as the ledger keeps it."""
    return np.rint(127 * vector / np.linalg.norm(vector)).astype(np.int8).tobytes()


def main() -> None:
    """One line for each number given."""
    for count in map(int, sys.argv[1:] or ["10000", "100000"]):
        with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "x.db") as book:
            fill(book, count)
            started = time.monotonic()
            done = book.merge()
            took = time.monotonic() - started
            with book.engine.connect() as connection:
                found = dict(connection.execute(sa.select(reports.c.report_id, reports.c.event_id)).all())
            score = b_cubed(found, {r: r[1:9] for r in found})
            line = {
                "reports": count, "events": done["events"], "seconds": round(took, 1), "reports/s": round(count / took),
                "precision": round(score.precision, 3), "recall": round(score.recall, 3),
                "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
            }  # fmt: skip
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
