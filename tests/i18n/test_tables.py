"""Every language says everything: all codes, all actors, patterns for every event, slots that its names can fill."""

import re
import tomllib
from typing import get_args

import pytest
from i18n.said import SECTORS, spoken

from dragoman import ontology
from dragoman.actors.holders import all_tenures
from dragoman.actors.names import organisations, rows
from dragoman.coding.predicates import DATA as LEXICONS
from dragoman.errors import DataError
from dragoman.i18n import LANGUAGES, locale
from dragoman.i18n import names as names_module
from dragoman.i18n import patterns as patterns_module
from dragoman.i18n.names import DATA, alpha2, names
from dragoman.i18n.patterns import SHAPES, STATUSES, compiled, patterns
from dragoman.merge.likeness import REPORT_FEATURES, STORY_FEATURES
from dragoman.records import Bound, FigureKind, Precision, Stance, Status

MODES = [(t, m) for t in ontology.types() for m in ontology.modes(t)]
UNITS = {unit for file in LEXICONS.glob("*.toml") for unit in tomllib.loads(file.read_text("utf-8"))["units"]}  # that the coder finds
CODES = {
    "type": set(ontology.types()),
    "mode": {f"{t}/{m}" for t, m in MODES},
    "quad": {ontology.quad(t) for t in ontology.types()},
    "status": set(get_args(Status)),
    "sector": set(SECTORS),
    "context": set(ontology.contexts()),
    "stance": set(get_args(Stance)),
    "figure": set(get_args(FigureKind)),
    "bound": set(get_args(Bound)),
    "precision": set(get_args(Precision)),
    "office": {r[0] for r in rows("roles.en.tsv", 3) if r[0] != "-"} | {t.office for t in all_tenures()},
    "verdict": {"right", "wrong", "duplicate"},
    "unit": {"companies", "people", "troops", "casualties"} | UNITS,
    "reason": {*REPORT_FEATURES, *STORY_FEATURES},
}
STATES = {r[0] for r in rows("states.en.tsv", 4)}
LETTERS = {"ar": "[A-Za-z]", "ru": "[A-Za-z]", "kk": "[A-Za-z]", "zh": "[A-Za-z]"}  # what no label of theirs is written with
ACRONYMS = {"LGBT", "GPS"}


def terms(language):
    return tomllib.loads((DATA / language / "terms.toml").read_text("utf-8"))


def written(language):
    """All patterns of a language with where they stand."""
    table = patterns(language)
    for key, statuses in table.sentences.items():
        for status, shapes in statuses.items():
            for shape, parts in shapes.items():
                yield f"[{key}] {status}.{shape}", parts
    for section in ("figure", "statement", "sectors"):
        for key, parts in getattr(table, section).items():
            yield f"[{section}] {key}", parts


@pytest.mark.parametrize("language", spoken("terms.toml"))
def test_every_code_has_its_label(language):
    said = terms(language)
    assert set(said) == set(CODES)
    for section, codes in CODES.items():
        assert set(said[section]) == codes, section
        blank = {key for key, value in said[section].items() if not value}
        assert blank <= {"exact"} or section == "unit", section


@pytest.mark.parametrize("language", spoken("terms.toml"))
def test_labels_are_in_the_language_and_tell_codes_apart(language):
    said = terms(language)
    for section in ("type", "quad", "status", "sector", "context", "stance", "figure", "office", "verdict", "reason"):
        labels = list(said[section].values())
        assert len(set(labels)) == len(labels), section
        for label in labels:
            assert label == label.strip() and "  " not in label and not label.endswith((".", "。"))
            if language in LETTERS:
                assert not re.search(LETTERS[language], re.sub("|".join(ACRONYMS), "", label)), label
    if language != "en":
        english = terms("en")
        same = [k for s in ("type", "mode", "context") for k, v in said[s].items() if v == english[s][k]]
        assert len(same) < 25, same  # "cooperation" is "coopération"; only few words are the same


@pytest.mark.parametrize("language", spoken("terms.toml"))
def test_units_have_the_plural_forms_of_their_language(language):
    loc = locale(language)
    for noun in CODES["unit"]:
        forms = loc._terms["unit"][noun]
        assert isinstance(forms, str) or ("other" in forms and set(forms) <= {*loc.babel.plural_form.tags, "other"})


@pytest.mark.parametrize("language", spoken("names.tsv"))
def test_every_actor_has_its_name(language):
    found = names(language)
    wanted = STATES | set(organisations()) | {f"@{s}" for s in SECTORS} | {"@"}
    assert wanted - set(found) == set()
    assert {n.removesuffix("+") for n in set(found) - wanted} <= wanted  # sectors beside their state
    for name in found.values():
        for form in name.forms.values():
            assert form == form.strip() and "  " not in form and form.isprintable() and not set(form) & set("{}|")


ENGLISH = re.compile(r"\b(of|the|for|and|against|Army|Council|Assembly|Court|Party|Agency|Security|Community|Bank of)\b")
BRANDS = {"SAVECHILDREN", "CRISISGROUP", "HRW", "OPENSOCIETY"}  # they call themselves so in every language


@pytest.mark.parametrize("language", [code for code in spoken("names.tsv") if code != "en"])
def test_no_name_is_left_in_english(language):
    assert {k: n.forms["nom"] for k, n in names(language).items() if ENGLISH.search(n.forms["nom"]) and k not in BRANDS} == {}
    if language in LETTERS:
        assert [k for k in names(language) if (k in STATES or k[0] == "@") and re.search("[A-Za-z]", names(language)[k].forms["nom"])] == []


@pytest.mark.parametrize("language", spoken("names.tsv"))
def test_two_states_never_have_one_name(language):
    loc = locale(language)
    headings = {}
    for actor in STATES:
        headings.setdefault(loc.actor(actor), []).append(actor)
    assert {k: v for k, v in headings.items() if len(v) > 1} == {}
    assert all(k[0] == k[0].upper() for k in headings)


@pytest.mark.parametrize("language", sorted(set(spoken("names.tsv")) & set(spoken("summary.toml"))))
def test_every_name_has_a_class_that_patterns_know(language):
    table = patterns(language)
    assert table.agree and table.plural in {*table.agree, "first"}
    assert {k: n.agree for k, n in names(language).items() if n.agree not in table.agree} == {}


@pytest.mark.parametrize("language", spoken("summary.toml"))
def test_every_type_and_mode_has_its_patterns(language):
    table = patterns(language)
    for kind in ontology.types():
        for status in STATUSES:
            has = set(table.sentences.get(kind, {}).get(status, {}))
            assert has >= {"both", "alone"} | ({"mutual"} if status == "actual" else set()), (kind, status)
    for kind, mode in MODES:
        assert set(table.sentences.get(f"{kind}/{mode}", {}).get("actual", {})) >= {"both", "alone"}, (kind, mode)
    assert "AID+human_security" in table.sentences


@pytest.mark.parametrize("language", spoken("summary.toml"))
def test_patterns_are_of_codes_that_there_are(language):
    for key in patterns(language).sentences:
        head, _, context = key.partition("+")
        kind, _, mode = head.partition("/")
        assert kind in ontology.types(), key
        assert not mode or mode in ontology.modes(kind), key
        assert not context or context in ontology.contexts(), key
    for key in patterns(language).sectors:
        assert key in {"label", *SECTORS}
    for key in patterns(language).figure:
        kind, _, shape = key.rpartition(".")
        assert shape in {"from_to", "from", "to", "none", "bound", "large", "large_vowel", "value"}, key
        assert not kind or kind in CODES["figure"], key


@pytest.mark.parametrize("language", spoken("summary.toml"))
def test_patterns_use_cases_and_classes_that_there_are(language):
    cases = set((DATA / language / "names.tsv").read_text("utf-8").split("\n", 1)[0].split("\t")[2:])
    classes = len(patterns(language).agree)
    for where, parts in written(language):
        for part in parts:
            if isinstance(part, str):
                assert "  " not in part and re.sub("[\xa0\u202f]", "", part).isprintable(), where
                continue
            who, case, alternatives = part
            assert alternatives or case in cases or who not in ("actor", "recipient", "from", "to", "speaker", "about", "state"), where
            assert len(alternatives) in (0, classes), where
        text = "".join(p if isinstance(p, str) else "x" for p in parts)
        assert text == text.strip() and not text.endswith((".", "。", "!")), where


@pytest.mark.parametrize("language", spoken("summary.toml"))
def test_patterns_name_who_takes_part(language):
    for key, statuses in patterns(language).sentences.items():
        for status, shapes in statuses.items():
            for shape, parts in shapes.items():
                slots = {p[0] for p in parts if not isinstance(p, str) and not p[2]}
                wanted = {"both": {"actor"}, "alone": {"actor"}, "mutual": {"actor"}, "target": {"recipient"}}[shape]
                assert slots >= wanted and (shape == "both" or slots == wanted), (key, status, shape)
    for kind in ontology.types():
        both = patterns(language).sentences[kind]["actual"]["both"]
        assert {p[0] for p in both if not isinstance(p, str) and not p[2]} == {"actor", "recipient"}, kind


def test_organisations_are_not_taken_for_states():
    assert set(organisations()) & set(alpha2()) == set()
    assert locale("fr").actor("IRA") != locale("fr").actor("IRN")


def test_states_that_are_no_members_of_the_un_have_names():
    for code in LANGUAGES:
        for actor in ("XKX", "PSE", "TWN"):
            name = locale(code).actor(actor)
            assert name and name != actor


# --- tables that cannot be read


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "xx").mkdir()
    for module in (names_module, patterns_module):
        monkeypatch.setattr(module, "DATA", tmp_path)
    return tmp_path / "xx"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id\tnom\nKAZ\tКазахстан\n", "the first columns must be id, agree and nom"),
        ("id\tagree\tnom\nKAZ\tm\n", ":2: "),
        ("id\tagree\tnom\nKAZ\tm\tКазахстан\tлишнее\n", ":2: "),
        ("id\tagree\tnom\nKAZ\tm\tКазахстан\nKAZ\tm\tКазахстан\n", ":3: KAZ stands there twice"),
    ],
)
def test_a_broken_table_of_names_says_where(folder, text, message):
    (folder / "names.tsv").write_text(text, "utf-8")
    with pytest.raises(DataError, match=re.escape(message)) as caught:
        names.__wrapped__("xx")
    assert "names.tsv" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[AID]\nactual.both = "{actor gave aid"\n', "[AID] actual.both: a brace"),
        ('[AID]\nactual.both = "{giver} gave aid"\n', "[AID] actual.both: there is no {giver} here, only {actor}, {recipient}"),
        ('[AID]\nactual.all = "{actor} gave aid"\n', "[AID] actual: statuses are actual, future, negated, hypothetical"),
        ('[AID]\npast.both = "{actor} gave aid"\n', "[AID] past: statuses are"),
        ('[figure]\nnone = "{value}"\n', "[figure] lacks from_to, from, to"),
        ('[statement]\nquote = "{sentence}: {quote}"\n', "[statement] lacks speaker, support.about"),
        ('[figure]\nnone = "{actor}"\n', "[figure] none: there is no {actor} here"),
        ("[AID\n", "summary.toml: "),
    ],
)
def test_broken_patterns_say_where(folder, text, message):
    (folder / "summary.toml").write_text(text, "utf-8")
    with pytest.raises(DataError, match=re.escape(message)) as caught:
        patterns.__wrapped__("xx")
    assert "summary.toml" in str(caught.value)


def test_a_pattern_is_cut_into_words_and_slots():
    assert compiled("{actor?sent|sent off} {recipient.dat} aid", "") == (
        ("actor", "nom", ("sent", "sent off")),
        " ",
        ("recipient", "dat", ()),
        " aid",
    )
    assert set(SHAPES) == {"both", "alone", "mutual", "target"}
