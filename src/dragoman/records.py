"""The records that flow through Dragoman, each defined once.

``Article`` goes in; ``Event``, ``Figure`` and ``Statement`` come out, each with the ``Evidence`` that says so. All offsets are
Unicode code points and half-open; those of sentences, mentions, actors and evidence count in ``Article.text``.

>>> span = Interval(date(2021, 5, 1), date(2021, 5, 31), "month")
>>> span.to_dict()
{'date': '2021-05-01', 'date_end': '2021-05-31', 'date_precision': 'month'}
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal

Precision = Literal["day", "week", "month", "year", "unknown"]
Status = Literal["actual", "historical", "future", "hypothetical", "negated"]
Bound = Literal["exact", "at_least", "at_most", "about"]
FigureKind = Literal[
    "investment",
    "trade",
    "aid",
    "loan",
    "debt",
    "companies",
    "troops",
    "casualties",
    "people",
    "energy",
    "other",
]
Stance = Literal["support", "oppose", "neutral", "demand", "promise", "warn", "describe"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of days (both ends belong to it) and how precisely the text gave it.

    An unknown date is ``Interval(None, None, "unknown")``. An interval open to one side has ``None`` on that side.
    """

    start: date | None
    end: date | None
    precision: Precision

    def to_dict(self) -> dict[str, Any]:
        """``date``, ``date_end`` (ISO 8601 or None) and ``date_precision``."""
        return {
            "date": self.start.isoformat() if self.start else None,
            "date_end": self.end.isoformat() if self.end else None,
            "date_precision": self.precision,
        }


UNKNOWN_DATE = Interval(None, None, "unknown")


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its clean text, to which all offsets refer, and what is known about it.

    ``language`` is an ISO 639-1 code, ``""`` while undetermined. ``published`` is None where no date is known, never a guess.
    ``sha256`` identifies this version of the text; ``article_id`` stays the same when an article at the same URL changes.
    ``extra`` keeps metadata fields that Dragoman does not know.
    """

    text: str
    url: str = ""
    title: str = ""
    outlet: str = ""
    section: str = ""
    author: str = ""
    published: date | None = None
    published_precision: Precision = "unknown"
    language: str = ""
    retrieved: str = ""
    article_id: str = ""
    sha256: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.sha256:
            object.__setattr__(self, "sha256", hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest())
        if not self.article_id:
            object.__setattr__(self, "article_id", short_hash(self.url or self.sha256))
        if self.published is not None and self.published_precision == "unknown":
            object.__setattr__(self, "published_precision", "day")

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready object with the fields of the contract, ``extra`` only where there is any."""
        out = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "extra"}
        out["published"] = self.published.isoformat() if self.published else None
        if self.extra:
            out["extra"] = dict(self.extra)
        return out


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: ``article.text[start:end] == text``."""

    index: int
    start: int
    end: int
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a sentence where an actor is named. ``start`` and ``end`` count in the *sentence*.

    ``id`` is an ISO 3166-1 alpha-3 code, an organisation's acronym, or ``""`` for a role without a country ("protesters").
    ``kind`` says how it is named; ``marks`` are what marks its role: prepositions, postpositions, clitics and cases
    ("to", "مع", "dat"), in the normal form that lexicons use. ``head_start`` and ``head_end`` bound the naming word itself.
    """

    start: int
    end: int
    text: str
    id: str
    kind: Literal["name", "adjective", "place", "city", "office", "person", "agent", "pronoun"]
    name: str = ""
    sector: str = ""
    office: str = ""
    person: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who took part in an event, and the words that named them (offsets in the article's text)."""

    id: str
    name: str
    sector: str
    office: str
    person: str
    text: str
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready object of the contract."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that says so and, within it, the words that carry the event (offsets in the article's text)."""

    text: str
    start: int
    end: int
    trigger: tuple[int, int]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready object of the contract."""
        return {"text": self.text, "start": self.start, "end": self.end, "trigger": list(self.trigger)}


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom (PLOVER): see ``ontology`` for the values of type, mode, contexts, quad and score.

    Several actors without recipients are a reciprocal event. ``confidence`` is in 0…1.
    """

    event_id: str
    article_id: str
    sentence_index: int
    when: Interval
    type: str
    mode: str
    contexts: tuple[str, ...]
    quad: str
    score: float
    status: Status
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    places: tuple[str, ...]
    evidence: Evidence
    confidence: float
    language: str
    source: str
    url: str
    published: date | None
    coder: str
    coder_version: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready object of the contract."""
        return _record_dict(self)


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity between actors: how much was invested, traded, lent, pledged by whom in or with whom.

    ``value`` is in plain units (160 billion dollars is 160000000000.0 with unit "USD"); ``as_of`` the date it holds for.
    """

    figure_id: str
    article_id: str
    sentence_index: int
    kind: FigureKind
    value: float
    unit: str
    bound: Bound
    from_: tuple[Actor, ...]
    to: tuple[Actor, ...]
    as_of: Interval
    evidence: Evidence
    confidence: float
    language: str
    source: str
    url: str
    published: date | None
    coder: str
    coder_version: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready object of the contract (``from`` and ``as_of`` under those names)."""
        out = _record_dict(self)
        out["from"] = out.pop("from_")
        out["as_of"] = self.as_of.to_dict()
        return out


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what about whom: a direct quotation, a reported one, or both."""

    statement_id: str
    article_id: str
    sentence_index: int
    speaker: Actor
    stance: Stance
    about: tuple[Actor, ...]
    quote: str | None
    paraphrase: str
    evidence: Evidence
    confidence: float
    language: str
    source: str
    url: str
    published: date | None
    coder: str
    coder_version: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready object of the contract."""
        return _record_dict(self)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything Dragoman read in one article."""

    article: Article
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    statements: tuple[Statement, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """``{article, events, figures, statements}``, JSON-ready."""
        return {
            "article": self.article.to_dict(),
            "events": [e.to_dict() for e in self.events],
            "figures": [f.to_dict() for f in self.figures],
            "statements": [s.to_dict() for s in self.statements],
        }


def short_hash(*parts: object) -> str:
    """Sixteen hex digits that are the same for the same parts on every machine (SHA-256, cut)."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _record_dict(record: Event | Figure | Statement) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for f in fields(record):
        value = getattr(record, f.name)
        if isinstance(value, Interval):
            if f.name == "when":
                out.update(value.to_dict())
            continue
        if isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, Actor | Evidence):
            value = value.to_dict()
        elif isinstance(value, tuple):
            value = [v.to_dict() if isinstance(v, Actor) else v for v in value]
        out[f.name] = value
    return out
