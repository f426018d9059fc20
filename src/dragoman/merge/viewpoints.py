"""One event, or two countries, as its tellers tell it: who reports it, who leaves it out, in which words; side by side, never averaged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def viewpoints(
    reports: Sequence[Row],
    statements: Iterable[Row] = (),
    active: Iterable[tuple[str, str, int]] = (),
    countries: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Accounts by outlet, those with most reports first, then those that leave it out.

    ``reports`` are the tellings (of one event, or of all events of a pair); ``statements`` are those in the same articles; ``active`` are
    outlets that published on those days: (outlet, language, articles). Each account has ``outlet``, ``country``, ``languages``, how many
    ``reports``, ``types`` and ``statuses`` as which they were coded with their ``score`` (mean), the ``words`` that carry the event,
    ``initiators`` (who did it, as told), ``quoted`` (who is quoted, with stance) and the ``evidence`` of the surest one.
    """
    countries = countries or {}
    told: dict[str, list[Row]] = defaultdict(list)
    for row in reports:
        told[row["source"]].append(row)
    article_of = {row["article_id"]: row["source"] for row in reports}
    quoted: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for s in statements:
        if s["article_id"] in article_of:
            speaker = s["speaker"]
            quoted[article_of[s["article_id"]]][speaker["person"] or speaker["id"] or speaker["text"], s["stance"]] += 1
    out = []
    for outlet, rows in sorted(told.items(), key=lambda item: (-len(item[1]), item[0])):
        best = max(rows, key=lambda r: (r["confidence"], r["report_id"]))
        out.append(
            {
                "outlet": outlet,
                "country": countries.get(outlet, ""),
                "languages": sorted({r["language"] for r in rows}),
                "reports": len(rows),
                "types": dict(Counter(f"{r['type']}/{r['mode']}" if r["mode"] else r["type"] for r in rows).most_common()),
                "statuses": dict(Counter(r["status"] for r in rows).most_common()),
                "score": round(sum(r["score"] for r in rows) / len(rows), 2),
                "words": list(dict.fromkeys(word(r) for r in rows)),
                "initiators": dict(Counter(" ".join(a["id"] or a["sector"] for a in r["actors"]) for r in rows).most_common()),
                "quoted": [{"who": who, "stance": stance, "times": n} for (who, stance), n in quoted[outlet].most_common()],
                "evidence": best["evidence"],
                "language": best["language"],
                "url": best["url"],
            }
        )
    silent = [
        {"outlet": outlet, "country": countries.get(outlet, ""), "languages": [language], "reports": 0, "articles": n}
        for outlet, language, n in sorted(active, key=lambda a: (-a[2], a[0]))
        if outlet and outlet not in told
    ]
    return out + silent


def word(row: Row) -> str:
    """The words of a report that carry the event."""
    part = row["evidence"]
    start, end = (x - part["start"] for x in part["trigger"])
    return str(part["text"][start:end])
