"""Articles that mean harm: scripts in every field, links that are none, characters that turn text around, a paragraph of five megabytes."""

import re
from dataclasses import replace
from datetime import date
from urllib.parse import quote

import pytest
from web.conftest import TOKEN
from web.html import Page

from dragoman.pipeline import read_article
from dragoman.records import Article
from dragoman.store import Ledger

SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
OVERRIDE = "\u202egnp.exe\u202c \u2066hidden\u2069 \u0007"
SAID = "France condemned Russia on Monday."


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    from starlette.testclient import TestClient

    from dragoman.coding import coder
    from dragoman.web.app import create_app
    from dragoman.web.settings import Settings

    using = coder("lexicon")
    articles = [
        Article(text=f"{SAID} {SCRIPT}", title=SCRIPT, outlet=SCRIPT, author=SCRIPT, section=SCRIPT, url="javascript:alert(1)//"),
        Article(text=f"{SAID} Again.", title="x", outlet=OVERRIDE, author=OVERRIDE, url="data:text/html,<script>alert(1)</script>"),
        Article(text=f"{SAID} {OVERRIDE}", title=OVERRIDE, outlet="o", url=f"https://a.example/{SCRIPT}"),
        Article(text=f"{SAID} Third.", title="' onmouseover='alert(1)", outlet="' autofocus onfocus='alert(1)", url="https://user@evil.example:80/\u202e"),
        Article(text=SAID + " " + "word " * 1_000_000, title="long " * 5_000, outlet="Long", url="https://long.example/"),
        Article(text="x" * 5_000_000, title="unbroken", outlet="Long", url="https://long.example/2"),
    ]  # fmt: skip
    readings = []
    for a in articles:
        made = read_article(replace(a, language="en", published=date(2024, 5, 6), published_precision="day", article_id=""), using)
        events = tuple(
            replace(e, actors=tuple(replace(x, person=SCRIPT, office=SCRIPT, name=SCRIPT) for x in e.actors), places=(SCRIPT,))
            for e in made.events
        )
        readings.append(replace(made, events=events))
    with Ledger.open(tmp_path_factory.mktemp("hostile") / "h.db") as book:
        book.add_all(readings)
        book.merge()
        client = TestClient(create_app(book, Settings(token=TOKEN)), base_url="http://localhost")
        yield book, client


def addresses(book):
    yield from ("/en/", "/ar/country/FRA", "/en/relation/FRA/RUS", "/en/search?q=" + quote(SCRIPT), "/en/search?outlet=" + quote(SCRIPT))
    yield from (
        "/en/search?actor=" + quote(SCRIPT),
        "/en/search?after=" + quote(SCRIPT),
        "/en/outlets",
        "/en/brief/FRA?days=30",
        "/en/accuracy",
    )
    yield from ("/en/countries", "/en/" + quote(SCRIPT), "/" + quote(SCRIPT) + "/", "/en/go?one=" + quote(SCRIPT))
    yield from (f"/en/event/{e['event_id']}" for e in book.events())
    yield from (f"/en/article/{a['article_id']}" for a in book.articles())
    yield from (f"/en/outlet/{quote(o.outlet, safe='')}" for o in book.outlets())


def test_nothing_runs_and_nothing_breaks(hostile):
    book, client = hostile
    for address in addresses(book):
        answer = client.get(address)
        assert answer.status_code < 500, address
        page = Page(answer.text)
        assert page.wrong == [], address
        assert not [tag for tag, a in page.elements if tag == "script" and not a["src"].startswith("/static/")]
        assert not [
            tag
            for tag, a in page.elements
            if tag == "img" and not a["src"].startswith("/en/chart/") and not a["src"].startswith("/ar/chart/")
        ]
        for link in (*page.links, *page.resources):
            assert not re.match(r"\s*(javascript|data|vbscript):", link, re.IGNORECASE), (address, link)


def test_characters_that_turn_text_are_seen_not_obeyed(hostile):
    book, client = hostile
    for address in addresses(book):
        text = client.get(address).text
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u0007]", text), address
    assert "⟨U+202E⟩gnp.exe" in client.get("/en/outlets").text


def test_a_link_shows_where_it_leads(hostile):
    book, client = hostile
    for article in book.articles():
        page = Page(client.get(f"/en/article/{article['article_id']}").text)
        outside = [a for tag, a in page.elements if tag == "a" and "external" in (a.get("rel") or "")]
        for link in outside:
            assert link["href"].startswith("https://")
            assert {"noopener", "noreferrer", "nofollow"} <= set(link["rel"].split())
        if article["url"].startswith("https://user@evil"):
            assert "evil.example" in "".join(page.text)
            assert "user@" not in "".join(page.text)


def test_long_texts_are_cut_and_say_so(hostile):
    book, client = hostile
    for article in book.articles():
        if len(article["text"]) > 1_000_000:
            text = client.get(f"/en/article/{article['article_id']}").text
            assert len(text) < 1_000_000
            assert "200,000" in text
    for address in ("/en/", "/en/outlet/Long", "/en/search?kind=articles&q=long"):
        assert len(client.get(address).text) < 300_000


def test_the_interface_gives_them_as_data(hostile):
    _, client = hostile
    answer = client.get("/api/v1/events")
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["x-content-type-options"] == "nosniff"
    rows = client.get("/api/v1/articles?format=csv").text
    assert "alert(1)" in rows
    feed = client.get("/en/feed/newest.atom")
    assert "<script" not in feed.text and "\u0007" not in feed.text
