"""What pages say in words instead of codes, in which order, and where it leads."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from web.html import Page

from dragoman.i18n import locale
from dragoman.store import Filter


@pytest.fixture(scope="module", autouse=True)
def more(book):
    """Events of other types, so that pages have something to put in order."""
    from dragoman.coding import coder
    from dragoman.pipeline import read_article
    from dragoman.records import Article

    using = coder("lexicon")
    told = ("France visited Germany.", "France visited Russia.", "France condemned Russia.", "France visited Kazakhstan.")
    articles = [
        Article(text=text, url=f"https://words.example/{n}", outlet="A Quiet Gazette" if n else "Zealous Times", language="en",
                published=date(2024, 5, 5 + n)) for n, text in enumerate(told)
    ]  # fmt: skip
    book.add_all([read_article(a, using) for a in articles])
    book.merge()


def shown(client, path):
    answer = client.get(path)
    assert answer.status_code == 200 and Page(answer.text).wrong == [], path
    return answer.text


def test_the_overview_suggests_everybody_once(client, book):
    names = re.findall(r'<option value="([^"]+)"', shown(client, "/fr/"))
    assert sorted(names) == sorted({locale("fr").actor(a) for a in book.actors()})


def test_why_reports_are_one_event_leads_to_the_other_by_its_outlet(client, book):
    event = max(book.events(Filter()), key=lambda e: e["languages"])
    whole = shown(client, f"/en/event/{event['event_id']}")
    told = {r["report_id"]: r["source"] for r in book.reports(Filter(event_id=event["event_id"], status=""))}
    leads = re.findall(r'the same event as <a href="#r-(\w+)"><bdi>(.*?)</bdi></a> with', whole)
    assert leads and all(told[report] == outlet for report, outlet in leads)
    assert all(f"r-{report}" in Page(whole).ids for report, _ in leads)


def test_a_report_is_called_the_same_wherever_it_stands_on_its_page(client, book):
    event = next(e for e in book.events(Filter(mode="visit")))
    whole = shown(client, f"/en/event/{event['event_id']}")
    said = f"{locale('en').type(event['type'])} ({locale('en').mode(event['type'], 'visit')})"
    report = re.search(r'<article class="report".*?</article>', whole, re.DOTALL)[0]
    assert said in report and said in re.search(r'<table class="accounts">.*?</table>', whole, re.DOTALL)[0]


@pytest.mark.parametrize("language", ["ar", "zh", "en"])
def test_marks_are_explained_in_the_readers_language(client, book, language):
    event = max(book.events(Filter()), key=lambda e: e["languages"])
    loc = locale(language)
    titles = re.findall(r'<mark class="[^"]*" title="([^"]+)"', shown(client, f"/{language}/event/{event['event_id']}"))
    assert loc.actor("UKR") in titles and not [t for t in titles if re.search(r"\b[A-Z]{3}\b", t)]
    titles = re.findall(
        r' class="(?:trigger|actor|recipient)[^"]*" title="([^"]+)"', shown(client, f"/{language}/article/{event['article_id']}")
    )
    assert loc.actor("UKR") in titles and loc.mode(event["type"], event["mode"]) in titles


def test_marks_of_readers_are_listed_by_what_was_marked(client, book):
    event = next(iter(book.events()))
    number = book.review(event["event_id"], "wrong")
    for language in ("en", "kk"):
        summary = locale(language).summary(event)
        assert re.search(
            rf'<li><a href="/{language}/event/{event["event_id"]}">{re.escape(summary)}</a>', shown(client, f"/{language}/accuracy")
        )
    book.unreview(number)


def test_no_page_speaks_of_quads(client, book):
    for path in ("search?actor=FRA", f"event/{next(iter(book.events()))['event_id']}"):
        text = Page(shown(client, f"/en/{path}")).text
        assert "Quad" not in " ".join(text).split() and "Cooperation or conflict" in text


def test_a_bar_of_a_series_leads_to_its_events(client, book):
    for path, where in (("country/FRA", Filter(actor="FRA")), ("relation/FRA/RUS", Filter(actor="FRA", other="RUS"))):
        page = shown(client, f"/en/{path}?period=90")
        table = re.search(r'<figure class="chart" data-chart="[^"]*/series/.*?</table>', page, re.DOTALL)[0]
        links = re.findall(r'<th scope="row"><a href="([^"]+)"', table)
        assert links
        found = 0
        for link in links:
            asked = {k: v[0] for k, v in parse_qs(urlsplit(link.replace("&amp;", "&")).query).items()}
            since, until = date.fromisoformat(asked["since"]), date.fromisoformat(asked["until"])
            found += len(re.findall(r'<article class="event', shown(client, link.replace("&amp;", "&"))))
            assert since <= until
        days = [date.fromisoformat(d) for d in re.findall(r'name="(?:since|until)" value="([^"]+)"', page)]
        assert found == len(list(book.events(Filter(actor=where.actor, other=where.other, since=days[0], until=days[1]))))
    assert "/en/search?actor=FRA" in client.get("/en/chart/series/FRA.json").text


def test_words_of_an_account_are_set_in_their_own_direction(client, book):
    event = max(book.events(Filter()), key=lambda e: e["languages"])
    whole = shown(client, f"/en/event/{event['event_id']}")
    assert '<q lang="ar" dir="rtl">' in whole and "<td lang=" not in whole


@pytest.mark.parametrize(("page", "most"), [("countries", "events"), ("outlets", "reports")])
def test_tables_begin_with_those_with_most_and_can_be_had_by_name(client, page, most):
    def rows(path):
        table = re.search(r'<table class="index.*?</table>', shown(client, path), re.DOTALL)[0]
        return [re.sub("<[^>]+>", "|", row) for row in re.findall(r'<tr>(<th scope="row">.*?)</tr>', table)]

    def number(row):
        return int([cell for cell in re.split(r"\|+", row) if cell.isdigit()][-1 if page == "outlets" else 0])

    counts, names = [number(r) for r in rows(f"/en/{page}")], rows(f"/en/{page}?sort=name")
    assert counts == sorted(counts, reverse=True) and len(set(counts)) > 1
    assert sorted(rows(f"/en/{page}")) == sorted(names) and names != rows(f"/en/{page}")
    assert f"/en/{page}?sort=name" in shown(client, f"/en/{page}") and f"/en/{page}?sort={most}" in shown(client, f"/en/{page}?sort=name")


def test_no_two_fields_of_a_search_are_called_the_same(client):
    for language in ("en", "ar"):
        form = re.search(r'<form method="get" class="search".*?</form>', shown(client, f"/{language}/search"), re.DOTALL)[0]
        labels = [label.strip() for label in re.findall(r"<label[^>]*>([^<]+)<", form)]
        assert len(labels) == len(set(labels)) > 9


def test_the_feed_of_a_search_stands_with_what_was_found(client):
    for query in ("", "q=nothing-holds-this"):
        whole = shown(client, f"/en/search?{query}")
        assert "feed/search.atom" in re.search(r'<section class="wide".*?</section>', whole, re.DOTALL)[0]
