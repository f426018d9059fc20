"""What somebody asks a ledger for, as its filter has it: actors by their ids, and no code that there is not.

A filter takes any text, and with a wrong one selects nothing, which looks like an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import get_args

from .. import ontology
from ..actors.lookup import lookup
from ..errors import UsageError
from ..records import FigureKind, Stance, Status
from .filters import Filter


def checked(where: Filter) -> Filter:
    """A filter whose actors are ids and whose codes exist, in their own case; ``"all"`` as a status selects every one.

    Raises ``UsageError`` where nobody is called so or where there is no such code; it names those that there are.

    >>> checked(Filter(actor="Казахстан", other="eu", type="consult", status="all", language="KK")).described()
    {'actor': 'KAZ', 'other': 'EU', 'type': 'CONSULT', 'status': '', 'language': 'kk'}
    """
    kind = _one_of(where.type, ontology.types(), "PLOVER type")
    kinds = (kind,) if kind else ontology.types()
    status = _one_of(where.status, (*get_args(Status), "all"), "status")
    return replace(
        where,
        actor=actor(where.actor),
        other=actor(where.other),
        type=kind,
        mode=_one_of(where.mode, (mode for k in kinds for mode in ontology.modes(k)), f"mode of {kind}" if kind else "mode"),
        quad=_one_of(where.quad, map(ontology.quad, ontology.types()), "quad"),
        status="" if status == "all" else status,
        kind=_one_of(where.kind, get_args(FigureKind), "kind of figure"),
        stance=_one_of(where.stance, get_args(Stance), "stance"),
        language=_language(where.language),
    )


def actor(given: str) -> str:
    """The id of an actor given by code, acronym or name in any language. Raises ``UsageError`` where nobody is called that."""
    found = lookup(given) if given else ""
    if given and not found:
        raise UsageError(f"no state or organisation is called {given!r}; give a code (KAZ, EU) or a name (Kazakhstan)")
    return found


def _one_of(given: str, known: Iterable[str], what: str) -> str:
    if not given:
        return ""
    codes = {code.casefold(): code for code in known}
    found = codes.get(given.strip().casefold())
    if found is None:
        raise UsageError(f"{given!r} is no {what}; " + (f"choose one of {', '.join(codes.values())}" if codes else "there is none"))
    return found


def _language(given: str) -> str:
    code, dash, rest = given.strip().partition("-")
    if given and code.lower() not in _languages():
        raise UsageError(f"{given!r} is no code of a language; give one of ISO 639, like en, kk, ru or zh")
    return code.lower() + dash + rest


@lru_cache(maxsize=1)
def _languages() -> frozenset[str]:
    from babel import Locale

    return frozenset(code for code in map(str, Locale("en").languages) if len(code) in (2, 3))
