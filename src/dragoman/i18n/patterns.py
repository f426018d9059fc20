"""Sentences out of patterns: names put into their cases, verbs into agreement. ``data/README.md`` says how patterns are written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from ..errors import DataError
from ..records import Stance
from .names import DATA, NOMINATIVE, Name

STATUSES = ("actual", "future", "negated", "hypothetical")
SHAPES = ("both", "alone", "mutual", "target")
#: The slots that patterns of a section may have; all other sections are sentences of events.
_SLOTS = {
    "figure": frozenset({"kind", "value", "from", "to", "bound", "number", "unit"}),
    "statement": frozenset({"speaker", "about", "sentence", "quote", "person", "state"}),
    "sector": frozenset({"sector", "state"}),
}
_EVENT = frozenset({"actor", "recipient"})
#: What a language that has a section must say in it.
_NEEDED = {
    "figure": ("from_to", "from", "to", "none"),
    "statement": ("speaker", "quote", *(f"{s}.{shape}" for s in get_args(Stance) for shape in ("about", "alone"))),
}
_SLOT = re.compile(r"\{(\w+)(?:\.([\w'’à]+)|\?([^{}]*))?\}")

#: A slot: who, in which case, or (who, "", alternatives) by agreement.
Part = str | tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some names as one part of a sentence."""

    names: tuple[Name, ...]

    def form(self, case: str, join: Callable[[Sequence[str]], str]) -> str:
        """All names in a case, joined as the language joins a list."""
        return join([n.form(case) for n in self.names])


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """The patterns of a language, compiled: ``sentences[key][status][shape]``, and those of figures and statements by name, and how
    a sector of a state is written, by sector and, for all others, under "label". ``euphony`` are expressions and what takes their place
    in sentences and lists of names ("Rusia e Irán").
    """

    agree: tuple[str, ...]
    plural: str
    sentences: dict[str, dict[str, dict[str, tuple[Part, ...]]]]
    figure: dict[str, tuple[Part, ...]]
    statement: dict[str, tuple[Part, ...]]
    sectors: dict[str, tuple[Part, ...]]
    euphony: tuple[tuple[re.Pattern[str], str], ...]

    def agreement(self, phrase: Phrase) -> str:
        """The class that verbs agree with."""
        if len(phrase.names) > 1 and self.plural != "first":
            return self.plural
        return phrase.names[0].agree

    def fill(self, pattern: Sequence[Part], slots: Mapping[str, Phrase | str], join: Callable[[Sequence[str]], str]) -> str:
        """A pattern with its slots filled."""
        out = []
        for part in pattern:
            if isinstance(part, str):
                out.append(part)
                continue
            who, case, alternatives = part
            given = slots[who]
            if isinstance(given, str):
                out.append(given)
            elif alternatives:
                agree = self.agreement(given)
                at = self.agree.index(agree) if agree in self.agree else len(self.agree) - 1
                out.append(alternatives[min(at, len(alternatives) - 1)])
            else:
                out.append(given.form(case, join))
        return self.said("".join(out))

    def said(self, text: str) -> str:
        """A text with words in the form that they take before their neighbours ("со Швецией")."""
        for before, after in self.euphony:
            text = before.sub(after, text)
        return text


def compiled(text: str, where: str, slots: frozenset[str] = _EVENT) -> tuple[Part, ...]:
    """A pattern as its parts. Raises ``DataError`` where a brace stands alone or a slot is none of the section's."""
    parts: list[Part] = []
    at = 0
    for match in _SLOT.finditer(text):
        parts.append(text[at : match.start()])
        who, case, alternatives = match.groups()
        if who not in slots:
            raise DataError(f"{where}: there is no {{{who}}} here, only {', '.join(f'{{{s}}}' for s in sorted(slots))}")
        parts.append((who, case or NOMINATIVE, tuple(alternatives.split("|")) if alternatives is not None else ()))
        at = match.end()
    parts.append(text[at:])
    if any(isinstance(p, str) and ("{" in p or "}" in p) for p in parts):
        raise DataError(f"{where}: a brace in {text!r} belongs to no slot; write {{actor}}, {{recipient.dat}} or {{actor?a|b}}")
    return tuple(p for p in parts if p != "")


@lru_cache(maxsize=16)
def patterns(language: str) -> Patterns | None:
    """The patterns of a language; None where nobody has written them yet. Raises ``DataError`` where they cannot be read."""
    path = DATA / language / "summary.toml"
    if not path.exists():
        return None
    try:
        loaded: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: {error}") from None
    sentences: dict[str, dict[str, dict[str, tuple[Part, ...]]]] = {}
    for key, statuses in loaded.items():
        if not isinstance(statuses, dict) or key in _SLOTS:
            continue
        for status, shapes in statuses.items():
            if status not in STATUSES or not isinstance(shapes, dict) or not set(shapes) <= set(SHAPES):
                raise DataError(f"{path}: [{key}] {status}: statuses are {', '.join(STATUSES)}, shapes {', '.join(SHAPES)}")
            for shape, text in shapes.items():
                sentences.setdefault(key, {}).setdefault(status, {})[shape] = compiled(text, f"{path}: [{key}] {status}.{shape}")
    plain = {name: _flat(loaded.get(name, {}), f"{path}: [{name}]", _SLOTS[name]) for name in _SLOTS}
    for name, needed in _NEEDED.items():
        missing = [key for key in needed if key not in plain[name]]
        if plain[name] and missing:
            raise DataError(f"{path}: [{name}] lacks {', '.join(missing)}")
    return Patterns(
        agree=tuple(loaded.get("agree", ())),
        plural=str(loaded.get("plural", "")),
        sentences=sentences,
        figure=plain["figure"],
        statement=plain["statement"],
        sectors={"label": compiled("{sector} ({state})", str(path), _SLOTS["sector"])} | plain["sector"],
        euphony=tuple((re.compile(before), after) for before, after in loaded.get("euphony", ())),
    )


def _flat(section: Mapping[str, Any], where: str, slots: frozenset[str], before: str = "") -> dict[str, tuple[Part, ...]]:
    out: dict[str, tuple[Part, ...]] = {}
    for key, value in section.items():
        name = f"{before}{key}"
        if isinstance(value, Mapping):
            out |= _flat(value, where, slots, f"{name}.")
        else:
            out[name] = compiled(value, f"{where} {name}", slots)
    return out
