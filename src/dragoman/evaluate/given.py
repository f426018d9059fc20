"""How well a coder types ordered pairs of mentions that are given: actor recognition is out of the picture.

A line brings ``mentions`` (``[{start, end}]``, code points, half-open) and events that point at them: ``actor_mentions``,
``recipient_mentions`` and ``types``, any of which is acceptable. The marked pairs are actors with recipients; actors with each other,
both ways, where there are no recipients; a single actor with nobody.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..actors.find import MarkedSentence, mark
from ..coding import Coder
from ..errors import Malformed, SourceError
from ..records import Mention, Sentence

Pair = tuple[int, int]
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Given:
    """A sentence with its mentions and, for each marked ordered pair, the acceptable types (empty where the labels name none)."""

    id: str
    language: str
    text: str
    spans: tuple[Pair, ...]
    pairs: tuple[Pair, ...]
    types: tuple[frozenset[str], ...]


@dataclass
class PairReport:
    """Accuracy and macro F1 over the marked pairs that have a label, and the best type ("" for none) of every pair."""

    coder: str
    version: str
    right: int = 0
    pairs: int = 0
    by_type: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # right, predicted, labelled
    predictions: list[tuple[str, list[tuple[int, int, str, float]]]] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        """The share of pairs whose type is right."""
        return self.right / self.pairs if self.pairs else 0.0

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the types that occur among the labels."""
        scores = [_f1(*counts) for counts in self.by_type.values() if counts[2]]
        return sum(scores) / len(scores) if scores else 0.0

    def to_dict(self) -> dict[str, Any]:
        """``{coder, coder_version, pairs, accuracy, macro_f1, by_type}``, JSON-ready."""
        kinds = {k: {"f1": round(_f1(*c), 4), "right": c[0], "predicted": c[1], "n": c[2]} for k, c in sorted(self.by_type.items())}
        return {
            "coder": self.coder,
            "coder_version": self.version,
            "pairs": self.pairs,
            "accuracy": round(self.accuracy, 4),
            "macro_f1": round(self.macro_f1, 4),
            "by_type": kinds,
        }


def _f1(right: int, predicted: int, labelled: int) -> float:
    return 2 * right / (predicted + labelled) if predicted + labelled else 0.0


def load_given(path: str | Path) -> list[Given]:
    """Every line of a file of labelled pairs.

    Raises ``SourceError`` where the file cannot be read, ``Malformed`` naming file and line for a line that does not keep the schema.
    """
    return list(_read(Path(path)))


def _read(path: Path) -> Iterator[Given]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(path), f"cannot be read: {error}", "nothing evaluated") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _given(json.loads(line), number)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise Malformed(
                f"{path}:{number}",
                f"no sentence with given mentions ({error!r})",
                "each line needs text, mentions [{start, end}] and events",
            ) from None


def _given(row: dict[str, Any], number: int) -> Given:
    text = row["text"]
    spans = tuple((int(m["start"]), int(m["end"])) for m in row["mentions"])
    if any(not 0 <= start < end <= len(text) for start, end in spans):
        raise ValueError("a mention lies outside the text")
    marked: dict[Pair, set[str]] = {}
    for event in row.get("events", ()):
        for pair in _marked_pairs(_numbers(event["actor_mentions"]), _numbers(event.get("recipient_mentions") or [])):
            if not all(n < len(spans) for n in pair):
                raise ValueError("an event points at a mention that is not there")
            marked.setdefault(pair, set()).update(event.get("types") or ([event["type"]] if event.get("type") else []))
    if not marked:
        many = range(len(spans))
        marked = {(a, r): set() for a in many for r in many if a != r} or {(a, NOBODY): set() for a in many}
    return Given(
        str(row.get("id", number)),
        str(row.get("lang", "")),
        text,
        spans,
        tuple(marked),
        tuple(frozenset(kinds) for kinds in marked.values()),
    )


def _numbers(value: object) -> list[int]:
    return [value] if isinstance(value, int) else [int(n) for n in value]  # type: ignore[attr-defined]


def _marked_pairs(actors: list[int], recipients: list[int]) -> list[Pair]:
    if recipients:
        return [(a, r) for a in actors for r in recipients]
    if len(actors) > 1:
        return [(a, b) for a in actors for b in actors if a != b]
    return [(a, NOBODY) for a in actors]


def evaluate_given(given: Sequence[Given], coder: Coder) -> PairReport:
    """Score a coder on marked pairs."""
    report = PairReport(coder.name, coder.version)
    counts: dict[str, Counter[str]] = {}
    for sentence, answers in zip(given, _answers(given, coder), strict=True):
        report.predictions.append((sentence.id, [(a, r, *answer) for (a, r), answer in zip(sentence.pairs, answers, strict=True)]))
        for kinds, (kind, _) in zip(sentence.types, answers, strict=True):
            if not kinds:
                continue
            meant = kind if kind in kinds else min(kinds)
            report.pairs += 1
            report.right += kind in kinds
            counts.setdefault(meant, Counter())["labelled"] += 1
            if kind:
                counts.setdefault(kind, Counter())["predicted"] += 1
                counts[kind]["right"] += kind in kinds
    report.by_type = {k: (c["right"], c["predicted"], c["labelled"]) for k, c in counts.items()}
    return report


def _answers(given: Sequence[Given], coder: Coder) -> list[list[tuple[str, float]]]:
    marked = [_marked(g) for g in given]
    if hasattr(coder, "types_of"):
        answers: list[list[tuple[str, float]]] = coder.types_of([(m, pairs) for m, pairs in marked])
        return answers
    return [_from_events(m, pairs, coder) for m, pairs in marked]


def _marked(given: Given) -> tuple[MarkedSentence, list[Pair]]:
    """The sentence with the given mentions in place of those that would be found, and the pairs by their order in the sentence."""
    found = mark([Sentence(0, 0, len(given.text), given.text, given.language)], None)[0]
    order = sorted(range(len(given.spans)), key=lambda n: given.spans[n])
    place = {n: k for k, n in enumerate(order)} | {NOBODY: NOBODY}
    mentions = [_as_mention(given.text, k, given.spans[n], found) for k, n in enumerate(order)]
    return MarkedSentence(found.sentence, found.tokens, found.words, mentions), [(place[a], place[r]) for a, r in given.pairs]


def _from_events(marked: MarkedSentence, pairs: Sequence[Pair], coder: Coder) -> list[tuple[str, float]]:
    """What a coder that only gives events says of the pairs."""
    best: dict[Pair, tuple[str, float]] = {}
    numbers = {(m.start, m.end): n for n, m in enumerate(marked.mentions)}
    for event in sorted(coder.code([marked])[0], key=lambda e: e.confidence):
        actors, recipients = (
            [numbers[m.start, m.end] for m in side if (m.start, m.end) in numbers] for side in (event.actors, event.recipients)
        )
        if actors:
            best |= dict.fromkeys(_marked_pairs(actors, recipients), (event.type, event.confidence))
    return [best.get(pair, ("", 0.0)) for pair in pairs]


def _as_mention(text: str, number: int, span: Pair, found: MarkedSentence) -> Mention:
    like = next((m for m in found.mentions if m.start < span[1] and m.end > span[0]), None)
    if like is None:
        return Mention(*span, text[span[0] : span[1]], f"#{number}", "name")
    return replace(like, start=span[0], end=span[1], text=text[span[0] : span[1]], id=f"#{number}")
