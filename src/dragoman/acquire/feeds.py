"""What feeds name: RSS and Atom, news sitemaps and their indexes, OPML, lists of addresses."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit, urlunsplit

from ..errors import Malformed, TooLarge
from .fields import parse_language, parse_published

_MAX_BYTES = 50 << 20  # of a listing, unpacked
_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|igshid|ref_src|at_medium|at_campaign|cmpid|_openstat)$", re.I
)
_ALTERNATE = re.compile(r"<link\b[^>]*\btype\s*=\s*[\"']application/(?:rss|atom)\+xml[\"'][^>]*>", re.I)
_HREF = re.compile(r"\bhref\s*=\s*[\"']([^\"']+)[\"']", re.I)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: the address of an article (or of a feed), and what the listing says of it. No date where it says none."""

    url: str
    title: str = ""
    published: date | None = None
    language: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A parsed listing. ``kind``: rss, atom, sitemap, index, opml or urls; ``more``: the sitemaps that an index names."""

    kind: str
    title: str = ""
    language: str = ""
    items: list[Item] = field(default_factory=list)
    more: list[str] = field(default_factory=list)


def parse(body: bytes, url: str, content_type: str = "") -> Listing:
    """Parse what was fetched from ``url``. Raises ``Malformed`` where it is no listing, ``TooLarge`` where it unpacks beyond 50 MiB."""
    body = _unpacked(body, url)
    head = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", head):
        return _sitemap(body, url)
    if re.search(rb"<opml\b", head):
        return _opml(body, url)
    if re.search(rb"<(?:rss|rdf:rdf|feed|(?:atom|a):feed)\b", head):
        return _feed(body, url, content_type)
    if head.startswith(b"<") and (b"<html" in head or b"<!doctype html" in head):
        raise Malformed(url, f"is a web page, no feed{_alternates(body, url)}")
    if head.startswith(b"<"):
        return _feed(body, url, content_type)
    return _urls(body, url)


def canonical(url: str) -> str:
    """One spelling of an address: host in lower case and ASCII, no default port, fragment or tracking parameters; nothing else changes.

    >>> canonical("HTTPS://Paper.Example:443/a?id=7&utm_source=x#top")
    'https://paper.example/a?id=7'
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return url.strip()
    if ":" in host:
        host = f"[{host}]"
    try:
        port = parts.port
    except ValueError:
        return url.strip()
    scheme = parts.scheme.lower()
    if port and (scheme, port) not in (("http", 80), ("https", 443)):
        host = f"{host}:{port}"
    if parts.username is not None:
        host = f"{parts.netloc.rpartition('@')[0]}@{host}"
    query = parts.query
    if any(_TRACKING.match(name) for name, _ in parse_qsl(query, keep_blank_values=True)):
        kept = [pair for pair in query.split("&") if not _TRACKING.match(pair.split("=")[0])]
        query = "&".join(kept)
    return urlunsplit((scheme, host, parts.path or "/", query, ""))


def _feed(body: bytes, url: str, content_type: str) -> Listing:
    import feedparser

    headers = {"content-location": url}
    if content_type:
        headers["content-type"] = content_type
    found: Any = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)
    if not found.version and not found.entries:
        problem = getattr(found, "bozo_exception", None)
        raise Malformed(
            url, f"is no RSS or Atom feed{f': {problem}' if problem else ''}; give a feed, a sitemap, an OPML file or a list of addresses"
        )
    items = []
    for entry in found.entries:
        link = entry.get("link") or next((x.get("href", "") for x in entry.get("links", ())), "")
        link = urljoin(url, link) if link else entry.get("id", "")
        if link.startswith(("http://", "https://")):
            when = entry.get("published_parsed") or entry.get("updated_parsed")
            items.append(
                Item(link, _text(entry.get("title")), _date(when), _language(entry.get("language", "")), _text(entry.get("summary")))
            )
    kind = "atom" if found.version.startswith("atom") else "rss"
    return Listing(kind, _text(found.feed.get("title")), _language(found.feed.get("language", "")), items)


def _sitemap(body: bytes, url: str) -> Listing:
    from lxml import etree

    items: list[Item] = []
    more: list[str] = []
    entry: dict[str, str] = {}
    kind = "sitemap"
    try:
        for _, element in etree.iterparse(
            io.BytesIO(body), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
        ):
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if name in ("loc", "lastmod", "publication_date", "title", "language") and element.text:
                entry.setdefault(name, element.text.strip())
            elif name == "url":
                link = urljoin(url, entry.get("loc", ""))
                if link.startswith(("http://", "https://")) and entry.get("loc"):
                    day = _day(entry.get("publication_date") or entry.get("lastmod", ""))
                    items.append(Item(link, entry.get("title", ""), day, _language(entry.get("language", ""))))
                entry = {}
                element.clear()
            elif name == "sitemap":
                kind = "index"
                link = urljoin(url, entry.get("loc", ""))
                if link.startswith(("http://", "https://")) and entry.get("loc"):
                    more.append(link)
                entry = {}
                element.clear()
    except etree.XMLSyntaxError as error:
        if not items and not more:
            raise Malformed(url, f"is a broken sitemap: {error}") from None
    return Listing(kind, items=items, more=more)


def _opml(body: bytes, url: str) -> Listing:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    root = etree.fromstring(body, parser)
    if root is None:
        raise Malformed(url, "is a broken OPML file")
    items = []
    for outline in root.iter("{*}outline"):
        link = outline.get("xmlUrl") or outline.get("xmlurl") or ""
        if link.startswith(("http://", "https://")):
            items.append(Item(link, outline.get("title") or outline.get("text") or "", language=_language(outline.get("language") or "")))
    return Listing("opml", (root.findtext("{*}head/{*}title") or "").strip(), items=items)


def _urls(body: bytes, url: str) -> Listing:
    lines = [line.strip() for line in body.decode("utf-8", "replace").lstrip("\ufeff").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    wrong = next((line for line in lines if not re.match(r"https?://\S+$", line)), None)
    if wrong is not None or not lines:
        what = f"the line {wrong[:60]!r} is no address" if wrong else "it is empty"
        raise Malformed(url, f"is no list of addresses ({what}), and no feed, sitemap or OPML file")
    return Listing("urls", items=[Item(line) for line in lines])


def _unpacked(body: bytes, url: str) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        with gzip.open(io.BytesIO(body)) as stream:
            out = stream.read(_MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Malformed(url, f"is a broken gzip file: {error}") from None
    if len(out) > _MAX_BYTES:
        raise TooLarge(url, f"unpacks to more than {_MAX_BYTES >> 20} MiB")
    return out


def _alternates(body: bytes, url: str) -> str:
    links = [_HREF.search(tag) for tag in _ALTERNATE.findall(body[:200_000].decode("utf-8", "replace"))]
    found = [urljoin(url, link[1]) for link in links if link]
    return f"; it names these feeds: {', '.join(found[:5])}" if found else "; give the address of its feed or sitemap"


def _date(when: Any) -> date | None:
    try:
        return date(when.tm_year, when.tm_mon, when.tm_mday) if when else None
    except ValueError:
        return None


def _day(value: str) -> date | None:
    try:
        return parse_published(value or None)[0]
    except ValueError:
        return None


def _language(value: str) -> str:
    try:
        return parse_language(value or None)
    except ValueError:
        return ""


def _text(value: str | None) -> str:
    return " ".join(re.sub(r"<[^>]{1,500}>", " ", value or "").split())
