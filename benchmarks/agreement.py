"""Do translations of a line give the events of the English line? F1 per language, as a table and a picture.

    .venv/bin/python benchmarks/agreement.py ../shared/corpora/ntrex --picture docs/agreement.svg

Counts (actor, type, recipient) by entity, and types alone, over all lines; events in English are taken for right, so this measures how
alike the languages are read, not how well. ``--unseen`` takes only the documents that no training saw.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from dragoman.actors.find import mark
from dragoman.actors.names import LANGUAGES
from dragoman.coding import Coder, coder
from dragoman.records import Sentence

DAY = date(2018, 11, 15)
SILENT = ("negated", "hypothetical", "historical")
Triple = tuple[str, str, str]


def coded(lines: list[str], language: str, using: Coder) -> list[set[Triple]]:
    """What a coder sees in each line."""
    marked = [mark([Sentence(0, 0, len(t), t, language)], DAY)[0] for t in lines]
    out = []
    for events in using.code(marked):
        seen: set[Triple] = set()
        for e in events:
            if e.status in SILENT:
                continue
            actors, others = [a.id for a in e.actors], [r.id for r in e.recipients]
            pairs = [(a, r) for a in actors for r in others] or (
                [(a, b) for a in actors for b in actors if a != b] if len(actors) > 1 else [(actors[0], "")]
            )
            seen |= {(a, e.type, r) for a, r in pairs}
        out.append(seen)
    return out


def f1(one: list[set[Triple]], other: list[set[Triple]], types: bool) -> float:
    """The harmonic mean of both shares of agreement."""
    pairs = [({t[1] for t in a}, {t[1] for t in b}) if types else (a, b) for a, b in zip(one, other, strict=True)]
    both = sum(len(a & b) for a, b in pairs)
    total = sum(len(a) + len(b) for a, b in pairs)
    return 2 * both / total if total else 0.0


def picture(rows: list[tuple[str, bool, float, float]], path: Path) -> None:
    """Bars by language, those of training in another colour. Needs altair and vl-convert-python."""
    import altair as alt

    data = [
        {"language": name, "seen": "trained on" if seen else "never trained on", "measure": what, "F1": value}
        for name, seen, types, triples in rows
        for what, value in (("types", types), ("actor, type, recipient", triples))
    ]
    chart = (
        alt.Chart(alt.Data(values=data))
        .mark_bar()
        .encode(
            x=alt.X("language:N", sort=None, title=None),
            y=alt.Y("F1:Q", scale=alt.Scale(domain=[0, 1]), title="agreement with English (F1)"),
            color=alt.Color("seen:N", title=None, scale=alt.Scale(range=["#b07a3f", "#2f6f8f"])),
            row=alt.Row("measure:N", title=None, sort=["types", "actor, type, recipient"]),
        )
        .properties(width=680, height=130)
    )
    chart.save(str(path))


def main() -> None:
    """Print the table; draw it where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--coder", default="")
    parser.add_argument("--unseen", action="store_true")
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    documents = (options.folder / "ntrex.dev.docs.tsv").read_text("utf-8").splitlines()
    order = {name: n for n, name in enumerate(dict.fromkeys(documents))}
    kept = [n for n, name in enumerate(documents) if not options.unseen or order[name] % 3 == 2]
    using = coder(options.coder)

    def read(language: str) -> list[set[Triple]]:
        lines = (options.folder / f"ntrex.dev.{language}.txt").read_text("utf-8").splitlines()
        return coded([lines[n] for n in kept], language, using)

    english = read("en")
    rows = []
    for path in sorted(options.folder.glob("ntrex.dev.??.txt")):
        language = path.stem.rsplit(".", 1)[1]
        if language != "en":
            seen = read(language)
            rows.append((language, language in LANGUAGES, f1(english, seen, True), f1(english, seen, False), sum(map(len, seen))))
    rows.sort(key=lambda r: (not r[1], -r[2]))
    print(f"{len(kept)} lines, coder {using.name} {using.version}, {sum(map(len, english))} triples in English\n")
    print("| language | trained on | types F1 | triples F1 | triples |\n| --- | --- | --: | --: | --: |")
    for language, trained, types, triples, count in rows:
        print(f"| {language} | {'yes' if trained else 'no'} | {types:.2f} | {triples:.2f} | {count} |")
    if options.picture:
        picture([r[:4] for r in rows], options.picture)


if __name__ == "__main__":
    main()
