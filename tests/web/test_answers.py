"""How pages answer: what is not sent twice, what is refused and in which words, what a search finds, how an event is marked."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from web.conftest import TOKEN
from web.html import Page

from dragoman.i18n import locale
from dragoman.store import Filter

SIGNED = {"Cookie": f"dragoman_token={TOKEN}", "Sec-Fetch-Site": "same-origin"}


def page(client, path, status=200, **options):
    answer = client.get(path, **options)
    assert answer.status_code == status, path
    return Page(answer.text)


def test_a_link_to_a_record_on_another_page_meets_it_there(client, book):
    event = max(book.events(Filter()), key=lambda e: e["reports"])
    found = page(client, f"/en/event/{event['event_id']}")
    leads = [urlsplit(link) for link in found.links if "/article/" in link]
    assert leads
    for lead in leads:
        assert lead.fragment in page(client, lead.path).ids


def test_a_page_that_did_not_change_is_not_sent_again(client, book):
    first = client.get("/en/country/FRA")
    tag = {"If-None-Match": first.headers["etag"]}
    again = client.get("/en/country/FRA", headers=tag)
    assert again.status_code == 304 and not again.content and again.headers["etag"] == first.headers["etag"]
    assert client.get("/ar/country/FRA", headers=tag).status_code == 200
    assert client.get("/en/country/FRA?period=all", headers=tag).status_code == 200
    assert client.get("/en/country/FRA", headers={**tag, "Cookie": f"dragoman_token={TOKEN}"}).status_code == 200
    assert client.get("/en/country/FRA", headers={"If-None-Match": f'"other", {first.headers["etag"]}'}).status_code == 304
    event = next(iter(book.events()))["event_id"]
    book.unreview(book.review(event, "right"))
    assert client.get("/en/country/FRA", headers=tag).status_code == 200


def test_a_page_with_an_answer_of_before_is_not_kept_by_the_reader(client, book, monkeypatch):
    """What is slow is shown as it was while it is made anew; such a page gets no tag, or it would stay."""
    from threading import Event

    from dragoman.web.pages import overview

    tag = client.get("/en/").headers["etag"]
    going, asked, make = Event(), Event(), overview._surges

    def slow(view):
        asked.set()
        assert going.wait(10)
        return make(view)

    monkeypatch.setattr(overview, "_surges", slow)
    book.unreview(book.review(next(iter(book.events()))["event_id"], "wrong"))
    early = client.get("/en/", headers={"If-None-Match": tag})
    assert early.status_code == 200 and "etag" not in early.headers and asked.wait(10)
    going.set()
    for _ in range(200):
        late = client.get("/en/")
        if "etag" in late.headers:
            break
        time.sleep(0.05)
    assert late.headers["etag"] != tag


def test_large_pages_are_sent_small(client):
    answer = client.get("/en/search", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(answer.text) / 2


@pytest.mark.parametrize(
    "path",
    ["/xx/", "/en/country/ATLANTIS", "/en/relation/FRA/NOBODY", "/en/event/none", "/en/article/none", "/en/outlet/none", "/en/brief/none",
     "/en/nothing", "/nothing/", "/en/feed/none.atom", "/en/feed/country/none.atom", "/en/chart/none.svg", "/en/chart/world.exe",
     "/en/chart/series/FRA/NOBODY.svg", "/static/none.css", "/static/%2e%2e/app.py"],
)  # fmt: skip
def test_what_is_not_there_is_404(client, path):
    found = page(client, path, 404)
    assert found.wrong == [] and "404" in "".join(found.text)


def test_an_error_is_told_in_the_language_of_the_page(client):
    said = locale("ar").gettext("Nothing is here")
    assert said != "Nothing is here"
    found = page(client, "/ar/country/ATLANTIS", 404)
    assert said in "".join(found.text)
    assert not [a for tag, a in found.elements if a.get("aria-current") == "page"], "an error is no page of the menu"


@pytest.mark.parametrize(
    ("query", "says"),
    [("actor=Atlantis", "Atlantis"), ("type=HUG", "HUG"), ("quad=warm", "warm"), ("status=dead", "dead"), ("since=yesterday", "yesterday"),
     ("until=2024-02-31", "2024-02-31"), ("since=2024-05-05&until=2024-05-04", "before it begins"), ("after=broken", "no such place")],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_told(client, query, says):
    found = page(client, f"/en/search?{query}", 400)
    problem = "".join(found.text)
    assert says in problem and found.wrong == []
    assert any("problem" in a.get("class", "") for _, a in found.elements)


@pytest.mark.parametrize("path", ["country/FRA?period=900", "country/FRA?since=x", "country/FRA?since=0001-01-01",
                                  "brief/FRA?until=9999-12-31",
                                  "relation/FRA/RUS?since=2024-05-05&until=2024-05-01",
                                  "brief/FRA?days=x", "brief/FRA?days=²", "brief/FRA?days=100000", "brief/FRA?days=1.5",
                                  "countries?period=none", "chart/series/FRA.svg?since=x"])  # fmt: skip
def test_a_span_that_makes_no_sense_is_told(client, path):
    assert page(client, f"/en/{path}", 400).wrong == []


def test_a_fault_of_ours_shows_nothing_of_the_inside(book, monkeypatch):
    from starlette.testclient import TestClient

    from dragoman.web.app import create_app
    from dragoman.web.settings import Settings

    def broken(*_args, **_options):
        raise RuntimeError("the inside")

    monkeypatch.setattr(book, "outlets", broken)
    app = create_app(book, Settings(token=TOKEN))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        answer = client.get("/fr/outlets")
    assert answer.status_code == 500
    assert "the inside" not in answer.text and "Traceback" not in answer.text and ".py" not in answer.text
    assert "Content-Security-Policy" in answer.headers
    assert locale("fr").gettext("Something went wrong") in "".join(Page(answer.text).text)


@pytest.mark.parametrize("path", ["/en/", "/en/nothing", "/static/style.css", "/api/v1/events", "/", "/en/search?type=HUG"])
def test_every_answer_is_protected(client, path):
    headers = client.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'" and policy["form-action"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff" and "referrer-policy" in headers


def test_the_head_of_a_page_can_be_asked_for(client):
    answer = client.head("/en/about")
    assert answer.status_code == 200 and not answer.content and "etag" in answer.headers
    assert client.head("/en/nothing").status_code == 404


def test_two_are_found_by_name_in_any_language(client):
    for one, other, target in (("Казахстан", "فرنسا", "/en/relation/KAZ/FRA"),
                               ("法国", "", "/en/country/FRA"), ("", "EU", "/en/country/EU"),
                               ("", "", "/en/countries"), ("France", "FRA", "/en/country/FRA")):  # fmt: skip
        answer = client.get("/en/go", params={"one": one, "other": other})
        assert answer.status_code == 303 and answer.headers["location"] == target
    assert client.get("/en/go?one=Atlantis").status_code == 400
    assert client.get("/en/relation/FRA/FRA").headers["location"] == "/en/country/FRA"


# --- search


def found(client, query, language="en"):
    whole = page(client, f"/{language}/search?{query}")
    return [m[1] for link in whole.links if (m := re.fullmatch(rf"/{language}/(?:event|article)/(\w+)", link))]


def test_searching_finds_what_the_ledger_finds(client, book):
    for query, where in (
        ("", Filter()),
        ("status=all", Filter(status="")),
        ("actor=Франция", Filter(actor="FRA")),
        ("actor=FRA&other=أوكرانيا", Filter(actor="FRA", other="UKR")),
        ("type=sanction", Filter(type="SANCTION")),
        ("quad=material_conflict", Filter(quad="material_conflict")),
        ("q=осудила", Filter(words="осудила")),
        ("language=de", Filter(language="de")),
        ("outlet=Paper+of+Record", Filter(outlet="Paper of Record")),
        ("country=FRA", Filter(country="FRA")),
        ("actor=UKR&other=FRA&directed=1", Filter(actor="UKR", other="FRA", directed=True)),
        ("since=2030-01-01", None),
    ):
        wanted = [] if where is None else [e["event_id"] for e in book.page("events", where).rows]
        assert found(client, query) == wanted, query


def test_search_of_articles_and_its_pages(client, book, monkeypatch):
    from dragoman.web.pages import search

    monkeypatch.setattr(search, "_MOST", 2)
    address, seen = "/en/search?kind=articles", []
    while address:
        whole = page(client, address)
        seen += [m[1] for link in whole.links if (m := re.fullmatch(r"/en/article/(\w+)", link))]
        address = next((a["href"] for tag, a in whole.elements if tag == "a" and a.get("rel") == "next"), "")
        assert not address or parse_qs(urlsplit(address).query)["kind"] == ["articles"]
    assert len(seen) == len(set(seen)) == book.counts()["articles"]


def test_the_fields_of_a_search_keep_what_was_asked(client):
    whole = page(client, "/fr/search?q=aide&actor=UKR&type=AID&quad=material_cooperation&status=all&since=2024-01-01&language=en")
    values = {a["name"]: a.get("value") for tag, a in whole.elements if tag == "input"}
    assert values["q"] == "aide" and values["actor"] == "Ukraine" and values["since"] == "2024-01-01"
    chosen = {a["value"] for tag, a in whole.elements if tag == "option" and "selected" in a}
    assert chosen >= {"AID", "material_cooperation", "all", "en"}
    for link in whole.links:
        if link.startswith("/fr/search?") and "type=" in link:
            assert parse_qs(urlsplit(link).query)["q"] == ["aide"], "a facet adds to the search"


def test_facets_count_what_they_lead_to(client, book):
    whole = client.get("/en/search?actor=FRA").text
    for type_, count in re.findall(r'href="[^"]*[?&;]type=([A-Z]+)"[^>]*>[^<]*</a> <span class="count">(\d+)<', whole):
        assert len(list(book.events(Filter(actor="FRA", type=type_)))) == int(count)
        assert len(found(client, f"actor=FRA&type={type_}")) == int(count)


def test_every_facet_narrows_the_search_on_the_same_page(client):
    for kind, names in (("events", {"type", "quad", "language", "outlet"}), ("articles", {"language", "outlet"})):
        whole = client.get(f"/en/search?actor=FRA&kind={kind}").text
        links = [urlsplit(a) for a in re.findall(r'<li><a href="([^"]+)"[^>]*>(?:(?!</a>).)*</a> <span class="count">', whole)]
        asked = [parse_qs(link.query.replace("&amp;", "&")) for link in links]
        assert {link.path for link in links} == {"/en/search"}
        assert all(a.pop("actor") == ["FRA"] and a.pop("kind") == [kind] for a in asked)
        assert {name for a in asked for name in a} == names and all(len(a) == 1 for a in asked)


def problem(client, query, language="en"):
    whole = client.get(f"/{language}/search", params=query)
    return whole.status_code, re.sub("<[^>]+>", "", "".join(re.findall(r'<p class="problem".*?</p>', whole.text)))


def test_languages_and_outlets_are_known_by_more_than_their_codes(client):
    for query in ("language=ar", "language=Arabic", "language=ARABIC"):
        assert found(client, query) == found(client, "language=ar") != []
    assert found(client, "language=arabe", "fr") == found(client, "language=ar", "fr") != []
    for given in ("paper of record", "of rec", "Вестник", "вест"):
        name = "Paper of Record" if "rec" in given else "Вестник"
        assert found(client, f"outlet={given}") == found(client, f"outlet={name}") != []
    status, said = problem(client, {"language": "Klingon"})
    assert status == 400 and "Klingon" in said
    status, said = problem(client, {"outlet": "Nowhere Times"})
    assert status == 400 and "Nowhere Times" in said
    whole = page(client, "/en/search")
    options = [a["value"] for tag, a in whole.elements if tag == "option"]
    assert {"ar", "de", "en", "ru", "Paper of Record", "Вестник"} <= set(options)


def test_outlets_of_like_names_are_offered(client):
    whole = page(client, "/en/search?outlet=e&type=AID", 400)
    offered = [parse_qs(urlsplit(link).query) for link in whole.links if "outlet=" in link]
    assert {"outlet": ["Zeitung"], "type": ["AID"]} in offered and {"outlet": ["Paper of Record"], "type": ["AID"]} in offered


def test_a_search_is_told_in_the_readers_language(client, echoed):
    queries = ("actor=Texas", "type=HUG", "quad=warm", "since=x", "until=0001-01-01", "since=2024-05-05&until=2024-05-04", "after=broken",
               "language=Klingon", "outlet=Nowhere", "outlet=e")  # fmt: skip
    for query in queries:
        assert problem(client, dict(parse_qs(query).items()), "ar")[1].startswith("ar: "), query
    for path in ("country/FRA?period=900", "country/FRA?since=x", "brief/FRA?days=0"):
        assert "zh: " in "".join(page(client, f"/zh/{path}", 400).text)


def heading(client, query):
    return re.search(r'<h2 id="found">(.*?)</h2>', client.get(f"/en/search?{query}").text, re.DOTALL)[1].strip()


def test_a_search_says_how_much_it_found(client, book, monkeypatch):
    from dragoman.web.pages import search

    events, articles = len(list(book.events())), book.counts()["articles"]
    of_aid = len(list(book.events(Filter(words="aid"))))
    assert heading(client, "") == f"{events} events" and heading(client, "kind=articles") == f"{articles} articles"
    monkeypatch.setattr(search, "_MOST", 1)
    assert heading(client, "") == f"{events} events" and heading(client, "kind=articles") == f"{articles} articles"
    english = len(list(book.events(Filter(language="en"))))
    assert english > 1 and heading(client, "language=en") == f"{english} events"
    assert heading(client, "q=aid").startswith(f"{of_aid} event")
    monkeypatch.setattr(search, "_COUNTED", 0)
    assert heading(client, "language=en") == f"At least {english} events"


def test_what_was_found_is_there_as_data(client, book):
    for query, kind in (("actor=Франция&type=aid&language=English&q=aid", "events"), ("kind=articles&q=aid&type=AID", "articles")):
        links = [link for link in page(client, f"/en/search?{query}").links if link.startswith(f"/api/v1/{kind}?")]
        assert [parse_qs(urlsplit(link).query)["format"] for link in links] == [["csv"], ["parquet"], ["json"]]
        assert all(client.get(link).status_code == 200 for link in links)
        assert len(client.get(links[-1]).json()["data"]) == len(found(client, query)) > 0
    for path in ("country/FRA?period=all", "relation/FRA/UKR?period=all"):
        links = [link for link in page(client, f"/en/{path}").links if link.startswith("/api/v1/events?")]
        assert len(links) == 3 and len(client.get(links[-1]).json()["data"]) > 0
    for path in ("brief/FRA", "brief/FRA/UKR?days=30"):
        links = page(client, f"/en/{path}").links
        (markdown,) = [link for link in links if link.startswith("/api/v1/briefs/")]
        assert client.get(markdown).headers["content-type"].startswith("text/markdown")
        assert [link for link in links if link.startswith("/en/feed/") and "newest" not in link]


def test_the_words_that_are_quoted_are_those_that_the_filter_means(client, book):
    aid = max(book.events(Filter()), key=lambda e: e["languages"])
    assert aid["languages"] > 1
    for query, language in (
        ("language=ar", "ar"),
        ("language=en&type=AID", "en"),
        ("outlet=صحيفة", "ar"),
        ("country=QAT", "ar"),
        ("q=humanitarian", "en"),
        ("q=إنسانية", "ar"),
    ):
        whole = page(client, f"/en/search?{query}")
        assert f"/en/event/{aid['event_id']}" in whole.links
        assert {a["lang"] for tag, a in whole.elements if tag == "blockquote"} == {language}, query
    whole = page(client, "/en/outlet/صحيفة")
    assert {a["lang"] for tag, a in whole.elements if tag == "blockquote"} == {"ar"}
    assert "/en/outlet/%D8%B5%D8%AD%D9%8A%D9%81%D8%A9" in whole.links


# --- an event and its marks


def test_an_event_shows_every_report_in_its_own_script(client, book):
    event = max(book.events(Filter()), key=lambda e: e["languages"])
    whole = page(client, f"/en/event/{event['event_id']}")
    quotes = [(a["lang"], a["dir"]) for tag, a in whole.elements if tag == "blockquote"]
    assert {"ar", "en"} <= {lang for lang, _ in quotes}
    assert all(direction == ("rtl" if lang == "ar" else "ltr") for lang, direction in quotes)
    marks = [a["class"] for tag, a in whole.elements if tag == "mark"]
    assert {"trigger", "actor", "recipient"} <= set(marks)
    text = "".join(whole.text)
    for report in book.reports(Filter(event_id=event["event_id"], status="")):
        assert report["evidence"]["text"] in text
        assert f"{report['coder']} {report['coder_version']}" in text


def test_an_event_is_marked_by_a_form_and_the_mark_taken_back(client, book):
    event = max(book.events(Filter()), key=lambda e: e["reports"])["event_id"]
    other = next(e["event_id"] for e in book.events(Filter()) if e["event_id"] != event)
    before = list(book.events())
    plain = client.get(f"/en/event/{event}").text
    assert '<form method="post"' not in plain and "token" in plain
    assert '<form method="post"' in client.get(f"/en/event/{event}", headers=SIGNED).text
    form = {"verdict": "duplicate", "duplicate_of": f" {other} ", "reason": "<i>the same</i> visit", "reviewer": "Чтец"}
    answer = client.post(f"/en/event/{event}/review", data=form, headers=SIGNED)
    assert answer.status_code == 303 and answer.headers["location"] == f"/en/event/{event}#reviews"
    shown = client.get(f"/en/event/{event}", headers=SIGNED).text
    assert "&lt;i&gt;the same&lt;/i&gt; visit" in shown and "Чтец" in shown and f"/en/event/{other}" in shown
    assert "&lt;i&gt;the same&lt;/i&gt; visit" in client.get("/ru/accuracy").text
    (mark,) = [m for m in book.reviews(event) if not m["undone"]]
    answer = client.post(f"/en/event/{event}/review", data={"undo": mark["number"]}, headers=SIGNED)
    assert answer.status_code == 303
    assert "&lt;i&gt;" not in client.get(f"/en/event/{event}").text, "a mark that was taken back is not shown as one that stands"
    assert "&lt;i&gt;" not in client.get("/en/accuracy").text
    assert list(book.events()) == before, "marks never change data"


@pytest.mark.parametrize(
    "form",
    [{}, {"verdict": "maybe"}, {"verdict": "duplicate", "duplicate_of": "none"}, {"verdict": "right", "duplicate_of": "x"}, {"undo": "x"},
     {"undo": "99999"}, {"undo": "²"}, {"undo": "9" * 40}],
)  # fmt: skip
def test_a_mark_that_makes_no_sense_is_refused(client, book, form):
    event = next(iter(book.events()))["event_id"]
    assert client.post(f"/en/event/{event}/review", data=form, headers=SIGNED).status_code == 400
    assert client.post("/en/event/none/review", data={"verdict": "right"}, headers=SIGNED).status_code in (400, 404)
    assert not [m for m in book.reviews() if not m["undone"]]


# --- figures that lead somewhere


def test_totals_lead_to_the_events_that_they_count(client):
    whole = client.get("/en/country/FRA?period=all").text
    counted = re.findall(r'<dd><a href="/en/search\?([^"]+)">(\d+)</a>', whole)
    assert len(counted) >= 3
    for query, n in counted:
        assert len(found(client, query.replace("&amp;", "&"))) == int(n)


def test_an_outlets_tone_stands_beside_that_of_all(client, book):
    whole = client.get("/en/outlet/%D0%92%D0%B5%D1%81%D1%82%D0%BD%D0%B8%D0%BA").text
    row = re.search(r'href="/en/relation/FRA/RUS".*?</tr>', whole, re.DOTALL)[0]
    own = [r["score"] for r in book.reports(Filter(outlet="Вестник"))]
    scores = [float(n) for n in re.findall(r">([+-]?\d+\.\d)<", row)]
    assert scores[0] == round(sum(own) / len(own), 1) and len(scores) == 2


ODD = ('"', '""', "*", "a*", "NOT", "AND OR", "(", ")", 'a"b', "\0", "%", "'; DROP TABLE events;--", "a" * 5000, "-", ":",
       "^x", "NEAR(a b)", "🙂", "\u202e", "9" * 30, "0001-01-01", "9999-12-31", "1e5", "../..", "﷽", "İ", "  ")  # fmt: skip


@pytest.mark.parametrize(
    "field", ["q", "actor", "other", "type", "quad", "status", "since", "outlet", "language", "country", "mode", "after"]
)
def test_odd_filters_never_break_a_search(client, field):
    for value in ODD:
        answer = client.get("/en/search", params={field: value})
        assert answer.status_code in (200, 400), value
        assert Page(answer.text).wrong == []


def test_the_accuracy_page_has_the_figures_of_the_models_card(client):
    from pathlib import Path

    from dragoman import coding

    card = (Path(coding.__file__).parent / "neural" / "bundle" / "MODEL_CARD.md").read_text("utf-8")
    name, n, of_type, _, _, dyad, alone = (c.strip() for c in re.search(r"\| (wikinews.*)\|", card)[1].split("|"))
    whole = client.get("/en/accuracy").text
    row = re.sub("<[^>]+>", " ", re.search(r"<tr><th scope=\"row\">Wikinews.*?</tr>", whole)[0]).split()
    assert name == "wikinews, en" and row == ["Wikinews", "·", "English", n, of_type, dyad, f"{float(alone):.0%}"]
    assert whole.index("Wikinews") < whole.index("The same sentences in twelve languages")
