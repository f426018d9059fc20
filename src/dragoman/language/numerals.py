"""Numbers as they are written: digits of every script with their separators, and Chinese numerals.

>>> parse_digits("1.600,5", ","), parse_digits("1,6", "."), parse_digits("١٦٠", "."), han_number("三百二十")
(1600.5, 1.6, 160.0, 320)
"""

from __future__ import annotations

import re

_THIN = "\u00a0\u2009\u202f'’"
_GROUPS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def number_pattern(*, spaced: bool) -> str:
    """Digits with their separators: 1.600.000 · 1,600.5 · 2.8 · 170, and 1 600 000 where the language groups with spaces."""
    marks = _THIN + ("٬,. " if spaced else "٬,.")
    return (
        r"\d+(?::\d+)+|"
        rf"\d{{1,3}}(?P<mark>[{marks}])\d{{3}}(?:(?P=mark)\d{{3}})*(?!\d)(?:[.,٫]\d+(?!\d|[.,]\d))?|"
        r"\d+(?:\.\d+){2,}|\d+(?:[.,٫]\d+)?"
    )


_HAN = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}
_HAN_SCALES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}


def parse_digits(text: str, decimal: str) -> float | None:
    """The value of digits with separators; ``decimal`` is the language's decimal mark, which settles "1.600"."""
    text = text.replace("٫", decimal).replace("٬", "")
    for space in _THIN + " ":
        text = text.replace(space, "")
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        last = max(text.rfind("."), text.rfind(","))
        text = re.sub(r"[.,]", "", text[:last]) + "." + text[last + 1 :]
    elif dots + commas > 1:
        if _GROUPS.fullmatch(text) is None:
            return None
        text = text.replace(".", "").replace(",", "")
    elif dots + commas:
        mark = "." if dots else ","
        grouped = _GROUPS.fullmatch(text) is not None and not text.startswith("0") and mark != decimal
        text = text.replace(mark, "" if grouped else ".")
    try:
        return float(text)
    except ValueError:
        return None


def han_number(text: str) -> int | None:
    """The value of Chinese numerals, "三百亿" as well as "二〇二二"; None where they are none."""
    if not any(c in _HAN_TENS or c in _HAN_SCALES for c in text):
        digits = [_HAN.get(c) for c in text]
        return None if not digits or None in digits or len(digits) > 4 else int("".join(map(str, digits)))
    total = section = digit = 0
    for c in text:
        if c in _HAN:
            digit = _HAN[c]
        elif c in _HAN_TENS:
            section += (digit or 1) * _HAN_TENS[c]
            digit = 0
        elif c in _HAN_SCALES:
            total = (
                (total + section + digit or 1) * _HAN_SCALES[c]
                if _HAN_SCALES[c] > 10**4
                else total + (section + digit or 1) * _HAN_SCALES[c]
            )
            section = digit = 0
        else:
            return None
    return total + section + digit
