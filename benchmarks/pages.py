"""How soon pages of a large ledger begin to arrive: ``python benchmarks/pages.py LEDGER [RUNS]``.

Starts ``dragoman serve`` and asks for every kind of page over HTTP, one request at a time. *First* is the first request of a page after the
server has started (nothing kept, the database cache as it is), *warm* the median of RUNS (15) further ones, both until the first byte.
"""

from __future__ import annotations

import http.client
import statistics
import subprocess
import sys
import time
from urllib.parse import quote, urlsplit

from dragoman.store import Filter, Ledger


def main() -> None:
    """One line a page."""
    path = sys.argv[1]
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    pages = addresses(path)
    command = [sys.executable, "-c", "from dragoman.cli import main; main()", "serve", "--ledger", path, "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        host = urlsplit(next(word for word in server.stderr.readline().split() if word.startswith("http"))).netloc
        wait(host)
        print(f"{'page':<34} {'first':>8} {'warm':>8} {'bytes':>10}")
        for name, address in pages:
            first, size = ask(host, address)
            warm = statistics.median(ask(host, address)[0] for _ in range(runs))
            print(f"{name:<34} {first:>6.0f}ms {warm:>6.0f}ms {size:>10,}", flush=True)
    finally:
        server.terminate()


def addresses(path: str) -> list[tuple[str, str]]:
    """The pages, with addresses that the ledger has: a frequent and a rare pair, an event of many reports, an article."""
    with Ledger.open(path, create=False) as book:
        pairs = book.pairs(limit=1_000_000)
        often, seldom = pairs[0], pairs[len(pairs) // 2]
        event = max(book.page("events", Filter(), limit=500).rows, key=lambda e: e["reports"])
        outlet = next(o.outlet for o in book.outlets() if o.outlet)
    return [
        ("overview", "/en/"),
        ("countries", "/en/countries"),
        ("country, 12 months", f"/en/country/{often.one}"),
        ("country, all years", f"/en/country/{often.one}?period=all"),
        ("relation, frequent, 12 months", f"/en/relation/{often.one}/{often.other}"),
        ("relation, frequent, all years", f"/en/relation/{often.one}/{often.other}?period=all"),
        ("relation, rare, all years", f"/ar/relation/{seldom.one}/{seldom.other}?period=all"),
        ("event", f"/en/event/{event['event_id']}"),
        ("article", f"/en/article/{event['article_id']}"),
        ("search, empty", "/en/search"),
        ("search, country and type", f"/en/search?actor={often.one}&type=SANCTION"),
        ("search, frequent word", f"/en/search?q={quote(event['evidence']['text'].split()[-1])}"),
        ("outlets", "/en/outlets"),
        ("outlet", f"/en/outlet/{quote(outlet)}"),
        ("accuracy", "/en/accuracy"),
        ("brief of a pair", f"/en/brief/{often.one}/{often.other}"),
        ("chart of a relation", f"/en/chart/series/{often.one}/{often.other}.svg"),
        ("feed of a country", f"/en/feed/country/{often.one}.atom"),
        ("REST: newest events", "/api/v1/events?limit=50"),
        ("REST: relation", f"/api/v1/relations/{often.one}/{often.other}"),
    ]


def wait(host: str) -> None:
    """Until the server answers."""
    for _ in range(200):
        try:
            ask(host, "/static/style.css")
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server does not answer")


def ask(host: str, address: str) -> tuple[float, int]:
    """Milliseconds until the first byte of an answer, and its size."""
    connection = http.client.HTTPConnection(host, timeout=600)
    started = time.perf_counter()
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read(1)
    took = 1000 * (time.perf_counter() - started)
    size = 1 + len(answer.read())
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{address}: {answer.status}")
    return took, size


if __name__ == "__main__":
    main()
