"""Fits the weights of ``dragoman.merge.likeness`` on labelled stories: ``python training/merging.py STORIES [--write]``.

STORIES is a folder like ``tests/gold/stories/dev``. Every pair of reports that the merger would compare is an example. The threshold is the
one whose groups have the highest B-cubed F1 at a given precision, with the files left out of the fit one at a time; the strictest of
equals.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from dragoman.coding import coder
from dragoman.evaluate.stories import Stories, b_cubed, load_stories
from dragoman.merge import cluster, likeness
from dragoman.pipeline import read_article
from dragoman.store import Ledger
from dragoman.store.merging import Merger, _articles, _select
from dragoman.store.schema import articles, reports

OUT = Path("src/dragoman/merge/data/likeness.json")
THRESHOLDS = np.arange(0.2, 0.96, 0.025)


def main() -> None:
    """Fit, choose, show."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stories", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--precision", type=float, default=0.965)
    given = parser.parse_args()
    stories = load_stories(given.stories)
    rows, told = read(stories)
    out = {}
    gold = stories.labels(rows)
    files = [r["url"].split("/")[3] for r in rows]
    table = likeness.reports(rows)
    labels = [gold.get(r["report_id"]) for r in rows]
    out["report"] = level(
        table,
        labels,
        files,
        likeness.report_features,
        likeness.REPORT_FEATURES,
        given.precision,
        likeness.comparable,
        cluster.LINK,
        likeness.INCOMPARABLE,
    )
    story_of = {t.article.article_id: t.story for t in stories.tellings}
    table = likeness.articles(told)
    labels = [story_of[r["article_id"]] for r in told]
    files = [story.split("/")[0] for story in labels]
    out["story"] = level(table, labels, files, likeness.story_features, likeness.STORY_FEATURES, given.precision)
    if given.write:
        OUT.write_text(json.dumps(out, indent=1) + "\n", "utf-8")


def read(stories: Stories) -> tuple[list[dict], list[dict]]:
    """Reports and articles of the stories as the ledger gives them, with vectors."""
    using = coder()
    with tempfile.TemporaryDirectory() as folder, Ledger.open(f"{folder}/stories.db") as book:
        book.add_all(read_article(t.article, using) for t in stories.tellings)
        Merger(book.engine.begin)._read()
        with book.engine.connect() as connection:
            rows = _select(connection, reports.c.first_day.is_not(None))
            told = _articles(connection, sa.true(), set(connection.execute(sa.select(articles.c.article_id)).scalars()))
    return sorted(rows, key=lambda r: r["report_id"]), sorted(told, key=lambda r: r["article_id"])


def level(table, labels, files, features, names, precision, compare=None, link=0.0, floor=0.0):
    """Weights and threshold of one level, with what they give on files that were left out."""
    pairs = [(i, j) for i, j in cluster.candidates(table.items)]
    i, j = (np.concatenate(part) for part in zip(*pairs, strict=True))
    once = np.unique(i * len(table) + j)
    i, j = once // len(table), once % len(table)
    if compare is not None:
        able = compare(table, i, j)
        i, j = i[able], j[able]
    x = features(table, i, j)
    known = np.array([labels[a] is not None and labels[b] is not None for a, b in zip(i, j, strict=True)])
    y = np.array([labels[a] == labels[b] for a, b in zip(i, j, strict=True)], float)
    file = np.array(files)
    print(f"{len(table)} items, {known.sum()} labelled pairs, {int(y[known].sum())} of one group")
    held = np.zeros(len(x))
    for name in sorted(set(files)):
        inside = (file[i] == name) | (file[j] == name)
        train = known & ~inside
        w, b = fit(x[train], y[train])
        held[inside] = 1 / (1 + np.exp(-(x[inside] @ w + b)))
    best = None
    for threshold in THRESHOLDS:
        score = b_cubed(*grouped(table.items, i, j, held, threshold, labels, link, floor))
        print(f"  threshold {threshold:.3f}: P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}")
        if score.precision >= precision and (best is None or score.f1 >= best[1].f1):
            best = threshold, score
    w, b = fit(x[known], y[known])
    for name, weight in zip(names, w, strict=True):
        print(f"  {name:18} {weight:+.2f}")
    assert best is not None
    print(f"  chosen {best[0]:.3f}: P {best[1].precision:.3f} R {best[1].recall:.3f} F1 {best[1].f1:.3f} on files left out")
    return {name: round(float(weight), 3) for name, weight in zip(names, w, strict=True)} | {
        "bias": round(float(b), 3),
        "threshold": round(float(best[0]), 3),
    }


def grouped(items, i, j, like, threshold, labels, link, floor=0.0):
    """Found and labelled groups of the items with a label."""
    table = {(int(a), int(b)): v for a, b, v in zip(i, j, like, strict=True)}

    def alike(a, b):
        return np.array([table.get((min(p, q), max(p, q)), floor) for p, q in zip(a.tolist(), b.tolist(), strict=True)], np.float32)

    n = len(items)
    strong = like >= max(threshold, link)
    label = cluster.components(n, i[strong], j[strong])
    found = {}
    for root in np.unique(label):
        for g in cluster.groups(items, np.flatnonzero(label == root).tolist(), alike, threshold):
            found.update((m, g[0]) for m in g)
    return {m: g for m, g in found.items() if labels[m] is not None}, {m: labels[m] for m in range(n) if labels[m] is not None}


def fit(x, y, ridge=1.0, steps=50):
    """Logistic regression with a ridge, by Newton's method."""
    x1 = np.column_stack([x, np.ones(len(x))]).astype(float)
    w = np.zeros(x1.shape[1])
    penalty = np.diag([ridge] * x.shape[1] + [1e-6])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x1 @ w))
        gradient = x1.T @ (p - y) + penalty @ w
        hessian = (x1 * (p * (1 - p))[:, None]).T @ x1 + penalty
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return w[:-1], w[-1]


if __name__ == "__main__":
    main()
