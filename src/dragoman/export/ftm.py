"""FollowTheMoney entities, one JSON object a line: the events of a ledger for the tools of investigative journalism (Aleph, yente, ftm).

An ``Event`` has its actors as ``organizer`` and its recipients as ``involved`` (states are ``PublicBody``, organisations ``Organization``,
persons ``Person``); each report ties its ``Article`` to it by a ``Documentation`` whose summary is the sentence that says so. Every entity
has an id of its own and is written once. https://followthemoney.tech/explorer/
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any

from ..records import short_hash
from ..store.query import Filter
from . import selection

if TYPE_CHECKING:
    from ..store import Ledger

Row = Mapping[str, Any]
Entity = dict[str, Any]


def write(ledger: Ledger, file: IO[str], where: Filter | None = None) -> tuple[int, int]:
    """Write the events that ``selection`` selects, with their actors, articles and evidence; returns (entities, 0).

    Memory holds the ids of actors and persons only. Articles come last, in the order in which the ledger got them.
    """
    count = 0
    for found in _entities(ledger, where or Filter()):
        file.write(json.dumps(found, ensure_ascii=False) + "\n")
        count += 1
    return count, 0


def _entities(ledger: Ledger, where: Filter) -> Iterator[Entity]:
    known: set[str] = set()
    for event in selection.events(ledger, where):
        for party in (*event["actors"], *event["recipients"]):
            for entity in _parties(party):
                if entity["id"] not in known:
                    known.add(entity["id"])
                    yield entity
        yield _event(event)
        for report in ledger.reports(Filter(event_id=event["event_id"], status="")):
            yield _documentation(report)
    for article in ledger.articles():
        told = {r["event_id"] for r in ledger.reports(Filter(article_id=article["article_id"], status=""))}
        if any(True for event in told for _ in selection.events(ledger, replace(where, event_id=event))):
            yield _article(article)


def _entity(schema: str, key: str, **properties: Iterable[str | None] | str | None) -> Entity:
    """An entity with those of its properties that are known."""
    out: dict[str, list[str]] = {}
    for name, given in properties.items():
        values = [given] if isinstance(given, str) or given is None else list(given)
        if kept := list(dict.fromkeys(v for v in values if v)):
            out[name] = kept
    return {"id": key, "schema": schema, "properties": out}


def _parties(party: Row) -> Iterator[Entity]:
    if party["id"]:
        schema = "PublicBody" if country(party["id"]) else "Organization"
        yield _entity(schema, _actor_id(party), name=party["name"] or party["id"], country=country(party["id"]))
    if party["person"]:
        yield _entity("Person", _person_id(party), name=party["person"], position=party["office"], country=country(party["id"]))


def _involved(parties: Iterable[Row]) -> list[str]:
    return [i for p in parties for i in (_actor_id(p) if p["id"] else "", _person_id(p) if p["person"] else "") if i]


def _actor_id(party: Row) -> str:
    return f"dragoman-actor-{party['id']}"


def _person_id(party: Row) -> str:
    return f"dragoman-person-{short_hash(party['person'], party['id'])}"


def _event(event: Row) -> Entity:
    from ..i18n import locale

    parties = (*event["actors"], *event["recipients"])
    one_day = event["date"] if event["date"] == event["date_end"] else None
    return _entity(
        "Event",
        f"dragoman-event-{event['event_id']}",
        name=locale("en").summary(event),
        summary=event["evidence"]["text"],
        date=one_day,
        startDate=None if one_day else event["date"],
        endDate=None if one_day else event["date_end"],
        organizer=_involved(event["actors"]),
        involved=_involved(event["recipients"]),
        country=sorted({country(p["id"]) or "" for p in parties}),
        location=event["places"],
        keywords=[event["type"], event["mode"], event["quad"], *event["contexts"]],
        publisher=event["source"],
        sourceUrl=event["url"],
        recordId=event["event_id"],
    )


def _documentation(report: Row) -> Entity:
    return _entity(
        "Documentation",
        f"dragoman-report-{report['report_id']}",
        document=_article_id(report["article_id"]),
        entity=f"dragoman-event-{report['event_id']}",
        role="report",
        summary=report["evidence"]["text"],
        publisher=report["source"],
        sourceUrl=report["url"],
        date=report["published"],
        recordId=report["report_id"],
    )


def _article(article: Row) -> Entity:
    return _entity(
        "Article",
        _article_id(article["article_id"]),
        title=article["title"],
        author=article["author"],
        publishedAt=article["published"],
        publisher=article["outlet"],
        sourceUrl=article["url"],
        language=_language(article["language"]),
    )


def _article_id(article_id: str) -> str:
    return f"dragoman-article-{article_id}"


def country(actor: str) -> str | None:
    """The code that FollowTheMoney has for an actor's country; the European Union has one too. None where there is none.

    >>> country("KAZ"), country("XKX"), country("EU"), country("NATO")
    ('kz', 'xk', 'eu', None)
    """
    from ..i18n.names import alpha2

    return "eu" if actor == "EU" else alpha2().get(actor, "").lower() or None


#: Languages for which CLDR knows more than one code of three letters: the terminological one of ISO 639-2, which FollowTheMoney takes.
_OF_SEVERAL = {"ar": "ara", "zh": "zho", "fr": "fra", "de": "deu", "fa": "fas", "ro": "ron", "el": "ell", "nl": "nld", "cs": "ces",
               "hy": "hye", "ka": "kat", "mk": "mkd", "sk": "slk", "sq": "sqi", "eu": "eus", "is": "isl", "ms": "msa", "my": "mya",
               "cy": "cym", "bo": "bod", "he": "heb", "id": "ind", "sr": "srp", "hr": "hrv"}  # fmt: skip


@lru_cache(maxsize=64)
def _language(code: str) -> str | None:
    """ISO 639-3, as FollowTheMoney has it, of a two-letter code."""
    from babel.core import get_global

    return _OF_SEVERAL.get(code) or next(
        (long for long, short in get_global("language_aliases").items() if short == code and len(long) == 3), None
    )
