"""Atom feeds (RFC 4287) of a country, a relation or a search: its newest events, as sentences in the reader's language.

An entry's id is made of the event's own, so that it stays when reports are merged into it; its time is the day on which it was first told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from ..i18n import Locale

MEDIA = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"
_NAMESPACE = "tag:dragoman,2024:"


def atom(
    title: str,
    events: Iterable[Mapping[str, Any]],
    locale: Locale,
    *,
    address: str,
    page: str,
    link_of: Callable[[str], str],
) -> bytes:
    """A feed of events.

    ``address`` is the feed's own URL, ``page`` that of the page it belongs to, ``link_of`` gives the URL of an event's page.
    Each entry has the summary as its title, the evidence in its own language as its content, and its outlet as its author.
    """
    rows = list(events)
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": locale.code})
    _add(feed, "title", title)
    _add(feed, "id", address)
    ET.SubElement(feed, "link", rel="self", href=address, type="application/atom+xml")
    ET.SubElement(feed, "link", rel="alternate", href=page, type="text/html")
    _add(feed, "updated", max((_moment(row) for row in rows), default="1970-01-01T00:00:00Z"))
    _add(feed, "generator", "Dragoman")
    for row in rows:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "title", locale.summary(row))
        _add(entry, "id", f"{_NAMESPACE}{row['event_id']}")
        ET.SubElement(entry, "link", rel="alternate", href=link_of(row["event_id"]), type="text/html")
        if urlsplit(row["url"]).scheme in ("http", "https"):
            ET.SubElement(entry, "link", rel="via", href=_clean(row["url"]))
        _add(entry, "updated", _moment(row))
        _add(ET.SubElement(entry, "author"), "name", row["source"] or urlsplit(row["url"]).hostname or "—")
        for kind in (row["type"], row["quad"]):
            ET.SubElement(entry, "category", term=kind)
        content = _add(entry, "content", row["evidence"]["text"])
        content.set("type", "text")
        content.set("xml:lang", row["language"] or "und")
    return ('<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, "unicode")).encode()


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    """Text without the characters that XML 1.0 does not allow."""
    return "".join(c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000")


def _moment(row: Mapping[str, Any]) -> str:
    day = row.get("first_published") or row["published"] or row["date"] or "1970-01-01"
    return datetime.combine(date.fromisoformat(str(day)), datetime.min.time(), UTC).isoformat().replace("+00:00", "Z")
