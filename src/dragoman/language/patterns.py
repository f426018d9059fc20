"""Word patterns: the notation of all lists of words, and the tree that finds thousands of them in one pass.

Notation: words separated by a space; ``condemn*`` is any word that begins so; ``accus(e|es|ed|ing)`` lists endings; alternatives
are separated by ``|``. Patterns are folded like the text.

>>> expand("accus(e|ed)|call* on")
['accuse', 'accused', 'call* on']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from .fold import fold_token
from .tokens import Tokens, tokenize

T = TypeVar("T")
Marks = tuple[str, ...]


def split_alternatives(cell: str) -> list[str]:
    """Split at the bars that stand outside brackets."""
    return [p for p in map(str.strip, _split(cell)) if p]


def _split(cell: str) -> list[str]:
    out: list[str] = []
    depth = 0
    piece = ""
    for char in cell:
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            out.append(piece)
            piece = ""
        else:
            piece += char
    return [*out, piece]


def expand(cell: str) -> list[str]:
    """All plain patterns that a cell of alternatives stands for."""
    return [p for alternative in split_alternatives(cell) for p in _brackets(alternative)]


def _brackets(pattern: str) -> list[str]:
    left = pattern.find("(")
    if left < 0:
        return [pattern]
    depth = 0
    for right in range(left, len(pattern)):
        depth += (pattern[right] == "(") - (pattern[right] == ")")
        if depth == 0:
            break
    else:
        raise ValueError(f"bracket never closed in {pattern!r}")
    choices = dict.fromkeys(_split(pattern[left + 1 : right]))  # a space inside belongs to the choice: "(the |)interior"
    return [" ".join(p.split()) for c in choices for p in _brackets(pattern[:left] + c + pattern[right + 1 :])]


class Found(Generic[T]):
    """A pattern found: tokens ``start``…``end`` (half-open), its payload, and the marks that the inflection of its words shows."""

    __slots__ = ("end", "marks", "payload", "start")

    def __init__(self, start: int, end: int, payload: T, marks: Marks) -> None:
        self.start = start
        self.end = end
        self.payload = payload
        self.marks = marks


class _Node:
    __slots__ = ("next", "payloads")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.payloads: list[object] | None = None


class PatternTree(Generic[T]):
    """Finds patterns of words in tokens, all of them at every place, in time linear in the number of words."""

    def __init__(self, language: str, ending: Callable[[str], Marks] = lambda word: ()) -> None:
        """``ending`` tells the cases that a word found by its stem ("bakan*") shows."""
        self.language = language
        self._ending = ending
        self._root = _Node()
        self._prefixes: set[str] = set()
        self._shortest, self._longest = 99, 0
        self._forms: dict[str, dict[str, Marks]] = {}
        self._resolved: dict[str, tuple[tuple[str, Marks], ...]] = {}
        self._atoms: set[str] = set()

    def add(self, pattern: str, payload: T) -> tuple[str, ...]:
        """Add one plain pattern (see ``expand``); returns its folded words."""
        words: list[str] = []
        for word in pattern.split():
            if word.endswith("*") and len(word) > 1:
                stem = fold_token(word[:-1])
                self._prefixes.add(stem)
                self._shortest, self._longest = min(self._shortest, len(stem)), max(self._longest, len(stem))
                words.append(stem + "*")
            elif word[-1] in "'’ʼ" and len(word) > 1:
                words.append(fold_token(word))  # "l'", "dell'": in a text they stand before a word
            else:
                words += tokenize(word, self.language).folds
        node = self._root
        for word in words:
            self._atoms.add(word)
            node = node.next.setdefault(word, _Node())
        if node is self._root:
            raise ValueError(f"empty pattern {pattern!r}")
        if node.payloads is None:
            node.payloads = []
        node.payloads.append(payload)
        return tuple(words)

    def add_form(self, base: str, form: str, marks: Marks) -> None:
        """Let the (folded) word ``form`` count as the word ``base`` wherever a pattern has it; ``marks`` are the cases it shows."""
        bases = self._forms.setdefault(form, {})
        bases[base] = tuple(dict.fromkeys(bases.get(base, ()) + marks))

    def _resolve(self, word: str) -> tuple[tuple[str, Marks], ...]:
        atoms: list[tuple[str, Marks]] = []
        forms = self._forms.get(word, {})
        if word in self._atoms:
            atoms.append((word, forms.get(word, ())))
        atoms += [(base, marks) for base, marks in forms.items() if base != word]
        if self._prefixes:
            lengths = range(self._shortest, min(len(word), self._longest) + 1)
            atoms += [(word[:n] + "*", self._ending(word)) for n in lengths if word[:n] in self._prefixes]
        if len(self._resolved) > 400_000:
            self._resolved.clear()
        result = self._resolved[word] = tuple(atoms)
        return result

    def find(self, tokens: Tokens) -> Iterator[Found[T]]:
        """Every pattern at every place, shorter before longer at the same place."""
        folds = tokens.folds
        resolved = self._resolved
        get = resolved.get
        rows = [get(w) if w in resolved else self._resolve(w) for w in folds]
        first = self._root.next
        count = len(folds)
        for i, row in enumerate(rows):
            if not row:
                continue
            level = [(first[atom], marks) for atom, marks in row if atom in first]
            j = i + 1
            while level:
                for node, marks in level:
                    if node.payloads is not None:
                        for payload in node.payloads:
                            yield Found(i, j, payload, marks)  # type: ignore[arg-type]
                if j >= count:
                    break
                following = rows[j]
                j += 1
                if not following:
                    break
                level = [(node.next[atom], marks or more) for node, marks in level for atom, more in following if atom in node.next]


def longest(found: Iterable[Found[T]]) -> list[Found[T]]:
    """The leftmost-longest of overlapping finds (several payloads of the same span stay)."""
    best: list[Found[T]] = []
    for hit in sorted(found, key=lambda f: (f.start, -f.end)):
        if not best or hit.start >= best[-1].end or (hit.start, hit.end) == (best[-1].start, best[-1].end):
            best.append(hit)
    return best
