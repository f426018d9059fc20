"""Ingest in volume: by one process or several, interrupted anywhere, the ledger is the same."""

import os
import signal
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from dragoman.acquire.raw import raws
from dragoman.cli import app
from dragoman.errors import SourceError
from dragoman.ingest import Options, ingest, run_id
from dragoman.store import Ledger
from dragoman.store.schema import articles, figures, participants, reports, statements

LEXICON = Options(coder="lexicon")


def lines(path, count, start=0):
    texts = (
        f'{{"url": "https://paper.example/{n}", "published": "2024-03-{n % 28 + 1:02d}", "outlet": "Paper {n % 7}", "text": '
        f'"Poland expelled {n + 3} Russian diplomats. Germany sent humanitarian aid to Ukraine. Number {n}."}}\n'
        for n in range(start, start + count)
    )
    path.write_text("".join(texts), "utf-8")
    return path


def content(url):
    """All rows of a ledger but their running numbers."""
    with Ledger.open(url) as book, book.engine.connect() as connection:
        out = {}
        for table in (articles, reports, participants, figures, statements):
            columns = [c for c in table.c if c.name != "row"]
            out[table.name] = sorted(map(str, connection.execute(sa.select(*columns)).all()))
        return out


def run(url, path, **more):
    with Ledger.open(url) as book:
        return ingest(book, raws([path], 1 << 20), LEXICON, run=run_id([path], LEXICON), **more)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    path = lines(folder / "news.jsonl", 200)
    report = run(str(folder / "a.db"), path)
    assert report.articles == 200
    return path, content(str(folder / "a.db"))


def test_workers_give_the_same_ledger(whole, tmp_path):
    path, wanted = whole
    report = run(str(tmp_path / "b.db"), path, workers=2)
    assert report.outcomes == {"added": 200}
    assert content(str(tmp_path / "b.db")) == wanted


def test_interrupted_between_portions_and_resumed(whole, tmp_path):
    path, wanted = whole
    url = str(tmp_path / "c.db")
    seen = []

    class Stop(Exception):
        pass

    def tick(done, position):
        seen.append(done)
        if len(seen) == 3:
            raise Stop

    with pytest.raises(Stop):
        run(url, path, tick=tick)
    report = run(url, path, resume=True)
    assert report.resumed == 3
    assert report.articles == 200 - seen[-1]
    assert content(url) == wanted
    again = run(url, path, resume=True)  # it was done: a new run, in which nothing is new
    assert (again.resumed, again.outcomes) == (0, {"unchanged": 200})


def test_killed_at_any_moment_and_resumed(whole, tmp_path):
    path, wanted = whole
    url = str(tmp_path / "d.db")
    code = "import sys; from dragoman.cli import main; sys.argv = ['dragoman'] + sys.argv[1:]; main()"
    command = [sys.executable, "-c", code, "ingest", str(path), "--ledger", url, "--coder", "lexicon", "--resume", "--no-merge"]
    for wait in (0.9, 1.2, 1.5):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    subprocess.run(command, check=True, capture_output=True)
    assert content(url) == wanted


def test_a_source_that_changed_is_read_again(whole, tmp_path):
    url = str(tmp_path / "e.db")
    path = lines(tmp_path / "news.jsonl", 100)

    def stop(done, position):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(url, path, tick=stop)
    lines(path, 100, start=1000)
    report = run(url, path, resume=True)
    assert (report.resumed, report.articles) == (0, 100)


def test_what_fails_is_named_and_the_rest_goes_on(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    lines(folder / "a.jsonl", 3)
    (folder / "b.jsonl").write_text('{"text": "Poland expelled a Russian diplomat."}\n{broken\n', "utf-8")
    (folder / "c.html").write_text("<html><body></body></html>", "utf-8")
    errors: list[SourceError] = []
    with Ledger.open(str(tmp_path / "x.db")) as book:
        for workers in (1, 2):
            errors.clear()
            report = ingest(book, raws([folder], 1 << 20), LEXICON, workers=workers, on_error=errors.append)
            assert report.articles == 4
            assert sorted(e.source.rsplit("/", 1)[1] for e in errors) == ["b.jsonl:2", "c.html"]
            assert sum(report.failed.values()) == 2
            assert report.to_dict()["failed"] == [str(e) for e in errors]


def test_an_article_that_takes_too_long_is_left(tmp_path, monkeypatch):
    import dragoman.ingest

    def slow(raw, limit):
        time.sleep(1 if raw.source.endswith(":2") else 0)
        yield SourceError(raw.source, "seen")

    monkeypatch.setattr(dragoman.ingest, "parse", slow)
    monkeypatch.setattr(dragoman.ingest, "SECONDS", 0.2)
    with Ledger.open(str(tmp_path / "x.db")) as book:
        report = ingest(book, raws([lines(tmp_path / "a.jsonl", 3)], 1 << 20), LEXICON)
    assert report.failed == {"seen": 2, "took longer than 0.2 seconds to read": 1}


def test_the_command_merges_and_reports(tmp_path):
    path = lines(tmp_path / "news.jsonl", 30)
    result = CliRunner().invoke(app, ["ingest", str(path), "--ledger", str(tmp_path / "x.db"), "--coder", "lexicon", "--json"])
    assert result.exit_code == 0, result.stderr
    import json

    report = json.loads(result.stdout)
    assert report["added"] == 30
    assert report["ledger"]["reports"] == 60
    assert report["ledger"]["events"] < 60
