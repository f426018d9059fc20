"""Text of others: marks that overlap, characters that are seen, addresses that are links."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.web.text import LONGEST, Span, direction, evidence, finalize, host, marked, safe_url, shortened, tag, visible


class Flat(HTMLParser):
    """The text of a piece of HTML, and of each character the classes that cover it."""

    def __init__(self, html):
        super().__init__(convert_charrefs=False)
        self.text, self.classes, self.open = "", [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.open.append(set(dict(attributes)["class"].split()))

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        self.text += data
        self.classes += [set().union(*self.open)] * len(data)


LETTERS = st.text(alphabet="abcdefж中ع ", max_size=40)
SPANS = st.lists(
    st.tuples(st.integers(0, 45), st.integers(0, 45), st.sampled_from(["actor", "recipient", "trigger", "figure"])), max_size=8
)


@given(LETTERS, SPANS, st.integers(0, 5))
def test_each_character_bears_the_marks_that_cover_it(text, spans, offset):
    found = Flat(str(marked(text, [Span(a, b, kind) for a, b, kind in spans], offset)))
    assert found.text == text
    assert found.classes == [{kind for a, b, kind in spans if a <= k + offset < b} for k in range(len(text))]


def test_overlapping_marks_lead_to_the_innermost_record():
    text = "Moscow warned Astana"
    spans = [Span(0, 20, "statement", "s-1"), Span(7, 13, "trigger", "r-1"), Span(0, 6, "actor", title="RUS")]
    assert str(marked(text, spans)) == (
        '<mark class="actor statement" title="RUS">Moscow</mark><a href="#s-1" class="statement"> </a>'
        '<a href="#r-1" class="statement trigger">warned</a><a href="#s-1" class="statement"> Astana</a>'
    )


def test_marks_escape_what_they_hold():
    made = str(marked("<b>&", [Span(0, 3, "actor", title='"><script>')]))
    assert made == '<mark class="actor" title="&#34;&gt;&lt;script&gt;">&lt;b&gt;</mark>&amp;'


@pytest.mark.parametrize("code", [0x202A, 0x202E, 0x2066, 0x2069, 0x0007, 0x0000, 0x007F, 0x0085, 0xFEFF, 0xE0041])
def test_hidden_characters_are_seen(code):
    assert visible(f"a{chr(code)}b") == finalize(f"a{chr(code)}b") == f"a⟨U+{code:04X}⟩b"


@pytest.mark.parametrize("text", ["עברית\u200f", "می\u200cخواهم", "a\tb\nc", "क्\u200dष", "👩\u200d👧", "中文"])
def test_what_scripts_need_is_kept(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/b?c=d&e=f#g", True),
        ("HTTP://a.example", True),
        ("http://[::1]:80/", True),
        ("https://пример.example/путь", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("  javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("//a.example/x", False),
        ("/local", False),
        ("https:", False),
        ("https://", False),
        ("http://[broken", False),
        ("", False),
        ("not an address", False),
    ],
)
def test_only_addresses_of_the_web_are_links(url, safe):
    assert bool(safe_url(url)) == safe
    assert bool(host(url)) == safe


@given(st.text(max_size=60))
def test_an_address_never_leaves_its_attribute(text):
    for url in (text, f"https://a.example/{text}", f"https://{text}"):
        made = safe_url(url)
        assert made == "" or made.isascii()
        assert not set(made) & set(' "<>\n\t\\^`{}|'), made


def test_the_host_is_where_a_browser_goes():
    assert host("https://good.example@evil.example:443/x") == "evil.example"
    assert host("https://EVIL.example/good.example") == "evil.example"


@given(st.text(max_size=400), st.integers(5, 300))
def test_shortened_is_a_beginning(text, most):
    made = shortened(text, most)
    assert made == text if len(text) <= most else (len(made) <= most + 1 and made.endswith("…") and text.startswith(made[:-1]))


def test_shortened_cuts_at_a_word():
    assert shortened("one two three four", 12) == "one two…"
    assert shortened("x" * 100, 10) == "x" * 10 + "…"


def test_very_long_evidence_is_cut_around_its_words():
    text = "word " * 1000 + "attacked" + " word" * 1000
    record = {"evidence": {"text": text, "start": 100, "trigger": [5100, 5108]}, "actors": [], "recipients": []}
    made = str(evidence(record))
    assert '<mark class="trigger">attacked</mark>' in made
    assert made.startswith("…") and made.endswith("…") and len(made) < 1200 < LONGEST


def test_directions():
    assert [direction(code) for code in ("ar", "ur", "ckb", "fa-AF", "en", "zh-Hant", "")] == ["rtl"] * 4 + ["ltr"] * 2 + ["auto"]


def test_a_language_that_is_none_is_not_written():
    assert [tag(code) for code in ("ar", "zh-Hant", "ckb", "", '"><script>', "x" * 40, "en ")] == ["ar", "zh-Hant", "ckb", "", "", "", ""]
