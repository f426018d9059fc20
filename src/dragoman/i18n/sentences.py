"""Events, figures and statements as one sentence each, from their codes.

>>> from dragoman.i18n import locale
>>> kaz, ukr = ({"id": i, "sector": "GOV"} for i in ("KAZ", "UKR"))
>>> event = {"type": "AID", "mode": "", "contexts": ["human_security"], "status": "actual", "actors": [kaz], "recipients": [ukr]}
>>> locale("en").summary(event)
'Kazakhstan sent humanitarian aid to Ukraine'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .names import NOMINATIVE, Name
from .patterns import Part, Patterns, Phrase

if TYPE_CHECKING:
    from .locale import Locale

Row = Mapping[str, Any]
_WHOLE = frozenset({"", "GOV", "IGO"})  # sectors that stand for their state or organisation
_COUNTED = frozenset({"companies", "troops", "casualties", "people"})  # their unit is a word of the article's language
_SOMEBODY = "@"
_QUOTED = "«»“”\"'„‟「」『』‘’ ,،，"  # marks around a quotation, and the comma before "he said"


def summary(locale: Locale, table: Patterns, event: Row) -> str:
    """The sentence of an event, by the most special pattern that its language has for type, mode, contexts, status and shape.

    A status that the language has no pattern for stands in brackets behind what would have happened.
    """
    actors, recipients = _phrase(locale, table, event["actors"]), _phrase(locale, table, event["recipients"])
    if actors == recipients:  # a state with itself: nobody says "Kazakhstan held talks with Kazakhstan"
        recipients = None
    somebody = Phrase((named(locale, table, "", ""),))
    slots = {"actor": actors or somebody, "recipient": recipients or somebody}
    status = "actual" if event["status"] == "historical" else event["status"]
    shapes = _shapes(actors, recipients)
    pattern = _pattern(table, event, status, shapes)
    if pattern is not None:
        return locale.capital(table.fill(pattern, slots, locale.join))
    pattern = _pattern(table, event, "actual", shapes)
    said = table.fill(pattern, slots, locale.join) if pattern else locale.type(event["type"])
    return locale.capital(f"{said} ({locale.status(event['status'])})")


def _pattern(table: Patterns, event: Row, status: str, shapes: Sequence[str]) -> tuple[Part, ...] | None:
    for key in _keys(event):
        patterns = table.sentences.get(key, {}).get(status, {})
        for shape in shapes:
            if shape in patterns:
                return patterns[shape]
    return None


def _keys(event: Row) -> list[str]:
    kind, mode = event["type"], event["mode"]
    contexts = sorted(event.get("contexts") or ())
    special = f"{kind}/{mode}"
    return [*(f"{special}+{c}" for c in contexts if mode), *([special] if mode else []), *(f"{kind}+{c}" for c in contexts), kind]


def _shapes(actors: Phrase | None, recipients: Phrase | None) -> tuple[str, ...]:
    """The shapes that an event can be told in, best first."""
    if actors and recipients:
        return ("both",)
    if actors:
        return ("mutual", "alone") if len(actors.names) > 1 else ("alone",)
    return ("target", "both") if recipients else ("alone",)


def _phrase(locale: Locale, table: Patterns, parties: Sequence[Row]) -> Phrase | None:
    """The names of some parties, each once; None where there is none."""
    found: dict[tuple[str, str], Name] = {}
    for party in parties:
        sector = "" if party.get("sector", "") in _WHOLE else party["sector"]
        if not party["id"] and not sector and len(parties) > 1:
            continue
        found.setdefault((party["id"], sector), named(locale, table, party["id"], sector))
    return Phrase(tuple(found.values())) if found else None


@lru_cache(maxsize=8192)
def named(locale: Locale, table: Patterns, actor: str, sector: str) -> Name:
    """A state, a sector of a state, a sector of nobody's, or somebody unknown, as a name with its forms."""
    known = locale.names
    whole = known.get(actor) or Name(table.agree[0] if table.agree else "", {NOMINATIVE: locale.actor(actor)})
    if not sector:
        return whole if actor else known.get(_SOMEBODY, Name(table.plural, {NOMINATIVE: "?"}))
    part = known.get(f"@{sector}+") if actor else None
    part = part or known.get(f"@{sector}") or Name(whole.agree, {NOMINATIVE: locale.sector(sector)})
    if not actor:
        return part
    cases = {*part.forms, NOMINATIVE}
    label = table.sectors.get(sector, table.sectors["label"])
    return Name(part.agree, {case: _sector(label, part, whole, case) for case in cases})


def _sector(label: Sequence[Part], part: Name, whole: Name, case: str) -> str:
    out = []
    for piece in label:
        if isinstance(piece, str):
            out.append(piece)
        else:
            out.append(part.form(case) if piece[0] == "sector" else whole.form(piece[1]))
    return "".join(out)


def figure(locale: Locale, table: Patterns, row: Row) -> str:
    """A figure: its kind, its value with its bound, from whom and to whom."""
    counted = row["kind"] in _COUNTED
    sides = ([{**party, "sector": ""} if counted and party["id"] else party for party in row[side]] for side in ("from", "to"))
    givers, takers = (_phrase(locale, table, side) for side in sides)  # "companies of a state", not "companies of companies of a state"
    shape = "from_to" if givers and takers else "from" if givers else "to" if takers else "none"
    slots: dict[str, Phrase | str] = {
        "kind": locale.figure_kind(row["kind"]),
        "value": locale.money(row["value"], row["kind"] if counted else row["unit"], row["bound"]),
        **({"from": givers} if givers else {}),
        **({"to": takers} if takers else {}),
    }
    pattern = table.figure.get(f"{row['kind']}.{shape}") or table.figure[shape]
    return locale.capital(table.fill(pattern, slots, locale.join))


def statement(locale: Locale, table: Patterns, row: Row) -> str:
    """A statement: who speaks how about whom, and the words, where they were quoted."""
    who = row["speaker"]
    state = named(locale, table, who["id"], "" if who["sector"] in _WHOLE else who["sector"])
    if who["person"]:
        pattern = table.statement["speaker"] if who["id"] else (("person", NOMINATIVE, ()),)
        text = table.fill(pattern, {"person": locale.person(who["person"]), "state": Phrase((state,))}, locale.join)
        state = Name(table.agree[0] if table.agree else "", {NOMINATIVE: text})
    about = _phrase(locale, table, row["about"])
    slots: dict[str, Phrase | str] = {"speaker": Phrase((state,)), **({"about": about} if about else {})}
    key = f"{row['stance']}.{'about' if about else 'alone'}"
    said = locale.capital(table.fill(table.statement[key], slots, locale.join))
    if not row["quote"]:
        return said
    whole: tuple[Part, ...] = table.statement["quote"]
    return table.fill(whole, {"sentence": said, "quote": row["quote"].strip(_QUOTED)}, locale.join)
