"""What the first lines of a copied article tell: section, headline and dateline.

The lines stay in the text; this only names them. A head is what stands before the first paragraph:

    Kazakhstan
    Kazakhstan becomes the EU's main partner in Central Asia
    PARIS, Nov 29 (Reuters) - European politicians have often visited …

>>> read_head(["World", "Macron receives Tokayev in Paris", "PARIS, Nov 29 (AFP) - The two leaders signed an accord on uranium."])
Head(title='Macron receives Tokayev in Paris', section='World', dateline='PARIS, Nov 29 (AFP)')
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .chrome import has_sentence

_TITLE_LENGTH = 220
_PARAGRAPH = 60
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_PLACE = r"(?:[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?)(?: [^\W\d_]+(?:['’-][^\W\d_]+)*){0,3}"
_DAY = r"(?:\d{1,2}\.? [^\W\d_]+\.?|[^\W\d_]+\.? \d{1,2})(?:,? \d{4})?"
_AGENCY = r"(?:\([^()]{2,40}\)|/[^/]{2,30}/)"
# A place, then a date, an agency or both, closed by a dash, a full stop or a colon; or a capitalised place closed by a dash.
_DATELINES = (
    re.compile(rf"{_PLACE}(?:, {_PLACE})?[,.]? {_DAY}(?:[.,]? {_AGENCY})?(?= ?[-–—:] |\.-|\. |\.$)"),
    re.compile(rf"{_PLACE}(?:, {_PLACE})?[.,]? {_AGENCY}(?= ?[-–—:.] |\.-|\. )"),
    re.compile(r"(?:[^\W\d_a-zа-яёіїєґәғқңөұүһ]{2,}[ .'’-]?){1,4}(?:, [^\W\d_]+\.?|\. [^\W\d_]{3,12})?(?= ?[–—-] [^a-zа-яё])"),
    re.compile(r"[\u3400-\u9fff]{2,12}\d{1,2}月\d{1,2}日(?:电|電|讯|訊)"),
    re.compile(r"[(（][^()（）]{2,30}(?:\d{1,2}日)?[讯訊电電][)）]"),
)


@dataclass(frozen=True, slots=True)
class Head:
    """Headline, section and dateline as the text has them; ``""`` for each that it does not show."""

    title: str = ""
    section: str = ""
    dateline: str = ""


def read_head(lines: list[str]) -> Head:
    """The head of a text given as paragraphs."""
    body = next((i for i, line in enumerate(lines[:12]) if _is_paragraph(line)), None)
    if body is None:
        return Head(lines[0] if len(lines) > 1 and _is_headline(lines[0]) else "")
    head = lines[:body]
    dateline = dateline_of(lines[body])
    candidates = [line for line in head if _is_headline(line)]
    title = next((line for line in candidates if _weight(line) >= 4), max(candidates, key=len, default=""))
    before = head[: head.index(title)] if title else []
    section = next((line for line in before if _weight(line) <= 3 and len(line) <= 40 and not has_sentence(line)), "")
    return Head(title, "" if any(c.isdigit() for c in section) else section, dateline)


def dateline_of(paragraph: str) -> str:
    """The dateline that a paragraph begins with, without what closes it.

    >>> dateline_of("МОСКВА, 5 марта. /ТАСС/. Президент подписал указ.")
    'МОСКВА, 5 марта. /ТАСС/'
    """
    start = paragraph[:100]
    for pattern in _DATELINES:
        if (match := pattern.match(start)) and match.end() < 80:
            return match[0].strip()
    return ""


def _weight(line: str) -> float:
    """Words of a line; in scripts without spaces, two characters are about a word."""
    wide = len(_CJK.findall(line))
    return wide / 2 if wide * 2 > len(line) else len(line.split())


def _is_paragraph(line: str) -> bool:
    if len(line) > _TITLE_LENGTH:
        return True
    question = len(line) < 110 and line.rstrip("\"'»”’")[-1:] in "?!？！؟"
    long_enough = _weight(line) >= 6 and (len(line) >= _PARAGRAPH or bool(_CJK.search(line)))
    return long_enough and has_sentence(line) and not question


def _is_headline(line: str) -> bool:
    return len(line) <= _TITLE_LENGTH and _weight(line) >= 2 and not line.endswith((".", "。", ":", "،", ","))
