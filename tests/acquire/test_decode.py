from __future__ import annotations

import pytest

from dragoman.acquire.decode import declared_charset, decode
from dragoman.errors import NotText

TEXTS = {
    "ru": "Президент прибыл в столицу с официальным визитом. Стороны подписали соглашение о торговле.",
    "uk": "Президент прибув до столиці з офіційним візитом. Сторони підписали угоду про торгівлю.",
    "kk": "Президент елордаға ресми сапармен келді. Тараптар сауда туралы келісімге қол қойды.",
    "ar": "وصل الرئيس إلى العاصمة في زيارة رسمية، ووقع الجانبان اتفاقية للتجارة بين البلدين.",
    "zh": "总统对首都进行正式访问。双方签署了贸易协定，并发表了联合声明。",
    "fr": "Le président est arrivé à Varsovie. Les deux délégations ont signé un accord, a déclaré le ministère.",
    "tr": "Cumhurbaşkanı resmî bir ziyaret için başkente geldi. Taraflar ticaret anlaşması imzaladı, dışişleri açıkladı.",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("ru", "windows-1251"),
        ("ru", "koi8-r"),
        ("ru", "cp866"),
        ("uk", "windows-1251"),
        ("kk", "kz1048"),
        ("ar", "windows-1256"),
        ("ar", "iso8859-6"),
        ("zh", "gb18030"),
        ("fr", "windows-1252"),
        ("tr", "windows-1254"),
        *((language, f"utf-16-{order}") for language in TEXTS for order in ("le", "be")),
    ],
)
def test_encodings_without_any_declaration(language: str, encoding: str) -> None:
    text = (TEXTS[language] + "\n") * 3
    found = decode(text.encode(encoding, "ignore"))
    assert found.text == text.encode(encoding, "ignore").decode(encoding)
    assert encoding.lower() in found.note.lower()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks(encoding: str) -> None:
    assert decode(TEXTS["ar"].encode(encoding)).text == TEXTS["ar"]


def test_utf8_needs_no_note() -> None:
    assert decode(TEXTS["zh"].encode()).note == ""
    assert decode(b"plain ASCII").encoding == "utf-8"


def test_the_declared_charset_is_read_as_browsers_do() -> None:
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body>朱镕基</body>'.encode("gb18030")
    assert declared_charset(page) == "gb18030"
    assert "朱镕基" in decode(page).text
    assert declared_charset(b'<?xml version="1.0" encoding="KOI8-R"?>') == "koi8-r"
    assert declared_charset(b'<meta charset="hex">') == ""
    assert declared_charset(b'<meta charset="no-such-thing">') == ""


def test_a_wrong_declaration_does_not_win() -> None:
    page = f'<html><head><meta charset="utf-8"></head><body><p>{TEXTS["ru"]}</p></body></html>'
    assert TEXTS["ru"] in decode(page.encode("windows-1251")).text
    assert TEXTS["ru"] in decode(page.replace("utf-8", "windows-1252").encode()).text


def test_utf8_cut_in_the_middle_of_a_letter() -> None:
    found = decode((TEXTS["ru"] * 5).rstrip(".").encode()[:-1])
    assert found.text.startswith(TEXTS["ru"])
    assert "1 broken byte sequence" in found.note


def test_nul_bytes_in_a_text() -> None:
    assert "NUL" in decode(b"The president\x00 arrived in the capital.\n" * 4).note


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "docx"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x01\x02\x03\x04\x05\x06 abc" * 10, "binary"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, hint: str) -> None:
    with pytest.raises(NotText) as caught:
        decode(data, "the-file")
    assert hint in str(caught.value)
    assert str(caught.value).startswith("the-file: ")
