"""What is in the training text: ``python training/diversity.py`` prints the tables of ``data/README.md``.

Near-duplicates are sentences whose templates (mentions taken out, numbers made alike) share half of their runs of three words, or of five
characters in Chinese; a template that returns must stay under one in a hundred sentences of its language.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from written import PLOVER, parse_file

DATA = Path(__file__).resolve().parent / "data"
NEAR = 0.5


def records(folder: Path) -> list[dict[str, Any]]:
    """All annotated sentences below a folder."""
    return [r for path in sorted(folder.rglob("*.txt")) for r in parse_file(path)[0]]


def template(record: dict[str, Any]) -> str:
    """A sentence without its actors and numbers."""
    text = record["text"]
    for m in reversed(record["mentions"]):
        text = text[: m["start"]] + "@" + text[m["end"] :]
    return re.sub(r"\s+", " ", re.sub(r"\d+", "0", text.casefold())).strip()


def shingles(text: str, language: str) -> set[str]:
    """The runs by which two templates are compared."""
    units, size = (list(text), 5) if language == "zh" else (re.findall(r"@|\w+", text), 3)
    return {" ".join(units[n : n + size]) for n in range(max(1, len(units) - size + 1))}


def near_duplicates(group: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of ids of sentences of one language that are near-duplicates."""
    sets = [shingles(template(r), r["lang"]) for r in group]
    holders: dict[str, list[int]] = defaultdict(list)
    out = []
    for n, runs in enumerate(sets):
        shared = Counter(other for run in runs for other in holders[run])
        out += [(group[o]["id"], group[n]["id"]) for o, k in shared.items() if k / (len(runs) + len(sets[o]) - k) >= NEAR]
        for run in runs:
            if len(holders[run]) < 200:
                holders[run].append(n)
    return out


def by_language(group: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Sentences by their language."""
    out: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for r in group:
        out[r["lang"]].append(r)
    return dict(sorted(out.items()))


def table(groups: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Markdown rows: sentences, words, mentions, those without event, events, near-duplicates, and the commonest template's share."""
    rows = [
        "| | sentences | characters | mentions | without event | events | near-duplicates | commonest template |",
        "| --- | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for name, group in groups.items():
        events = sum(len(r["events"]) for r in group)
        empty = sum(not r["events"] for r in group)
        languages = by_language(group).values()
        near = sum(len(near_duplicates(g)) for g in languages)
        common = max(Counter(map(template, g)).most_common(1)[0][1] / len(g) for g in languages)
        length = sum(len(r["text"]) for r in group) // max(1, len(group))
        mentions = sum(len(r["mentions"]) for r in group) / max(1, len(group))
        rows.append(
            f"| {name} | {len(group):,} | {length} | {mentions:.1f} | {empty / len(group):.0%} | {events:,} | {near} | {common:.1%} |"
        )
    return rows


def main() -> int:
    """Print the tables."""
    written = records(DATA / "written")
    groups = by_language(written)
    groups["all written"] = written
    for name in ("wikinews", "ntrex"):
        groups[name] = records(DATA / name)
    print("\n".join(table(groups)))
    print()
    names = list(groups)
    print("| type |", " | ".join(names), "|")
    print("| --- |", " | ".join("--:" for _ in names), "|")
    for kind in PLOVER["types"]:
        print(f"| {kind} |", " | ".join(str(sum(e["type"] == kind for r in groups[n] for e in r["events"])) for n in names), "|")
    for status in ("actual", "historical", "future", "hypothetical", "negated"):
        print(f"| {status} |", " | ".join(str(sum(e["status"] == status for r in groups[n] for e in r["events"])) for n in names), "|")
    if "--duplicates" in sys.argv:
        for name in names:
            for pair in near_duplicates(groups[name]) if name != "all written" else []:
                print(*pair)
    return 0


if __name__ == "__main__":
    sys.exit(main())
