"""What the small words of a language do: articles, prepositions, negation, tense, clause openers.

One file a language, ``data/grammar.<lang>.toml``, that a speaker can edit. Its word lists are found in one pass over a sentence;
``GrammarWords`` then answers, word by word, what it does there.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import DataError
from .patterns import PatternTree, expand
from .tokens import Tokens

DATA = Path(__file__).parent / "data"

#: The word lists that a grammar file may have, each described in CONTRIBUTING ("Adding a language").
LISTS = (
    "articles",
    "genitive",
    "possessive",
    "conjunctions",
    "negation",
    "future",
    "hypothetical",
    "historical",
    "past",
    "passive",
    "agent",
    "light",
    "determiners",
    "clause",
    "relative",
    "report",
    "according",
    "reverse",
    "pronouns",
    "this_country",
    "both_countries",
    "role_tail",
    "former",
    "titles",
    "infinitive",
    "owner",
    "future_in_past",
    "adjunct",
    "condition",
    "sports",
)
#: Settings that are no word lists.
SETTINGS: dict[str, Any] = {
    "order": "SVO",
    "name_before_role": True,
    "role_before_name": True,
    "adjective_after_role": False,
    "role_gap": 1,
    "subject_dropped": False,
    "participle_endings": [],
    "gerund_endings": [],
    "cased": True,
}


class Grammar:
    """The grammar file of one language: its settings as attributes, its word lists in one tree."""

    def __init__(self, language: str) -> None:
        self.language = language
        path = DATA / f"grammar.{language}.toml"
        data: dict[str, Any] = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
        unknown = set(data) - set(LISTS) - set(SETTINGS) - {"marks", "marks_after"}
        if unknown:
            raise DataError(f"{path.name}: unknown entries {sorted(unknown)}")
        settings = {**SETTINGS, **{k: v for k, v in data.items() if k in SETTINGS}}
        self.order = str(settings["order"])
        self.name_before_role = bool(settings["name_before_role"])
        self.role_before_name = bool(settings["role_before_name"])
        self.adjective_after_role = bool(settings["adjective_after_role"])
        self.role_gap = int(str(settings["role_gap"]))
        self.subject_dropped = bool(settings["subject_dropped"])
        self.cased = bool(settings["cased"])
        self.participle_endings = tuple(str(e) for e in settings["participle_endings"])
        self.gerund_endings = tuple(str(e) for e in settings["gerund_endings"])
        self.has_genitive_word = bool(data.get("genitive"))
        self._tree: PatternTree[tuple[str, str]] = PatternTree(language)
        for name in LISTS:
            for pattern in expand(str(data.get(name, ""))):
                self._tree.add(pattern, (name, ""))
        for table in ("marks", "marks_after"):
            for normal, cell in data.get(table, {}).items():
                for pattern in expand(cell):
                    self._tree.add(pattern, (table, normal))

    def words(self, tokens: Tokens) -> GrammarWords:
        """Which grammar words stand where in these tokens."""
        return GrammarWords(self, tokens)


class GrammarWords:
    """The grammar words of one sentence.

    ``at[i]`` are the lists that the word ``i`` belongs to, ``spans`` the finds of lists that need their extent, ``before[i]`` the
    mark (preposition) that ends just before word ``i``, ``after[i]`` the mark (postposition) that begins at word ``i``.
    """

    __slots__ = ("after", "at", "before", "grammar", "spans")

    def __init__(self, grammar: Grammar, tokens: Tokens) -> None:
        self.grammar = grammar
        self.at: list[frozenset[str]] = [_NOTHING] * len(tokens)
        self.spans: list[tuple[str, int, int]] = []
        self.before: dict[int, tuple[str, int]] = {}
        self.after: dict[int, tuple[str, int]] = {}
        for hit in grammar._tree.find(tokens):
            name, normal = hit.payload
            if name == "marks":
                if hit.end not in self.before or self.before[hit.end][1] > hit.start:
                    self.before[hit.end] = (normal, hit.start)
                name = "mark"
            elif name == "marks_after":
                if hit.start not in self.after or self.after[hit.start][1] < hit.end:
                    self.after[hit.start] = (normal, hit.end)
                name = "mark"
            else:
                self.spans.append((name, hit.start, hit.end))
            for i in range(hit.start, hit.end):
                self.at[i] = _with(self.at[i], name)

    def has(self, name: str, start: int, end: int) -> bool:
        """Whether a word of this list stands in ``start``…``end``."""
        return any(n == name and start <= s and e <= end for n, s, e in self.spans)


_NOTHING: frozenset[str] = frozenset()
_SETS: dict[tuple[frozenset[str], str], frozenset[str]] = {}


def _with(names: frozenset[str], name: str) -> frozenset[str]:
    key = (names, name)
    if key not in _SETS:
        _SETS[key] = names | {name}
    return _SETS[key]


@lru_cache(maxsize=64)
def grammar(language: str) -> Grammar:
    """The grammar of a language; an empty one where there is no file for it."""
    return Grammar(language)
