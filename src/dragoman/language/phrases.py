"""Words and patterns that a speaker can edit: the small machine under dates and quantities.

A data file says which words play which *role* (``month``, ``unit``, ``scale``, ``currency`` ...) and what each is worth, and which
sequences of roles and words mean something. ``Lexicon`` cuts a text into tokens that know their roles; ``Patterns`` finds
the sequences. A text becomes a string with one character for each token, that of its set of roles, so that all patterns of a
language are one small regular expression over that string, whatever the script.

>>> words = Lexicon("en")
>>> words.add("unit", "week*", "week"); words.add("direction", "last", -1)
>>> patterns = Patterns(words, [("date", "{direction} {unit}")])
>>> tokens = words.tokens("They met last week.")
>>> [(m.kind, m.slots) for m in patterns.find(tokens)]
[('date', {'direction': -1, 'unit': 'week'})]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.errors import DataError

from .fold import fold_token

UNSPACED = frozenset({"zh", "ja"})
_DATA = Path(__file__).parent / "data"
_LETTER = r"[^\W\d_\u200b-\u200f]"
_MARKS = r"\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670"
_WORD = rf"(?:{_LETTER}[{_MARKS}]*)+"
_SIGN = r"[^\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(_WORD + rf"(?:['’ʼ]{_WORD})*")
_PLAIN = re.compile(_WORD)
_HEAD = 4  # letters of a word by which the cheap look knows it
_APOSTROPHES = str.maketrans("", "", "'’ʼ")
_PIECE = re.compile(r"\{(\w+)(?::(\w+))?\}(\??)|\(([^)]*)\)(\??)|(\S+?)(\??)(?=\s|$)")


@lru_cache(maxsize=64)
def data_file(kind: str, language: str) -> dict[str, Any]:
    """The contents of ``data/<kind>.<language>.toml``; empty for a language that has none."""
    path = _DATA / (f"{kind}.{language}.toml" if language else f"{kind}.toml")
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: {error}; correct the file") from error


@dataclass(slots=True)
class Entry:
    """What is known about a word: its roles with their values, the phrases it begins, and its code in the token string."""

    values: dict[str, Any] = field(default_factory=dict)
    phrases: list[tuple[tuple[str, ...], Entry]] = field(default_factory=list)
    code: str = "x"
    small: Entry | None = None
    glued: bool = False


NOTHING = Entry()


class Token(NamedTuple):
    """A token: ``text[start:end]``, folded as ``word``, with what is known about it."""

    start: int
    end: int
    word: str
    entry: Entry


class Lexicon:
    """The words of one language and the roles they play.

    ``number`` makes the entry of a number from its digits and its suffix ("29", "th"); ``suffixes`` are what may stick to
    a number; ``prefixes`` what may stick before a word (Arabic و); ``endings`` what may follow words of ``ending_roles``, each with its
    kind, which is put behind the role (``month_in`` for a month in the locative); ``capital`` the roles that a word plays only
    with a capital.
    """

    def __init__(
        self,
        language: str,
        *,
        number: Callable[[str, str], Mapping[str, Any]] | None = None,
        number_pattern: str = r"\d+",
        suffixes: Iterable[str] = (),
        prefixes: Sequence[str] = (),
        capital: Iterable[str] = (),
        endings: Mapping[str, str] | None = None,
        ending_roles: Iterable[str] = (),
        split_apostrophe: bool = False,
    ) -> None:
        self.language = language
        self.unspaced = language in UNSPACED
        self.prefixes = prefixes
        self.capital = frozenset(capital)
        self.ending_roles = frozenset(ending_roles)
        self.words: dict[str, Entry] = {}
        self.stems: dict[str, Entry] = {}
        self.codes: dict[frozenset[str], str] = {}
        self.triggers: set[str] = set()
        self._first: dict[str, int] = {}
        self._split = split_apostrophe
        self._known: dict[str, Entry] = {}
        self._number = number
        self.endings = {self.fold(e).strip("'"): kind for e, kind in (endings or {}).items()}
        self._numbers: dict[tuple[str, str], Entry] = {}
        tail = "|".join(sorted(map(re.escape, suffixes), key=len, reverse=True))
        suffix = rf"(?P<suffix>['’ʼ\-‑]?(?:{tail})(?!{_LETTER}))?" if tail and not self.unspaced else "(?P<suffix>)"
        word = rf"{_WORD}['’]?" if split_apostrophe else rf"{_WORD}(?:['’ʼ]{_WORD})*"
        if self.unspaced:
            word = r"[A-Za-z]+"
        self._token = re.compile(rf"(?P<num>(?P<digits>{number_pattern}){suffix})|(?P<word>{word})|(?P<sign>{_SIGN})")

    def fold(self, word: str) -> str:
        """A word of a text as it is looked up."""
        word = fold_token(word)
        return word if self._split or len(word) == 1 else word.translate(_APOSTROPHES)

    def add(self, role: str, phrase: str, value: Any = True, *, trigger: bool = False, glued: bool = False) -> None:
        """Let a word or phrase play a role. A word ending in ``*`` stands for every word with this beginning.

        ``trigger`` lets its presence alone make a text worth reading; ``glued`` wants no space inside the phrase ("A$").
        """
        parts = self._parts(phrase)
        if not parts:
            return
        if trigger:
            self.triggers.add(self._head(parts[0].rstrip("*")))
        forms = [parts[0]]
        if self.prefixes:
            forms += [p + parts[0] for p in self.prefixes]
            if parts[0].startswith("ال"):
                forms += ["لل" + parts[0][2:], "ولل" + parts[0][2:]]
        for form in forms:
            if trigger:
                self.triggers.add(self._head(form.rstrip("*")))
                if len(form) < _HEAD and role in self.ending_roles:
                    self.triggers |= {(form + e)[:_HEAD] for e in self.endings}
            entry = self._entry(form)
            if len(parts) == 1:
                if form is forms[0]:
                    entry.values[role] = value
                else:
                    entry.values.setdefault(role, value)
                continue
            rest = tuple(parts[1:])
            target = next((e for r, e in entry.phrases if r == rest), None)
            if target is None:
                target = Entry()
                entry.phrases.append((rest, target))
            target.values[role] = value
            target.glued = glued
        self._known.clear()

    def _parts(self, phrase: str) -> list[str]:
        if self.unspaced:
            return [fold_token(p) for p in phrase.split()]
        return [
            self.fold(m[0]) + ("*" if phrase[m.end() : m.end() + 1] == "*" else "") for m in self._token.finditer(phrase) if m[0] != "*"
        ]

    def _head(self, word: str) -> str:
        return word[:1] if self.unspaced else word.translate(_APOSTROPHES)[:_HEAD]

    def _entry(self, form: str) -> Entry:
        if self.unspaced and form:
            self._first[form[0]] = max(self._first.get(form[0], 0), len(form))
        if form.endswith("*"):
            return self.stems.setdefault(form[:-1], Entry())
        return self.words.setdefault(form, Entry())

    def lookup(self, word: str) -> Entry:
        """What is known about a folded word: the word itself before any beginning of it."""
        entry = self._known.get(word)
        if entry is None:
            entry = self.words.get(word) or NOTHING
            if self.stems and (stem := next((e for n in range(len(word), 0, -1) if (e := self.stems.get(word[:n]))), None)):
                entry = stem if entry is NOTHING else self._merged(entry, stem)
            if not entry.values and not entry.phrases and self.endings:
                entry = self._inflected(word) or entry
            if len(self._known) > 50_000:
                self._known.clear()
            self._known[word] = entry
        return entry

    def _merged(self, entry: Entry, stem: Entry) -> Entry:
        values = stem.values | entry.values
        phrases = sorted(entry.phrases + stem.phrases, key=lambda p: -len(p[0]))
        return Entry(values, phrases, self.code(values), entry.small)

    def _inflected(self, word: str) -> Entry | None:
        """A known word with an ending: "қараша" in "қарашада"."""
        for n in range(len(word) - 1, 1, -1):
            kind = self.endings.get(word[n:])
            entry = self.words.get(word[:n]) if kind is not None else None
            if entry is not None and (values := self._with_ending(entry, kind or "")):
                return Entry(values, code=self.code(values))
        return None

    def _with_ending(self, entry: Entry, kind: str) -> dict[str, Any]:
        values = {r: v for r, v in entry.values.items() if r in self.ending_roles}
        return values | {f"{r}_in": v for r, v in values.items()} if kind == "locative" else values

    def code(self, roles: Iterable[str]) -> str:
        """The character that stands for tokens with just these roles."""
        return self.codes.setdefault(frozenset(roles), chr(0xE000 + len(self.codes)))

    def number_entry(self, digits: str, suffix: str = "") -> Entry:
        """What a number can be."""
        entry = self._numbers.get((digits, suffix))
        if entry is None:
            values = dict(self._number(digits, suffix)) if self._number else {}
            entry = Entry(values, code=self.code(values))
            if len(self._numbers) < 20_000:
                self._numbers[digits, suffix] = entry
        return entry

    def freeze(self) -> None:
        """Give every word its code, once all words are known."""
        for entry in (*self.words.values(), *self.stems.values()):
            if self.ending_roles & entry.values.keys():
                for kind in set(self.endings.values()):
                    self.code(self._with_ending(entry, kind))
            for e in (entry, *(p for _, p in entry.phrases)):
                e.code = self.code(e.values)
                if self.capital & e.values.keys():
                    small = {r: v for r, v in e.values.items() if r not in self.capital}
                    e.small = Entry(small, e.phrases, self.code(small))
            entry.phrases.sort(key=lambda p: -len(p[0]))
        self._known.clear()

    def may_match(self, text: str) -> bool:
        """Whether a digit or the beginning of a trigger word is in the text: the cheap look before the dear one."""
        if _DIGIT.search(text):
            return True
        if self.unspaced:
            return not self.triggers.isdisjoint(text)
        fold = fold_token if self._split else self.fold
        return not self.triggers.isdisjoint([fold(w)[:_HEAD] for w in (_PLAIN if self._split else _WORDS).findall(text)])

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a text, phrases of the lexicon as one token each."""
        raw = self._cut_unspaced(text) if self.unspaced else self._cut(text)
        out: list[Token] = []
        i = 0
        while i < len(raw):
            token = raw[i]
            for rest, entry in token.entry.phrases:
                following = raw[i + 1 : i + 1 + len(rest)]
                if entry.glued and following and following[-1].start != token.end:
                    continue
                if len(following) == len(rest) and all(
                    t.word == r or (r[-1] == "*" and t.word.startswith(r[:-1])) for t, r in zip(following, rest, strict=True)
                ):
                    chosen = entry.small if entry.small and not text[token.start].isupper() else entry
                    token = Token(token.start, following[-1].end, " ".join([token.word, *(t.word for t in following)]), chosen)
                    i += len(rest)
                    break
            out.append(token)
            i += 1
        return out

    def _cut(self, text: str) -> list[Token]:
        out: list[Token] = []
        for m in self._token.finditer(text):
            start, end = m.span()
            if m.lastgroup == "num":
                glued = (start and text[start - 1].isalpha() and not (out and out[-1].word in self.prefixes)) or (
                    end < len(text) and text[end].isalpha()
                )
                entry = NOTHING if glued else self.number_entry(m["digits"], self.fold(m["suffix"] or "").strip("-‑'’ʼ"))
                out.append(Token(start, end, m["digits"], entry))
                continue
            word = self.fold(m[0])
            entry = self.lookup(word)
            if entry.small is not None and not text[start].isupper():
                entry = entry.small
            out.append(Token(start, end, word or m[0], entry))
        return out

    def _cut_unspaced(self, text: str) -> list[Token]:
        out: list[Token] = []
        i, size = 0, len(text)
        while i < size:
            longest = self._first.get(text[i], 0)
            for n in range(min(longest, size - i), 0, -1):
                entry = self.words.get(text[i : i + n])
                if entry is not None:
                    out.append(Token(i, i + n, text[i : i + n], entry))
                    i += n
                    break
            else:
                m = self._token.match(text, i)
                if m is None:
                    i += 1
                    continue
                if m.lastgroup == "num":
                    glued = (i > 0 and text[i - 1].isascii() and text[i - 1].isalpha()) or text[m.end() : m.end() + 1] == "_"
                    out.append(Token(i, m.end(), m["digits"], NOTHING if glued else self.number_entry(m["digits"])))
                else:
                    word = m[0].lower()
                    out.append(Token(i, m.end(), word, self.words.get(word, NOTHING)))
                i = m.end()
        return out


class Found(NamedTuple):
    """A pattern found: which kind, from which token to which (exclusive), and the values of its slots."""

    kind: str
    first: int
    last: int
    slots: dict[str, Any]


class Patterns:
    """Sequences of roles and words, compiled into one regular expression over the codes of tokens.

    A pattern's pieces stand between spaces: ``{role}``, ``{role:slot}`` (the slot's name where it is not the role's), a word,
    ``(one|or another)``; a ``?`` behind a piece makes it optional. ``{a+b}`` is written ``{a:slot}`` with a role of its own.
    """

    def __init__(self, lexicon: Lexicon, patterns: Iterable[tuple[str, str]]) -> None:
        parsed = [(kind, [self._piece(lexicon, m) for m in _PIECE.finditer(text)]) for kind, text in patterns]
        lexicon.freeze()
        self._slots: list[tuple[str, list[tuple[int, str, str]]]] = []
        parts: list[str] = []
        group = 0
        # The sort keeps "less than {count} {unit} ago" before "{count} {unit} ago".
        for kind, pieces in sorted(parsed, key=lambda p: -sum(1 if optional else 2 for *_, optional in p[1])):
            group += 1
            slots: list[tuple[int, str, str]] = []
            inner = ""
            for roles, slot, optional in pieces:
                regex = "|".join("".join(_class(lexicon, role) for role in option) for option in roles)
                if slot:
                    group += 1
                    slots.append((group, slot, roles[0][0]))
                    inner += f"({regex})" + ("?" if optional else "")
                else:
                    inner += f"(?:{regex})?" if optional else f"(?:{regex})" if "|" in regex else regex
            parts.append(f"({inner})")
            self._slots.append((kind, slots))
        self._index: dict[int, tuple[str, list[tuple[int, str, str]]]] = {}
        group = 1
        for item in self._slots:
            self._index[group] = item
            group += 1 + len(item[1])
        self._regex = re.compile("|".join(parts)) if parts else None

    @staticmethod
    def _piece(lexicon: Lexicon, m: re.Match[str]) -> tuple[list[list[str]], str, bool]:
        if m[1]:
            return [[m[1]]], m[2] or m[1], bool(m[3])
        options: list[list[str]] = []
        for option in (m[4] if m[4] is not None else m[6]).split("|"):
            roles: list[str] = []
            for word in lexicon._parts(option):
                lexicon.add(f"={word}", word)
                roles.append(f"={word}")
            if roles:
                options.append(roles)
        return options, "", bool(m[5] or m[7])

    def find(self, tokens: Sequence[Token]) -> list[Found]:
        """The patterns in a row of tokens, from left to right; of two that overlap, the one that says more."""
        if self._regex is None:
            return []
        codes = "".join([t.entry.code for t in tokens])
        found: list[Found] = []
        m = self._regex.search(codes)
        while m is not None:
            kind, slots = self._index[m.lastindex or 0]
            values = {s: tokens[m.start(g)].entry.values[r] for g, s, r in slots if m.start(g) >= 0}
            found.append(Found(kind, m.start(), m.end(), values))
            m = self._regex.search(codes, m.start() + 1)
        if len(found) < 2:
            return found
        chosen: list[Found] = []
        for f in sorted(found, key=lambda f: (-(f.kind == "not"), -len(f.slots), f.first - f.last, f.first)):
            if all(f.last <= c.first or c.last <= f.first for c in chosen):
                chosen.append(f)
        return sorted(chosen, key=lambda f: f.first)


def _class(lexicon: Lexicon, role: str) -> str:
    codes = sorted(code for roles, code in lexicon.codes.items() if role in roles)
    return codes[0] if len(codes) == 1 else f"[{''.join(codes)}]" if codes else "(?!)"
