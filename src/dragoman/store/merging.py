"""Merging in the ledger: copies into texts, articles into stories, reports into events; incremental, reversible, the same for any order.

New reports are compared with those of the days around them; the components that they link to are grouped anew, all others stay. Each
portion is one transaction, so that an interruption leaves a whole ledger and the next run goes on. What a person decided (``join``,
``split``) is kept in ``decisions`` and heeded whenever the reports are grouped.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import sqlalchemy as sa

from ..errors import UsageError
from ..merge import cluster, likeness, texts
from ..merge.events import first_report, summarise
from . import daily, dealings, press
from .schema import articles, decisions, events, figures, moved, outlets, reports

_PORTION = 10_000  # new reports, or articles, merged in one transaction
_READ = 200  # texts read for their vectors in one transaction
_KNOWN = 50_000  # texts whose vectors are kept at hand
_LEAD = 1000  # characters of an article that its vector is of
_MONTH = 31
_SOME = 500  # values in one IN (…)
Row = dict[str, Any]
Tick = Callable[[int], None]


def report_row(row: Mapping[str, Any]) -> Row:
    """The row of ``reports`` of an event as it was coded."""
    days = likeness.span(row)
    first, last = days or (None, None)
    event = None if row["superseded"] else row["event_id"]
    return {k: v for k, v in row.items() if k != "event_id"} | {
        "report_id": row["event_id"], "event_id": event, "first_day": first, "last_day": last,
    } | dealings.span(row["date"], row["date_end"])  # fmt: skip


def add_alone(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make an event of each of some new reports, until they are merged."""
    told = {row["report_id"]: row for row in rows}
    _put(connection, [_event([{**row, "text_id": None}]) for row in told.values()], told)


def start(connection: sa.Connection) -> None:
    """Make an event of each current report of a ledger that had none."""
    for rows in _portions(connection, sa.select(reports).where(~reports.c.superseded)):
        for row in rows:
            first, last = likeness.span(row) or (None, None)
            connection.execute(
                sa.update(reports)
                .where(reports.c.report_id == row["report_id"])
                .values(event_id=row["report_id"], first_day=first, last_day=last)
            )
        add_alone(connection, rows)


def withdraw(connection: sa.Connection, article_id: str, coder: str) -> None:
    """Take the current reports of an article out of their events, before they are superseded; what they were merged with is merged anew."""
    mine = (reports.c.article_id == article_id) & ~reports.c.superseded
    if coder:
        mine &= reports.c.coder == coder
    found = connection.execute(sa.select(reports.c.event_id, reports.c.component).where(mine)).all()
    if not found:
        return
    connection.execute(sa.update(reports).where(mine).values(event_id=None, component=None))
    hung = sorted({r.component for r in found if r.component})
    connection.execute(sa.update(reports).where(reports.c.component.in_(hung)).values(component=None))
    refresh(connection, sorted({r.event_id for r in found if r.event_id}))


def refresh(connection: sa.Connection, event_ids: Sequence[str]) -> None:
    """Write events anew from the reports that they have now; those without any vanish."""
    rows = _reports(connection, reports.c.event_id, event_ids)
    of_event: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_event[row["event_id"]].append(row)
    for event, members in of_event.items():
        if (first := first_report(members)) != event:
            _update(connection, reports, "report_id", [{"report_id": row["report_id"], "event_id": first} for row in members])
    _write_events(connection, list(event_ids), list(of_event.values()))


class Merger:
    """Merges what is new in a ledger."""

    def __init__(self, begin: Callable[[], Any], tick: Tick | None = None, threads: int = 0) -> None:
        self._begin = begin
        self._tick = tick or (lambda n: None)
        self._threads = threads or min(os.cpu_count() or 1, 8)

    def run(self) -> dict[str, int]:
        """Merge all that is new; returns how many articles and reports were new, and how many texts, stories and events there are now."""
        self._read()
        new_articles = self._texts()
        new_reports = self._until_done(self._events)
        self._until_done(self._stories)
        with self._begin() as connection:
            current = articles.c.superseded_by.is_(None)
            counted = {
                "texts": sa.select(sa.func.count(articles.c.text_id.distinct())).where(current),
                "stories": sa.select(sa.func.count(articles.c.story_id.distinct())).where(current),
                "events": sa.select(sa.func.count()).select_from(events),
                "reports": sa.select(sa.func.count()).select_from(reports).where(~reports.c.superseded),
            }
            totals = {name: connection.scalar(query) or 0 for name, query in counted.items()}
            daily.refresh(connection)
        return {"new_articles": new_articles, "new_reports": new_reports, **totals}

    def _until_done(self, step: Callable[[], int]) -> int:
        done = 0
        while n := step():
            done += n
            self._tick(n)
        return done

    def _read(self) -> None:
        """Signatures of articles; vectors of articles with reports, and of reports, where a model is there to make them."""
        from ..coding.neural import available
        from ..merge.vectors import vectors

        while True:
            with self._begin() as connection:
                query = sa.select(articles.c.row, articles.c.title, articles.c.text).where(
                    articles.c.signature.is_(None), articles.c.superseded_by.is_(None)
                )
                rows = connection.execute(query.limit(_READ)).all()
                if rows:
                    _update(connection, articles, "row", [{"row": r.row, "signature": texts.signature(r.text)} for r in rows])
            if not rows:
                break
        if not available():
            return
        telling = articles.c.article_id.in_(sa.select(reports.c.article_id).where(~reports.c.superseded))
        current = articles.c.superseded_by.is_(None)
        jobs: list[tuple[sa.Table, str, sa.Select[Any], Callable[[Any], str]]] = [
            (
                articles,
                "row",
                sa.select(articles.c.row, articles.c.title, articles.c.text).where(articles.c.vector.is_(None), current, telling),
                lambda r: f"{r.title}\n{r.text[:_LEAD]}" if r.title and not r.text.startswith(r.title) else r.text[:_LEAD],
            ),
            (
                reports,
                "report_id",
                sa.select(reports.c.report_id, reports.c.evidence).where(reports.c.vector.is_(None), ~reports.c.superseded),
                lambda r: str(r.evidence["text"]),
            ),
        ]
        for table, key, query, text_of in jobs:
            known: dict[str, bytes] = {}  # copies are many
            while True:
                with self._begin() as connection:
                    rows = connection.execute(query.limit(_READ)).all()
                    told = [text_of(r) for r in rows]
                    unknown = [t for t in dict.fromkeys(told) if t not in known]
                    known.update(zip(unknown, (v.tobytes() for v in vectors(unknown, self._threads)), strict=True))
                    _update(connection, table, key, [{key: r[0], "vector": known[t]} for r, t in zip(rows, told, strict=True)])
                if not rows:
                    break
                if len(known) > _KNOWN:
                    known.clear()

    def _texts(self) -> int:
        """Find the copies of articles that have no text yet, among those of a month around them."""
        done = 0
        columns = (articles.c.row, articles.c.article_id, articles.c.published, articles.c.signature, articles.c.text_id)
        current = articles.c.superseded_by.is_(None)
        while True:
            with self._begin() as connection:
                query = sa.select(*columns).where(current, articles.c.text_id.is_(None)).order_by(articles.c.published, articles.c.row)
                new = connection.execute(query.limit(_PORTION)).all()
                if not new:
                    return done
                done += len(new)
                days = [r.published for r in new if r.published]
                near: sa.ColumnElement[bool] = articles.c.published.is_(None)
                if days:
                    low, high = (date.fromordinal(d.toordinal() + n * _MONTH) for d, n in ((min(days), -1), (max(days), 1)))
                    near |= articles.c.published.between(low, high)
                old = connection.execute(sa.select(*columns).where(current, articles.c.text_id.is_not(None), near)).all()
                rows = [*old, *new]
                day = [r.published.toordinal() if r.published else -_PORTION for r in rows]
                first = texts.same_text([r.signature for r in rows], day)
                _join_texts(connection, rows, first, len(old))

    def _events(self) -> int:
        """Merge a portion of reports that belong to no component yet."""
        with self._begin() as connection:
            current = ~reports.c.superseded
            query = sa.select(reports.c.report_id, reports.c.first_day, reports.c.last_day).where(current, reports.c.component.is_(None))
            new = connection.execute(query.order_by(reports.c.first_day, reports.c.report_id).limit(_PORTION)).all()
            if not new:
                return 0
            fresh = {r.report_id for r in new}
            dated = [r for r in new if r.first_day is not None]
            undated = [{"report_id": r.report_id, "component": r.report_id} for r in new if r.first_day is None]
            _update(connection, reports, "report_id", undated)
            rows: list[Row] = []
            if dated:
                low, high = min(r.first_day for r in dated) - cluster.WINDOW, max(r.last_day for r in dated) + cluster.WINDOW
                around = (reports.c.first_day <= high) & (reports.c.last_day >= low)
                rows = _select(connection, current & around & reports.c.component.is_not(None))
                rows += _reports(connection, reports.c.report_id, [r.report_id for r in dated])
            must, cannot = _decided(connection)
            joined = sorted({b if a in fresh else a for a, b in must if a in fresh or b in fresh})
            rows = _with(connection, rows, reports.c.report_id, joined)
            groups, component_of = _grouped(connection, rows, fresh, must, cannot)
            _write_groups(connection, groups, component_of)
            return len(new)

    def _stories(self) -> int:
        """Group a portion of articles into stories; those without a report or a date are a story by themselves."""
        with self._begin() as connection:
            current = articles.c.superseded_by.is_(None)
            pending = current & articles.c.story_id.is_(None)
            query = sa.select(articles.c.article_id, articles.c.published).where(pending)
            new = connection.execute(query.order_by(articles.c.published, articles.c.article_id).limit(_PORTION)).all()
            if not new:
                return 0
            fresh = {r.article_id for r in new}
            days = [r.published for r in new if r.published]
            rows: list[Row] = []
            if days:
                low, high = (date.fromordinal(d.toordinal() + n * cluster.WINDOW) for d, n in ((min(days), -1), (max(days), 1)))
                rows = _articles(connection, articles.c.published.between(low, high), fresh)
            label = {a: a for a in fresh}
            component = dict(label)
            if rows:
                found = _story_groups(connection, rows, fresh)
                for members in found:
                    name = min(m for group in members for m in group)
                    for group in members:
                        for member in group:
                            component[member], label[member] = name, min(group)
            changes = [{"article_id": a, "story_id": label[a], "component": component[a]} for a in sorted(label)]
            _update(connection, articles, "article_id", changes, current)
            return len(new)


def _grouped(
    connection: sa.Connection, rows: list[Row], fresh: set[str], must: Sequence[tuple[str, str]], cannot: Sequence[tuple[str, str]]
) -> tuple[list[list[Row]], dict[str, str]]:
    """The groups of all components that a fresh report belongs to, and for each of their reports its component."""
    if not rows:
        return [], {}
    rows.sort(key=lambda r: str(r["report_id"]))
    table = likeness.reports(rows)
    threshold = likeness.weights()["report"]["threshold"]
    place = {r["report_id"]: n for n, r in enumerate(rows)}
    is_fresh = np.array([r["report_id"] in fresh for r in rows])
    i, j, _ = cluster.links(table.items, lambda a, b: likeness.report_likeness(table, a, b), max(threshold, cluster.LINK), is_fresh)
    more = [(place[a], place[b]) for a, b in must if a in place and b in place]
    known = _known(rows, place)
    i = np.concatenate([i, np.array([a for a, _ in more + known], np.int64)])
    j = np.concatenate([j, np.array([b for _, b in more + known], np.int64)])
    label = cluster.components(len(rows), i, j)
    touched = set(label[is_fresh].tolist())
    inside = [n for n in range(len(rows)) if int(label[n]) in touched]
    # a component may reach beyond the days that were loaded
    complete = _with(connection, [rows[n] for n in inside], reports.c.component, sorted({rows[n]["component"] for n in inside} - {None}))
    complete.sort(key=lambda r: str(r["report_id"]))
    root = {rows[n]["report_id"]: rows[int(label[n])]["report_id"] for n in inside}
    by_old = {rows[n]["component"]: root[rows[n]["report_id"]] for n in inside if rows[n]["component"]}
    members: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(complete):
        members[root.get(row["report_id"]) or by_old[row["component"]]].append(n)
    table = likeness.reports(complete)
    place = {r["report_id"]: n for n, r in enumerate(complete)}
    joined = [(place[a], place[b]) for a, b in must if a in place and b in place]
    apart = [(place[a], place[b]) for a, b in cannot if a in place and b in place]
    groups: list[list[Row]] = []
    component_of: dict[str, str] = {}
    for part in members.values():
        name = min(complete[n]["report_id"] for n in part)
        component_of.update((complete[n]["report_id"], name) for n in part)
        for group in cluster.groups(table.items, part, lambda a, b: likeness.report_likeness(table, a, b), threshold, joined, apart):
            groups.append([complete[n] for n in group])
    return groups, component_of


def _story_groups(connection: sa.Connection, rows: list[Row], fresh: set[str]) -> list[list[list[str]]]:
    """The stories of all components that a fresh article belongs to."""
    rows.sort(key=lambda r: str(r["article_id"]))
    threshold = likeness.weights()["story"]["threshold"]
    place = {r["article_id"]: n for n, r in enumerate(rows)}
    table = likeness.articles(rows)
    is_fresh = np.array([r["article_id"] in fresh for r in rows])
    i, j, _ = cluster.links(table.items, lambda a, b: likeness.story_likeness(table, a, b), threshold, is_fresh)
    known = _known(rows, place)
    i = np.concatenate([i, np.array([a for a, _ in known], np.int64)])
    j = np.concatenate([j, np.array([b for _, b in known], np.int64)])
    label = cluster.components(len(rows), i, j)
    touched = set(label[is_fresh].tolist())
    inside = [n for n in range(len(rows)) if int(label[n]) in touched]
    wanted = sorted({rows[n]["component"] for n in inside} - {None})
    have = {rows[n]["article_id"] for n in inside}
    more = [r for k in range(0, len(wanted), _SOME) for r in _articles(connection, articles.c.component.in_(wanted[k : k + _SOME]), set())]
    complete = sorted([rows[n] for n in inside] + [r for r in more if r["article_id"] not in have], key=lambda r: str(r["article_id"]))
    root = {rows[n]["article_id"]: int(label[n]) for n in inside}
    by_old = {rows[n]["component"]: int(label[n]) for n in inside if rows[n]["component"]}
    members: dict[int, list[int]] = defaultdict(list)
    for n, row in enumerate(complete):
        at = root.get(row["article_id"])
        members[by_old[row["component"]] if at is None else at].append(n)
    table = likeness.articles(complete)
    out = []
    for part in members.values():
        found = cluster.groups(table.items, part, lambda a, b: likeness.story_likeness(table, a, b), threshold)
        out.append([[complete[n]["article_id"] for n in group] for group in found])
    return out


def _known(rows: Sequence[Row], place: Mapping[str, int]) -> list[tuple[int, int]]:
    """Components of before as links: each of their members with the first one that is here."""
    first: dict[str, int] = {}
    return [(first.setdefault(row["component"], n), n) for n, row in enumerate(rows) if row["component"]]


def _write_groups(connection: sa.Connection, groups: Sequence[Sequence[Row]], component_of: Mapping[str, str]) -> None:
    named = [(first_report(group), group) for group in groups]
    old: set[str] = set()
    updates = []
    for event, group in named:
        for row in group:
            if row["event_id"] != event or row["component"] != component_of[row["report_id"]]:
                updates.append({"report_id": row["report_id"], "event_id": event, "component": component_of[row["report_id"]]})
        if _moves(event, group):
            old |= {row["event_id"] for row in group} - {None}
    _update(connection, reports, "report_id", updates)
    # one that lost reports to another is written anew, though it be left alone with its name
    changed = [
        [{**row, "event_id": event} for row in group] for event, group in named if len(group) > 1 or event in old or _moves(event, group)
    ]
    _write_events(connection, sorted(old), changed)


def _moves(event: str, group: Sequence[Row]) -> bool:
    return any(row["event_id"] != event for row in group)


def _write_events(connection: sa.Connection, old: Sequence[str], groups: Sequence[Sequence[Row]]) -> None:
    """Put the events of ``groups`` in the place of the ``old`` ones, and remember where these went."""
    country = {r.outlet: r.country for r in connection.execute(sa.select(outlets.c.outlet, outlets.c.country))}
    dead = _dead(connection, [row for group in groups for row in group])
    made = [_event(group, country, dead) for group in groups]
    now = {row["report_id"]: event["event_id"] for group, event in zip(groups, made, strict=True) for row in group}
    gone = [e for e in old if e not in {event["event_id"] for event in made}]
    were_in: list[dict[str, Any]] = []
    for some in _chunks(sorted({*old, *(event["event_id"] for event in made)})):
        were = connection.execute(sa.select(events.c.day, events.c.type, events.c.status).where(events.c.event_id.in_(some))).all()
        daily.touch(connection, (event.day for event in were))
        press.tally(connection, gone=[(event.type, event.status) for event in were])
        were_in += dealings.of_events(connection, some)
        connection.execute(sa.delete(events).where(events.c.event_id.in_(some)))
    for some in _chunks([event["event_id"] for event in made]):
        connection.execute(sa.delete(moved).where(moved.c.old_id.in_(some)))
    _put(connection, made, {row["report_id"]: row for group in groups for row in group}, were_in)
    became = [{"old_id": event, "event_id": now[event]} for event in gone if event in now]
    if became:
        for some in _chunks([row["old_id"] for row in became]):
            connection.execute(sa.delete(moved).where(moved.c.old_id.in_(some)))
        statement = sa.update(moved).where(moved.c.event_id == sa.bindparam("_old")).values(event_id=sa.bindparam("_new"))
        connection.execute(statement, [{"_old": row["old_id"], "_new": row["event_id"]} for row in became])
        connection.execute(sa.insert(moved), became)


def _event(group: Sequence[Row], country: Mapping[str, str] | None = None, dead: Mapping[str, float] | None = None) -> Row:
    event = summarise(group, country, dead)
    return event | dealings.span(event["date"], event["date_end"])


def _put(connection: sa.Connection, made: Sequence[Row], told: Mapping[str, Mapping[str, Any]], were_in: Sequence[Row] = ()) -> None:
    """Write events, and what is kept beside them; ``told`` has the report of each, ``were_in`` the dealings of those they replace."""
    if made:
        connection.execute(sa.insert(events), made)
    daily.touch(connection, (event["day"] for event in made))
    press.tally(connection, made=[(event["type"], event["status"]) for event in made])
    dealings.exchange(connection, were_in, dealings.of_reports(made, told))


def _dead(connection: sa.Connection, rows: Sequence[Row]) -> dict[str, float]:
    """For reports whose sentence has a number of dead, that number."""
    out: dict[tuple[str, int], float] = {}
    for some in _chunks(sorted({r["article_id"] for r in rows})):
        found = connection.execute(
            sa.select(figures.c.article_id, figures.c.sentence_index, figures.c.value).where(
                figures.c.article_id.in_(some), figures.c.kind == "casualties", ~figures.c.superseded
            )
        )
        for f in found:
            place = f.article_id, f.sentence_index
            out[place] = max(out.get(place, 0.0), f.value)
    return {r["report_id"]: out[r["article_id"], r["sentence_index"]] for r in rows if (r["article_id"], r["sentence_index"]) in out}


def decide(connection: sa.Connection, kind: str, left: Sequence[str], right: Sequence[str], reason: str) -> int:
    """Remember that reports ``left`` and ``right`` are of one event (``join``) or not (``split``), and have them merged anew."""
    values = {"kind": kind, "left": sorted(left), "right": sorted(right), "reason": reason, "made": _now()}
    number = connection.execute(sa.insert(decisions).values(**values)).inserted_primary_key
    assert number is not None
    _again(connection, [*left, *right])
    return int(number[0])


def undo(connection: sa.Connection, decision: int) -> None:
    """Take a decision back. Raises ``UsageError`` where there is none of that number."""
    row = connection.execute(sa.select(decisions).where(decisions.c.decision == decision, decisions.c.undone.is_(None))).mappings().first()
    if row is None:
        raise UsageError(f"there is no decision {decision} to undo; list them with: dragoman merge --decisions")
    connection.execute(sa.update(decisions).where(decisions.c.decision == decision).values(undone=_now()))
    _again(connection, [*row["left"], *row["right"]])


def why(connection: sa.Connection, event_id: str) -> list[Row]:
    """For each report of an event but the first the one it is most like, how likely both are of one event, and what speaks for it."""
    rows = sorted(_reports(connection, reports.c.event_id, [event_id]), key=lambda r: (r["report_id"] != event_id, r["report_id"]))
    table = likeness.reports(rows)
    out = []
    for n in range(1, len(rows)):
        others = np.array([k for k in range(len(rows)) if k != n])
        like = likeness.report_likeness(table, others, np.full(len(others), n))
        best = others[int(like.argmax())]
        features = likeness.report_features(table, np.array([best]), np.array([n]))[0]
        out.append(
            {
                "report_id": rows[n]["report_id"],
                "like": rows[int(best)]["report_id"],
                "likeness": round(float(like.max()), 3),
                "because": [
                    {"what": what, "value": round(value, 3), "adds": round(share, 2)}
                    for what, value, share in likeness.explain("report", features.tolist())
                ],
            }
        )
    return out


def why_article(connection: sa.Connection, article_id: str) -> Row:
    """The copies of an article, with the share of runs of letters in common, and the articles of its story, with what speaks for it."""
    c = articles.c
    current = c.superseded_by.is_(None)
    one = connection.execute(sa.select(c.text_id, c.story_id, c.signature).where(c.article_id == article_id, current)).first()
    if one is None or one.text_id is None:
        return {"copies": [], "story": []}
    copies = connection.execute(sa.select(c.article_id, c.outlet, c.url, c.signature).where(c.text_id == one.text_id, current)).all()
    rows = _articles(connection, c.story_id == one.story_id, {article_id})
    place = {r["article_id"]: n for n, r in enumerate(rows)}
    story = []
    if article_id in place and len(rows) > 1:
        table = likeness.articles(rows)
        mine = np.array([place[article_id]])
        for n in (n for n in range(len(rows)) if n != place[article_id]):
            other = np.array([n])
            features = likeness.story_features(table, mine, other)[0]
            because = [
                {"what": what, "value": round(value, 3), "adds": round(share, 2)}
                for what, value, share in likeness.explain("story", features.tolist())
            ]
            like = round(float(likeness.story_likeness(table, mine, other)[0]), 3)
            story.append({"article_id": rows[n]["article_id"], "likeness": like, "because": because})
    return {
        "copies": [
            {"article_id": r.article_id, "outlet": r.outlet, "url": r.url, "alike": round(texts.likeness(one.signature, r.signature), 3)}
            for r in copies
            if r.article_id != article_id
        ],
        "story": sorted(story, key=lambda s: (-s["likeness"], s["article_id"])),
    }


def _again(connection: sa.Connection, report_ids: Sequence[str]) -> None:
    """Have the components of some reports grouped anew by the next merge."""
    hung = connection.execute(sa.select(reports.c.component).where(reports.c.report_id.in_(list(report_ids)))).scalars()
    names = sorted({c for c in hung if c})
    connection.execute(sa.update(reports).where(reports.c.component.in_(names)).values(component=None))


def _decided(connection: sa.Connection) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    must: list[tuple[str, str]] = []
    cannot: list[tuple[str, str]] = []
    for row in connection.execute(sa.select(decisions).where(decisions.c.undone.is_(None)).order_by(decisions.c.decision)).mappings():
        (must if row["kind"] == "join" else cannot).extend((a, b) for a in row["left"] for b in row["right"])
    return must, cannot


def _join_texts(connection: sa.Connection, rows: Sequence[Any], first: Any, old: int) -> None:
    """Name each group of copies after the smallest article id in it; texts that were apart may become one."""
    members: dict[int, list[int]] = defaultdict(list)
    for n, root in enumerate(first.tolist()):
        members[root].append(n)
    by_text: dict[str, str] = {}
    names: dict[int, str] = {}
    for part in members.values():
        name = min(min(rows[n].article_id, rows[n].text_id or "~") for n in part)
        for n in part:
            if n < old and rows[n].text_id != name:
                by_text[rows[n].text_id] = min(name, by_text.get(rows[n].text_id, "~"))
            if n >= old:
                names[n] = name
    renamed = {k: _last(by_text, k) for k in by_text}
    _update(connection, articles, "row", [{"row": rows[n].row, "text_id": renamed.get(name, name)} for n, name in names.items()])
    for before, after in renamed.items():
        connection.execute(sa.update(articles).where(articles.c.text_id == before).values(text_id=after))
    if renamed:
        of_texts = articles.c.text_id.in_(sorted(set(renamed.values())))
        told = sa.select(reports.c.event_id).distinct().join(articles, articles.c.article_id == reports.c.article_id)
        refresh(connection, sorted(connection.execute(told.where(of_texts, reports.c.event_id.is_not(None))).scalars()))


def _last(after: Mapping[str, str], name: str) -> str:
    seen = set()
    while name in after and name not in seen:
        seen.add(name)
        name = after[name]
    return name


def _select(connection: sa.Connection, where: sa.ColumnElement[bool]) -> list[Row]:
    query = (
        sa.select(reports, articles.c.text_id, articles.c.vector.label("article_vector"))
        .join(articles, (articles.c.article_id == reports.c.article_id) & (articles.c.sha256 == reports.c.article_sha256))
        .where(where)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _reports(connection: sa.Connection, column: sa.Column[Any], values: Sequence[str]) -> list[Row]:
    """Current reports whose ``column`` has one of the values."""
    return [row for some in _chunks(values) for row in _select(connection, column.in_(some) & ~reports.c.superseded)]


def _with(connection: sa.Connection, rows: list[Row], column: sa.Column[Any], values: Sequence[str]) -> list[Row]:
    have = {row["report_id"] for row in rows}
    return rows + [row for row in _reports(connection, column, values) if row["report_id"] not in have]


def _articles(connection: sa.Connection, where: sa.ColumnElement[bool], fresh: set[str]) -> list[Row]:
    """Articles for the stories: those that are in one, and the fresh ones."""
    c = articles.c
    query = sa.select(c.article_id, c.published, c.text, c.vector, c.component).where(c.superseded_by.is_(None), where)
    rows = [dict(r) for r in connection.execute(query).mappings() if r["component"] or r["article_id"] in fresh]
    of_article: dict[str, list[tuple[list[str], list[str], str]]] = defaultdict(list)
    for some in _chunks([r["article_id"] for r in rows]):
        told = sa.select(reports.c.article_id, reports.c.actors, reports.c.recipients, reports.c.type)
        for r in connection.execute(told.where(reports.c.article_id.in_(some), ~reports.c.superseded)):
            ids = ([a["id"] for a in parties if a["id"]] for parties in (r.actors, r.recipients))
            of_article[r.article_id].append((*ids, r.type))
    return [{**r, "reports": of_article[r["article_id"]]} for r in rows if r["published"]]


def _update(connection: sa.Connection, table: sa.Table, key: str, rows: Sequence[Row], where: sa.ColumnElement[bool] | None = None) -> None:
    if not rows:
        return
    names = [name for name in rows[0] if name != key]
    statement = sa.update(table).where(table.c[key] == sa.bindparam("_key")).values({name: sa.bindparam(f"_{name}") for name in names})
    if where is not None:
        statement = statement.where(where)
    connection.execute(statement, [{"_key": row[key]} | {f"_{name}": row[name] for name in names} for row in rows])


def _portions(connection: sa.Connection, query: sa.Select[Any]) -> Iterable[list[Row]]:
    rows = [dict(row) for row in connection.execute(query).mappings()]
    for k in range(0, len(rows), _PORTION):
        yield rows[k : k + _PORTION]


def _chunks(values: Sequence[str]) -> Iterable[list[str]]:
    for k in range(0, len(values), _SOME):
        yield list(values[k : k + _SOME])


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()
