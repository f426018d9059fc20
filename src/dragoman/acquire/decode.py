r"""From bytes to text, whatever encoding a newsroom's or a collector's machine wrote.

UTF-8 is tried first and is nearly always right. Otherwise the byte-order mark, the charset that the page declares, and at last
the letters decide: read as windows-1251, ``\xcf\xf0\xe5\xe7`` is "През", in koi8-r it is "оПЕГ", and only one of them looks like
a language. What was decided is reported with the text, so that nobody has to wonder why an article reads oddly.

>>> decode("Президент прибыл в Астану".encode("koi8-r")).encoding
'koi8-r'
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

from ..errors import NotText

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF file; save its text first, for example with `pdftotext -layout`"),
    (b"PK\x03\x04", "a zip archive or an office document (docx, odt, epub); save it as plain text or HTML first"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office document; save it as plain text or HTML first"),
    (b"{\\rtf", "a rich text (RTF) document; save it as plain text or HTML first"),
    (b"\x1f\x8b", "gzip data; unpack it first, or give it the ending .gz"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a sound, film or image file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"BZh", "a bzip2 file; unpack it first"),
    (b"\xfd7zXZ", "an xz file; unpack it first"),
    (b"(\xb5/\xfd", "a Zstandard file; unpack it first"),
    (b"\x7fELF", "a program"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,30})|<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{2,30})""",
    re.I,
)
# What a declared name means in practice: browsers read the superset, and so do we.
_SUPERSETS = {
    "iso8859-1": "windows-1252",
    "ascii": "windows-1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "windows-1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
_SAMPLE = 40_000
_PUNCTUATION = frozenset("«»“”„‘’‹›…–—№،؛؟\u00a0·•°§©®™€£¿¡ªº´¹²³\u200c\u200d\u200e\u200fـًٌٍَُِّْ、。，「」（）！？：；《》　〜・ー％")
_WIDE = frozenset(("gb18030", "big5hkscs", "cp932", "cp949"))
_RUNS = re.compile(r"[^\W\d_A-Za-z]+")
_MARKS = re.compile("[\t\n\r\u2010-\u2030\u3000-\u301f\uff00-\uff65]")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes, and in which encoding they were; ``note`` says what had to be guessed or replaced, if anything."""

    text: str
    encoding: str
    note: str = ""


def decode(data: bytes, source: str = "input") -> Decoded:
    """Text of ``data``. Raises NotText for what is binary or in no encoding that we know."""
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise NotText(source, f"is {what}")
    for mark, name in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(name, "replace")
            return Decoded(text, name, "" if name == "utf-8" else f"read as {name.upper()} (byte-order mark)")
    nul = b"\x00" in data[:_SAMPLE]
    if nul and (wide := _utf16(data)):
        return wide
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if data.count(b"\x00", 0, _SAMPLE) > len(data[:_SAMPLE]) // 100:
            raise NotText(source, "is binary, not text") from None
        return _legacy(data, source)
    _refuse_controls(text, source)
    return Decoded(text, "utf-8", "NUL bytes removed" if nul else "")


def _refuse_controls(text: str, source: str) -> None:
    head = text[:_SAMPLE]
    if len(_CONTROLS.findall(head)) > max(2, len(head) // 50) or head.count("\x00") > len(head) // 10:
        raise NotText(source, "is binary, not text")


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a byte-order mark: the byte order that gives one script with ordinary punctuation, if any does."""
    even = data[: len(data) & ~1]
    best: tuple[float, str] = (0.0, "")
    for name in ("utf-16-le", "utf-16-be"):
        share = _one_script(even[:_SAMPLE].decode(name, "replace"))
        best = max(best, (share, name))
    if best[0] < 0.9:
        return None
    return Decoded(even.decode(best[1], "replace"), best[1], f"read as {best[1].upper()} (no byte-order mark)")


def _one_script(text: str) -> float:
    """Share of characters that are ASCII text, punctuation or of the commonest script (block of 256, Han and Hangul as one)."""
    blocks: dict[int, int] = {}
    plain = 0
    for char in text:
        code = ord(char)
        if 0x20 <= code < 0x7F or char in _PUNCTUATION or _MARKS.match(char):
            plain += 1
        elif unicodedata.category(char)[0] in "LM":
            block = 0x4E if 0x3400 <= code <= 0x9FFF else 0xAC if 0xAC00 <= code <= 0xD7A3 else code >> 8
            blocks[block] = blocks.get(block, 0) + 1
    if not text:
        return 0.0
    top = sorted(blocks.values(), reverse=True)[: 2 if 0x30 in blocks or 0 in blocks else 1]
    return (plain + sum(top)) / len(text)


def _legacy(data: bytes, source: str) -> Decoded:
    text = data.decode("utf-8", "replace")
    foreign = sum(1 for c in text if c > "\x7f")
    broken = text.count("\ufffd")
    if broken * 10 <= foreign and broken <= 50 + len(text) // 200:
        _refuse_controls(text, source)
        return Decoded(text, "utf-8", f"UTF-8 with {broken} broken byte sequence{'s' if broken > 1 else ''}, replaced by U+FFFD")
    if name := declared_charset(data):
        text = data.decode(name, "replace")
        if text.count("\ufffd") <= len(text) // 100 and (_latin(name) is False or score(text[:_SAMPLE], name) > 0.3):
            return Decoded(text, name, f"read as {name} (declared by the page)")
    best = (0.0, "")
    for name in dict.fromkeys(name for name, _ in _letters()):
        best = max(best, (_try(data, name), name), key=itemgetter(0))
    if best[0] < 0.35 and (guess := _charset_normalizer(data)):
        best = (0.5, guess)
    if best[0] < 0.35:
        raise NotText(source, "is binary, or in no encoding that we know; save it as UTF-8")
    text = data.decode(best[1], "replace")
    _refuse_controls(text, source)
    return Decoded(text, best[1], f"not UTF-8; read as {best[1]} (guessed from its letters)")


def declared_charset(data: bytes) -> str:
    """The charset that an HTML page or XML file declares in its first 4 KB, as Python names it; ``""`` if none or unknown.

    >>> declared_charset(b'<html><head><meta charset="ISO-8859-1">')
    'windows-1252'
    """
    match = _DECLARED.search(data[:4096])
    if not match:
        return ""
    try:
        name = codecs.lookup((match[1] or match[2]).decode("ascii", "replace")).name
    except LookupError:
        return ""
    if name.startswith(("utf", "cp65001")) or name not in _text_encodings():
        return ""
    return _SUPERSETS.get(name, name)


@lru_cache(maxsize=1)
def _text_encodings() -> frozenset[str]:
    from encodings.aliases import aliases

    binary = {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "mbcs", "oem", "punycode", "idna", "undefined"}
    names = set()
    for module in set(aliases.values()):
        root = module.removesuffix("_codec")
        if root not in binary:
            try:
                names.add(codecs.lookup(module).name)
            except LookupError:
                continue
    return frozenset(names)


@lru_cache(maxsize=1)
def _letters() -> tuple[tuple[str, dict[str, float]], ...]:
    rows = (Path(__file__).parent / "data" / "encodings.tsv").read_text("utf-8").splitlines()
    cells = [row.split("\t") for row in rows if row and not row.startswith("#")]
    return tuple((name, {c: 1.0 if i < 12 or name in _WIDE else 0.6 for i, c in enumerate(letters)}) for name, letters in cells)


def _latin(name: str) -> bool:
    return name in ("windows-1252", "windows-1254", "windows-1250", "iso8859-2", "iso8859-15", "cp1250", "cp1252", "cp1254")


def _try(data: bytes, name: str) -> float:
    head = data[:_SAMPLE]
    try:
        text = codecs.getincrementaldecoder(name)("strict").decode(head, final=len(head) == len(data))
    except UnicodeDecodeError as error:
        if error.start < len(head) - (2 if len(head) == len(data) else 4):
            return 0.0
        text = head[: error.start].decode(name)
    return score(text, name)


def score(text: str, name: str) -> float:
    """How much like a language the characters beyond ASCII look, in 0…1, when the bytes are read in the encoding ``name``."""
    beyond = Counter(c for c in text if c > "\x7f")
    count = beyond.total()
    if not count:
        return 0.0
    wide = name in _WIDE
    mean = max(_frequent(beyond, letters, wide) for row, letters in _letters_of(name)) / count
    if wide:
        return max(0.0, min(1.0, mean * 3.0))
    # Letters beyond ASCII come singly in "années", in whole words in "года": so Czech is no Cyrillic and Cyrillic no French.
    runs = [len(run) for run in _RUNS.findall(text)]
    alphabetic = sum(runs) > 1.9 * len(runs)
    return max(0.0, min(1.0, mean - (0.6 if alphabetic == _latin(name) else 0.0)))


def _letters_of(name: str) -> list[tuple[str, dict[str, float]]]:
    return [row for row in _letters() if row[0] == name] or [(name, {})]


def _frequent(beyond: Counter[str], common: dict[str, float], wide: bool) -> float:
    total = 0.0
    for char, times in beyond.items():
        if char in common:
            total += common[char] * times
        elif char in _PUNCTUATION:
            total += 0.6 * times
        elif not char.isalpha():
            total -= times
        elif not wide:
            # A capital inside words is what koi8-r looks like when read as windows-1251.
            known = char.lower() in common
            total += times * ((0.6 if known else 0.1) if char != char.lower() else -0.2 if common else 0.3)
    return total


def _charset_normalizer(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None or best.chaos > 0.2:
        return ""
    text = data.decode(best.encoding, "replace")
    letters = sum(1 for c in text[:_SAMPLE] if c.isalpha() or c.isspace())
    return best.encoding if letters > 0.7 * len(text[:_SAMPLE]) else ""
