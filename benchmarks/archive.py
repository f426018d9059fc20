"""Ingest of a web archive in volume: rate, memory, and whether a run that is killed and resumed ends in the same ledger.

python benchmarks/archive.py make 10000 crawl.warc.gz     pages made of the sample articles with the HTML of a newspaper around
python benchmarks/archive.py rate crawl.warc.gz 1000      (the first N pages) pages per second and peak memory of all processes
python benchmarks/archive.py kill crawl.warc.gz 1000      killed with SIGKILL five times at random, resumed, compared
"""

from __future__ import annotations

import argparse
import hashlib
import html
import io
import json
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

SAMPLES = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "samples"


def make(count: int, target: Path) -> None:
    """An archive of ``count`` responses: eight in ten articles, the others front pages, pictures, errors and redirects."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    import dragoman

    articles = [r.article for r in dragoman.read_many([SAMPLES], coder="lexicon") if hasattr(r, "article")]
    rng = random.Random(1)
    with target.open("wb") as file:
        writer = WARCWriter(file, gzip=target.suffix == ".gz")
        for n in range(count):
            a = articles[n % len(articles)]
            day = date(2023, 1, 1) + timedelta(days=n % 365)
            url = f"https://outlet{n % 97}.example/{day:%Y/%m/%d}/{n}"
            status, kind, body = "200 OK", "text/html; charset=utf-8", page(a, day, n, rng)
            if n % 10 == 8:
                body = front(articles, rng)
            elif n % 10 == 9:
                status, kind, body = rng.choice(
                    [
                        ("404 Not Found", "text/html", "<html>gone</html>"),
                        ("301 Moved", "text/html", ""),
                        ("200 OK", "image/png", "x" * 5000),
                    ]
                )
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body.encode()),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": f"{day}T06:00:00Z"},
            )
            writer.write_record(record)


def page(article, day: date, n: int, rng: random.Random) -> str:
    """An article in the HTML of a newspaper: navigation, teasers, advertisements, scripts."""
    links = "".join(f"<li><a href='/{k}'>Section {k}</a></li>" for k in range(30))
    teasers = "".join(f"<div class='teaser'><a href='/{rng.random()}'><h3>Teaser {rng.randrange(10**6)}</h3></a></div>" for _ in range(20))
    paragraphs = "".join(f"<p>{html.escape(p)}</p>" for p in article.text.split("\n") if p.strip())
    return (
        f"<!doctype html><html lang='{article.language}'><head><title>{html.escape(article.title)}</title>"
        f"<meta property='og:site_name' content='Outlet {n % 97}'><meta property='article:published_time' content='{day}T05:00:00Z'>"
        f"<script>var data = {json.dumps(['x' * 40] * 100)};</script><style>{'.a{color:red}' * 200}</style></head><body>"
        f"<nav><ul>{links}</ul></nav><main><article><h1>{html.escape(article.title)}</h1>{paragraphs}<p>№ {n}</p></article>"
        f"<aside>{teasers}</aside></main><footer><p>© Outlet {n % 97}</p></footer></body></html>"
    )


def front(articles, rng: random.Random) -> str:
    """A front page: links and nothing to read."""
    items = "".join(f"<li><a href='/{rng.random()}'>{html.escape(rng.choice(articles).title)}</a></li>" for _ in range(60))
    return f"<!doctype html><html><head><title>Front page</title></head><body><ul>{items}</ul></body></html>"


def first(source: Path, count: int, target: Path) -> None:
    """The first ``count`` records of an archive as one of its own."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.warcwriter import WARCWriter

    with source.open("rb") as stream, target.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for n, record in enumerate(ArchiveIterator(stream)):
            if n == count:
                break
            writer.write_record(record)


def command(archive: Path, ledger: Path, workers: int, *more: str) -> list[str]:
    """The command line that ingests."""
    dragoman = Path(sys.executable).with_name("dragoman")
    return [str(dragoman), "ingest", str(archive), "--ledger", str(ledger), "--workers", str(workers), *more]


def rate(archive: Path, counts: list[int], workers: int) -> None:
    """Rate and peak memory for the first pages of an archive; merging is timed apart."""
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            part = Path(folder) / "part.warc.gz"
            first(archive, count, part)
            started = time.monotonic()
            process = subprocess.Popen(
                command(part, Path(folder) / "x.db", workers, "--no-merge", "--json"), stdout=subprocess.PIPE, text=True
            )
            peak = [0]
            watcher = threading.Thread(target=watch, args=(process, peak), daemon=True)
            watcher.start()
            report = json.loads(process.communicate()[0])
            read = time.monotonic() - started
            started = time.monotonic()
            merge = [str(Path(sys.executable).with_name("dragoman")), "merge", "--ledger", str(Path(folder) / "x.db"), "--json"]
            merged = json.loads(subprocess.run(merge, capture_output=True, text=True, check=True).stdout)
            print(
                json.dumps(
                    {
                        "pages": count,
                        "articles": report["added"],
                        "pages/s": round(count / read, 1),
                        "articles/s": round(report["added"] / read, 1),
                        "peak MB, all processes": peak[0] >> 20,
                        "merging, s": round(time.monotonic() - started, 1),
                        "reports": merged["reports"],
                        "events": merged["events"],
                    }
                ),
                flush=True,
            )


def watch(process: subprocess.Popen, peak: list[int]) -> None:
    """Keep the highest sum of the resident memory of a process and those below it (Linux)."""
    while process.poll() is None:
        total = 0
        for pid in family(process.pid):
            try:
                total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
            except OSError:
                continue
        peak[0] = max(peak[0], total)
        time.sleep(0.2)


def family(pid: int) -> list[int]:
    """A process and all below it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(p for child in children for p in family(int(child)))]


def kill(archive: Path, count: int, workers: int, times: int = 5) -> None:
    """Kill and resume; the ledger must equal that of an undisturbed run."""
    rng = random.Random()
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "part.warc.gz"
        first(archive, count, part)
        started = time.monotonic()
        subprocess.run(command(part, Path(folder) / "whole.db", workers, "--json"), capture_output=True, check=False)
        whole = time.monotonic() - started
        for n in range(times):
            process = subprocess.Popen(
                command(part, Path(folder) / "killed.db", workers, "--resume", "--json"),
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
            time.sleep(rng.uniform(2, max(3, whole / 2)))
            running = process.poll() is None
            for pid in reversed(family(process.pid)):
                try:
                    __import__("os").kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            process.wait()
            print(f"kill {n + 1}: {'while it ran' if running else 'it was done'}, {fingerprint(Path(folder) / 'killed.db')[1]}")
        done = subprocess.run(command(part, Path(folder) / "killed.db", workers, "--resume", "--json"), capture_output=True, text=True)
        print(f"last run: {json.loads(done.stdout)['resumed_portions']} portions were done before")
        one, two = fingerprint(Path(folder) / "whole.db"), fingerprint(Path(folder) / "killed.db")
        print(f"undisturbed {one[1]}, killed and resumed {two[1]}: {'equal' if one[0] == two[0] else 'DIFFERENT'}")
        if one[0] != two[0]:
            raise SystemExit(1)


def fingerprint(ledger: Path) -> tuple[str, str]:
    """A hash over all rows of a ledger but their running numbers, and how many there are."""
    from dragoman.store import Ledger
    from dragoman.store.schema import articles, events, figures, participants, reports, statements

    digest = hashlib.sha256()
    counts = []
    if not ledger.exists():
        return "", "no ledger yet"
    with Ledger.open(ledger) as book, book.engine.connect() as connection:
        for table in (articles, reports, events, participants, figures, statements):
            columns = [c for c in table.c if c.name != "row"]
            rows = sorted(str(tuple(row)) for row in connection.execute(sa.select(*columns)))
            counts.append(f"{len(rows)} {table.name}")
            for row in rows:
                digest.update(row.encode())
    return digest.hexdigest(), ", ".join(counts)


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["make", "rate", "kill"])
    parser.add_argument("given", nargs="+")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    if asked.what == "make":
        make(int(asked.given[0]), Path(asked.given[1]))
    elif asked.what == "rate":
        rate(Path(asked.given[0]), [int(n) for n in asked.given[1:]], asked.workers)
    else:
        kill(Path(asked.given[0]), int(asked.given[1]), asked.workers)


if __name__ == "__main__":
    main()
