"""Own sentences in every language with the events that a careful reader finds in them (``cases/<lang>.tsv``).

A sentence behind "!" is not read rightly yet; its test fails when it is, so that the mark goes.
"""

from datetime import date
from pathlib import Path

import pytest

from dragoman.actors.find import mark
from dragoman.coding import coder
from dragoman.records import Sentence

CASES = Path(__file__).parent / "cases"


def rows():
    for path in sorted(CASES.glob("*.tsv")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                sentence, expected = line.split("\t")
                known = [pytest.mark.xfail(reason="not read yet", strict=True)] if line.startswith("!") else []
                yield pytest.param(path.stem, sentence.lstrip("!"), expected.strip(), id=f"{path.stem}-{number}", marks=known)


def code(sentence, language):
    marked = mark([Sentence(0, 0, len(sentence), sentence, language)], date(2022, 11, 29))
    events = set()
    for e in coder("lexicon").code(marked)[0]:
        actors = ",".join(sorted({a.id or a.sector for a in e.actors})) or "-"
        recipients = ",".join(sorted({r.id or r.sector for r in e.recipients})) or "-"
        events.add(f"{actors} {e.type} {recipients}" + (f" {e.status}" if e.status != "actual" else ""))
    return events


@pytest.mark.parametrize(("language", "sentence", "expected"), list(rows()))
def test_case(language, sentence, expected):
    wanted = set()
    for event in expected.split(";") if expected != "none" else ():
        actors, kind, recipients, *status = event.split()
        wanted.add(" ".join([",".join(sorted(actors.split(","))), kind, ",".join(sorted(recipients.split(","))), *status]))
    assert code(sentence, language) == wanted
