"""What pages of a country and a relation say of their span, keep of it in their links, and tell once that many print."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from relations.press import on, publish, told
from web.html import Page

from dragoman import ontology
from dragoman.i18n import locale
from dragoman.store import Filter, Ledger
from dragoman.web.memo import Memo
from dragoman.web.pages.press import tones
from dragoman.web.pages.relation import _behind
from dragoman.web.pages.view import View
from dragoman.web.site import Site

#: Some outlets print the same figures; one of them twice.
INVESTED, TRADED = "France has invested 2 billion dollars in Kazakhstan.", "Trade between France and Kazakhstan reached 4 billion dollars."
MORE = (
    ("Courier", date(2024, 5, 5), INVESTED),
    ("Herald", date(2024, 5, 6), f"A delegation left. {INVESTED}"),
    ("Herald", date(2024, 5, 7), f"It was told again. {INVESTED}"),
    ("Herald", date(2024, 5, 7), TRADED),
    ("Courier", date(2024, 5, 6), "Trade between Kazakhstan and France reached 4 billion dollars."),
    ("Courier", date(2024, 3, 2), "Russia and France signed an agreement. France praised Russia. Russia visited France."),
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def more(book):
    from dragoman.coding import coder
    from dragoman.pipeline import read_article
    from dragoman.records import Article

    using = coder("lexicon")
    articles = [
        Article(text=text, url=f"https://spans.example/{n}", outlet=outlet, language="en", published=day)
        for n, (outlet, day, text) in enumerate(MORE)
    ]
    book.add_all([read_article(a, using) for a in articles])
    book.merge()


@pytest.mark.parametrize("path", ["relation/KAZ/FRA?period=all", "country/KAZ?period=all"])
def test_a_figure_that_many_print_stands_once(client, book, path):
    printed = [f for f in book.figures(Filter(actor="KAZ")) if f["kind"] == "investment"]
    assert len(printed) == 4
    whole = client.get(f"/en/{path}").text
    section = re.search(r'<section aria-labelledby="figures">.*?</section>', whole, re.DOTALL)[0]
    said = re.findall(r"<strong>(.*?)</strong>", section)
    assert said.count(locale("en").figure(printed[0])) == 1
    assert sum("4 billion" in s for s in said) == 1, "trade goes both ways"
    entry = next(e for e in section.split("</li>") if "2 billion" in e)
    assert all(entry.count(f">{name}<") == 1 for name in ("Paper of Record", "Courier", "Herald"))
    page = Page(whole)
    leads = [urlsplit(a) for a in re.findall(r'href="(/en/article/[^"]+)"', entry)]
    assert len(leads) == 3 and page.wrong == []
    for lead in leads:
        assert lead.fragment in Page(client.get(lead.path).text).ids


def test_sentences_are_set_apart_where_a_language_does_so(client):
    def verdict(language):
        whole = client.get(f"/{language}/relation/RUS/FRA?since=2024-05-01&until=2024-07-20").text
        return re.search(r'<p class="verdict">\s*(.*?)\s*</p>', whole, re.DOTALL)[1]

    sentences = [text.strip() for text in verdict("en").split(".") if text.strip()]
    assert len(sentences) == 2 and verdict("en") == ". ".join(sentences) + "."
    assert verdict("zh").count("。") == 2 and " " not in verdict("zh")


@pytest.mark.parametrize(
    ("asked", "since", "until"),
    [
        ("since=2024-05-01&until=2024-05-20", "2024-05-01", "2024-05-20"),
        ("since=2024-01-01&until=2024-05-20", "2024-02-21", "2024-05-20"),
    ],
)
def test_accounts_are_headed_by_their_days(client, asked, since, until):
    whole = client.get(f"/en/relation/RUS/FRA?{asked}").text
    section = re.search(r'<section aria-labelledby="accounts">.*?</section>', whole, re.DOTALL)[0]
    assert locale("en").interval(since, until, "day") in section and "ninety" not in section


def leads(client, path, name):
    found = Page(client.get(path).text).links
    return [{k: v[0] for k, v in parse_qs(urlsplit(a).query).items()} for a in found if urlsplit(a).path.startswith(f"/en/{name}")]


@pytest.mark.parametrize("page", ["country/FRA", "relation/FRA/UKR"])
def test_the_span_is_kept_on_the_way_to_other_pages(client, book, page):
    further = "relation/FRA/" if page.startswith("country") else "country/FRA"

    def kept(asked):
        return leads(client, f"/en/{page}{asked}", further), leads(client, f"/en/{page}{asked}", "brief/")

    last = book.days()[1].isoformat()
    beyond, brief = kept("?period=90")
    assert {"period": "90"} in beyond and brief == [{"days": "90"}]
    beyond, brief = kept(f"?since=2024-05-01&until={last}")
    assert {"since": "2024-05-01", "until": last} in beyond
    assert brief == [{"until": last, "days": str((date.fromisoformat(last) - date(2024, 5, 1)).days + 1)}]
    assert kept("?period=all")[1] == [{"days": "366"}]
    beyond, brief = kept("")
    assert {} in beyond and brief == [{}]
    for _, brief in (kept("?period=365"), kept("?period=30"), kept(f"?until={last}")):
        assert client.get(f"/en/brief/FRA?days={brief[0].get('days', 7)}").status_code == 200


def test_a_chart_of_partners_keeps_the_span(client):
    marks = client.get("/en/chart/partners/FRA.json?period=90").text
    assert "/en/relation/FRA/UKR?period=90" in marks
    assert "?period" not in client.get("/en/chart/partners/FRA.json?period=365").text


def test_what_began_before_is_not_behind_a_shift_and_an_event_both_ways_weighs_once(tmp_path):
    with Ledger.open(tmp_path / "x.db") as book:
        lasting = ("event", {"when": on("2024-01-01", "2024-12-31"), "type": "AID", "mode": "", "status": "actual", "actors": ["KAZ"],
                             "recipients": ["FRA"]}, "", 0.9)  # fmt: skip
        publish(book, "Post", "2024-06-10", told("2024-06-09", "ACCUSE", ["KAZ", "FRA"], ["FRA", "KAZ"]), lasting)
        publish(book, "Post", "2024-06-11", told("2024-06-10", "AID", ["FRA"], ["KAZ"]))
        book.merge()
        view = View(book, Site(locale("en"), "overview", {}), Memo(book.revision))
        assert sorted(e["type"] for e in _behind(view, "FRA", "KAZ", date(2024, 6, 1))) == ["ACCUSE", "AID"]
        (tone,) = [t for t in tones(view, "Post") if t["pair"] == ("FRA", "KAZ")]
        assert tone["of_all"] == pytest.approx((ontology.score("ACCUSE") + 2 * ontology.score("AID")) / 3)
