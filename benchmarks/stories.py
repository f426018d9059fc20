"""How well reports are merged, on labelled stories: ``python benchmarks/stories.py tests/gold/stories/test [ORDERS]``.

Reads the stories as a ledger does, merges them, and scores events and stories by B-cubed. With ORDERS (10) the articles also arrive in that
many orders, one by one, a few at a time or all at once; all must give the same events.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from dragoman.coding import coder
from dragoman.evaluate.stories import b_cubed, load_stories
from dragoman.pipeline import read_article
from dragoman.store import Filter, Ledger


def main() -> None:
    """Score, then shuffle."""
    stories = load_stories(sys.argv[1])
    using = coder()
    readings = [read_article(t.article, using) for t in stories.tellings]
    events, told = merged(readings, len(readings), 0)
    gold = stories.labels(told.values())
    found = {r: told[r]["event_id"] for r in told}
    score = b_cubed(found, gold)
    names = {t.story for t in stories.tellings}
    print(
        f"{len(names)} stories, {len(stories.tellings)} articles, {len(stories.types)} events, {len(told)} reports, {score.items} labelled"
    )
    print(f"events:  P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}")
    unmerged = b_cubed({r: r for r in told}, gold)
    print(f"  (without merging: P {unmerged.precision:.3f} R {unmerged.recall:.3f} F1 {unmerged.f1:.3f})")
    articles = {a["article_id"]: a["story_id"] for a in events["articles"]}
    score = b_cubed(articles, {t.article.article_id: t.story for t in stories.tellings})
    print(f"stories: P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}")
    copies = [t for t in stories.tellings if t.copy_of]
    by_outlet = {(t.story, t.article.outlet): t.article.article_id for t in stories.tellings}
    text = {a["article_id"]: a["text_id"] for a in events["articles"]}
    right = sum(text[t.article.article_id] == text[by_outlet[t.story, t.copy_of]] for t in copies)
    wrong = len(stories.tellings) - len(copies) - len({text[t.article.article_id] for t in stories.tellings if not t.copy_of})
    print(f"copies:  {right} of {len(copies)} found, {wrong} wrong")
    outcomes = {str(sorted(found.items()))}
    for n in range(int(sys.argv[2]) if len(sys.argv) > 2 else 0):
        order = list(readings)
        random.Random(n).shuffle(order)
        _, told = merged(order, (1, 7, len(order))[n % 3], n)
        outcomes.add(str(sorted((r, told[r]["event_id"]) for r in told)))
        print(f"order {n + 1}: {'the same' if len(outcomes) == 1 else 'ANOTHER OUTCOME'}", flush=True)


def merged(readings, step, number):
    """A ledger of some readings, merged after every ``step``: its events and articles, and its reports by id."""
    import sqlalchemy as sa

    from dragoman.store.schema import articles

    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / f"{number}.db") as book:
        for k in range(0, len(readings), step):
            book.add_all(readings[k : k + step])
            book.merge()
        with book.engine.connect() as connection:
            rows = [
                dict(r) for r in connection.execute(sa.select(articles.c.article_id, articles.c.story_id, articles.c.text_id)).mappings()
            ]
        return {"articles": rows}, {r["report_id"]: r for r in book.reports(Filter(status=""))}


if __name__ == "__main__":
    main()
