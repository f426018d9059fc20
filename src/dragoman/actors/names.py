"""The directory of names of one language: states, organisations, roles, persons and what only looks like them.

Each kind is a table that a speaker can edit under ``data/``; the directory holds all of them in one pattern tree, with the inflected
and clitic forms that the language's rules make.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..errors import DataError
from ..language.fold import fold_token
from ..language.grammar import grammar
from ..language.inflection import Inflection, inflection
from ..language.patterns import PatternTree, expand
from .holders import by_person, surname

DATA = Path(__file__).parent / "data"
_VOWELS = "aeiouyáéíóúýąęăâîőűäöåаеёиоуыэюяіїєαεηιουωάέήίόύώ"
_SURE = 6  # letters of a stem that is a name even without a capital ("španěl*")
#: The languages that have tables of names, roles and grammar.
LANGUAGES = ("en", "ar", "fr", "es", "ru", "zh", "de", "pt", "tr", "kk", "it", "uk")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name in the text may stand for.

    ``kind``: name, adjective, place, city, office (a role that is an office), agent (any other role), person, decoy.
    ``shape``: "Title" where the first word must begin with a capital, "Titles" where the last must too, "ACRONYM" where it must be all
    capitals, "" where case says nothing.
    ``weak`` entries count only beside another entry or after the full name was seen.
    """

    kind: str
    id: str = ""
    sector: str = ""
    office: str = ""
    person: str = ""
    shape: str = ""
    weak: bool = False


def rows(name: str, columns: int) -> Iterator[list[str]]:
    """The rows of a data table, padded to so many columns; nothing where there is no such table."""
    path = DATA / name
    if not path.exists():
        return
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [c.strip() for c in line.split("\t")]
        if len(cells) > columns:
            raise DataError(f"{name}:{number}: {len(cells)} columns, want at most {columns}")
        yield cells + [""] * (columns - len(cells))


@lru_cache(maxsize=1)
def organisations() -> dict[str, tuple[str, str, str]]:
    """By organisation id: the actor id that events carry, its sector, its English name."""
    return {r[0]: (r[2] or r[0], r[3] or "IGO", r[4]) for r in rows("organisations.tsv", 5)}


@lru_cache(maxsize=1)
def english_names() -> dict[str, str]:
    """The common English name of every actor id."""
    out = {r[0]: r[1].split("|")[0] for r in rows("states.en.tsv", 4)}
    for key, (actor, _, english) in organisations().items():
        if key == actor:
            out[key] = english
    return out


class Directory:
    """All names of one language in one tree.

    ``surnames`` maps a folded surname to the persons who bear it, ``called`` a person to the surnames this language writes for them.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.cased = grammar(language).cased
        self._rules: Inflection = inflection(language)
        self.tree: PatternTree[Entry] = PatternTree(language, self._rules.ending)
        self._inflected: set[tuple[str, str]] = set()
        self.surnames: dict[str, set[str]] = {}
        self.called: dict[str, set[str]] = {}
        for row in rows(f"states.{language}.tsv", 4):
            self._entity(row[0], row[0], "", row)
        if language not in LANGUAGES:
            known = {row[0] for row in rows(f"states.{language}.tsv", 4)}
            for actor, name in rows(f"cldr/{language}.tsv", 2):
                if actor not in known:
                    entry = Entry("name", actor, organisations().get(actor, ("", "", ""))[1], shape="Title" if self.cased else "")
                    lower = Entry("adjective", actor, entry.sector)
                    stems = self._stems(name)
                    self._add(stems, lower if all(len(w) > _SURE for w in stems.split()) and "*" in stems else entry, "name")
        for row in rows(f"organisations.{language}.tsv", 4):
            actor, sector, _ = organisations().get(row[0], (row[0], "IGO", ""))
            self._entity(row[0], actor, sector, row)
        for row in rows(f"roles.{language}.tsv", 3):
            office = "" if row[0] == "-" else row[0]
            entry = Entry("office" if office else "agent", sector=row[1], office=office)
            for pattern in expand(row[2]):
                self._add(pattern, entry, "role")
        for row in rows(f"decoys.{language}.tsv", 2):
            for pattern in expand(row[0]):
                self._add(pattern, Entry("decoy", shape=self._shape(pattern)), "")
        self._persons()

    def _entity(self, key: str, actor: str, sector: str, row: list[str]) -> None:
        for column, kind in ((1, "name"), (2, "adjective"), (3, "place")):
            for alias in expand(row[column]):
                weak = alias.startswith("~")
                alias = alias.lstrip("~")
                shape = self._shape(alias)
                self._add(
                    alias,
                    Entry(kind, id=actor, sector=sector, shape=shape, weak=weak),
                    "adjective" if kind == "adjective" else "name",
                )

    def _persons(self) -> None:
        local: dict[str, list[str]] = {}
        for row in rows("person_names.tsv", 3):
            if row[1] == self.language:
                local[row[0]] = expand(row[2])
        latin = self.cased and fold_token("Я") not in self._alphabet()
        for person in by_person():
            for name in ([person] if latin else []) + local.get(person, []):
                weak = name.startswith("~")
                name = name.lstrip("~")
                if not name:
                    continue
                self._add(name, Entry("person", person=person, shape=self._shape(name), weak=weak), "name")
                self.surnames.setdefault(surname(name), set()).add(person)
                self.called.setdefault(person, set()).add(surname(name))

    def _alphabet(self) -> str:
        return "я" if self.language in ("ru", "uk", "kk", "bg", "sr", "mk", "ky", "be", "mn") else ""

    def _stems(self, name: str) -> str:
        """A name without rules of inflection: long words may end in other ways than in the nominative ("Německ*" for "Německo")."""
        return name if not self.cased else " ".join(_stem(word) for word in name.split())

    def _shape(self, alias: str) -> str:
        if not self.cased or "*" in alias:
            return ""
        words = [w.replace(".", "") for w in alias.split()]
        if all(w.isupper() or w.casefold() == w.upper() for w in words) and any(len(w) > 1 for w in words):
            return "ACRONYM"
        if not words[0][:1].isupper():
            return ""
        return "Titles" if words[-1][:1].isupper() else "Title"

    def _add(self, pattern: str, entry: Entry, kind: str) -> None:
        for word in self.tree.add(pattern, entry):
            if kind == "role" and (marks := self._rules.ending(word)):
                self.tree.add_form(word, word, marks)
            if word.endswith("*") or len(word) < 2:
                continue
            if kind and (word, kind) not in self._inflected and entry.shape != "ACRONYM":
                self._inflected.add((word, kind))
                for form, marks in self._rules.forms(word, kind):
                    self.tree.add_form(word, form, marks)
                    for written, more in self._rules.with_prefixes(form):
                        self.tree.add_form(word, written, more)
            if self._rules.prefixes and (word, "") not in self._inflected:
                self._inflected.add((word, ""))
                for written, marks in self._rules.with_prefixes(word):
                    self.tree.add_form(word, written, marks)


def _stem(word: str) -> str:
    stem = word.rstrip(_VOWELS)
    return stem + "*" if len(stem) >= 5 and word.isalpha() else word


@lru_cache(maxsize=32)
def directory(language: str) -> Directory:
    """The directory of a language, loaded at its first use."""
    return Directory(language)


def fits(shape: str, words: list[str], start: int, end: int) -> bool:
    """Whether words of the text have the capitals that a name demands."""
    if not shape:
        return True
    if shape == "Title":
        return not words[start][0].islower()
    if shape == "Titles":
        return not words[start][0].islower() and not words[end - 1][0].islower()
    return all(w.isupper() or w.casefold() == w.upper() for w in (x.replace(".", "") for x in words[start:end]))
