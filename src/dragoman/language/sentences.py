"""Sentences of a text, each with its exact place.

A sentence never crosses a line break; a headline without an end mark is a sentence of its own; a quotation keeps its mark,
and what follows in small letters stays with it. What a language abbreviates is data: ``data/abbreviations.<language>.txt``.

>>> [s.text for s in split("M. Macron a reçu J. Borrell. « Non. » Puis il est parti.", "fr")]
['M. Macron a reçu J. Borrell.', '« Non. »', 'Puis il est parti.']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..records import Sentence

_CLOSERS = "\"'»”’“‘)\\]」』）】》›］"
_SPACES = " \t\u00a0\u202f"
_BREAKS = "\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
# End of a line; or a mark that ends a sentence where a space follows; or one of scripts that put no space between sentences.
_MARK = re.compile(
    rf"(?P<line>[{_BREAKS}]+)"
    r"|(?P<wide>[。！？｡][。！？｡…]*[\"'»”’)\]」』）】》›］]*)"
    rf"|(?P<mark>[.!?…؟۔।॥։።។။]+)(?P<close>[{_CLOSERS}]*(?:[{_SPACES}]»(?=[\s,.]|$))?)(?=\s|$|(?<=[!?…])[\u3400-\u9fff])"
)
_LETTER = re.compile(r"[^\W_]")
_NEXT_WORD = re.compile(rf"[\"'«»“”„‘’‚(\[¿¡「『—–-]*[{_SPACES}]*(\w+)")
_INITIALS = re.compile(r"(?:[^\W\d_a-zа-яё]\.-?)*[^\W\d_]")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_OPENERS = "\"'«“„‘’‚([¿¡「『—–-"
_NUMBER = re.compile(r"\d[\d.,]*")
#: What goes on longer than this many characters is no sentence of anybody's; it is cut at a space, so that reading takes bounded time.
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What ends with a full stop without ending a sentence, in one language.

    ``ends`` maps an abbreviation (without its last stop; "0 г" is "г" after a number, "No 0" is "No" before one) to ``""`` (never
    ends a sentence), ``"?"`` (ends it before a capital) or ``">"`` (ends it before one of ``starters``). ``ordinals`` are the
    beginnings of words before which "29." is an ordinal; ``speech`` the words that tie what follows a quotation to it.
    """

    ends: dict[str, str]
    ordinals: tuple[str, ...]
    starters: frozenset[str]
    speech: re.Pattern[str] | None


@lru_cache(maxsize=64)
def abbreviations(language: str) -> Abbreviations:
    """The abbreviations of a language, after those that all languages meet in foreign names (``any``)."""
    folder = Path(__file__).parent / "data"
    files = [folder / f"abbreviations.{name}.txt" for name in ("any", language) if name.isalpha()]
    ends: dict[str, str] = {}
    ordinals: list[str] = []
    starters: set[str] = set()
    speech: list[str] = []
    for line in "\n".join(path.read_text("utf-8") for path in files if path.is_file()).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        kind, _, rest = line.partition(" ")
        if kind == ">":
            starters.update(rest.split())
        elif kind == "0.":
            ordinals.extend(rest.split())
        elif kind == '"':
            speech.extend(rest.split())
        else:
            how = line[-1] if line.endswith((" ?", " >")) else ""
            word = line.removesuffix(how).strip() if how else line.strip()
            ends[f"{word[:-3]} 0" if word.endswith(". 0") else word.removesuffix(".")] = how
    tied = re.compile(rf"[^\s，。！？：；“”「」]{{0,10}}?(?:{'|'.join(map(re.escape, speech))})") if speech else None
    return Abbreviations(ends, tuple(ordinals), frozenset(starters), tied)


def split(text: str, language: str) -> list[Sentence]:
    """Sentences in order; ``text[s.start:s.end] == s.text`` for each, without space at either end."""
    habits = abbreviations(language.partition("-")[0].lower())
    sentences: list[Sentence] = []
    start = 0
    for match in _MARK.finditer(text):
        kind = match.lastgroup
        if kind == "line":
            start = _add(sentences, text, start, match.start(), match.end(), language)
        elif kind == "wide":
            end = match.end()
            if match[0][-1] == '"' and text.count('"', start, end) % 2:
                end -= 1  # a straight quotation mark that opens what follows
            if not _speech_follows(text, match, habits) and _LETTER.search(text, start, match.start()):
                start = _add(sentences, text, start, end, end, language)
        elif _ends(text, start, match, habits):
            start = _add(sentences, text, start, match.end(), match.end(), language)
    _add(sentences, text, start, len(text), len(text), language)
    return sentences


def _add(sentences: list[Sentence], text: str, start: int, end: int, after: int, language: str) -> int:
    piece = text[start:end]
    bare = piece.strip()
    if bare:
        begin = start + len(piece) - len(piece.lstrip())
        if sentences and not _LETTER.search(bare) and not (gap := text[sentences[-1].end : begin]).strip() and gap.isprintable():
            begin = sentences.pop().start  # a dash or quotation mark left over belongs to the sentence before it
        for low, high in _bounded(text, begin, start + len(piece.rstrip())):
            sentences.append(Sentence(len(sentences), low, high, text[low:high], language))
    return after


def _bounded(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of ``text[begin:end]``, each at most ``LONGEST`` long, cut at a space where there is one."""
    while end - begin > LONGEST:
        cut = max(text.rfind(space, begin + LONGEST // 2, begin + LONGEST) for space in _SPACES)
        cut = begin + LONGEST if cut < 0 else cut
        yield begin, begin + len(text[begin:cut].rstrip())
        while text[cut].isspace():
            cut += 1
        begin = cut
    yield begin, end


def _speech_follows(text: str, match: re.Match[str], habits: Abbreviations) -> bool:
    """“我们同意。”他说: what names the speaker stays with the quotation."""
    return bool(habits.speech and match[0][-1] in '”」』"' and habits.speech.match(text, match.end()))


def _ends(text: str, start: int, match: re.Match[str], habits: Abbreviations) -> bool:
    begin, end = match.span()
    follow = end
    size = len(text)
    while follow < size and text[follow] in _SPACES:
        follow += 1
    if follow == size or text[follow] in "\n\r":
        return True
    char = text[follow]
    if char in ",;:،؛%)]" or char.islower():
        return False
    if not _LETTER.search(text, start, begin):
        return False
    ahead = _NEXT_WORD.match(text, follow)
    word = ahead[1] if ahead else ""
    if char in "—–-" and word[:1].islower():
        return False
    if match["mark"] != "." or match["close"]:
        if match["mark"] == "." and match["close"] == ")" and word[:1].islower():
            return False
        return not (match["close"] and word[:1].islower() and char not in _OPENERS)
    return _stop_ends(text, start, begin, word, habits)


def _stop_ends(text: str, start: int, dot: int, word: str, habits: Abbreviations) -> bool:
    """Whether the full stop at ``dot`` ends a sentence when ``word`` comes next."""
    left = max(start, *(text.rfind(space, start, dot) + 1 for space in _SPACES))
    token = text[left:dot].lstrip(_OPENERS)
    if not token:
        return True
    if token.isdigit():
        if len(token) > 2:
            return True
        return not habits.ordinals or not (word.isdigit() or word.startswith(habits.ordinals))
    if len(token) > 14:
        return True
    number = word[:1].isdigit()
    how = _lookup(habits.ends, token, number, text, start, left)
    if how is None and (len(token) == 1 or "." in token):
        if _INITIALS.fullmatch(token) and token[-1].isupper() and token != "I":
            how = ">" if "." in token and "-" not in token else ""
        elif _DOTTED.fullmatch(token):
            how = ">"
    if how is None:
        return True
    if not how or number:
        return False
    if how == ">":
        return word in habits.starters
    # "В 2022 г. Россия …": too short for a sentence.
    return word[:1].isupper() and text.count(" ", start, dot) > 3


def _lookup(ends: dict[str, str], token: str, number: bool, text: str, start: int, left: int) -> str | None:
    """How the abbreviation ``token`` ends: as written, in small letters ("Etc."), or what follows an apostrophe ("l'on.")."""
    for form in (token, token.lower(), token.replace("’", "'").rpartition("'")[2]):
        if number and (how := ends.get(f"{form} 0")) is not None:
            return how
        after = f"0 {form}"
        if after in ends:
            before = text[start:left].rstrip()
            if before and _NUMBER.fullmatch(before.split()[-1].lstrip(_OPENERS)):
                return ends[after]
        if (how := ends.get(form)) is not None:
            return how
        if "-" in form and (how := ends.get(form.rpartition("-")[2])) is not None:
            return how
    return None
