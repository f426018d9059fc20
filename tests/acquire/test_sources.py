from __future__ import annotations

import gzip
import io
import json
import os
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from dragoman.acquire import articles_from_text, read_sources
from dragoman.errors import EmptySource, Malformed, NotText, SourceError, TooLarge, UsageError
from dragoman.records import Article

TEXT = "Ruritania and Freedonia reopened their border on Wednesday after two years of talks."
PAGE = f"<html><head><title>Border open</title></head><body><article><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"


def read(*paths: object, **options: object) -> list[Article | SourceError]:
    return list(read_sources([str(p) for p in paths], **options))  # type: ignore[arg-type]


def one(path: Path, **options: object) -> Article:
    found = read(path, **options)
    assert len(found) == 1 and isinstance(found[0], Article), found
    return found[0]


def bad(path: Path, **options: object) -> SourceError:
    found = read(path, **options)
    assert len(found) == 1 and isinstance(found[0], SourceError), found
    return found[0]


def test_kinds_by_ending_and_content(tmp_path: Path) -> None:
    record = json.dumps({"text": TEXT, "title": "Border open"})
    contents = {
        "a.txt": TEXT,
        "b.html": PAGE,
        "c.json": record,
        "d.jsonl": record,
        "e": PAGE,
        "f": record + "\n" + record,
        "g": TEXT,
        "h.txt": PAGE,
    }
    for name, content in contents.items():
        (tmp_path / name).write_text(content, "utf-8")
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content.encode()))
        for path in (tmp_path / name, tmp_path / f"{name}.gz"):
            found = read(path)
            assert len(found) == (2 if name == "f" else 1), name
            assert all(isinstance(a, Article) and a.text.startswith(TEXT) and "<" not in a.text for a in found), (name, found)


def test_folders_are_read_in_order_and_strange_files_passed_over(tmp_path: Path) -> None:
    (tmp_path / "b" / "deep").mkdir(parents=True)
    for name in ("c.txt", "a.txt", "b/2.txt", "b/deep/1.txt", ".hidden.txt", "style.css", "data.csv"):
        (tmp_path / name).write_text(f"{TEXT} {name}", "utf-8")
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    found = read(tmp_path)
    assert [a.text.split()[-1] for a in found if isinstance(a, Article)] == ["a.txt", "b/2.txt", "b/deep/1.txt", "c.txt"]
    assert [(type(e), Path(e.source).name) for e in found if isinstance(e, SourceError)] == [
        (SourceError, "gone.txt"),
        (NotText, "report.pdf"),
    ]
    assert "pdftotext" in str(found[-1])


def test_empty_folder(tmp_path: Path) -> None:
    assert isinstance(bad(tmp_path), EmptySource)


@pytest.mark.parametrize(
    ("name", "content", "kind", "words"),
    [
        ("a.txt", b"", EmptySource, "is empty"),
        ("a.html", b" \n\t ", EmptySource, "white space"),
        ("a.txt", b"\xef\xbb\xbf\n", EmptySource, "white space"),
        ("a.txt", b"-- 12 --", EmptySource, "no text"),
        ("a.html", b"<html><body></body></html>", EmptySource, "no article"),
        ("a.txt", bytes(range(256)) * 9, NotText, "binary"),
        ("a.txt", b"PK\x03\x04", NotText, "docx"),
        ("a.json", b"{", Malformed, "is no JSON"),
        ("a.json", b"[]", EmptySource, "empty list"),
        ("a.json", b"17", Malformed, "a number"),
        ("a.json", b"[" * 100_000, Malformed, "nested too deeply"),
        ("a.json", b'{"title": "x"}', Malformed, "neither `text` nor `html`"),
        ("a.json", b'{"text": 5}', Malformed, "`text` is a number"),
        ("a.jsonl", b"", EmptySource, "is empty"),
        ("a.txt.gz", b"\x1f\x8b\x08\x00broken", Malformed, "broken gzip"),
        ("a.txt.gz", gzip.compress(TEXT.encode() * 99)[:-20], Malformed, "broken gzip"),
    ],
)
def test_bad_files_are_named_and_not_raised(tmp_path: Path, name: str, content: bytes, kind: type, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    error = bad(path)
    assert type(error) is kind
    assert str(error).startswith(str(path)) and words in str(error) and "skipped" in str(error)


def test_missing_and_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no such file" in str(bad(tmp_path / "nothing.txt"))
    secret = tmp_path / "secret.txt"
    secret.write_text(TEXT)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "permission denied" in str(bad(secret))


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    tracemalloc.start()
    error = bad(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(error, TooLarge) and "209,715,200" in str(error)
    assert peak < 5_000_000


def test_a_packed_file_is_refused_at_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "bomb.txt.gz"
    path.write_bytes(gzip.compress(b"a" * 3_000_000))
    assert isinstance(bad(path, max_bytes=1_000_000), TooLarge)


def test_json_lines_are_streamed_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    line = json.dumps({"text": TEXT * 40}) + "\n"
    path.write_text(line * 3000)
    size = path.stat().st_size
    assert size > 10_000_000
    tracemalloc.start()
    count = sum(isinstance(item, Article) for item in read_sources([path], max_bytes=100_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 3000
    assert peak < size / 10


def test_broken_lines_among_good_ones(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    good = json.dumps({"text": TEXT})
    lines = [good, "{broken", "", good, '["list"]', json.dumps({"text": "x" * 3000}), json.dumps({"text": ""}), good]
    path.write_text("\n".join(lines), "utf-8")
    found = read(path, max_bytes=2000)
    assert [type(item).__name__ for item in found] == [
        "Article",
        "Malformed",
        "Article",
        "Malformed",
        "TooLarge",
        "Malformed",
        "Article",
    ]
    assert [str(e).split(": ")[0].rpartition(":")[2] for e in found if isinstance(e, SourceError)] == ["2", "5", "6", "7"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "windows-1251"])
def test_json_lines_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "wire.jsonl"
    text = "Президент прибыл в столицу с официальным визитом."
    lines = [json.dumps({"text": text, "id": i}, ensure_ascii=False) for i in range(3)]
    path.write_bytes("\n".join(lines).encode(encoding))
    found = read(path)
    assert [(a.text, a.article_id) for a in found if isinstance(a, Article)] == [(text, "0"), (text, "1"), (text, "2")]


def test_fields_of_a_record(tmp_path: Path) -> None:
    record = {
        "id": "r-17",
        "text": "Китай и\u00a0Россия\u200b подписали соглашение.\r\nСтороны довольны.",
        "url": "https://wire.example/17",
        "headline": "Соглашение",
        "publisher": {"name": "АНП"},
        "authors": ["А. Иванов", "Б. Петров"],
        "date": "20240516",
        "lang": "ru-RU",
        "keywords": ["trade"],
        "section": "",
    }
    path = tmp_path / "a.json"
    path.write_text(json.dumps(record), "utf-8")
    article = one(path)
    assert article.article_id == "r-17"
    assert article.text == "Китай и Россия подписали соглашение.\nСтороны довольны."
    assert (article.title, article.outlet, article.author) == ("Соглашение", "АНП", "А. Иванов, Б. Петров")
    assert (article.published, article.published_precision) == (date(2024, 5, 16), "day")
    assert article.language == "ru"
    assert article.extra == {"keywords": ["trade"]}


def test_an_article_reads_back_as_itself(tmp_path: Path) -> None:
    first = Article(text=TEXT, url="https://a.example/1", published=date(2023, 5, 1), published_precision="month", extra={"k": 1})
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(first.to_dict()))
    assert one(path) == first


@pytest.mark.parametrize(
    ("value", "published", "precision"),
    [
        ("2022-11-29", date(2022, 11, 29), "day"),
        ("2022-11-29T08:00:00+03:00", date(2022, 11, 29), "day"),
        ("Tue, 29 Nov 2022 08:00:00 GMT", date(2022, 11, 29), "day"),
        (20221129, date(2022, 11, 29), "day"),
        (1669708800, date(2022, 11, 29), "day"),
        ("2022-11", date(2022, 11, 1), "month"),
        ("2022", date(2022, 1, 1), "year"),
        (None, None, "unknown"),
    ],
)
def test_dates_of_records(tmp_path: Path, value: object, published: date | None, precision: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"text": TEXT, "published": value}))
    article = one(path)
    assert (article.published, article.published_precision) == (published, precision)


def test_a_bad_field_is_reported_and_the_article_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": TEXT, "published": "last week", "language": "not a code!"}))
    date_error, language_error, article = read(path)
    assert str(date_error).startswith(f"{path}:1: `published` is no date") and "kept without a date" in str(date_error)
    assert "`language`" in str(language_error)
    assert isinstance(article, Article) and article.published is None and article.language == ""
    assert article.extra == {"published": "last week", "language": "not a code!"}


def test_html_in_a_record(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"html": PAGE, "url": "https://a.example/1", "published": "2023-05-03"}))
    article = one(path)
    assert article.text.startswith(TEXT)
    assert (article.title, article.published) == ("Border open", date(2023, 5, 3))


def test_options_fill_in_what_is_not_said(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        "\n".join([json.dumps({"text": TEXT}), json.dumps({"text": TEXT, "date": "2020-01-01", "lang": "en", "source": "ANP"})])
    )
    bare, full = read(path, published="2023-05-03", language="de", outlet="Wire")
    assert isinstance(bare, Article) and isinstance(full, Article)
    assert (bare.published, bare.language, bare.outlet) == (date(2023, 5, 3), "de", "Wire")
    assert (full.published, full.language, full.outlet) == (date(2020, 1, 1), "en", "ANP")


@pytest.mark.parametrize("options", [{"published": "soon"}, {"language": "??"}, {"max_bytes": 0}])
def test_wrong_options_are_wrong_use(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        read_sources([], **options)  # type: ignore[arg-type]


def test_encoding_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(("Президент прибыл в столицу с официальным визитом. " * 3).encode("windows-1251"))
    article = one(path)
    assert article.text.startswith("Президент прибыл")
    assert "windows-1251" in article.extra["encoding"] and article.extra["file"] == str(path)


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.BytesIO]:
    buffer = io.BytesIO()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=buffer))
    yield buffer


@pytest.mark.parametrize(("content", "count"), [(TEXT, 1), (PAGE, 1), (json.dumps({"text": TEXT}) + "\n" + json.dumps({"text": TEXT}), 2)])
def test_standard_input(stdin: io.BytesIO, content: str, count: int) -> None:
    stdin.write(content.encode())
    stdin.seek(0)
    found = read("-")
    assert len(found) == count and all(isinstance(a, Article) and a.text.startswith(TEXT) for a in found)


def test_empty_standard_input_is_named(stdin: io.BytesIO) -> None:
    assert str(read("-")[0]) == "standard input: is empty (skipped)"


def test_a_named_pipe_is_read(tmp_path: Path) -> None:
    import threading

    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: path.write_text(TEXT))
    writer.start()
    article = one(path)
    writer.join()
    assert article.text == TEXT


def test_pasted_text_of_any_kind() -> None:
    for text in (TEXT, PAGE, json.dumps([{"text": TEXT}])):
        found = list(articles_from_text(text, "pasted"))
        assert len(found) == 1 and isinstance(found[0], Article) and found[0].text.startswith(TEXT)
    assert isinstance(next(articles_from_text("  ", "pasted")), EmptySource)
