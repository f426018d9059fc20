"""Who says what: the verb that reports is no part of a name."""

import pytest

import dragoman


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The United States warned Kazakhstan about its dependence on China.", None),
        ("Kazakhstan protested to the United States.", None),
        ("The United States said Russia must leave Ukraine.", ("USA", "said")),
        ("Russia states that Ukraine attacked first.", ("RUS", "states")),
    ],
)
def test_a_name_is_no_verb(text, said):
    found = [(s.speaker.id, text[slice(*s.evidence.trigger)]) for s in dragoman.read_text(text, published="2024-03-03").statements]
    assert found == ([said] if said else [])
