"""Figures, and statements with what the other side says against them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date

from ...store.query import Filter
from .desk import Desk
from .notes import Row
from .records import Line

_MOST = 10
_FOR, _AGAINST = frozenset({"support", "promise"}), frozenset({"oppose", "demand", "warn"})
Group = list[Row]  # the rows that say the same, surest first


def figures(desk: Desk) -> list[Line]:
    """The figures published in the days, those that most outlets give first; equal ones told once."""
    _ = desk.locale.gettext

    def same(row: Row) -> Hashable:
        return desk.locale.figure(row), _as_of(desk, row)

    lines = []
    for rows in _grouped(desk.rows("figures", Filter(since=desk.since, until=desk.until)), same)[:_MOST]:
        words = {"figure": desk.locale.figure(rows[0]), "date": _as_of(desk, rows[0])}
        text = _("%(figure)s (as of: %(date)s).") % words if words["date"] else _("%(figure)s.") % words
        lines.append(Line(text, desk.notes.records("figure", rows)))
    return lines


def _as_of(desk: Desk, row: Row) -> str:
    """The month, year or span that a figure holds for; "" where it is only the day of the article."""
    as_of = row["as_of"]
    if as_of["date_precision"] in ("day", "unknown"):
        return ""
    return desk.locale.interval(as_of["date"], as_of["date_end"], as_of["date_precision"])


def statements(desk: Desk) -> list[Line]:
    """What the sides say about each other: a statement, and under it what the other side says against it; then the surest of the others."""

    def same(row: Row) -> Hashable:
        return row["speaker"]["id"], row["speaker"]["person"], row["stance"], _ids(row["about"]), row["quote"] or ""

    found = _grouped(desk.rows("statements", Filter(since=desk.since, until=desk.until)), same)
    found = [rows for rows in found if rows[0]["speaker"]["id"]]
    lines: list[Line] = []
    left = list(found)
    for rows in sorted(found, key=lambda rows: (rows[0]["published"] or "", rows[0]["article_id"], rows[0]["sentence_index"])):
        if rows not in left or len(lines) == _MOST:
            continue
        against = [other for other in left if _opposed(rows[0], other[0])]
        if against:
            reply = min(against, key=lambda other: (_apart(rows[0], other[0]), other[0]["statement_id"]))
            left.remove(rows)
            left.remove(reply)
            lines.append(_line(desk, rows, (_line(desk, reply),)))
    return lines + [_line(desk, rows) for rows in left[: _MOST - len(lines)]]


def _opposed(one: Row, other: Row) -> bool:
    """Whether two statements are of opposite stances, by two speakers about each other or about the same third one."""
    a, b = one["speaker"]["id"], other["speaker"]["id"]
    about_a, about_b = set(_ids(one["about"])), set(_ids(other["about"]))
    stances = one["stance"], other["stance"]
    opposite = any(x in _FOR and y in _AGAINST for x, y in (stances, stances[::-1]))
    return a != b and opposite and ((b in about_a and a in about_b) or bool(about_a & about_b))


def _line(desk: Desk, rows: Group, replies: tuple[Line, ...] = ()) -> Line:
    _ = desk.locale.gettext
    row = rows[0]
    speaker = row["speaker"] | {"person": desk.foreign(desk.locale.person(row["speaker"]["person"]))}
    said = desk.locale.statement({**row, "speaker": speaker, "quote": row["quote"] and desk.foreign(row["quote"].rstrip(",،，、; "))})
    if row["published"]:
        text = _("%(date)s: %(statement)s.") % {"date": desk.locale.date(row["published"]), "statement": said}
    else:
        text = _("%(statement)s.") % {"statement": said}
    return Line(text, desk.notes.records("statement", rows), replies=replies)


def _grouped(rows: Iterable[Row], same: Callable[[Row], Hashable]) -> list[Group]:
    """Rows that say the same together, surest first; the groups of most outlets first, then the surest ones."""
    groups: dict[Hashable, Group] = {}
    for row in rows:
        groups.setdefault(same(row), []).append(row)
    for found in groups.values():
        found.sort(key=lambda r: (-r["confidence"], r["published"] or "", r["article_id"], r["sentence_index"]))
    return sorted(groups.values(), key=lambda g: (-len({r["source"] for r in g}), -g[0]["confidence"], g[0]["article_id"], str(same(g[0]))))


def _ids(parties: list[dict[str, str]]) -> tuple[str, ...]:
    return tuple(sorted(p["id"] for p in parties))


def _apart(one: Row, other: Row) -> int:
    """Days between the publication of two statements."""
    if not one["published"] or not other["published"]:
        return 1000
    return abs((date.fromisoformat(one["published"]) - date.fromisoformat(other["published"])).days)
