"""The columns of each format and how an event fills them. Columns that the ledger has nothing for stay empty, never guessed.

One is not left empty: GDELT and ICEWS know no event without a day, so one whose day nobody tells has there that on which it was first told.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations, product
from typing import IO, TYPE_CHECKING, Any

from ..store.query import Filter
from . import cameo, selection
from .selection import first_day

if TYPE_CHECKING:
    from ..store import Ledger

Row = Mapping[str, Any]
Party = Mapping[str, Any]

_GDELT_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code",
                "Type3Code")  # fmt: skip
_GDELT_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")


def _gdelt_columns(geo: Sequence[str]) -> tuple[str, ...]:
    return (
        *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
        *(f"Actor{n}{part}" for n in (1, 2) for part in _GDELT_ACTOR),
        *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone".split(),
        *(f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in geo),
        "DATEADDED",
        "SOURCEURL",
    )


_MENTIONS = tuple(
    "GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID Actor1CharOffset "
    "Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone MentionDocTranslationInfo Extras".split()
)
_ICEWS = tuple(
    "Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|Intensity|Target Name|Target Sectors|"
    "Target Country|Story ID|Sentence Number|Publisher|City|District|Province|Country|Latitude|Longitude".split("|")
)
_POLECAT = tuple(
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|Primary Actor Sector|"
    "Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|"
    "Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|District|Province|Country|Latitude|"
    "Longitude|GeoNames ID|Raw Placename|Feature Type|Source|Publication Date|Story People|Story Organizations|Story Locations|Language|"
    "Version|Sentence|URL".split("|")
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of tab-separated file: its columns, whether they stand in the first line, and the rows that an event gives."""

    title: str
    columns: tuple[str, ...]
    header: bool
    rows: Callable[[Row, Iterable[Row]], Iterator[dict[str, Any]]]
    needs_date: bool = True
    every_report: bool = False


def write(given: Sheet, ledger: Ledger, file: IO[str], where: Filter | None = None) -> tuple[int, int]:
    """Write the events that ``selection`` selects as tab-separated lines; returns the numbers of rows and of events without any day.

    Events stream, so that memory does not grow with the ledger.
    """
    out = csv.writer(file, delimiter="\t", lineterminator="\n")  # quotes what readers would else take for a quote
    if given.header:
        out.writerow(given.columns)
    rows = dateless = 0
    for event in selection.events(ledger, where or Filter()):
        if given.needs_date and not first_day(event):
            dateless += 1
            continue
        reports = ledger.reports(Filter(event_id=event["event_id"], status="")) if given.every_report else ()
        for row in given.rows(event, reports):
            out.writerow(_text(row.get(column)) for column in given.columns)
            rows += 1
    return rows, dateless


def _text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def dyads(event: Row) -> Iterator[tuple[str, Party, Party | None]]:
    """Each pair of actor and recipient, or of the actors of a mutual event, with an id of 16 hexadecimal digits that is theirs alone."""
    actors, recipients = event["actors"], event["recipients"]
    pairs: Iterable[tuple[Party, Party | None]]
    if recipients:
        pairs = product(actors, recipients)
    elif len(actors) > 1:
        pairs = combinations(actors, 2)
    else:
        pairs = ((a, None) for a in actors)
    seen: dict[tuple[str, ...], int] = {}
    for one, other in pairs:
        who = (one["id"], one["sector"], *((other["id"], other["sector"]) if other else ()))
        seen[who] = seen.get(who, 0) + 1
        if seen[who] == 1:  # the same two parties are one row
            yield hashlib.sha256("\0".join((event["event_id"], *who)).encode()).hexdigest()[:16], one, other


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    from ..actors.names import english_names

    return frozenset(english_names())


def _place(event: Row) -> str:
    """The name of the first place of an event, which the ledger holds as a code."""
    from ..actors.names import english_names

    return next((english_names().get(place, place) for place in event["places"]), "")


def _country(party: Party | None) -> str:
    return party["id"] if party and party["id"] in _states() else ""


def _group(party: Party | None) -> str:
    return party["id"] if party and party["id"] and party["id"] not in _states() else ""


def _gdelt_id(given: str) -> int:
    """Positive and within 63 bits, as readers keep it in a signed number."""
    return int(given, 16) >> 1


def _gdelt(event: Row, _: Iterable[Row]) -> Iterator[dict[str, Any]]:
    day = date.fromisoformat(first_day(event))
    added = (event["published"] or first_day(event)).replace("-", "")
    code = cameo.code(event["type"], event["mode"], event["contexts"])
    shared = {
        "SQLDATE": f"{day:%Y%m%d}",
        "MonthYear": f"{day:%Y%m}",
        "Year": day.year,
        "FractionDate": f"{day.year + ((day.month - 1) * 30 + day.day) / 365:.4f}",
        "IsRootEvent": int(event["sentence_index"] == 0),
        "EventCode": code,
        "EventBaseCode": cameo.base(code),
        "EventRootCode": cameo.root(code),
        "QuadClass": cameo.quad_class(code),
        "GoldsteinScale": cameo.goldstein(code),
        "NumMentions": event["reports"],
        "NumSources": event["outlets"],
        "NumArticles": event["texts"],
        "DATEADDED": added,
        "SOURCEURL": event["url"],
    }
    if event["places"]:
        shared |= {"ActionGeo_Type": 1, "ActionGeo_FullName": _place(event)}
    for given, one, other in dyads(event):
        row = shared | {"GLOBALEVENTID": _gdelt_id(given)}
        for n, party in ((1, one), (2, other)):
            if party:
                sector = "" if party["sector"] == "IGO" else party["sector"]
                row |= {
                    f"Actor{n}Code": f"{party['id']}{sector}",
                    f"Actor{n}Name": party["name"].upper(),
                    f"Actor{n}CountryCode": _country(party),
                    f"Actor{n}KnownGroupCode": _group(party),
                    f"Actor{n}Type1Code": party["sector"],
                }
        yield row


def _gdelt2(event: Row, reports: Iterable[Row]) -> Iterator[dict[str, Any]]:
    for row in _gdelt(event, reports):
        yield row | {"DATEADDED": row["DATEADDED"] + "000000"}


def _mentions(event: Row, reports: Iterable[Row]) -> Iterator[dict[str, Any]]:
    told = list(reports)
    for given, one, other in dyads(event):
        for report in told:
            sides = report["actors"], report["recipients"]
            yield {
                "GLOBALEVENTID": _gdelt_id(given),
                "EventTimeDate": first_day(event).replace("-", "") + "000000",
                "MentionTimeDate": (report["published"] or first_day(event)).replace("-", "") + "000000",
                "MentionType": 1,
                "MentionSourceName": report["source"],
                "MentionIdentifier": report["url"],
                "SentenceID": report["sentence_index"] + 1,
                "Actor1CharOffset": _offset(one, *sides),
                "Actor2CharOffset": _offset(other, *(sides[::-1] if event["recipients"] else sides)) if other else -1,
                "ActionCharOffset": report["evidence"]["trigger"][0],
                "InRawText": 1,
                "Confidence": round(100 * report["confidence"]),
                "MentionDocTranslationInfo": "",
            }


def _offset(party: Party, own: Sequence[Party], others: Sequence[Party]) -> int:
    """Where a report names a party: of its sector if it can be, and on its own side, for both may be of one country; -1 for nowhere."""
    named = [
        ((p["sector"] == party["sector"], side is own, p["person"] == party["person"]), int(p["start"]))
        for side in (own, others)
        for p in side
        if p["id"] == party["id"]
    ]
    best = max(named, key=lambda found: found[0], default=((False, False, False), -1))
    return best[1] if any(best[0][:2]) else -1


def _icews(event: Row, _: Iterable[Row]) -> Iterator[dict[str, Any]]:
    code = cameo.code(event["type"], event["mode"], event["contexts"])
    for given, one, other in dyads(event):
        yield {
            "Event ID": _gdelt_id(given),
            "Event Date": first_day(event),
            "Source Name": one["name"],
            "Source Sectors": one["sector"],
            "Source Country": one["name"] if _country(one) else "",
            "Event Text": " ".join(part for part in (event["type"].lower(), event["mode"]) if part),
            "CAMEO Code": code,
            "Intensity": cameo.goldstein(code),
            "Target Name": other["name"] if other else "",
            "Target Sectors": other["sector"] if other else "",
            "Target Country": other["name"] if other and _country(other) else "",
            "Story ID": event["article_id"],
            "Sentence Number": event["sentence_index"] + 1,
            "Publisher": event["source"],
            "Country": _place(event),
        }


def _polecat(event: Row, _: Iterable[Row]) -> Iterator[dict[str, Any]]:
    def of(parties: Sequence[Party], role: str) -> dict[str, Any]:
        sectors = sorted({p["sector"] for p in parties if p["sector"]})  # one order for all rows
        return {
            f"{role} Name": "; ".join(p["name"] for p in parties),
            f"{role} Country": "; ".join(_country(p) or "None" for p in parties),
            f"Primary {role} Sector": parties[0]["sector"] if parties else "",
            f"{role} Sectors": "; ".join(sectors),
            f"{role} Title": "; ".join(p["office"] for p in parties if p["office"]),
            f"{role} Name Raw": "; ".join(p["text"] for p in parties),
        }

    yield {
        "Event ID": event["event_id"],
        "Event Date": event["date"] or event["date_end"] or "",
        "Event Type": event["type"],
        "Event Mode": event["mode"],
        "Intensity": event["score"],
        "Quad Code": event["quad"].replace("_", " ").upper(),
        "Contexts": "; ".join(event["contexts"]),
        **of(event["actors"], "Actor"),
        **of(event["recipients"], "Recipient"),
        "Country": event["places"][0] if event["places"] else "",
        "Source": event["source"],
        "Publication Date": event["published"],
        "Language": event["language"],
        "Version": f"{event['coder']} {event['coder_version']}",
        "Sentence": event["evidence"]["text"],
        "URL": event["url"],
    }


#: The sheets by name; GDELT's have no header.
SHEETS: dict[str, Sheet] = {
    "gdelt1": Sheet("GDELT 1.0 events", _gdelt_columns(_GDELT_GEO), False, _gdelt),
    "gdelt2": Sheet("GDELT 2.0 events", _gdelt_columns((*_GDELT_GEO[:4], "ADM2Code", *_GDELT_GEO[4:])), False, _gdelt2),
    "gdelt2-mentions": Sheet("GDELT 2.0 mentions", _MENTIONS, False, _mentions, every_report=True),
    "icews": Sheet("ICEWS", _ICEWS, True, _icews),
    "polecat": Sheet("POLECAT, with sentence and link", _POLECAT, True, _polecat, needs_date=False),
}
