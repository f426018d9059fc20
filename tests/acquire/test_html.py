from __future__ import annotations

import gzip
import json
import re
import statistics
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dragoman.acquire import article_from_html
from dragoman.errors import EmptySource

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpora" / "html"
FLOOR = 0.95

PAGE = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<title>Ruritania and Freedonia reopen their border | The Daily Strelsau</title>
<link rel="canonical" href="https://strelsau.example/world/border.html">
<meta property="og:title" content="Ruritania and Freedonia reopen their border">
<meta property="og:site_name" content="The Daily Strelsau">
<meta property="article:section" content="World">
<meta property="article:published_time" content="2023-05-03T18:20:00+02:00">
<meta property="article:modified_time" content="2023-06-01T10:00:00+02:00">
<meta name="author" content="Antonia Mauban">
</head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Ruritania and Freedonia reopen their border</h1>
<p>Ruritania and Freedonia reopened their border on Wednesday after two years of talks, the foreign ministry of Ruritania said.</p>
<p>Advertisement</p>
<p>“We welcome it,” said the foreign minister,\u00a0who signed the accord in the capital on Wednesday morning with his colleague.</p>
<p>Trade between the two countries fell by half while the border was shut, according to figures of the customs service.</p>
<p>Read more: Why the border was closed</p></article>
<div id="comments"><p>First! This is a comment of a reader who thinks that it will not last for very long at all.</p></div>
<footer>© 2023 The Daily Strelsau</footer></body></html>"""


def test_text_and_metadata_of_a_page() -> None:
    article = article_from_html(PAGE, "https://strelsau.example/world/border.html?utm=1")
    assert article.title == "Ruritania and Freedonia reopen their border"
    assert article.outlet == "The Daily Strelsau"
    assert article.section == "World"
    assert article.author == "Antonia Mauban"
    assert article.published == date(2023, 5, 3)
    assert article.published_precision == "day"
    assert article.url == "https://strelsau.example/world/border.html"
    assert article.extra["declared_language"] == "en"
    assert article.language == ""
    paragraphs = article.text.split("\n\n")
    assert paragraphs[-1].startswith("Trade between the two countries")
    assert "“We welcome it,” said the foreign minister, who signed" in article.text
    for chrome in ("Advertisement", "Read more", "First!", "©", "Home"):
        assert chrome not in article.text


def test_a_truncated_page_gives_what_is_there() -> None:
    article = article_from_html(PAGE[: PAGE.index("Trade between") + 30])
    assert "reopened their border on Wednesday" in article.text
    assert article.published == date(2023, 5, 3)


def test_a_fragment_is_read_too() -> None:
    text = "Ruritania and Freedonia reopened their border on Wednesday after two years of talks."
    assert article_from_html(f"<p>{text}</p>").text == text


@pytest.mark.parametrize("html", ["", "<html></html>", "<html><body><nav><a href='/'>Home</a></nav></body></html>", "<!-- -->", "<p></p>"])
def test_a_page_without_an_article(html: str) -> None:
    with pytest.raises(EmptySource) as caught:
        article_from_html(html, "https://strelsau.example/")
    assert str(caught.value) == "https://strelsau.example/: no article found in the page (skipped)"


def test_no_date_is_no_date() -> None:
    html = re.sub(r"<meta property=\"article:\w+_time\"[^>]*>", "", PAGE).replace("© 2023", "")
    assert article_from_html(html).published is None


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(len(words)) if i == 0 or i + 4 <= len(words))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the benchmark's pages are not here")
def test_extraction_quality_on_real_pages() -> None:
    truth = json.loads((CORPUS / "ground-truth.json").read_text("utf-8"))
    precisions, recalls = [], []
    for path in sorted((CORPUS / "pages").glob("*.html.gz"))[::3]:
        page = truth[path.name.split(".")[0]]
        text = article_from_html(gzip.decompress(path.read_bytes()).decode("utf-8", "replace"), page.get("url", "")).text
        found, expected = _shingles(text), _shingles(page["articleBody"])
        both = (found & expected).total()
        precisions.append(both / max(1, found.total()))
        recalls.append(both / max(1, expected.total()))
    precision, recall = statistics.mean(precisions), statistics.mean(recalls)
    assert 2 * precision * recall / (precision + recall) > FLOOR
