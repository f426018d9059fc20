"""Quotations in the marks of every language."""

import pytest

from dragoman.language.quotes import find_quotes


@pytest.mark.parametrize(
    ("language", "text", "inner"),
    [
        ("en", "“We will not leave,” she said.", ["We will not leave,"]),
        ("en", 'He said: "We will not go there. Never."', ["We will not go there. Never."]),
        ("fr", "« Nous ne partirons pas », a-t-il dit.", ["Nous ne partirons pas"]),
        ("ru", "«Мы никуда не уйдём отсюда», — сказал он.", ["Мы никуда не уйдём отсюда"]),
        ("de", "„Wir werden nicht gehen“, sagte er.", ["Wir werden nicht gehen"]),
        ("ar", "قال «لن نغادر هذه الأرض أبدا».", ["لن نغادر هذه الأرض أبدا"]),
        ("zh", "他说：“我们绝不会离开。”", ["我们绝不会离开。"]),
        ("zh", "他說：「我們絕不會離開。」", ["我們絕不會離開。"]),
        ("ru", "Он сказал: «Читал “Войну и мир” вчера вечером».", ["Читал “Войну и мир” вчера вечером"]),
        ("en", "It's the government's plan.", []),
    ],
)
def test_found(language, text, inner):
    assert [text[q.inner_start : q.inner_end] for q in find_quotes(text, language)] == inner


def test_a_word_held_at_a_distance_is_short():
    assert [q.short for q in find_quotes('The "deal" failed.')] == [True]


def test_a_quotation_never_closed_ends_nowhere():
    assert find_quotes('He said: "We will go.' + " And on." * 10) == []


def test_offsets_enclose_the_marks():
    text = "Он сказал: «Мы не уйдём отсюда»."
    (quote,) = find_quotes(text, "ru")
    assert text[quote.start] == "«" and text[quote.end - 1] == "»"
