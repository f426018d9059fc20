"""PLOVER as data: which types, modes and contexts there are, their quads and scores.

>>> score("CONSULT", "visit"), quad("AID"), announced("AID")
(4.0, 'material_cooperation', 'AGREE')
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import DataError


@lru_cache(maxsize=1)
def _plover() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "plover.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def types() -> tuple[str, ...]:
    """The sixteen event types, from most cooperative talk to most violent deed."""
    return tuple(_plover()["types"])


def modes(type_: str) -> dict[str, float]:
    """The modes of a type with their scores; empty where it has none."""
    return dict(_entry(type_).get("modes", {}))


@lru_cache(maxsize=1)
def contexts() -> frozenset[str]:
    """The names of all contexts."""
    return frozenset(_plover()["contexts"]["names"])


@lru_cache(maxsize=256)
def quad(type_: str) -> str:
    """``verbal_cooperation``, ``material_cooperation``, ``verbal_conflict`` or ``material_conflict``."""
    return str(_entry(type_)["quad"])


@lru_cache(maxsize=256)
def score(type_: str, mode: str = "") -> float:
    """From -10 (most conflictual) to +10 (most cooperative); that of the mode where there is one."""
    entry = _entry(type_)
    if not mode:
        return float(entry["score"])
    try:
        return float(entry["modes"][mode])
    except KeyError:
        raise DataError(f"PLOVER type {type_} has no mode {mode!r}") from None


def announced(type_: str) -> str:
    """The type of an event that is promised or planned: future AID is AGREE; others keep their type."""
    return str(_plover()["future"].get(type_, type_))


def needs_recipient(type_: str) -> bool:
    """Whether the codebook demands a recipient (COOPERATE, AID, SANCTION)."""
    return type_ in _plover()["recipient"]["required"]


def _entry(type_: str) -> dict[str, Any]:
    try:
        entry: dict[str, Any] = _plover()["types"][type_]
    except KeyError:
        raise DataError(f"no PLOVER type {type_!r}") from None
    return entry
