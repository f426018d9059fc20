"""How often contexts are right: ``python benchmarks/contexts.py tests/gold/wikinews/en/*.txt tests/gold/ntrex/en/*.txt``.

Reads annotated sentences (``training/data/GUIDELINES.md``) and compares the contexts of events whose type is right with those annotated.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))

from written import parse_file

from dragoman.coding import coder
from dragoman.pipeline import read_article
from dragoman.records import Article


def main() -> None:
    """Precision and recall over all files."""
    using = coder()
    events = right = told = wanted = 0
    for file in map(Path, sys.argv[1:]):
        sentences, _ = parse_file(file)
        for sentence in sentences:
            read = read_article(Article(sentence["text"], "made:", language=file.parent.name), using).events if sentence["events"] else ()
            for gold in sentence["events"]:
                same = next((e for e in read if e.type == gold["type"]), None)
                if same:
                    events += 1
                    told, wanted = told + len(same.contexts), wanted + len(gold["contexts"])
                    right += len({*same.contexts} & {*gold["contexts"]})
    print(f"{events} events of the right type: contexts P {right / told:.2f} R {right / wanted:.2f}, {told} told, {wanted} annotated")


if __name__ == "__main__":
    main()
