"""Draw coded sentences of a text file at random, to be read by hand: python false_events.py FILE LANG [N] [SEED]."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from dragoman.actors.find import mark
from dragoman.coding import coder
from dragoman.records import Sentence


def main() -> None:
    """Print N sentences in which the default coder sees an event, with what it sees."""
    file, language = Path(sys.argv[1]), sys.argv[2]
    wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    lines = [line for line in file.read_text("utf-8").splitlines() if line.strip()]
    sentences = [Sentence(i, 0, len(t), t, language) for i, t in enumerate(lines)]
    marked = mark(sentences, None)
    coded = [(m, events) for m, events in zip(marked, coder().code(marked), strict=True) if events]
    print(f"{len(lines)} sentences, {len(coded)} with events")
    random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1).shuffle(coded)
    for m, events in coded[:wanted]:
        print(f"\n{m.sentence.index + 1}: {m.sentence.text}")
        for e in events:
            who, whom = (",".join(p.id or p.sector for p in side) or "-" for side in (e.actors, e.recipients))
            print(f"    {who} {e.type} {whom} {e.status} {e.confidence}  [{m.sentence.text[slice(*e.trigger)]}]")


if __name__ == "__main__":
    main()
