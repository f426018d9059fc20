"""Folding, patterns and the forms of names."""

import pytest

from dragoman.language.fold import fold_token
from dragoman.language.inflection import inflection
from dragoman.language.patterns import PatternTree, expand
from dragoman.language.tokens import tokenize


@pytest.mark.parametrize(
    ("language", "word", "form", "case"),
    [
        ("ru", "казахстан", "казахстану", "dat"),
        ("ru", "россия", "россией", "ins"),
        ("ru", "китай", "китаем", "ins"),
        ("ru", "египет", "египту", "dat"),
        ("uk", "україна", "україні", "dat"),
        ("uk", "київ", "києві", "loc"),
        ("kk", "қазақстан", "қазақстанға", "dat"),
        ("kk", "түркия", "түркияның", "gen"),
    ],
)
def test_forms(language, word, form, case):
    forms = dict(inflection(language).forms(word, "name"))
    assert case in forms[form]


@pytest.mark.parametrize(("language", "word", "case"), [("tr", "bakanının", "gen"), ("kk", "президентімен", "ins"), ("tr", "bakanı", "")])
def test_the_end_of_a_role_shows_its_case(language, word, case):
    assert inflection(language).ending(fold_token(word)) == ((case,) if case else ())


@pytest.mark.parametrize(
    ("word", "folded"),
    [("Élysée", "elysee"), ("à", "à"), ("où", "où"), ("İran", "iran"), ("الأوروبي", "الاوروبي"), ("Ё", "е"), ("U.S.", "us")],
)
def test_folding(word, folded):
    assert fold_token(word) == folded


def test_patterns_expand():
    assert expand("accus(e|ed)|call* on") == ["accuse", "accused", "call* on"]
    assert expand("minister of (the |)interior") == ["minister of the interior", "minister of interior"]
    assert expand("(|un)do(|es)") == ["do", "does", "undo", "undoes"]


@pytest.mark.parametrize(
    ("language", "pattern", "text", "found"),
    [
        ("fr", "l'", "à l’Iran", ["l’"]),
        ("it", "dell'", "il capo dell'Iraq", ["dell'"]),
        ("en", "call* on", "They called on Iran.", ["called on"]),
        ("zh", "访问", "总统访问中国", ["访问"]),
    ],
)
def test_patterns_are_found(language, pattern, text, found):
    tree = PatternTree(language)
    tree.add(pattern, 1)
    tokens = tokenize(text, language)
    assert [text[tokens.starts[f.start] : tokens.ends[f.end - 1]] for f in tree.find(tokens)] == found
