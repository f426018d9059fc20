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
    ("language", "text"),
    [
        ("en", "Russia will supply 3 billion cubic metres of gas to Kazakhstan."),
        ("ar", "ستورد روسيا 3 مليارات متر مكعب من الغاز إلى كازاخستان."),
        ("fr", "La Russie livrera 3 milliards de mètres cubes de gaz au Kazakhstan."),
        ("ru", "Россия поставит Казахстану 3 млрд кубометров газа."),
        ("es", "Rusia suministrará 3.000 millones de metros cúbicos de gas a Kazajistán."),
        ("zh", "俄罗斯将向哈萨克斯坦供应30亿立方米天然气。"),
        ("kk", "Ресей Қазақстанға 3 миллиард текше метр газ жеткізеді."),
        ("de", "Russland liefert Kasachstan 3 Milliarden Kubikmeter Gas."),
        ("tr", "Rusya Kazakistan'a 3 milyar metreküp gaz verecek."),
    ],
)
def test_a_unit_has_one_name_in_all_languages(language, text):
    assert [(f.kind, f.value, f.unit) for f in figures(text, language)] == [("energy", 3e9, "cubic metres")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Uzbekistan released 900 million cubic metres of water to Kazakhstan."),
        ("kk", "Өзбекстан Қазақстанға 900 миллион текше метр су жіберді."),
        ("fr", "L'Ouzbékistan a livré 900 millions de mètres cubes d'eau au Kazakhstan."),
        ("zh", "乌兹别克斯坦向哈萨克斯坦输送9亿立方米水。"),
    ],
)
def test_water_is_no_energy(language, text):
    assert [(f.kind, f.value, f.unit) for f in figures(text, language)] == [("other", 9e8, "cubic metres")]


def test_what_is_counted_is_named_in_full():
    assert [f.unit for f in figures("Russia sent 300 tonnes of oil and 20 soldiers to Kazakhstan.", "en")] == ["tonnes of oil", "soldiers"]
