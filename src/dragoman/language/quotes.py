"""Direct quotations: what stands between quotation marks, whichever the language prints.

French and Russian write «…», German „…“, English “…”, Chinese 「…」 or “…”, and all of them fall back on the straight ".
Straight marks close the one before them; a quotation may run over several sentences, and may hold another.

>>> [(q.inner_start, q.inner_end, q.short) for q in find_quotes('He said: "We will not go. Never." A "deal" failed.')]
[(10, 31, False), (36, 40, True)]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAIRS = {"«": "»", "‹": "›", "「": "」", "『": "』", "〝": "〞", "“": "”", "„": '“”„"', "‚": "‘’", "‘": "’"}
_STRAIGHT = {'"': '"', "＂": "＂", "``": "''"}
_MARK = re.compile("[«»‹›「」『』〝〞“”„‟\"＂‚‘’]|``|''|<<|>>")
_LIMIT = 3_000  # a quotation never closed ends nowhere: no mark reaches farther than this
_SHORT_WORDS, _SHORT_HAN = 3, 4
_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True, slots=True)
class Quote:
    """``text[start:end]`` is a quotation with its marks, ``text[inner_start:inner_end]`` without them and their spaces.

    ``short``: of three words or fewer, a title or a word held at a distance rather than something said.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    short: bool = False


def find_quotes(text: str, language: str = "") -> list[Quote]:
    """The outermost quotations in ``text``, from left to right."""
    out: list[Quote] = []
    marks = [(m.start(), m.end(), m.group()) for m in _MARK.finditer(text)]
    if not marks:
        return out
    i = 0
    while i < len(marks):
        closing = _closing(text, marks, i, language)
        if closing is None:
            i += 1
            continue
        quote = _quote(text, marks[i][0], marks[i][1], marks[closing][0], marks[closing][1])
        if quote is not None:
            out.append(quote)
        i = closing + 1
    return out


def _closing(text: str, marks: list[tuple[int, int, str]], i: int, language: str) -> int | None:
    """The mark that closes the i-th one; None where that opens nothing."""
    start, end, mark = marks[i]
    if mark in ("‘", "’", "‚") and not _single_opens(text, start, mark):
        return None
    closers = _closers(text, start, end, mark, language)
    if not closers:
        return None
    depth, last = 0, None
    for j in range(i + 1, len(marks)):
        at, after, other = marks[j]
        if at - start > _LIMIT:
            break
        if other in closers:
            if other == "’" and not _single_closes(text, at):
                continue
            if mark in ("«", "“", "„") and depth:
                depth, last = depth - 1, j
                continue
            if mark == other == '"' and _reopens(text, at, after):
                return None
            return j
        if other == mark and mark in ("«", "“", "„", "「", "『"):
            if _paragraph_begins(text, at):
                continue  # each paragraph of a long quotation opens it anew
            depth += 1
    return last  # «Мы с «Единой Россией»: one mark closes both


def _closers(text: str, start: int, end: int, mark: str, language: str) -> str:
    if mark in ("»", "›") and _opens(text, start, end):  # »German and Danish books«
        return "«" if mark == "»" else "‹"
    if mark == "”" and _opens(text, start, end):  # ”svenska”, and a mark typed the wrong way round
        return "”"
    if mark == "“" and not _opens(text, start, end):
        return ""
    if mark == "‟":
        return "”"
    if mark == "<<":
        return ">>"
    if mark in _STRAIGHT:
        return _STRAIGHT[mark] + ("”" if mark == '"' else "")
    if mark == "“":
        return '”"' if language != "de" else '”“"'
    return _PAIRS.get(mark, "")


def _opens(text: str, start: int, end: int) -> bool:
    """Whether a mark stands where a quotation may begin: a letter behind it, and no letter before it (Chinese aside)."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if not behind or (behind.isspace() and text[end + 1 : end + 2].isspace()):
        return False
    return not before or not before.isalnum() or bool(_HAN.match(before)) or bool(_HAN.match(behind))


def _reopens(text: str, start: int, end: int) -> bool:
    """Whether a straight mark clearly opens: space or bracket before it, a letter behind it."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    return bool(before) and before in " (\u00a0\n:" and behind.isalnum() and text[start - 2 : start - 1] in (":", ",")


def _single_opens(text: str, start: int, mark: str) -> bool:
    return mark != "’" and (start == 0 or not text[start - 1].isalnum())


def _single_closes(text: str, at: int) -> bool:
    return not text[at + 1 : at + 2].isalnum() and at > 0 and not text[at - 1].isspace()


def _paragraph_begins(text: str, at: int) -> bool:
    return at == 0 or text[:at].rstrip(" \t\u00a0").endswith("\n")


def _quote(text: str, start: int, inner_start: int, inner_end: int, end: int) -> Quote | None:
    while inner_start < inner_end and text[inner_start].isspace():
        inner_start += 1
    while inner_start < inner_end and text[inner_end - 1].isspace():
        inner_end -= 1
    inner = text[inner_start:inner_end]
    words = _WORD.findall(inner)
    if not words:
        return None
    han = len(_HAN.findall(inner))
    short = han <= _SHORT_HAN if han else len(words) <= _SHORT_WORDS
    return Quote(start, end, inner_start, inner_end, short)
