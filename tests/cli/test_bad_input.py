"""Bad input gets one clear message that names it; the good is read, the exit status tells, and nothing is half-written."""

import json
import os

import pytest
from command import run

from dragoman.store import Ledger

GOOD = "BERLIN, March 3, 2024 - Germany sent humanitarian aid to Ukraine on Friday.\n"
RUSSIAN = "МОСКВА, 3 марта 2024. Польша выслала трёх российских дипломатов. Германия направила Украине гуманитарную помощь.\n"
ARABIC = "باريس، 3 مارس 2024. أدانت تركيا إسرائيل بأشد العبارات. أرسلت ألمانيا مساعدات إنسانية إلى أوكرانيا يوم الجمعة.\n"
CHINESE = "北京，2024年3月3日。波兰驱逐了三名俄罗斯外交官。德国向乌克兰提供人道主义援助。欧盟赞扬摩尔多瓦的改革。\n"


def ingest(folder, ledger):
    return run("ingest", folder, "--ledger", ledger, "--json")


def counts(ledger):
    with Ledger.open(ledger) as book:
        return book.counts()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, "utf-8")
    return folder


def bad(folder, tmp_path, name, content):
    (folder / name).write_bytes(content)
    result = ingest(folder, tmp_path / "news.db")
    assert result.exit_code == 1
    assert result.stderr.count(name) == 1
    assert counts(tmp_path / "news.db")["articles"] == 1
    return result.stderr


def test_empty_file(folder, tmp_path):
    bad(folder, tmp_path, "empty.txt", b"")


def test_binary(folder, tmp_path):
    bad(folder, tmp_path, "photo.txt", bytes(range(256)) * 40)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("cp1251", RUSSIAN), ("windows-1256", ARABIC), ("gb18030", CHINESE), ("utf-16", RUSSIAN), ("utf-8-sig", ARABIC)],
)
def test_other_encodings_are_read(folder, tmp_path, encoding, text):
    (folder / "other.txt").write_bytes((text * 3).encode(encoding))
    result = ingest(folder, tmp_path / "news.db")
    assert result.exit_code == 0, result.stderr
    assert counts(tmp_path / "news.db")["reports"] >= 3


def test_truncated_html(folder, tmp_path):
    html = f"<html><head><title>Aid</title></head><body><article><p>{GOOD}</p><p>Poland expelled three Russian dipl"
    (folder / "cut.html").write_text(html, "utf-8")
    result = ingest(folder, tmp_path / "news.db")
    assert result.exit_code in (0, 1)
    if result.exit_code:
        assert "cut.html" in result.stderr


def test_a_huge_file_is_refused(folder, tmp_path):
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    result = ingest(folder, tmp_path / "news.db")
    assert result.exit_code == 1
    assert result.stderr.count("huge.txt") == 1
    assert counts(tmp_path / "news.db")["articles"] == 1


def test_broken_lines_among_good_ones(folder, tmp_path):
    good = [json.dumps({"text": GOOD, "url": f"https://example.org/{i}", "desk": "world"}) for i in range(3)]
    (folder / "lines.jsonl").write_text("\n".join([good[0], "{broken", good[1], '{"title": "no text"}', good[2]]) + "\n", "utf-8")
    result = ingest(folder, tmp_path / "news.db")
    assert result.exit_code == 1
    assert "lines.jsonl:2" in result.stderr and "lines.jsonl:4" in result.stderr
    assert counts(tmp_path / "news.db")["articles"] == 4


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every file")
def test_unreadable_file(folder, tmp_path):
    (folder / "secret.txt").write_text(GOOD, "utf-8")
    (folder / "secret.txt").chmod(0)
    result = ingest(folder, tmp_path / "news.db")
    assert result.exit_code == 1 and "secret.txt" in result.stderr


def test_a_dangling_link_is_named(folder, tmp_path):
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    result = ingest(folder, tmp_path / "news.db")
    assert result.exit_code == 1 and "gone.txt" in result.stderr
    assert counts(tmp_path / "news.db")["articles"] == 1
