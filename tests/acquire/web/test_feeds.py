"""What listings name, in every form they come in."""

import gzip
from datetime import date

import pytest

from dragoman.acquire.feeds import canonical, parse
from dragoman.errors import Malformed, TooLarge

URL = "https://paper.example/rss.xml"
RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Егемен</title><language>kk-KZ</language>
<item><title>Бір &amp; екі</title><link>/a?utm_source=rss&amp;id=1</link><pubDate>Tue, 05 Mar 2024 23:30:00 +0000</pubDate></item>
<item><title>No link</title><guid isPermaLink="false">17</guid></item>
<item><title>By id</title><guid>https://paper.example/b</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://paper.example/news/"><title>صحيفة</title>
<entry><title>خبر</title><link rel="alternate" href="one"/><updated>2024-03-06T01:00:00Z</updated></entry></feed>"""
MAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://paper.example/x</loc><news:news><news:publication><news:name>P</news:name><news:language>fr</news:language></news:publication>
<news:publication_date>2024-03-07T08:00:00+01:00</news:publication_date><news:title>Un titre</news:title></news:news></url>
<url><loc>https://paper.example/y</loc><lastmod>2024-03-08</lastmod></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://paper.example/1.xml.gz</loc></sitemap>
<sitemap><loc>/2.xml</loc></sitemap></sitemapindex>"""
OPML = """<opml version="2.0"><head><title>Mine</title></head><body><outline text="Asia"><outline text="A" title="Daily A"
xmlUrl="https://a.example/rss"/></outline><outline text="B" xmlUrl="https://b.example/feed"/></body></opml>"""


def test_rss():
    found = parse(RSS.encode(), URL)
    assert (found.kind, found.title, found.language) == ("rss", "Егемен", "kk")
    assert [(i.url, i.title, i.published) for i in found.items] == [
        ("https://paper.example/a?utm_source=rss&id=1", "Бір & екі", date(2024, 3, 5)),
        ("https://paper.example/b", "By id", None),
    ]


def test_rss_in_another_encoding():
    body = RSS.replace("UTF-8", "windows-1251").replace("Бір", "Раз").encode("windows-1251", "replace")
    assert parse(body, URL).items[0].title.startswith("Раз")


def test_atom_with_a_base():
    found = parse(ATOM.encode(), URL)
    assert (found.kind, found.title) == ("atom", "صحيفة")
    assert [(i.url, i.published) for i in found.items] == [("https://paper.example/news/one", date(2024, 3, 6))]


def test_news_sitemap_plain_and_packed():
    for body in (MAP.encode(), gzip.compress(MAP.encode())):
        found = parse(body, URL)
        assert found.kind == "sitemap"
        assert [(i.url, i.title, i.published, i.language) for i in found.items] == [
            ("https://paper.example/x", "Un titre", date(2024, 3, 7), "fr"),
            ("https://paper.example/y", "", date(2024, 3, 8), ""),
        ]


def test_index_opml_and_list():
    assert parse(INDEX.encode(), URL).more == ["https://paper.example/1.xml.gz", "https://paper.example/2.xml"]
    opml = parse(OPML.encode(), "mine.opml")
    assert [(i.url, i.title) for i in opml.items] == [("https://a.example/rss", "Daily A"), ("https://b.example/feed", "B")]
    urls = parse("\ufeff# mine\nhttps://a.example/1\n\nhttps://a.example/2\n".encode(), "list.txt")
    assert [i.url for i in urls.items] == ["https://a.example/1", "https://a.example/2"]


def test_a_page_given_for_a_feed_names_its_feeds():
    page = b'<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>'
    with pytest.raises(Malformed, match=r"https://paper\.example/rss"):
        parse(page, "https://paper.example/")


@pytest.mark.parametrize("body", [b"", b"just words", b"<?xml version='1.0'?><kml/>", b"\x1f\x8bbroken"])
def test_what_is_no_listing(body):
    with pytest.raises(Malformed, match=r"paper\.example"):
        parse(body, URL)


def test_entities_are_not_expanded_and_bombs_not_unpacked(monkeypatch):
    evil = """<?xml version="1.0"?><!DOCTYPE u [<!ENTITY e SYSTEM "file:///etc/passwd">]>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://paper.example/&e;</loc></url></urlset>"""
    assert all("root" not in i.url for i in parse(evil.encode(), URL).items)
    monkeypatch.setattr("dragoman.acquire.feeds._MAX_BYTES", 1000)
    with pytest.raises(TooLarge):
        parse(gzip.compress(b" " * 5000), URL)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("HTTP://Paper.Example:80/a#b", "http://paper.example/a"),
        ("https://paper.example", "https://paper.example/"),
        ("https://paper.example:8443/?b=2&a=1", "https://paper.example:8443/?b=2&a=1"),
        ("https://paper.example/a?utm_medium=x&id=%D0%B0&fbclid=1", "https://paper.example/a?id=%D0%B0"),
        ("https://газета.example/новость", "https://xn--80aafgr1e.example/новость"),
    ],
)
def test_one_spelling_of_an_address(given, wanted):
    if "xn--" in wanted:
        assert canonical(given).startswith("https://xn--")
        assert canonical(given).endswith(".example/новость")
    else:
        assert canonical(given) == wanted
    assert canonical(canonical(given)) == canonical(given)
