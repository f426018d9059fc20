"""Measure a bundle on the sentences under ``tests/gold`` and write its model card: ``python training/card.py BUNDLE``.

What is printed goes into ``docs/accuracy.md`` as well.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from calibrate import GOLD
from diversity import DATA, records
from written import gold, pairs, parse_file

from dragoman.coding.neural import NeuralCoder
from dragoman.evaluate import evaluate, evaluate_given, load_given, load_gold


def sentences(folder: Path) -> list[dict[str, Any]]:
    """The annotated sentences of a folder of files."""
    return [r for path in sorted(folder.glob("*.txt")) for r in parse_file(path)[0]]


def report(coder: NeuralCoder, group: list[dict[str, Any]]) -> dict[str, Any]:
    """Scores of reading: types, dyads, no event."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "gold.jsonl"
        file.write_text("".join(json.dumps(gold(r)) + "\n" for r in group), "utf-8")
        return evaluate(load_gold(file), coder).overall.to_dict()


def row(name: str, count: int, scores: dict[str, Any]) -> str:
    """One line of the table."""
    values = [scores[m][k] for m, k in (("type", "f1"), ("dyad", "precision"), ("dyad", "recall"), ("dyad", "f1"), ("no_event", "recall"))]
    return f"| {name} | {count} | " + " | ".join("–" if v is None else f"{v:.2f}" for v in values) + " |"


def measured(coder: NeuralCoder) -> Iterator[str]:
    """The tables of the card."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pairs.jsonl"
        marked = sentences(GOLD / "pairs" / "en")
        file.write_text("".join(json.dumps(pairs(r)) + "\n" for r in marked), "utf-8")
        given = evaluate_given(load_given(file), coder)
    yield f"{given.pairs} marked English pairs, mentions given: accuracy {given.accuracy:.3f}, macro F1 {given.macro_f1:.3f}.\n"
    yield "| sentences | n | type F1 | dyad P | R | F1 | left alone |"
    yield "| --- | --: | --: | --: | --: | --: | --: |"
    for kind in ("translations", "wikinews", "ntrex"):
        for folder_ in sorted((GOLD / kind).glob("*/")):
            group = sentences(folder_)
            yield row(f"{kind}, {folder_.name}", len(group), report(coder, group))
    about = coder._network.about
    error, on = about["calibration_error"], about["calibrated_on"]
    yield f"\nExpected calibration error of the confidence: {error:.3f} (five folds over {on:,} coded triples)."


def card(folder: Path) -> str:
    """The model card of a bundle."""
    coder = NeuralCoder(folder)
    written, wikinews, ntrex = (records(DATA / name) for name in ("written", "wikinews", "ntrex"))
    languages = sorted({r["lang"] for r in written})
    size = sum(f.stat().st_size for f in folder.iterdir()) / 2**20
    tables = "\n".join(measured(coder))
    return f"""# Model card: Dragoman's neural coder, version {coder.version}

**What it does.** Reads a sentence whose actors are marked and says of every ordered pair of them, and of each alone, which PLOVER event
is reported, with mode, status, contexts, the words that say so and a confidence. {size:.0f} MB, on the CPU, offline.

**What it is made of.** The encoder multilingual-e5-small (MIT; Wang et al. 2024) with four heads, fine-tuned; its word vectors keep the
four bits of their source, its matrices are 8-bit integers. The lexicon's readings are votes with a weight of {coder._votes}.

**What it learned from.** {len(written):,} sentences written for this project in {len(languages)} languages ({", ".join(languages)}),
{len(wikinews):,} of Wikinews (CC BY 2.5) and {len(ntrex):,} of NTREX-128 (CC BY-SA 4.0) annotated for it, the latter carried over to eleven
languages; further ones made of these by exchanging actors and joining sentences. One in twenty was held back to choose the threshold
({coder._threshold}) and to calibrate.

**How well it does**, on sentences that no training saw (`python training/card.py`). *Left alone*: the share of sentences with actors but no
event that get none.

{tables}

**What it is for.** Counting and finding reported interactions of states and organisations in news. Each event carries its sentence: read it
before you rely on it. **What it is not for.** Deciding about persons; saying what happened, as it knows only what is reported; text that
is not news; sentences of more than 192 pieces, of which the rest is not read.

**Known limits.** Irony, headlines without verbs, events told over several sentences, actors named only by a pronoun. Languages it was not
trained on are read less well, and only where the tables know the names of the states. It was taught by few hands, so it shares
their judgement in what is an event.

**Licence.** The weights are under Apache-2.0 like Dragoman; the encoder they come from is under MIT.
"""


def main() -> None:
    """Print the card and write it into the bundle."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bundle", type=Path)
    folder = parser.parse_args().bundle
    text = card(folder)
    print(text)
    (folder / "MODEL_CARD.md").write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
