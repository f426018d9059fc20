"""Actors in sentences: names, roles, office holders by date, what is bound through an article, what only looks like a name."""

from datetime import date

import pytest

from dragoman.actors.find import mark
from dragoman.actors.holders import tenures
from dragoman.records import Sentence


def mentions(*sentences, language="en", day=date(2022, 11, 29)):
    marked = mark([Sentence(i, 0, len(t), t, language) for i, t in enumerate(sentences)], day)
    return [m for s in marked for m in s.mentions]


def ids(*sentences, **options):
    return [m.id for m in mentions(*sentences, **options) if m.id]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("en", "Astana welcomed the decision of Brussels.", ["KAZ", "EU"]),
        ("en", "The Kremlin and the White House spoke.", ["RUS", "USA"]),
        ("ru", "Астана приветствовала решение Брюсселя.", ["KAZ", "EU"]),
        ("ru", "В Казахстане говорили о поставках Казахстану.", ["KAZ", "KAZ"]),
        ("ar", "قدمت تركيا قرضا لكازاخستان.", ["TUR", "KAZ"]),
        ("ar", "رحب البيت الأبيض بالقرار.", ["USA"]),
        ("tr", "Kazakistan'ın kararı Türkiye'de konuşuldu.", ["KAZ", "TUR"]),
        ("kk", "Қазақстанға Түркиядан көмек келді.", ["KAZ", "TUR"]),
        ("kk", "Ақорда хабарлады.", ["KAZ"]),
        ("zh", "白宫批评北京。", ["USA", "CHN"]),
        ("fr", "L'Élysée a salué la décision de Moscou.", ["FRA", "RUS"]),
        ("es", "La Casa Blanca criticó a Caracas.", ["USA", "VEN"]),
        ("de", "Berlin lobte das Weiße Haus.", ["DEU", "USA"]),
        ("it", "La Farnesina ha criticato Mosca.", ["ITA", "RUS"]),
        ("pt", "O Planalto criticou Washington.", ["BRA", "USA"]),
        ("uk", "Банкова подякувала Варшаві.", ["UKR", "POL"]),
    ],
)
def test_names_capitals_and_seats_of_power(language, text, wanted):
    assert ids(text, language=language) == wanted


@pytest.mark.parametrize(
    ("day", "who"),
    [
        (date(2011, 6, 1), "Nicolas Sarkozy"),
        (date(2016, 6, 1), "François Hollande"),
        (date(2022, 6, 1), "Emmanuel Macron"),
    ],
)
def test_the_same_words_name_another_holder_at_another_date(day, who):
    assert next(m.person for m in mentions("The French president met the pope.", day=day)) == who


def test_an_unknown_date_binds_no_holder():
    assert [m.person for m in mentions("The French president spoke.", day=None)] == [""]


@pytest.mark.parametrize("state", ["KAZ", "FRA", "USA", "GBR", "DEU", "CHN", "JPN", "BRA", "NGA", "UZB"])
@pytest.mark.parametrize("year", [2010, 2015, 2020, 2024])
def test_every_year_has_a_head_of_government_or_state(state, year):
    day = date(year, 7, 1)
    assert tenures(state, "head_of_state", day) or tenures(state, "head_of_government", day)


def test_a_person_bound_by_role_stays_bound():
    found = mentions("High Representative Josep Borrell arrived in Astana.", "Borrell met the Kazakh leader.")
    assert [m.id for m in found] == ["EU", "KAZ", "EU", "KAZ"]
    assert found[2].person == "Josep Borrell"


def test_a_person_stays_bound_in_arabic():
    found = mentions("وصل رئيس المجلس الأوروبي شارل ميشيل إلى أستانا.", "التقى ميشيل الرئيس توكاييف.", language="ar")
    assert [m.id for m in found] == ["EU", "KAZ", "EU", "KAZ"]


@pytest.mark.parametrize(
    "text",
    [
        "A court in Atlanta, Georgia heard the case.",
        "Michael Jordan scored 40 points.",
        "They ate turkey at Thanksgiving.",
        "The New York Times reported it.",
        "He studies in Latin America.",
        "Real Madrid won the league.",
        "China Daily carried the story.",
        "The battle of the Indian Ocean cables.",
    ],
)
def test_what_only_looks_like_a_state(text):
    assert not [i for i in ids(text) if i in ("GEO", "JOR", "TUR", "USA", "ESP", "CHN", "IND", "MEX")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nigeria warned Niger.", ["NGA", "NER"]),
        ("The Republic of the Congo and the Democratic Republic of the Congo agreed.", ["COG", "COD"]),
        ("North Korea warned South Korea.", ["PRK", "KOR"]),
        ("Georgia and Armenia opened a road.", ["GEO", "ARM"]),
        ("Jordan expelled the envoy of Chad.", ["JOR", "TCD"]),
        ("Turkey and Luxembourg signed.", ["TUR", "LUX"]),
        ("Guinea, Guinea-Bissau and Equatorial Guinea met.", ["GIN", "GNB", "GNQ"]),
        ("Sudan and South Sudan met.", ["SDN", "SSD"]),
    ],
)
def test_names_within_names(text, wanted):
    assert ids(text) == wanted


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("Kazakh police dispersed the crowd.", "COP"),
        ("The Kazakh army moved north.", "MIL"),
        ("Kazakh lawmakers voted.", "LEG"),
        ("A Kazakh court ruled.", "JUD"),
        ("Kazakh journalists left.", "MED"),
    ],
)
def test_roles_give_sectors(text, sector):
    assert mentions(text)[0].sector == sector


def test_offsets_are_those_of_the_words():
    for language, text in [
        ("ar", "زار شارل ميشيل كازاخستان."),
        ("zh", "习近平访问哈萨克斯坦。"),
        ("tr", "Türkiye'nin Dışişleri Bakanı geldi."),
    ]:
        for m in mentions(text, language=language):
            assert text[m.start : m.end] == m.text
