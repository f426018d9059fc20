r"""Plain text as offsets will count it: one kind of space, no invisible signs, paragraphs apart, wrapped lines joined.

All of it is done before any offset is taken, so that an article's text is never touched again. The joiners of Persian and Kurdish
spelling (U+200C, U+200D) stay.

>>> paragraphs("Kazakhstan and France signed\nan accord on Tuesday, both\nsides said in a statement\nin Paris.")
['Kazakhstan and France signed an accord on Tuesday, both sides said in a statement in Paris.']
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

# No-break and other typographic spaces are spaces, the line separators line breaks; soft hyphens, byte-order marks, direction
# marks and control characters are nothing; half a surrogate pair, which JSON can hold and no file can, is U+FFFD.
_TABLE: dict[int, str | None] = dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 9), " ")
_TABLE |= dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029, 0x1C, 0x1D, 0x1E), "\n")
_TABLE |= dict.fromkeys((0xAD, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0x61C))
_TABLE |= dict.fromkeys(set(range(0x20)) - {9, 10, 11, 12, 0x1C, 0x1D, 0x1E})
_TABLE |= dict.fromkeys(range(0x7F, 0x85))
_TABLE |= dict.fromkeys(range(0x86, 0xA0))
_TABLE |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_SPACES = re.compile(" {2,}")
_BLANK = re.compile(r"\n\s*\n")
_END = re.compile(r"[.!?…。！？؟۔:;]['\"»”’)\]]*$")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff65\u3000-\u303f]")
_MAX_WIDTH = 130
_MIN_WIDTH = 20


def normalise(text: str) -> str:
    """The same text in NFC with ordinary spaces and line breaks and without invisible signs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    lines = (line.strip() for line in _SPACES.sub(" ", text).split("\n"))
    return "\n".join(lines).strip()


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text: each line is one, unless lines were clearly wrapped at a width."""
    text = normalise(text)
    if not text:
        return []
    blocks = [[line for line in block.split("\n") if line] for block in _BLANK.split(text)]
    width = _wrap_width(blocks)
    if not width:
        return [line for block in blocks for line in block]
    return [joined for block in blocks for joined in _join(block, width)]


def _pairs(blocks: list[list[str]]) -> list[tuple[str, str]]:
    return [(a, b) for block in blocks for a, b in pairwise(block)]


def _full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line would not have fitted: what breaks a line at a width."""
    if _WIDE.match(line[-1]):
        return len(line) >= width - 2
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width - 2


def _wrap_width(blocks: list[list[str]]) -> int:
    """The width at which lines were wrapped, 0 where they were not clearly wrapped."""
    pairs = _pairs(blocks)
    if len(pairs) < 3:
        return 0
    lengths = sorted(len(line) for pair in pairs for line in pair)
    width = lengths[-1]
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return 0
    full = [a for a, b in pairs if _full(a, b, width)]
    unfinished = sum(1 for line in full if not _END.search(line))
    clear = len(full) >= 0.7 * len(pairs) and unfinished >= 0.5 * len(full)
    return width if clear else 0


def _join(block: list[str], width: int) -> list[str]:
    out = [block[0]]
    for before, line in pairwise(block):
        if not _full(before, line, width):
            out.append(line)
        elif (before[-1] in "-‐" and before[-2:-1].isalpha()) or (_WIDE.match(before[-1]) and _WIDE.match(line[0])):
            out[-1] += line
        else:
            out[-1] += " " + line
    return out
