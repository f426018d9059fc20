"""Articles with planted records, for tests that know what a brief must say."""

from datetime import date

from dragoman import ontology
from dragoman.records import UNKNOWN_DATE, Actor, Article, Event, Evidence, Figure, Interval, Reading, Statement, short_hash
from dragoman.store.sources import Outlet, Register


def register(book, **countries):
    """Outlets with their countries."""
    Register(book).set_outlets(Outlet(name.replace("_", " "), country, "", full_text=True) for name, country in countries.items())


def actor(given):
    """An actor from "KAZ", "FRA/MIL" or "KAZ:Name of a person"."""
    rest, _, person = given.partition(":")
    id_, _, sector = rest.partition("/")
    return Actor(id_, id_, sector or "GOV", "", person, id_, 0, 1)


def on(day, end=None):
    """The interval of a day or of a span; unknown for None."""
    return Interval(date.fromisoformat(day), date.fromisoformat(end or day), "day" if not end else "month") if day else UNKNOWN_DATE


def told(day, kind, actors, recipients=(), *, mode="", status="actual", text="", confidence=0.9):
    """An event as a report tells it."""
    return (
        "event",
        {"when": on(day), "type": kind, "mode": mode, "status": status, "actors": actors, "recipients": recipients},
        text,
        confidence,
    )


def figure(kind, value, unit, giver, taker, *, as_of=None, text="", confidence=0.9):
    """A figure."""
    return (
        "figure",
        {"kind": kind, "value": value, "unit": unit, "from_": [giver], "to": [taker], "as_of": as_of or UNKNOWN_DATE},
        text,
        confidence,
    )


def said(speaker, stance, about, quote=None, *, text="", confidence=0.9):
    """A statement."""
    return ("statement", {"speaker": speaker, "stance": stance, "about": [about], "quote": quote}, text, confidence)


def publish(book, outlet, day, *records, language="en", url=None):
    """Keep an article of an outlet, a sentence a record; returns the ids of its records."""
    sentences = [text or f"{outlet} has sentence {n} of {day}." for n, (_, _, text, _) in enumerate(records)] or [f"{outlet} of {day}."]
    whole = " ".join(sentences)
    url = url if url is not None else f"https://{short_hash(outlet)}.example/{day}/{short_hash(whole)}"
    article = Article(whole, url, "A title", outlet, published=date.fromisoformat(day), language=language)
    made = {"event": [], "figure": [], "statement": []}
    start = 0
    for n, (kind, values, _, confidence) in enumerate(records):
        evidence = Evidence(sentences[n], start, start + len(sentences[n]), (start, start + 1))
        id_ = short_hash(article.article_id, n, kind)
        shared = {
            "article_id": article.article_id,
            "sentence_index": n,
            "evidence": evidence,
            "confidence": confidence,
            "language": language,
        }
        shared |= {"source": outlet, "url": url, "published": article.published, "coder": "planted", "coder_version": "7"}
        made[kind].append(_MAKE[kind](id_, values) | shared)
        start += len(sentences[n]) + 1
    built = {"event": Event, "figure": Figure, "statement": Statement}
    events, figures, statements = (tuple(built[kind](**row) for row in rows) for kind, rows in made.items())
    book.add(Reading(article, events, figures, statements))
    return [next(iter(row.values())) for rows in made.values() for row in rows]


def _event(id_, values):
    kind, mode = values["type"], values["mode"]
    people = {side: tuple(actor(a) for a in values[side]) for side in ("actors", "recipients")}
    codes = {"contexts": (), "quad": ontology.quad(kind), "score": ontology.score(kind, mode), "places": ()}
    return {"event_id": id_} | values | codes | people


def _figure(id_, values):
    sides = {side: tuple(actor(a) for a in values[side]) for side in ("from_", "to")}
    return {"figure_id": id_, "bound": "exact"} | values | sides


def _statement(id_, values):
    people = {"speaker": actor(values["speaker"]), "about": tuple(actor(a) for a in values["about"])}
    return {"statement_id": id_, "paraphrase": values["quote"] or "so they said"} | values | people


_MAKE = {"event": _event, "figure": _figure, "statement": _statement}
