"""Stories told by many outlets, labelled with who tells which event: how well reports are merged.

A file holds stories that share actors and days (``tests/gold/stories/README.md`` shows the format); each line of a report names the
events it tells. Scores are B-cubed (Bagga and Baldwin 1998): for each report, how many of those it was merged with tell the same event, and
how many that tell it it was merged with.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..errors import Malformed
from ..records import Article

_EVENT = re.compile(r"@ ([a-z0-9-]+) = ([A-Z|]+) (\S+) (\S+) (\d{4}-\d\d-\d\d)(?:/(\d{4}-\d\d-\d\d))?")
_LINE = re.compile(r"(-|[a-z0-9-]+(?:, ?[a-z0-9-]+)*): (.+)")


@dataclass(frozen=True, slots=True)
class Telling:
    """One outlet's report of a story: the article, and for each of its lines (start offset) the keys of the events that it tells."""

    story: str
    article: Article
    country: str
    copy_of: str
    lines: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(slots=True)
class Stories:
    """Labelled tellings, and the types as which each event may fairly be coded. Keys are those of the file, with its name before them."""

    tellings: list[Telling] = field(default_factory=list)
    types: dict[str, frozenset[str]] = field(default_factory=dict)

    def key(self, article_id: str, start: int, kind: str) -> str | None:
        """Which event a report of type ``kind`` at offset ``start`` of an article tells.

        None where the labels do not say: no event, several of that type, or none that may fairly be coded so (a coder's mistake, or an
        event that is not labelled).
        """
        for telling in self.tellings:
            if telling.article.article_id != article_id:
                continue
            keys = next((k for begin, k in reversed(telling.lines) if begin <= start), ())
            fit = [k for k in keys if kind in self.types[k]]
            return fit[0] if len(fit) == 1 else None
        return None

    def labels(self, reports: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        """The key of each report of a ledger that has one, by report id."""
        keys = {r["report_id"]: self.key(r["article_id"], r["evidence"]["start"], r["type"]) for r in reports}
        return {report: key for report, key in keys.items() if key}


def load_stories(folder: str | Path) -> Stories:
    """Read all ``.txt`` files of a folder. Raises ``Malformed`` naming file and line."""
    out = Stories()
    for path in sorted(Path(folder).rglob("*.txt")):
        _load(path, out)
    return out


def _load(path: Path, out: Stories) -> None:
    story = ""
    head: list[str] = []
    lines: list[tuple[tuple[str, ...], str]] = []

    def keep() -> None:
        if head:
            out.tellings.append(_telling(path.stem, story, head, lines))
        head.clear()
        lines.clear()

    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("### "):
            keep()
            story = line[4:].split(" ")[0]
        elif line.startswith("@ "):
            if not (event := _EVENT.fullmatch(line.rstrip())):
                raise Malformed(f"{path}:{number}", "is no event: @ key = TYPES ACTORS RECIPIENTS DATE", "stopped")
            out.types[f"{path.stem}/{event[1]}"] = frozenset(event[2].split("|"))
        elif line.startswith("## "):
            keep()
            head += [part.strip() for part in line[3:].split("|")]
        elif line.strip():
            if not (told := _LINE.match(line)):
                raise Malformed(f"{path}:{number}", "is no line of a report: KEY, KEY: text", "stopped")
            keys = tuple(f"{path.stem}/{k.strip()}" for k in told[1].split(",") if k != "-")
            for key in keys:
                if key not in out.types:
                    raise Malformed(f"{path}:{number}", f"names the event {key}, which is not defined", "stopped")
            lines.append((keys, told[2].strip()))
    keep()


def _telling(file: str, story: str, head: Sequence[str], lines: Sequence[tuple[tuple[str, ...], str]]) -> Telling:
    outlet, country, language, published = head[:4]
    text, starts = "", []
    for keys, line in lines:
        text += "\n\n" if text else ""
        starts.append((len(text), keys))
        text += line
    url = f"https://stories.example/{file}/{story}/{quote(outlet)}"
    article = Article(text=text, url=url, title=lines[0][1], outlet=outlet, language=language, published=date.fromisoformat(published))
    return Telling(f"{file}/{story}", article, country, head[4].removeprefix("copy of ") if len(head) > 4 else "", tuple(starts))


@dataclass(frozen=True, slots=True)
class BCubed:
    """Precision, recall and F1 over ``items``."""

    precision: float
    recall: float
    items: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision + self.recall else 0.0


def b_cubed(found: Mapping[Any, Hashable], gold: Mapping[Any, Hashable]) -> BCubed:
    """Groups as found against groups as labelled, over the items that both know."""
    items = [i for i in gold if i in found]
    of_found: dict[Hashable, set[Any]] = defaultdict(set)
    of_gold: dict[Hashable, set[Any]] = defaultdict(set)
    for i in items:
        of_found[found[i]].add(i)
        of_gold[gold[i]].add(i)
    if not items:
        return BCubed(0.0, 0.0, 0)
    both = [len(of_found[found[i]] & of_gold[gold[i]]) for i in items]
    precision = sum(n / len(of_found[found[i]]) for n, i in zip(both, items, strict=True)) / len(items)
    recall = sum(n / len(of_gold[gold[i]]) for n, i in zip(both, items, strict=True)) / len(items)
    return BCubed(precision, recall, len(items))
