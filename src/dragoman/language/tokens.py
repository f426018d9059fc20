"""Words of a sentence, with their places.

Hyphens join nothing: "UN-brokered" is two words. Chinese and Japanese give one token a character, so that a pattern of words is a
pattern of characters there and nothing has to be segmented.

>>> [t for t in tokenize("Kazakistan'ın lideri", "tr").words]
['Kazakistan', "'ın", 'lideri']
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from .fold import fold_token

_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff\u0e31-\u0e4e\u200c\u200d\u0640"
_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|\d+(?:[.,٫٬]\d+)*|[{_CJK}]|[^\W\d_{_CJK}][^\W\d_{_CJK}{_MARKS}]*"
    rf"(?:[^\W\d_{_CJK}]|[{_MARKS}])*(?:['’ʼ](?:[^\W\d_{_CJK}]|[{_MARKS}])+)*|[^\w\s\-‐‑]|\d"
)
_APOSTROPHE = re.compile("['’ʼ]")


class Tokens:
    """The words of one sentence as parallel lists: ``words`` as written, ``folds``, ``starts`` and ``ends`` (code points)."""

    __slots__ = ("ends", "folds", "starts", "words")

    def __init__(self, words: list[str], starts: list[int], ends: list[int]) -> None:
        self.words = words
        self.starts = starts
        self.ends = ends
        self.folds = [fold_token(w) for w in words]

    def __len__(self) -> int:
        return len(self.words)


@lru_cache(maxsize=1)
def _habits() -> dict[str, dict[str, list[str]]]:
    data: dict[str, dict[str, list[str]]] = tomllib.loads((Path(__file__).parent / "data" / "tokens.toml").read_text("utf-8"))
    return data


def tokenize(text: str, language: str) -> Tokens:
    """Split a sentence into words, marks and, in Chinese and Japanese, characters."""
    habits = _habits()
    before = language in habits["apostrophe"]["after_prefix"]
    after = language in habits["apostrophe"]["before_suffix"]
    if not (before or after) or not _APOSTROPHE.search(text):
        found = [(match[0], *match.span()) for match in _TOKEN.finditer(text)]
        return Tokens([f[0] for f in found], [f[1] for f in found], [f[2] for f in found])
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        start, end = match.span()
        if len(word) > 2 and (hit := _APOSTROPHE.search(word)):
            cut = hit.end() if before else hit.start()
            if after and language == "en" and word[cut + 1 :] not in ("s", "S"):
                cut = 0  # "didn't" and "O'Brien" stay whole
            if 0 < cut < len(word):
                words += [word[:cut], word[cut:]]
                starts += [start, start + cut]
                ends += [start + cut, end]
                continue
        words.append(word)
        starts.append(start)
        ends.append(end)
    return Tokens(words, starts, ends)
