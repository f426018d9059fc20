"""Text of others, shown safely: control characters seen instead of obeyed, evidence with its marks, links that are links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from ..i18n import Locale, locale

#: Characters that turn what follows them around or hide it: bidirectional embeddings, overrides and isolates, and controls.
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_TAG = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
#: Characters of a text that a page shows at most; the rest is one link away.
LONGEST = 200_000
_ENGLISH = locale("en")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "ku", "ug", "yi", "sd", "dv"})


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text: half-open offsets in code points, a class of the style sheet, and where it leads (an id on the page)."""

    start: int
    end: int
    kind: str
    target: str = ""
    title: str = ""


def visible(text: str) -> str:
    r"""A text whose hidden characters are written out.

    >>> visible("abc\u202edef")
    'abc⟨U+202E⟩def'
    """
    return _HIDDEN.sub(lambda m: f"⟨U+{ord(m.group()):04X}⟩", text) if _HIDDEN.search(text) else text


def finalize(value: Any) -> Any:
    """What every expression of a template goes through: text has its hidden characters written out, None is nothing."""
    if value is None:
        return ""
    if isinstance(value, Markup):
        return value
    return visible(value) if isinstance(value, str) else value


def safe_url(url: str) -> str:
    """An address that may become a link: http or https with a host, hidden characters escaped; "" for any other.

    >>> safe_url("javascript:alert(1)"), safe_url("https://a.example/x y")
    ('', 'https://a.example/x%20y')
    """
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
    except ValueError:
        return ""
    return quote(url, safe=":/?#[]@!$&'()*+,;=-._~%")


def host(url: str) -> str:
    """The host that an address leads to; "" where it is none."""
    return urlsplit(url).hostname or "" if safe_url(url) else ""


def tag(language: str) -> str:
    """A language as HTML may name it; "" for what is no tag of a language."""
    return language if _TAG.fullmatch(language) else ""


def direction(language: str) -> str:
    """The direction of a language's script; ``auto`` where the language is unknown."""
    return ("rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr") if language else "auto"


def shortened(text: str, most: int = 280) -> str:
    """A text cut at a word, with an ellipsis, where it is longer than ``most`` characters."""
    if len(text) <= most:
        return text
    cut = text[:most]
    return (cut[: cut.rindex(" ")] if " " in cut[most // 2 :] else cut) + "…"


def marked(text: str, spans: Iterable[Span], offset: int = 0) -> Markup:
    """A text with its spans marked. Spans may overlap: each stretch bears the classes of all that cover it; the innermost one leads.

    ``offset`` is where the text begins in what the spans' offsets count in.
    """
    inside = [
        Span(max(s.start - offset, 0), min(s.end - offset, len(text)), s.kind, s.target, s.title)
        for s in spans
        if s.end - offset > 0 and s.start - offset < len(text) and s.end > s.start
    ]
    edges = sorted({0, len(text), *(s.start for s in inside), *(s.end for s in inside)})
    opens: dict[int, list[Span]] = {}
    for s in inside:
        opens.setdefault(s.start, []).append(s)
    out: list[Markup] = []
    active: list[Span] = []
    for start, end in pairwise(edges):
        active = [s for s in active if s.end > start] + opens.get(start, [])
        piece = escape(visible(text[start:end]))
        if active:
            kinds = " ".join(sorted({s.kind for s in active}))
            inner = min(active, key=lambda s: s.end - s.start)
            title = Markup(' title="{}"').format(visible(inner.title)) if inner.title else Markup("")
            tag = (
                Markup('<a href="#{}" class="{}"{}>').format(inner.target, kinds, title)
                if inner.target
                else Markup('<mark class="{}"{}>').format(kinds, title)
            )
            piece = tag + piece + Markup("</a>" if inner.target else "</mark>")
        out.append(piece)
    return Markup("").join(out)


def _trigger(record: Mapping[str, Any], kind: str) -> Span:
    start, end = record["evidence"]["trigger"]
    return Span(start, end, kind)


def evidence_spans(record: Mapping[str, Any], loc: Locale = _ENGLISH) -> list[Span]:
    """The marks of an event's evidence: its trigger, its actors and its recipients, in offsets of the article's text."""
    return [_trigger(record, "trigger"), *party_spans(record, loc)]


def party_spans(record: Mapping[str, Any], loc: Locale) -> list[Span]:
    """The marks of who takes part in an event, each with its name in the reader's language."""
    return [Span(p["start"], p["end"], role[:-1], title=_named(p, loc)) for role in ("actors", "recipients") for p in record[role]]


def evidence(record: Mapping[str, Any], loc: Locale = _ENGLISH, most: int = 1000) -> Markup:
    """The sentence of a record with what it rests on marked, cut where it is very long."""
    part = record["evidence"]
    text: str = part["text"]
    spans: Sequence[Span]
    spans = evidence_spans(record, loc) if "recipients" in record else [_trigger(record, "trigger")]
    if len(text) > most:
        middle = part["trigger"][0] - part["start"]
        low = max(0, min(middle - most // 2, len(text) - most))
        shown = marked(text[low : low + most], spans, part["start"] + low)
        return Markup("…" if low else "") + shown + Markup("…" if low + most < len(text) else "")
    return marked(text, spans, part["start"])


def _named(party: Mapping[str, Any], loc: Locale) -> str:
    """Who is meant, in the reader's language: country, person or office, sector."""
    who = loc.person(party["person"]) if party["person"] else loc.office(party["office"]) if party["office"] else ""
    said = (loc.actor(party["id"]) if party["id"] else "", who, loc.sector(party["sector"]) if party["sector"] else "")
    return " · ".join(v for v in said if v)
