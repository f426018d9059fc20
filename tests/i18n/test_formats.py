"""Dates, numbers, money, names and codes in nine languages."""

import re
import subprocess
import sys
import time
from datetime import date

import pytest
from i18n.said import SECTORS, event, figure, spoken

from dragoman.actors.names import english_names
from dragoman.errors import UsageError
from dragoman.i18n import LANGUAGES, locale


def plain(text):
    """Thin, narrow and unbreakable spaces as spaces; marks of direction left out."""
    return re.sub("[\u00a0\u2009\u202f]", " ", text).replace("\u200f", "").replace("\u200e", "")


def test_the_languages():
    assert LANGUAGES == ("en", "ar", "fr", "ru", "es", "zh", "kk", "de", "tr")
    names = ["English", "العربية", "Français", "Русский", "Español", "中文", "Қазақ тілі", "Deutsch", "Türkçe"]
    assert [locale(c).name for c in LANGUAGES] == names
    assert [c for c in LANGUAGES if locale(c).direction == "rtl"] == ["ar"]
    assert locale("ar") is locale("ar")
    with pytest.raises(UsageError, match="does not speak 'xx'; there are en, ar, fr"):
        locale("xx")


DATES = {
    "en": ("May 3, 2021", "May 3, 2021", "5/3/21"),
    "ar": ("3 مايو 2021", "3 مايو 2021", "3/5/2021"),
    "fr": ("3 mai 2021", "3 mai 2021", "03/05/2021"),
    "ru": ("3 мая 2021 г.", "3 мая 2021 г.", "03.05.2021"),
    "es": ("3 de mayo de 2021", "3 may 2021", "3/5/21"),
    "zh": ("2021年5月3日", "2021年5月3日", "2021/5/3"),
    "kk": ("2021 ж. 3 мамыр", "2021 ж. 3 мам.", "03.05.21"),
    "de": ("3. Mai 2021", "3. Mai 2021", "03.05.21"),
    "tr": ("3 Mayıs 2021", "3 May 2021", "3.05.2021"),
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_dates(code):
    loc = locale(code)
    assert tuple(plain(loc.date("2021-05-03", width)) for width in ("long", "medium", "short")) == DATES[code]
    assert loc.date(date(2021, 5, 3)) == loc.date("2021-05-03")
    assert loc.date(None) == loc.date("") == loc.interval(None, None, "unknown")
    assert not re.search("[0-9]", loc.date(None)) and loc.date(None)


SPANS = {
    "en": ("May 2021", "2021", "May 3 – 9, 2021", "May – June 2021", "2020 – 2021"),
    "ar": ("مايو 2021", "2021", "3–9 مايو 2021", "مايو – يونيو 2021", "2020–2021"),
    "fr": ("mai 2021", "2021", "3–9 mai 2021", "mai – juin 2021", "2020–2021"),
    "ru": ("май 2021 г.", "2021", "3—9 мая 2021 г.", "май — июнь 2021 г.", "2020—2021"),
    "es": ("mayo de 2021", "2021", "3–9 may 2021", "mayo–junio de 2021", "2020–2021"),
    "zh": ("2021年5月", "2021年", "2021年5月3日 – 9日", "2021年5月 – 6月", "2020–2021年"),
    "kk": ("2021 ж. мамыр", "2021", "2021 ж. 3–9 мам.", "2021 ж. мамыр – маусым", "2020–2021"),
    "de": ("Mai 2021", "2021", "3.–9. Mai 2021", "Mai–Juni 2021", "2020–2021"),
    "tr": ("Mayıs 2021", "2021", "3–9 May 2021", "Mayıs – Haziran 2021", "2020–2021"),
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_spans_are_as_precise_as_they_are_known(code):
    loc = locale(code)
    asked = (
        ("2021-05-01", "2021-05-31", "month"),
        ("2021-01-01", "2021-12-31", "year"),
        ("2021-05-03", "2021-05-09", "week"),
        ("2021-05-01", "2021-06-30", "month"),
        ("2020-01-01", "2021-12-31", "year"),
    )
    assert tuple(plain(loc.interval(*a)) for a in asked) == SPANS[code]
    assert loc.interval("2021-05-03", "2021-05-03") == loc.date("2021-05-03")


def test_spans_open_to_one_side():
    en = locale("en")
    assert en.interval("2021-05-03", None, "day") == "May 3, 2021 – …"
    assert en.interval(None, "2021-05-03", "day") == "… – May 3, 2021"
    assert en.interval("2021-01-01", None, "year") == "2021 – …"
    assert en.interval(date(2021, 5, 1), None, "month") == "May 2021 – …"


NUMBERS = {
    "en": ("1,234,567.89", "-3.5", "12%", "12.3%"),
    "ar": ("1,234,567.89", "-3.5", "12%", "12.3%"),
    "fr": ("1 234 567,89", "-3,5", "12 %", "12,3 %"),
    "ru": ("1 234 567,89", "-3,5", "12 %", "12,3 %"),
    "es": ("1.234.567,89", "-3,5", "12 %", "12,3 %"),
    "zh": ("1,234,567.89", "-3.5", "12%", "12.3%"),
    "kk": ("1 234 567,89", "-3,5", "12%", "12,3%"),
    "de": ("1.234.567,89", "-3,5", "12 %", "12,3 %"),
    "tr": ("1.234.567,89", "-3,5", "%12", "%12,3"),
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_numbers(code):
    loc = locale(code)
    said = (loc.number(1234567.891), loc.number(-3.5), loc.percent(0.1234), loc.percent(0.1234, 1))
    assert tuple(map(plain, said)) == NUMBERS[code]
    assert loc.number(3, 2)[-2:] == "00" and loc.number(7) == "7" and loc.number(2.6, 0) == "3"


MONEY = {
    "en": ("at least 160 billion US dollars", "1.23 million US dollars", "160 billion euros", "1 US dollar", "12,345 US dollars"),
    "ar": ("ما لا يقل عن 160 مليار دولار أمريكي", "1.23 مليون دولار أمريكي", "160 مليار يورو", "1 دولار أمريكي", "12,345 دولار أمريكي"),
    "fr": (
        "au moins 160 milliards de dollars des États-Unis",
        "1,23 million de dollars des États-Unis",
        "160 milliards d'euros",
        "1 dollar des États-Unis",
        "12 345 dollars des États-Unis",
    ),
    "ru": (
        "как минимум 160 миллиардов долларов США",
        "1,23 миллиона долларов США",
        "160 миллиардов евро",
        "1 доллар США",
        "12 345 долларов США",
    ),
    "es": (
        "al menos 160 mil millones de dólares estadounidenses",
        "1,23 millones de dólares estadounidenses",
        "160 mil millones de euros",
        "1 dólar estadounidense",
        "12.345 dólares estadounidenses",
    ),
    "zh": ("至少1600亿美元", "123.46万美元", "1600亿欧元", "1美元", "12,345美元"),
    "kk": ("кемінде 160 миллиард АҚШ доллары", "1,23 миллион АҚШ доллары", "160 миллиард еуро", "1 АҚШ доллары", "12 345 АҚШ доллары"),
    "de": ("mindestens 160 Milliarden US-Dollar", "1,23 Millionen US-Dollar", "160 Milliarden Euro", "1 US-Dollar", "12.345 US-Dollar"),
    "tr": ("en az 160 milyar ABD doları", "1,23 milyon ABD doları", "160 milyar Euro", "1 ABD doları", "12.345 ABD doları"),
}


@pytest.mark.parametrize("code", spoken("summary.toml"))
def test_money(code):
    loc = locale(code)
    said = (
        loc.money(160e9, "USD", "at_least"),
        loc.money(1234561, "USD"),  # "миллиона долларов", though 1234561 alone would be "доллар"
        loc.money(160e9, "EUR", "exact"),
        loc.money(1, "USD"),
        loc.money(12345, "USD", ""),
    )
    assert tuple(map(plain, said)) == MONEY[code]


def test_units_take_the_form_of_their_number():
    assert [locale("en").money(n, "people") for n in (1, 2, 3e6)] == ["1 person", "2 people", "3 million people"]
    assert [plain(locale("ru").money(n, "companies")) for n in (1, 3, 5, 21, 3e6)] == [
        "1 компания",
        "3 компании",
        "5 компаний",
        "21 компания",
        "3 миллиона компаний",
    ]
    assert locale("en").money(500, "MW") == "500 MW"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "A, B, and C"),
        ("ar", "A وB وC"),
        ("fr", "A, B et C"),
        ("ru", "A, B и C"),
        ("es", "A, B y C"),
        ("zh", "A、B和C"),
        ("kk", "A, B, C"),
        ("de", "A, B und C"),
        ("tr", "A, B ve C"),
    ],
)
def test_lists(code, said):
    assert locale(code).join(["A", "B", "C"]) == said
    assert locale(code).join(["A"]) == "A" and locale(code).join([]) == ""


def test_spanish_says_e_before_i():
    es = locale("es")
    assert es.join(["Rusia", "Irán"]) == "Rusia e Irán"
    assert es.join(["Rusia", "China", "India"]) == "Rusia, China e India"
    assert es.join(["Trinidad y Tobago", "Cuba"]) == "Trinidad y Tobago y Cuba"


# --- names and codes


@pytest.mark.parametrize("code", LANGUAGES)
def test_headings_of_actors(code):
    loc = locale(code)
    kazakhstan = ("Kazakhstan", "كازاخستان", "Kazakhstan", "Казахстан", "Kazajistán", "哈萨克斯坦", "Қазақстан", "Kasachstan", "Kazakistan")
    assert loc.actor("KAZ") == kazakhstan[LANGUAGES.index(code)]
    assert loc.actor("EU") not in ("", "EU")
    assert loc.actor("NOBODY") == "NOBODY"
    for actor in english_names():
        heading = loc.actor(actor)
        assert heading and heading == heading.strip() and not heading.startswith(("the ", "l'", "le ", "la ", "die ", "der ", "das "))


def test_codes_that_are_not_known_stand_for_themselves():
    en = locale("en")
    assert en.type("AID") == "aid" and en.mode("CONSULT", "visit") == "visit" and en.mode("AID", "") == "aid"
    assert en.quad("verbal_conflict") == "verbal conflict" and en.status("negated") == "did not happen"
    assert en.sector("COP") == "police" and en.context("crime") == "crime" and en.stance("warn") == "warns"
    assert en.figure_kind("loan") == "loan" and en.verdict("wrong") == "wrong" and en.office("mayor") == "mayor"
    assert en.type("NEW") == "NEW" and en.context("new") == "new"


def test_languages_have_names():
    assert locale("en").language("kk") == "Kazakh" and locale("kk").language("ar") == "араб тілі"
    assert locale("de").language("zh") == "Chinesisch" and locale("en").language("xyz") == "xyz"
    assert locale("en").language("") == "—"


# --- speed


def test_the_package_is_light():
    code = "import sys, dragoman.i18n; print([m for m in ('babel', 'jinja2', 'numpy', 'sqlalchemy') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("code", spoken("summary.toml"))
def test_a_thousand_sentences_are_fast(code):
    loc = locale(code)
    rows = [event("COERCE", "arrest", ["crime", "legal"], "actual", [f"TUR:{s}"], ["DEU:MED", "KAZ", "UKR"]) for s in SECTORS] * 44
    loc.summary(rows[0])
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        for row in rows[:1000]:
            loc.summary(row)
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.2


def test_a_page_of_dates_and_figures_is_fast():
    loc = locale("ar")
    row = figure("investment", 160e9, "USD", "at_least", ["EU"], ["KAZ"])
    loc.figure(row), loc.interval("2021-05-03", "2021-05-09")
    start = time.perf_counter()
    for n in range(50):
        loc.interval(f"2021-05-{n % 30 + 1:02}", f"2021-05-{n % 30 + 1:02}")
        loc.figure(row)
    assert time.perf_counter() - start < 0.25


def test_a_minus_stays_before_its_number_in_text_from_right_to_left():
    assert locale("ar").number(-3.5) == "\u200e-3.5" and locale("ar").percent(-0.5).startswith("\u200e-")
    assert locale("en").number(-3.5) == "-3.5" and locale("ar").number(3.5) == "3.5"
