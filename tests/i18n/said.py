"""Sample events, figures and statements for the tests of wording."""

from dragoman.i18n import LANGUAGES
from dragoman.i18n.names import DATA

STATUSES = ("actual", "historical", "future", "negated", "hypothetical")
SECTORS = "GOV LEG JUD MIL SPY COP PTY OPP REB UAF CVL BUS MED EDU REL LAB NGO MNC IGO REF CRM ELI SOC".split()


def spoken(file):
    """The languages whose file there is; English first."""
    return [code for code in LANGUAGES if (DATA / code / file).exists()]


def party(id_, sector="GOV", person=""):
    return {"id": id_, "sector": sector, "person": person}


def event(type_, mode="", contexts=(), status="actual", actors=(), recipients=()):
    """An event; who takes part is given by ids ("KAZ"), by ids with sectors ("KAZ:MIL") or by sectors (":REB")."""

    def parties(given):
        return [party(*(one.split(":") if ":" in one else (one, "GOV"))) for one in given]

    return {
        "type": type_,
        "mode": mode,
        "contexts": list(contexts),
        "status": status,
        "actors": parties(actors),
        "recipients": parties(recipients),
    }


def figure(kind, value, unit, bound="exact", givers=(), takers=()):
    sides = {"from": [party(g) for g in givers], "to": [party(t) for t in takers]}
    return {"kind": kind, "value": value, "unit": unit, "bound": bound, **sides}


def statement(speaker, stance, about=(), quote=None, person="", sector="GOV"):
    return {"speaker": party(speaker, sector, person), "stance": stance, "about": [party(a) for a in about], "quote": quote}
