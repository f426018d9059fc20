"""One folding for every script, shared by name matching, lexicons and full-text search.

What is folded away is what writers vary without meaning: case, Latin diacritics, Arabic letter forms, vowel signs and tatweel,
ё, the dot of the Turkish i. What distinguishes words stays (Cyrillic й, Kazakh letters, Arabic hamza on its own).

>>> fold_token("Élysée"), fold_token("أوكرانيا"), fold_token("İstanbul"), fold_token("Королёв"), fold_token("U.S.")
('elysee', 'اوكرانيا', 'istanbul', 'королев', 'us')
"""

from __future__ import annotations

import re
import unicodedata

_ARABIC = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ة": "ه",
        "ک": "ك",
        "ـ": None,
        "ٰ": None,
        "ё": "е",
        "ı": "i",
        "ß": "ss",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        ".": None,
        **{chr(c): None for c in range(0x064B, 0x0660)},
        "\u200c": None,
        "\u200d": None,
    }
)
_CACHE: dict[str, str] = {}
_CACHE_LIMIT = 400_000  # distinct words; beyond it the cache starts anew, so that memory stays flat on archives


def fold_token(word: str) -> str:
    """Fold one word. The result compares equal for spellings that a reader takes for the same word."""
    folded = _CACHE.get(word)
    if folded is None:
        if len(_CACHE) > _CACHE_LIMIT:
            _CACHE.clear()
        folded = _CACHE[word] = _fold(word)
    return folded


def _fold(word: str) -> str:
    if word.isascii():
        return word.lower().replace(".", "") if len(word) > 1 else word.lower()
    if word in {"’", "‘", "ʼ"}:
        return "'"
    lowered = unicodedata.normalize("NFKC", word).replace("İ", "i").lower().translate(_ARABIC)
    if lowered.isascii() or len(lowered) <= 2:  # "à" is not "a", "où" not "ou", "sí" not "si"
        return lowered
    return "".join(_strip_latin(c) for c in lowered if c != "\u0307")


def _strip_latin(char: str) -> str:
    if "\u00c0" <= char <= "\u024f" or "\u1e00" <= char <= "\u1eff":
        return unicodedata.normalize("NFD", char)[0]
    return "" if "\u0300" <= char <= "\u036f" else char


_WORD = re.compile(r"[^\W_]+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")


def fold_text(text: str) -> str:
    """The text as full-text search indexes and queries it: folded words, the Arabic article cut, Chinese and Japanese as bigrams.

    >>> fold_text("Le président à l'Élysée; كازاخستان والاتحاد; 哈萨克斯坦")
    'le president à l elysee كازاخستان واتحاد 哈萨 萨克 克斯 斯坦'
    """
    out: list[str] = []
    for match in _WORD.finditer(unicodedata.normalize("NFKC", text)):
        for piece in _split_cjk(match.group()):
            out.extend(piece)
    return " ".join(out)


def _split_cjk(word: str) -> list[list[str]]:
    pieces: list[list[str]] = []
    at = 0
    for run in _CJK.finditer(word):
        if run.start() > at:
            pieces.append([_search_form(word[at : run.start()])])
        chars = run.group()
        pieces.append([chars[i : i + 2] for i in range(len(chars) - 1)] or [chars])
        at = run.end()
    if at < len(word):
        pieces.append([_search_form(word[at:])])
    return pieces


def _search_form(word: str) -> str:
    folded = fold_token(word)
    for proclitic in ("وال", "بال", "كال", "فال", "ال", "لل"):
        if folded.startswith(proclitic) and len(folded) - len(proclitic) >= 3:
            return folded[len(proclitic) :] if proclitic in ("ال", "لل") else folded[0] + folded[len(proclitic) :]
    return folded
