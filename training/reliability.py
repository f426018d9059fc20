"""Draw how often events of a given confidence are right: ``python training/reliability.py BUNDLE docs/reliability.svg``.

Each triple's confidence comes from a map fitted on the other folds, see ``calibrate``. Bars are bins of width 0.1; the line is perfect.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import altair
from calibrate import cross_validated, development, error, judged, sentences

from dragoman.coding.neural import NeuralCoder


def main() -> None:
    """Write the picture and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument("picture", type=Path)
    options = parser.parse_args()
    coder = NeuralCoder(options.bundle)
    coder._calibration = None
    fair = cross_validated(judged(coder, sentences() + development())[0])
    bins = []
    for n in range(10):
        inside = [(c, r) for c, r in fair if n / 10 < c <= (n + 1) / 10]
        if inside:
            told, right = (sum(x) / len(inside) for x in zip(*inside, strict=True))
            bins.append({"confidence": told, "right": right, "events": len(inside)})
            print(f"{n / 10:.1f}-{(n + 1) / 10:.1f}: told {told:.2f}, right {right:.2f}, {len(inside)} events")
    print(f"expected calibration error {error(fair):.3f} over {len(fair)} triples")
    data = altair.Data(values=bins)
    scale = altair.Scale(domain=[0, 1])
    x, y = altair.X("confidence:Q", scale=scale), altair.Y("right:Q", title="share right", scale=scale)
    points = altair.Chart(data).mark_circle().encode(x=x, y=y, size=altair.Size("events:Q", title="events"))
    line = altair.Chart(altair.Data(values=[{"confidence": 0, "right": 0}, {"confidence": 1, "right": 1}])).mark_line(strokeDash=[4, 4])
    (line.encode(x=x, y=y) + points).properties(width=320, height=320).save(options.picture)


if __name__ == "__main__":
    main()
