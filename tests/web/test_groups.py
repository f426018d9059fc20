"""Groups of countries on pages: an organisation alone or with its members, and lists of one's own."""

import re
from datetime import date

import pytest
from web.conftest import TOKEN
from web.html import Page

from dragoman.store import Filter

MORE = (
    "France visited Germany.",
    "France and Germany condemned Russia.",
    "Germany sent aid to Ukraine.",
    "The European Union condemned Russia.",
)


@pytest.fixture(scope="module", autouse=True)
def more(book):
    from dragoman.coding import coder
    from dragoman.pipeline import read_article
    from dragoman.records import Article

    using, day = coder("lexicon"), date(2024, 5, 3)
    articles = [Article(text=t, url=f"https://more.example/{n}", outlet="More", language="en", published=day) for n, t in enumerate(MORE)]
    book.add_all([read_article(a, using) for a in articles])
    book.merge()


def names(event):
    return {p["id"] for p in (*event["actors"], *event["recipients"])}


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return Page(answer.text)


def events_on(client, path):
    return [m[1] for link in page(client, path).links if (m := re.fullmatch(r"/en/event/(\w+)", link))]


def total(client, path):
    return int(re.search(r"<dt>Events</dt><dd>(?:<a[^>]*>)?(\d+)", client.get(path).text)[1])


def test_an_organisation_is_shown_alone_or_with_its_members(client, book):
    alone, together = "/en/relation/KAZ/EU?period=all", "/en/relation/KAZ/EU?period=all&members=1"
    assert events_on(client, alone) == [] and total(client, alone) == 0
    with_france = [e["event_id"] for e in book.page("events", Filter(actor="KAZ", other="FRA")).rows]
    assert with_france and events_on(client, together) == with_france and total(client, together) == len(with_france)
    links = page(client, together).links
    assert "/en/relation/KAZ/EU?period=all" in links, "without its members"
    assert not [link for link in links if link.startswith("/en/search?actor=KAZ")], "search knows no groups"
    charts = [r for r in page(client, together).resources if "/chart/" in r]
    assert charts and all("members=1" in r for r in charts)
    for chart in charts:
        assert client.get(chart).status_code == 200


def test_what_members_do_among_themselves_is_not_the_groups_dealing(client, book):
    among = {e["event_id"] for e in book.events() if names(e) == {"FRA", "DEU"}}
    beyond = {e["event_id"] for e in book.events() if names(e) & {"FRA", "DEU", "EU"} and not names(e) <= {"FRA", "DEU", "EU"}}
    assert among and {"FRA", "DEU", "RUS"} in [names(e) for e in book.events()]
    shown = events_on(client, "/en/country/EU?period=all&members=1")
    assert len(shown) == len(set(shown)) and set(shown) == beyond
    assert among <= set(events_on(client, "/en/country/FRA?period=all"))


def test_a_list_of_ones_own_has_pages(book, tmp_path):
    from starlette.testclient import TestClient

    from dragoman.web.app import create_app
    from dragoman.web.settings import Settings

    (tmp_path / "groups.toml").write_text('[groups]\nTriangle = ["FRA", "DEU", "POL"]\n', "utf-8")
    app = create_app(book, Settings(token=TOKEN, groups=str(tmp_path / "groups.toml")))
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        assert "/en/country/Triangle?members=1" in page(client, "/en/countries").links
        assert events_on(client, "/en/country/Triangle?period=all")
        assert total(client, "/en/relation/UKR/Triangle?period=all") == len(list(book.events(Filter(actor="UKR"))))
        for path in ("brief/Triangle", "brief/UKR/Triangle", "chart/series/UKR/Triangle.json", "feed/country/Triangle.atom"):
            assert client.get(f"/ar/{path}").status_code == 200, path
        assert client.get("/en/go?one=triangle&other=UKR").headers["location"] == "/en/relation/Triangle/UKR"
        assert client.get("/en/country/triangle").status_code == 404
