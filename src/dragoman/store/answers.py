"""What the ledger answers with, where it is not the contract's JSON objects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, newest first, and the cursor with which the next ones are asked for; empty at the end."""

    rows: list[dict[str, Any]]
    next: str


@dataclass(frozen=True, slots=True)
class Partner:
    """One with whom an actor deals: actual events of both in either direction, the sum of their scores, and the events by quad."""

    actor: str
    events: int
    score: float
    quads: dict[str, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who deal with each other, in alphabetical order: actual events in either direction, and the sum of their scores."""

    one: str
    other: str
    events: int
    score: float


@dataclass(frozen=True, slots=True)
class Activity:
    """The actual events in which an actor takes part in whatever role, each once, and the sum of their scores."""

    events: int
    score: float


@dataclass(frozen=True, slots=True)
class OutletSummary:
    """An outlet: what the register knows of it, and what the ledger holds of it; ``first`` and ``last`` are days of publication."""

    outlet: str
    country: str
    language: str
    full_text: bool
    articles: int
    reports: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Precision:
    """How many of the events that reviewers judged were right, by coder, its version and language, with the Wilson 95 % interval."""

    coder: str
    coder_version: str
    language: str
    right: int
    wrong: int
    precision: float
    low: float
    high: float
