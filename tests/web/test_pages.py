"""Pages of a small ledger: whole in every language, every link leads somewhere, nothing inline, nothing from elsewhere."""

import re
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from web.html import Page

from dragoman.i18n import LANGUAGES
from dragoman.store import Filter


def paths(book):
    event = book.page("events", Filter(), limit=1).rows[0]
    return (
        "", "countries", "country/FRA", "country/UKR", "relation/FRA/UKR", "relation/RUS/FRA?period=all", "relation/BRA/CHL",
        f"event/{event['event_id']}", f"article/{event['article_id']}", "search", "search?q=aid&type=AID", "search?kind=articles&q=Россия",
        "outlets", "outlet/Paper of Record", "accuracy", "about", "brief/FRA", "brief/FRA/UKR?days=30",
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_whole_in_every_language(client, book, language):
    for path in paths(book):
        answer = client.get(f"/{language}/{path}")
        assert answer.status_code == 200, path
        page = Page(answer.text)
        assert page.wrong == [], path
        root = next(a for tag, a in page.elements if tag == "html")
        assert (root["lang"], root["dir"]) == (language, "rtl" if language == "ar" else "ltr")
        assert len(page.ids) == len(set(page.ids)), path
        tags = [tag for tag, _ in page.elements]
        assert tags.count("h1") == 1 and tags.count("main") == 1
        levels = [int(t[1]) for t in tags if re.fullmatch(r"h[1-6]", t)]
        assert all(b - a <= 1 for a, b in pairwise(levels)), (path, levels)
        assert all(urlsplit(r).netloc == "" for r in page.resources)
        assert "None" not in page.text and "undefined" not in "".join(page.text)


def test_every_link_leads_somewhere(client, book):
    waiting, known = ["/en/", "/ar/"], {"/en/", "/ar/"}
    asked = 0
    while waiting and asked < 400:
        path = waiting.pop()
        answer = client.get(path)
        asked += 1
        assert answer.status_code in (200, 303, 307), path
        if "html" not in answer.headers.get("content-type", ""):
            continue
        page = Page(answer.text)
        for link in (*page.links, *page.resources):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not parts.path or link.startswith("#"):
                continue
            whole = parts._replace(fragment="").geturl()
            if whole not in known and not re.match(r"/(fr|ru|es|zh|kk|de|tr)/", whole) and not whole.endswith("/review"):
                known.add(whole)
                waiting.append(whole)
    assert asked >= 60


def test_pages_say_what_they_may_do_and_are_not_sent_twice(client):
    answer = client.get("/en/country/FRA")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "script-src 'self'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    again = client.get("/en/country/FRA", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304 and again.content == b""
    assert client.get("/ar/country/FRA", headers={"If-None-Match": answer.headers["etag"]}).status_code == 200
    for path in ("/en/none", "/static/style.css", "/api/v1/events", "/en/search?type=HUG"):
        assert "default-src 'none'" in client.get(path).headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/country/ZZZ", 404),
        ("/en/relation/FRA/ZZZ", 404),
        ("/en/event/none", 404),
        ("/en/article/none", 404),
        ("/en/outlet/none", 404),
        ("/xx/", 404),
        ("/en/nothing", 404),
        ("/en/chart/nothing.svg", 404),
        ("/en/feed/nothing.atom", 404),
        ("/en/search?type=HUG", 400),
        ("/en/search?actor=Atlantis", 400),
        ("/en/search?since=yesterday", 400),
        ("/en/search?after=broken", 400),
        ("/en/country/FRA?period=century", 400),
        ("/en/country/FRA?since=2024-02-01&until=2024-01-01", 400),
        ("/en/brief/FRA?days=0", 400),
    ],
)
def test_what_is_not_there_or_cannot_be_asked_is_said(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    page = Page(answer.text)
    assert page.wrong == []
    assert "Traceback" not in answer.text


def test_a_browser_is_led_to_its_language(client):
    for header, language in (("ar,en;q=0.5", "ar"), ("pt-BR,fr;q=0.4", "fr"), ("xx", "en"), ("", "en"), ("de-AT", "de"), ("en;q=x", "en")):
        assert client.get("/", headers={"Accept-Language": header}).headers["location"] == f"/{language}/"


def test_names_in_any_language_lead_to_a_relation(client):
    for one, other in (("France", "Украина"), ("فرنسا", "UKR"), ("法国", "Ukraine")):
        assert client.get("/en/go", params={"one": one, "other": other}).headers["location"] == "/en/relation/FRA/UKR"
    assert client.get("/en/go", params={"one": "France"}).headers["location"] == "/en/country/FRA"
    assert client.get("/en/go", params={"one": "Atlantis"}).status_code == 400


def test_an_event_that_was_merged_away_leads_to_the_one_it_is_now(client, book):
    aid = next(iter(book.events(Filter(type="AID"))))
    other = next(r for r in book.reports(Filter(event_id=aid["event_id"], status="")) if r["report_id"] != aid["event_id"])
    answer = client.get(f"/en/event/{other['report_id']}")
    assert answer.status_code == 308 and answer.headers["location"] == f"/en/event/{aid['event_id']}"


def test_evidence_is_marked_in_its_own_script_and_direction(client, book):
    aid = next(iter(book.events(Filter(type="AID"))))
    text = client.get(f"/en/event/{aid['event_id']}").text
    assert re.search(r'<blockquote class="evidence" lang="ar" dir="rtl">.*<mark class="trigger">', text)
    assert re.search(r'<blockquote class="evidence" lang="en" dir="ltr">.*<mark class="[^"]*actor', text)


def test_feeds_are_atom_with_one_entry_an_event(client, book):
    from xml.etree import ElementTree

    atom = "{http://www.w3.org/2005/Atom}"
    for path in ("newest", "country/FRA", "relation/FRA/UKR", "search"):
        answer = client.get(f"/ar/feed/{path}.atom")
        assert answer.headers["content-type"].startswith("application/atom+xml")
        feed = ElementTree.fromstring(answer.content)
        ids = [e.findtext(f"{atom}id") for e in feed.iter(f"{atom}entry")]
        assert ids and len(set(ids)) == len(ids)
        for name in ("title", "id", "updated"):
            assert feed.findtext(f"{atom}{name}")
        for entry in feed.iter(f"{atom}entry"):
            assert entry.findtext(f"{atom}author/{atom}name") and entry.findtext(f"{atom}content")
    assert client.get("/en/feed/search.atom?type=AID").text.count("<entry>") < client.get("/en/feed/search.atom").text.count("<entry>")
