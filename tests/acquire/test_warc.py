"""Archives: plain and gzipped, streamed, with all that crawls have in them; broken ones keep what came before."""

import gzip
import io

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dragoman.acquire import read_sources
from dragoman.acquire.raw import raws
from dragoman.errors import EmptySource, Malformed, SourceError, TooLarge

# the library's writer, which only the tests use, leaves its buffers to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")

TEXT = "Poland expelled three Russian diplomats on Monday. The foreign ministry in Warsaw gave no reason for it."
RUSSIAN = "Польша выслала трёх российских дипломатов. Министерство иностранных дел в Варшаве не назвало причин этого шага."


def page(text):
    return f"<html><head><title>T</title></head><body><article><h1>News of today</h1><p>{text}</p></article></body></html>"


def archive(path, *records):
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "test"}))
        for n, (status, headers, body, kind) in enumerate(records):
            http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
            given = {"http_headers": http} if kind in ("response", "request") else {}
            record = writer.create_warc_record(
                f"https://paper.example/{n}",
                kind,
                payload=io.BytesIO(body),
                warc_headers_dict={"WARC-Date": "2024-03-05T06:00:00Z"},
                **given,
            )
            writer.write_record(record)
    return path


HTML = [("Content-Type", "text/html; charset=utf-8")]
GOOD = ("200 OK", HTML, page(TEXT).encode(), "response")


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_articles_of_an_archive(tmp_path, name):
    packed = gzip.compress(page(TEXT).encode())
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    path = archive(
        tmp_path / name,
        GOOD,
        ("GET / HTTP/1.1", [], b"", "request"),
        ("404 Not Found", HTML, page(TEXT).encode(), "response"),
        ("301 Moved", HTML, b"", "response"),
        ("200 OK", [("Content-Type", "image/png")], b"\x89PNG", "response"),
        ("200 OK", [("Content-Type", "text/html; charset=windows-1251")], page(RUSSIAN).encode("windows-1251"), "response"),
        ("200 OK", [*HTML, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")], chunked, "response"),
        ("200 OK", HTML, b"<html><body><a href='/'>menu</a></body></html>", "response"),
    )
    found = list(read_sources([path]))
    assert [getattr(a, "url", "") for a in found] == ["https://paper.example/0", "https://paper.example/5", "https://paper.example/6", ""]
    assert TEXT in found[0].text
    assert RUSSIAN in found[1].text
    assert TEXT in found[2].text
    assert found[0].retrieved == "2024-03-05T06:00:00Z"
    assert isinstance(found[3], EmptySource)
    assert "record 9 (https://paper.example/7)" in str(found[3])
    assert [r.position for r in raws([path], 10_000)][-1] <= path.stat().st_size


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_an_archive_cut_anywhere_keeps_what_came_before_and_no_half_page(tmp_path, name):
    path = archive(tmp_path / name, GOOD, GOOD, GOOD)
    data = path.read_bytes()
    for end in range(1, len(data)):
        path.write_bytes(data[:end])
        found = list(raws([path], 10_000))
        pages = [r.data for r in found if not isinstance(r, SourceError)]
        assert set(pages) <= {GOOD[2]}, end
        assert len(pages) >= end * 4 // len(data) - 1, end
        assert all(isinstance(f, Malformed) for f in found[len(pages) :]), end


def test_what_is_no_archive(tmp_path):
    (tmp_path / "a.warc").write_bytes(b"just words\n" * 20)
    (tmp_path / "b.warc.gz").write_bytes(b"\x1f\x8bbroken")
    (tmp_path / "c.warc").write_bytes(b"")
    for name in ("a.warc", "b.warc.gz", "c.warc"):
        found = list(read_sources([tmp_path / name]))
        assert [type(f) for f in found] == [Malformed], name
        assert name in str(found[0])


def test_a_page_beyond_the_limit(tmp_path):
    path = archive(tmp_path / "crawl.warc", ("200 OK", HTML, page("x" * 5000).encode(), "response"), GOOD)
    found = list(read_sources([path], max_bytes=3000))
    assert [type(f).__name__ for f in found] == ["TooLarge", "Article"]
    assert isinstance(found[0], TooLarge)
