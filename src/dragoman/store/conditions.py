"""Filters as SQL: the conditions on the rows of each kind, and on the ``dealings`` that are walked for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import sqlalchemy as sa

from .. import ontology
from . import dealings, search
from .filters import Filter
from .schema import UNKNOWN, WIDE, articles, events, figures, outlets, participants, reports, statements, wide
from .schema import dealings as _dealings

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rows: its table, the column that is its key, its letter in ``dealings`` and the field that selects its type there."""

    table: sa.Table
    key: sa.Column[Any]
    record: str = ""
    type: str = ""


KINDS = {
    "events": Kind(events, events.c.event_id, "e", "type"),
    "reports": Kind(reports, reports.c.report_id, "", "type"),
    "figures": Kind(figures, figures.c.figure_id, "f", "kind"),
    "statements": Kind(statements, statements.c.statement_id, "s", "stance"),
    "articles": Kind(articles, articles.c.row),
}


@dataclass(frozen=True, slots=True)
class Way:
    """How keys are found. ``gather``: from few articles, or few rows in a language (``driver``); else by walking.

    ``words``: whether the articles that hold the words are listed once, or each article is looked up; ``outlets``: those among which
    alone they can be, if these are few.
    """

    gather: bool
    driver: Literal["articles", "language", "actor", ""] = ""
    words: Literal["list", "look"] = "list"
    outlets: tuple[str, ...] = ()


def of_rows(kind: Kind, where: Filter, way: Way, dialect: str) -> list[Condition]:
    """The conditions on the rows of a kind themselves, but for the days."""
    table = kind.table
    if table is articles:
        return _of_article(where, way, dialect)
    if table is not events and table is not reports:
        out = _current(table, where) + _told(table, where, way, dialect)
        out += [table.c.actor_ids.like(f"% {actor.upper()} %") for actor in (where.actor, where.other) if actor]
        value = getattr(where, kind.type)
        return out + ([table.c[kind.type] == value] if value else [])
    out = [table.c.event_id == where.event_id] if where.event_id else []
    if where.actor or where.other:
        out.append(_pair(where, table))
    given = (("type", where.type.upper()), ("mode", where.mode), ("quad", where.quad), ("status", where.status))
    out += [table.c[name] == value for name, value in given if value]
    if table is reports:
        if way.driver == "actor":
            out.append(reports.c.report_id.in_(of_actor(where)))
        return out + _current(table, where) + _told(table, where, way, dialect)
    if told := _told(reports, replace(where, min_confidence=0), way, dialect):
        out.append(events.c.event_id.in_(sa.select(reports.c.event_id).where(*told)))  # only current reports have an event
    return out + _sure(events, where)


def of_walk(kind: Kind, where: Filter) -> list[Condition]:
    """The conditions on ``dealings``, where these are walked for the rows of a kind, but for the days."""
    c = _dealings.c
    out = walked(kind, where)
    if kind.record == "e":
        out += [c.type.in_(types(where))] if where.type or where.quad else []
        out += [c.status == where.status] if where.status else []
        return out + ([c.id == where.event_id] if where.event_id else [])
    value = getattr(where, kind.type)
    return out + ([c.type == value] if value else [])


def of_walked(kind: Kind, where: Filter, way: Way, dialect: str, row: sa.ColumnElement[str]) -> list[Condition]:
    """The other conditions on the rows that are walked, each by its id ``row``: what has to be looked up elsewhere."""
    if kind.record != "e":
        told = _told(kind.table, where, way, dialect)
        return [sa.exists().where(kind.key == row, *told)] if told else []
    rest = ([events.c.mode == where.mode] if where.mode else []) + _sure(events, where)
    told = _told(reports, replace(where, min_confidence=0), way, dialect)
    out: list[Condition] = [sa.exists().where(events.c.event_id == row, *rest)] if rest else []
    return out + ([sa.exists().where(reports.c.event_id == row, *told)] if told else [])


def walked(kind: Kind, where: Filter) -> list[Condition]:
    """The stretch of ``dealings`` that holds the rows of everybody, an actor or a pair."""
    c = _dealings.c
    one, other = sorted((where.actor.upper(), where.other.upper()))
    alone = not one or (one == other and kind.record != "e")
    if alone:
        one, other = other or dealings.EVERYBODY, dealings.EVERYBODY
    out = [c.record == kind.record, c.one == one, c.other == other]
    if where.directed and not alone and kind.record == "e":
        out.append(c.way.in_(dealings.ways(where.actor.upper(), where.other.upper(), True)))
    return out


def types(where: Filter) -> list[str]:
    """The types of events that a filter leaves."""
    wanted = [where.type.upper()] if where.type else ontology.types()
    return [t for t in wanted if not where.quad or (t in ontology.types() and ontology.quad(t) == where.quad)]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question by its days, and the day by which its rows are ordered."""

    days: list[Condition]
    day: sa.ColumnElement[int]


def parts(table: sa.Table, where: Filter, walk: bool) -> list[Part]:
    """The days that a filter leaves: of what lasts from one to another, each.

    A walk back from the newest comes in two parts: what begins not long before ``since``, where it can stop, and what lasted longer, by the
    index of that. For the latter the day is an expression, lest a planner prefer an index of days.
    """
    last = table.c.last if "last" in table.c and not where.began else table.c.day
    day: sa.ColumnElement[int] = table.c.day
    out = [last >= dealings.number(where.since)] if where.since else []
    if not walk or not where.since or last is day:
        return [Part(out + _until(day, where), day)]
    edge, late = dealings.number(where.since) - WIDE, day + 0
    return [Part([*out, day >= edge, *_until(day, where)], day), Part([*out, wide(table), late < edge, *_until(late, where)], late)]


def _until(day: sa.ColumnElement[int], where: Filter) -> list[Condition]:
    return [day <= dealings.number(where.until), day > UNKNOWN] if where.until else []


def of_articles(where: Filter, way: Way, dialect: str) -> list[Condition]:
    """The articles that a filter of records names by outlet, its country, or words; empty where it names none."""
    c = articles.c
    out = [c.outlet == where.outlet] if where.outlet else []
    if where.country:  # on a walk by no index: the articles of all outlets of a country would be sorted
        out.append((c.outlet if way.gather else sa.func.coalesce(c.outlet, "")).in_(of_country(where.country)))
    return out + ([_words(where.words, way, dialect)] if where.words else [])


def of_country(country: str) -> sa.Select[Any]:
    """The outlets of a country."""
    return sa.select(outlets.c.outlet).where(outlets.c.country == country.upper())


def of_actor(where: Filter) -> sa.Select[Any]:
    """The reports in which an actor takes part."""
    return sa.select(participants.c.report_id).where(participants.c.actor == (where.actor or where.other).upper())


def language(table: sa.Table, where: Filter) -> Condition:
    """Rows in a language, by the index of them."""
    return sa.func.lower(table.c.language) == where.language.lower()


def _of_article(where: Filter, way: Way, dialect: str) -> list[Condition]:
    c = articles.c
    out = of_articles(where, way, dialect)
    out += [] if where.superseded else [c.superseded_by.is_(None)]
    out += [c.article_id == where.article_id] if where.article_id else []
    out += [c.language == where.language] if where.language else []
    return out + ([language(articles, where)] if way.driver == "language" else [])


def _current(table: sa.Table, where: Filter) -> list[Condition]:
    return [] if where.superseded else [~table.c.superseded]


def _told(table: sa.Table, where: Filter, way: Way, dialect: str) -> list[Condition]:
    """The conditions on who tells it, where and how, that all records share."""
    c = table.c
    given = ((c.language, where.language), (c.source, where.outlet), (c.coder, where.coder), (c.article_id, where.article_id))
    out = [column == value for column, value in given if value]
    out += [c.source.in_(of_country(where.country))] if where.country else []
    out += _sure(table, where)
    if way.gather and way.driver == "articles":
        out.append(c.article_id.in_(sa.select(articles.c.article_id).where(*of_articles(where, way, dialect))))
    elif where.words:
        holds = articles.c.article_id == c.article_id
        out.append(sa.exists().where(holds, _words(where.words, way, dialect)))
    if way.gather and way.driver == "language":
        out.append(language(table, where))
    return out


def _sure(table: sa.Table, where: Filter) -> list[Condition]:
    return [table.c.confidence >= where.min_confidence] if where.min_confidence else []


def _words(words: str, way: Way, dialect: str) -> Condition:
    if way.words == "list":  # on a walk not by the key: all that hold the words would be read and sorted
        return (articles.c.row if way.gather else articles.c.row + 0).in_(search.matching(dialect, words, way.outlets))
    return search.holds(dialect, words, way.outlets, articles.c.row)


def _pair(where: Filter, table: sa.Table) -> Condition:
    one, two = where.actor.upper(), where.other.upper()
    p = participants.c

    def plays(actor: str, role: str) -> Condition:
        mine = sa.exists().where(p.report_id == table.c.report_id, p.actor == actor)
        return mine.where(p.role == role) if role else mine

    if not (one and two):
        return plays(one or two, "")
    if one == two:
        return plays(one, "actor") & plays(one, "recipient")
    together = plays(one, "actor") & plays(two, "actor") & ~sa.exists().where(p.report_id == table.c.report_id, p.role == "recipient")
    forth = plays(one, "actor") & plays(two, "recipient")
    if where.directed:
        return forth | together
    return forth | (plays(two, "actor") & plays(one, "recipient")) | together
