"""The predicates of one language: words that carry an event, and how each marks who does it to whom.

One TOML file a language under ``lexicons/``, a table per predicate; CONTRIBUTING ("Adding a language") describes the fields. A real one:

    [[predicate]]
    type = "SANCTION"
    verb = "impos(e|es|ed|ing) & sanction*|sanction(ed|s)"   # both words in one clause, in any order; or the verb alone
    noun = "sanctions"
    recipient = "on|against"                                  # after a preposition; "object" is added for verbs by default
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from .. import ontology
from ..errors import DataError
from ..language.patterns import PatternTree, expand
from ..language.tokens import Tokens
from ..records import FigureKind

DATA = Path(__file__).parent / "lexicons"
Form = Literal["verb", "passive", "noun", "future", "negated"]
FORMS: tuple[Form, ...] = ("verb", "passive", "noun", "future", "negated")
_WINDOW = 9  # words between the parts of "impose & sanctions"; "imposed a new round of sweeping economic sanctions" has 6
_WINDOW_OF_CHARACTERS = 20  # the same where every character is a token
#: Types whose verb takes what follows as its content: what is demanded, promised, refused, threatened did not happen by that.
GOVERNING = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE", "SUPPORT", "CONCEDE"})


@dataclass(frozen=True, slots=True)
class Predicate:
    """One entry of a lexicon.

    ``recipient``, ``actor`` and ``partner`` are marks by which the role is told: prepositions or cases in the normal form of the
    grammar file, or ``subject``, ``object``, ``speaker``, ``of``. ``partner`` marks those who do it together ("met with").
    ``weak`` predicates are coded only with an actor and another recipient. ``lone`` ones need no recipient.
    """

    type: str
    mode: str = ""
    contexts: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    reciprocal: bool = False
    weak: bool = False
    lone: bool = True
    governs: bool = False
    of: str = "actor"
    number: int = 0


@dataclass(slots=True)
class Hit:
    """A predicate found: head words ``start``…``end``, all its words in ``spans``."""

    start: int
    end: int
    predicate: Predicate
    form: Form
    spans: tuple[tuple[int, int], ...]
    size: int = 0


@dataclass
class Lexicon:
    """All predicates of a language, and words that tell contexts."""

    language: str
    predicates: list[Predicate] = field(default_factory=list)
    tree: PatternTree[tuple[Predicate, Form, int, int, int]] | None = None
    contexts: PatternTree[str] | None = None
    figures: PatternTree[FigureKind] | None = None
    parts: int = 0

    def find(self, tokens: Tokens) -> list[Hit]:
        """Every predicate in a sentence; of overlapping ones those with more words stay."""
        if self.tree is None:
            return []
        whole: list[Hit] = []
        pieces: dict[int, dict[int, list[tuple[int, int]]]] = {}
        owners: dict[int, tuple[Predicate, Form, int]] = {}
        for found in self.tree.find(tokens):
            predicate, form, group, part, count = found.payload
            if count == 1:
                whole.append(Hit(found.start, found.end, predicate, form, ((found.start, found.end),), found.end - found.start))
            else:
                pieces.setdefault(group, {}).setdefault(part, []).append((found.start, found.end))
                owners[group] = (predicate, form, count)
        for group, by_part in pieces.items():
            predicate, form, count = owners[group]
            if len(by_part) == count:
                whole += _combine(by_part, predicate, form, count, _WINDOW_OF_CHARACTERS if self.language == "zh" else _WINDOW)
        return _best(whole)


def _combine(by_part: dict[int, list[tuple[int, int]]], predicate: Predicate, form: Form, count: int, window: int) -> list[Hit]:
    hits: list[Hit] = []
    for head in by_part[0]:
        spans = [head]
        for part in range(1, count):
            near = [s for s in by_part[part] if abs(s[0] - head[0]) <= window and s != head]
            if not near:
                break
            spans.append(min(near, key=lambda s: (abs(s[0] - head[0]), s[0])))
        else:
            hits.append(Hit(head[0], head[1], predicate, form, tuple(spans), sum(e - s for s, e in spans) + count))
    return hits


def _best(hits: list[Hit]) -> list[Hit]:
    """Longer hits silence shorter ones on their words; hits of the same words but another form stay, to be told apart later."""
    hits.sort(key=lambda h: (-h.size, h.start))
    owner: dict[int, tuple[tuple[int, int], ...]] = {}
    kept: list[Hit] = []
    for hit in hits:
        words = [i for s, e in hit.spans for i in range(s, e)]
        if any(owner.get(i, hit.spans) != hit.spans for i in words):
            continue
        for i in words:
            owner[i] = hit.spans
        kept.append(hit)
    kept.sort(key=lambda h: (h.start, h.predicate.number))
    return kept


_FIELDS = {"type", "mode", "contexts", "recipient", "actor", "partner", "reciprocal", "weak", "lone", "governs", "of", *FORMS}


def _predicate(entry: dict[str, Any], number: int, path: Path) -> Predicate:
    unknown = set(entry) - _FIELDS
    if unknown:
        raise DataError(f"{path.name}: predicate {number}: unknown fields {sorted(unknown)}")
    kind = str(entry["type"])
    mode = str(entry.get("mode", ""))
    ontology.score(kind, mode)

    def marks(name: str) -> tuple[str, ...]:
        return tuple(m.strip() for m in str(entry.get(name, "")).split("|") if m.strip())

    return Predicate(
        type=kind,
        mode=mode,
        contexts=tuple(entry.get("contexts", ())),
        recipient=marks("recipient"),
        actor=marks("actor"),
        partner=marks("partner"),
        reciprocal=bool(entry.get("reciprocal", False)),
        weak=bool(entry.get("weak", False)),
        lone=bool(entry.get("lone", not ontology.needs_recipient(kind))),
        governs=bool(entry.get("governs", kind in GOVERNING)),
        of=str(entry.get("of", "actor")),
        number=number,
    )


@lru_cache(maxsize=32)
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; an empty one where there is none."""
    path = DATA / f"{language}.toml"
    out = Lexicon(language)
    if not path.exists():
        return out
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path.name}: {error}") from None
    out.tree = PatternTree(language)
    for number, entry in enumerate(data.get("predicate", ()), 1):
        predicate = _predicate(entry, number, path)
        out.predicates.append(predicate)
        for form in FORMS:
            for pattern in expand(str(entry.get(form, ""))):
                parts = [p.strip() for p in pattern.split("&")]
                out.parts += 1
                for k, part in enumerate(parts):
                    out.tree.add(part, (predicate, form, out.parts, k, len(parts)))
    out.contexts = PatternTree(language)
    for context, cell in data.get("contexts", {}).items():
        if context not in ontology.contexts():
            raise DataError(f"{path.name}: PLOVER has no context {context!r}")
        for pattern in expand(cell):
            out.contexts.add(pattern, context)
    out.figures = PatternTree(language)
    for kind, cell in data.get("figures", {}).items():
        if kind not in get_args(FigureKind):
            raise DataError(f"{path.name}: no kind of figure {kind!r}; there is {', '.join(get_args(FigureKind))}")
        for pattern in expand(cell):
            out.figures.add(pattern, kind)
    return out
