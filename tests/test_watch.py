"""Watching: feeds of a real server into a ledger, over several rounds, a restart and failures."""

from datetime import UTC, datetime, timedelta

import pytest
from acquire.web.server import Site

from dragoman.acquire.fetch import Fetcher, Settings
from dragoman.errors import UsageError
from dragoman.ingest import Options
from dragoman.store import Ledger
from dragoman.store.sources import Outlet, Register, Source
from dragoman.watch import Watcher

TEXTS = {
    "/1": "Poland expelled three Russian diplomats on Monday. The foreign ministry in Warsaw gave no reason for it.",
    "/2": "Germany sent humanitarian aid to Ukraine on Tuesday. The trucks left Berlin in the morning.",
    "/3": "France criticised the European Union on Wednesday. Officials in Paris spoke of a mistake.",
}


def page(text):
    return (
        200,
        {"Content-Type": "text/html; charset=utf-8"},
        f"<html><body><article><h1>News</h1><p>{text}</p></article></body></html>".encode(),
    )


def rss(site, *paths):
    items = "".join(
        f"<item><link>{site.url(p)}?utm_source=rss</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate></item>" for p in paths
    )
    return f"<rss version='2.0'><channel><title>F</title>{items}</channel></rss>".encode()


@pytest.fixture
def site():
    with Site() as found:
        found.answers = {"/robots.txt": (404, {}, b""), **{p: page(t) for p, t in TEXTS.items()}}

        def feed(handler, seen):
            return (304, {}, b"") if seen[-1].headers.get("if-none-match") == '"1"' else (200, {"ETag": '"1"'}, rss(found, "/1", "/2"))

        found.answers["/feed"] = feed
        yield found


class Clock:
    def __init__(self):
        self.now = datetime(2024, 3, 6, 12, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def watcher(book, clock):
    fetcher = Fetcher(Settings(allow=("127.0.0.1",), delay=0, backoff=0.01, retries=0, timeout=2))
    return Watcher(book, fetcher, Options(coder="lexicon"), now=clock)


def test_rounds(site, tmp_path, clock):
    url = str(tmp_path / "news.db")
    with Ledger.open(url) as book:
        Register(book).add([Source(site.url("/feed"), outlet="The Paper", minutes=30)])
        first = watcher(book, clock).round()
        assert (first.looked, first.new_pages, first.read, first.unread) == (1, 2, 2, 0)
        assert {(e["source"], e["published"], e["type"]) for e in book.events()} == {
            ("The Paper", "2024-03-05", "SANCTION"),
            ("The Paper", "2024-03-05", "AID"),
        }
        assert watcher(book, clock).round().looked == 0  # not due yet
        clock.now += timedelta(minutes=31)
    asked = len(site.seen)
    with Ledger.open(url, create=False) as book:  # after a restart
        second = watcher(book, clock).round()
        assert (second.looked, second.unchanged, second.new_pages) == (1, 1, 0)
        assert site.paths()[asked:] == ["/robots.txt", "/feed"]
        site.answers["/feed"] = (200, {"ETag": '"2"'}, rss(site, "/2", "/3"))
        clock.now += timedelta(minutes=31)
        asked = len(site.seen)
        third = watcher(book, clock).round()
        assert (third.new_pages, third.read) == (1, 1)
        assert site.paths()[asked:] == ["/robots.txt", "/feed", "/robots.txt", "/3"] or site.paths()[asked:] == [
            "/robots.txt",
            "/feed",
            "/3",
        ]
        assert Register(book).counts() == {site.url("/feed"): {"read": 3}}


def test_a_page_that_fails_is_tried_later_and_not_forever(site, tmp_path, clock):
    site.answers["/feed"] = (200, {}, rss(site, "/1", "/broken", "/gone"))
    site.answers["/broken"] = (500, {}, b"")
    errors = []
    with Ledger.open(str(tmp_path / "news.db")) as book:
        register = Register(book)
        register.add([Source(site.url("/feed"), minutes=10_000)])
        done = watcher(book, clock).round(errors.append)
        assert (done.read, done.unread) == (1, 2)
        assert sorted(e.kind for e in errors) == ["later", "missing"]
        for _ in range(6):
            clock.now += timedelta(hours=23)
            watcher(book, clock).round()
        assert site.paths().count("/broken") == 4
        assert site.paths().count("/gone") == site.paths().count("/1") == 1
        assert register.counts()[site.url("/feed")] == {"read": 1, "nothing": 2}


def test_a_source_that_fails_is_asked_less_and_less_often(site, tmp_path, clock):
    site.answers["/feed"] = (500, {}, b"")
    with Ledger.open(str(tmp_path / "news.db")) as book:
        register = Register(book)
        register.add([Source(site.url("/feed"), minutes=60)])
        start = clock.now
        looks = []
        for hour in range(48):
            clock.now = start + timedelta(hours=hour, minutes=1)
            if watcher(book, clock).round().looked:
                looks.append(hour)
        assert looks == [0, 1, 3, 7, 15, 31]
        assert register.all()[0].failures == 6
        assert "500" in register.all()[0].problem
        site.answers["/feed"] = (200, {}, rss(site, "/1"))
        register.add([Source(site.url("/feed"), minutes=60)])  # given again: due at once
        assert watcher(book, clock).round().read == 1
        assert register.all()[0].problem == ""


def test_what_was_found_but_not_read_is_read_after_a_restart(site, tmp_path, clock):
    with Ledger.open(str(tmp_path / "news.db")) as book:
        source = Source(site.url("/feed"))
        Register(book).add([source])
        Register(book).looked(source, clock(), [(site.url("/1"), None)])  # and then the power went
    with Ledger.open(str(tmp_path / "news.db")) as book:
        assert watcher(book, clock).round().read == 1


def test_outlets_and_their_countries_count_in_events(site, tmp_path, clock):
    with Ledger.open(str(tmp_path / "news.db")) as book:
        register = Register(book)
        register.set_outlets([Outlet("The Paper", "GBR", "en", True)])
        assert register.outlets() == [Outlet("The Paper", "GBR", "en", True)]
        register.add([Source(site.url("/feed"), outlet="The Paper")])
        watcher(book, clock).round()
        with pytest.raises(UsageError, match="not watched"):
            register.remove("https://other.example/")
        register.remove(site.url("/feed"))
        assert register.all() == []
        assert len(list(book.articles())) == 2
