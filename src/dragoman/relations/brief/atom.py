"""Briefs as an Atom feed (RFC 4287): an entry each, whose id and time depend on its subject, days and language alone."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from .html import html
from .records import Brief

MEDIA = "application/atom+xml; charset=utf-8"
_NAMESPACE = "tag:dragoman,2024:brief"


def feed(briefs: Sequence[Brief], *, title: str = "", address: str = "", pages: Sequence[str] = ()) -> bytes:
    """A feed of briefs in one language, newest first; ``pages`` are their addresses, in the order of ``briefs``, where they have any.

    ``title`` is by default that of the newest brief, ``address`` the feed's own. Raises ``ValueError`` without a brief.
    """
    if not briefs:
        raise ValueError("a feed of briefs needs at least one")
    page_of = dict(zip((_id(b) for b in briefs), pages, strict=False))
    ordered = sorted(briefs, key=lambda b: (b.until, b.since), reverse=True)
    newest = ordered[0]
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": newest.locale.code})
    _add(root, "title", title or newest.title)
    _add(root, "id", address or f"{_id(newest)}/feed")
    if address:
        ET.SubElement(root, "link", rel="self", href=address, type="application/atom+xml")
    _add(root, "updated", _moment(newest))
    _add(root, "generator", "Dragoman")
    _add(ET.SubElement(root, "author"), "name", "Dragoman")
    for brief in ordered:
        entry = ET.SubElement(root, "entry", {"xml:lang": brief.locale.code})
        _add(entry, "title", brief.title)
        _add(entry, "id", _id(brief))
        _add(entry, "updated", _moment(brief))
        if page := page_of.get(_id(brief)):
            ET.SubElement(entry, "link", rel="alternate", href=page, type="text/html")
        _add(entry, "content", html(brief)).set("type", "html")
    written: bytes = ET.tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + written


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = "".join(c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000")
    return element


def _id(brief: Brief) -> str:
    """An id that the same brief always has; other days are another brief."""
    subject = "/".join(part for part in (brief.one, brief.other) if part)
    return f"{_NAMESPACE}/{subject}/{brief.since.isoformat()}/{brief.until.isoformat()}/{brief.locale.code}"


def _moment(brief: Brief) -> str:
    return f"{brief.until.isoformat()}T23:59:59Z"
