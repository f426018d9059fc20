"""Figures: what is counted, how much, and between whom, in several languages."""

import pytest

import dragoman

INVESTMENT, TRADE = ("investment", 160e9, "EU", "KAZ"), ("trade", 41e9, None, None)


def figures(text, language):
    return dragoman.read_text(text, language=language, published="2024-03-12").figures


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "EU investment in Kazakhstan has reached 160 billion dollars, and trade between Kazakhstan and the EU 41 billion dollars."),
        (
            "ar",
            "وبلغت استثمارات الاتحاد الأوروبي في كازاخستان 160 مليار دولار، وبلغ حجم التجارة بينهما 41 مليار دولار.",
        ),
        ("ru", "Инвестиции ЕС в Казахстан достигли 160 млрд долларов, а торговля между Казахстаном и ЕС — 41 млрд долларов."),
        (
            "fr",
            "Les investissements de l'UE au Kazakhstan ont atteint 160 milliards de dollars, et leur commerce 41 milliards de dollars.",
        ),
    ],
)
def test_two_sums_in_a_sentence_each_have_their_own_word(language, text):
    found = {f.kind: f for f in figures(text, language)}
    assert set(found) == {"investment", "trade"}
    for kind, value, giver, taker in (INVESTMENT, TRADE):
        figure = found[kind]
        assert (figure.value, figure.unit) == (value, "USD")
        if giver:
            assert [a.id for a in figure.from_] == [giver]
            assert [a.id for a in figure.to] == [taker]


def test_a_sum_between_nobody_is_no_figure():
    assert figures("The company lent its supplier 3 million dollars.", "en") == ()


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        ("en", "Russia will supply 3 billion cubic metres of gas to Kazakhstan.", "cubic metres"),
        ("zh", "俄罗斯将向哈萨克斯坦供应30亿立方米天然气。", "立方米"),
    ],
)
def test_what_is_counted_is_named_in_full(language, text, unit):
    assert [f.unit for f in figures(text, language)] == [unit]
