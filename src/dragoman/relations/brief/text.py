"""Text of others, safe to show: hidden characters written out, foreign scripts set apart, addresses that may become links.

What is set apart stands between the characters FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE, which are in no text of others any more,
so that a renderer knows them for its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

#: Characters that turn what follows them around or hide it: controls, bidirectional embeddings, overrides and isolates, tags.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_BLANK = re.compile(r"\s+")
APART, TOGETHER = "\u2068", "\u2069"
_LONGEST = 600  # characters of a sentence that a footnote shows


def visible(text: str) -> str:
    """A text on one line whose hidden characters are written out: ⟨U+202E⟩."""
    return _BLANK.sub(" ", _HIDDEN.sub(lambda m: f"⟨U+{ord(m.group()):04X}⟩", text)).strip()


def apart(text: str, direction: str) -> str:
    """A text of others within a sentence that runs in a direction ("ltr", "rtl"), set apart where it has letters of the other one."""
    other = ("L",) if direction == "rtl" else ("R", "AL")
    shown = visible(text)
    return f"{APART}{shown}{TOGETHER}" if any(unicodedata.bidirectional(c) in other for c in shown) else shown


def plain(text: str) -> str:
    """A sentence without the characters that set others apart."""
    return text.replace(APART, "").replace(TOGETHER, "")


def excerpt(evidence: dict[str, Any]) -> str:
    """The sentence of a record; of a very long one what stands around the words that carry it."""
    text: str = evidence["text"]
    if len(text) <= _LONGEST:
        return visible(text)
    at = evidence["trigger"][0] - evidence["start"]
    low = max(0, min(at - _LONGEST // 2, len(text) - _LONGEST))
    return ("…" if low else "") + visible(text[low : low + _LONGEST]) + ("…" if low + _LONGEST < len(text) else "")


def address(url: str) -> str:
    """An address that may become a link: http or https with a host; "" for any other.

    >>> address("javascript:alert(1)"), address("https://a.example/x y")
    ('', 'https://a.example/x%20y')
    """
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
    except ValueError:
        return ""
    return quote(url, safe=":/?#[]@!$&'()*+,;=-._~%")


@lru_cache(maxsize=64)
def direction(language: str) -> str:
    """The direction of a language's script; ``auto`` where the language is unknown."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language.replace("-", "_")).text_direction if language else "auto"
    except (UnknownLocaleError, ValueError):
        return "auto"
