"""Quantities in twelve languages: where, how much, of what, and how exactly."""

from __future__ import annotations

import time

import pytest

from dragoman.language.quantities import find_quantities

# language | text | words | value | unit, "%" or the beginning of the noun | bound
CASES = """
en | a $24bn deal | $24bn | 24e9 | USD | exact
en | worth US$ 24 billion | US$ 24 billion | 24e9 | USD | exact
en | invested €1.6bn there | €1.6bn | 1.6e9 | EUR | exact
en | sold it for £125m last year | £125m | 125e6 | GBP | exact
en | 1,6 billion euros | 1,6 billion euros | 1.6e9 | EUR | exact
en | a grant of 2,500 dollars | 2,500 dollars | 2500 | USD | exact
en | USD 24 million | USD 24 million | 24e6 | USD | exact
en | 20 million Australian dollars | 20 million Australian dollars | 20e6 | AUD | exact
en | gave us $5 million | $5 million | 5e6 | USD | exact
en | 500 billion won | 500 billion won | 5e11 | KRW | exact
en | $2 billion 300 million | $2 billion 300 million | 2.3e9 | USD | exact
en | a $24-billion deal | $24-billion | 24e9 | USD | exact
en | $10–15 billion | $10–15 billion | 10e9 | USD | at_least
en | three soldiers died | three | 3 | soldiers | exact
en | two dozen ships | two dozen | 24 | ships | exact
en | more than 170 companies | 170 | 170 | companies | at_least
en | over 300 people | 300 | 300 | people | at_least
en | at least 25 people were killed | 25 | 25 | people | at_least
en | up to 3,000 products | 3,000 | 3000 | products | at_most
en | about 400 students | 400 | 400 | students | about
en | nearly 1 million refugees | 1 million | 1e6 | refugees | about
en | 100 thousand tons of grain | 100 thousand | 1e5 | tons | exact
en | dozens of people | dozens | 24 | people | at_least
en | tens of thousands of refugees | tens of thousands | 20000 | refugees | at_least
en | 10–15 soldiers | 10–15 | 10 | soldiers | at_least
en | between 10 and 15 people | 10 and 15 | 10 | people | at_least
en | two hundred and fifty men | two hundred and fifty | 250 | men | exact
en | twenty-five ships | twenty-five | 25 | ships | exact
en | inflation of 15% | 15% | 15 | % | exact
en | grew by 2.4 percent | 2.4 percent | 2.4 | % | exact
en | 2,021 companies | 2,021 | 2021 | companies | exact
en | one soldier was killed | one | 1 | soldier | exact
ar | 160 مليار دولار | 160 مليار دولار | 160e9 | USD | exact
ar | بقيمة ١٦٠ مليار يورو | ١٦٠ مليار يورو | 160e9 | EUR | exact
ar | مليارا دولار | مليارا دولار | 2e9 | USD | exact
ar | مليون دولار | مليون دولار | 1e6 | USD | exact
ar | أكثر من 170 شركة أوروبية | 170 | 170 | شركة | at_least
ar | نحو 300 شخص | 300 | 300 | شخص | about
ar | ما لا يقل عن 25 شخصا | 25 | 25 | شخصا | at_least
ar | ثلاثة جنود | ثلاثة | 3 | جنود | exact
ar | خمسة وعشرين جنديا | خمسة وعشرين | 25 | جنديا | exact
ar | مئات المتظاهرين | مئات | 200 | المتظاهرين | at_least
ar | نسبة 15 في المئة | 15 في المئة | 15 | % | exact
ar | 2.8 مليار جنيه إسترليني | 2.8 مليار جنيه إسترليني | 2.8e9 | GBP | exact
ar | 100 ألف طن | 100 ألف | 1e5 | طن | exact
ar | 5 ملايين لاجئ | 5 ملايين | 5e6 | لاجئ | exact
fr | 1,6 milliard d'euros | 1,6 milliard d'euros | 1.6e9 | EUR | exact
fr | 1.600 millions d'euros | 1.600 millions d'euros | 1.6e9 | EUR | exact
fr | 24 milliards de dollars | 24 milliards de dollars | 24e9 | USD | exact
fr | plus de 170 entreprises | 170 | 170 | entreprises | at_least
fr | près de 300 personnes | 300 | 300 | personnes | about
fr | trois soldats | trois | 3 | soldats | exact
fr | 10 000 manifestants | 10 000 | 10000 | manifestants | exact
fr | des dizaines de milliers de personnes | dizaines de milliers | 20000 | personnes | at_least
fr | une centaine de personnes | une centaine | 100 | personnes | about
fr | quatre-vingt-dix soldats | quatre-vingt-dix | 90 | soldats | exact
fr | 15 % des voix | 15 % | 15 | % | exact
fr | au moins 25 morts | 25 | 25 | morts | at_least
es | 1.600 millones de euros | 1.600 millones de euros | 1.6e9 | EUR | exact
es | mil millones de dólares | mil millones de dólares | 1e9 | USD | exact
es | 24 mil millones de dólares | 24 mil millones de dólares | 24e9 | USD | exact
es | más de 170 empresas | 170 | 170 | empresas | at_least
es | unas 300 personas | 300 | 300 | personas | about
es | al menos 25 muertos | 25 | 25 | muertos | at_least
es | tres soldados | tres | 3 | soldados | exact
es | treinta y cinco barcos | treinta y cinco | 35 | barcos | exact
es | miles de personas | miles | 2000 | personas | at_least
es | un 15 por ciento | 15 por ciento | 15 | % | exact
es | 10.000 manifestantes | 10.000 | 10000 | manifestantes | exact
ru | 24 млрд долларов | 24 млрд долларов | 24e9 | USD | exact
ru | 24 млрд. $ | 24 млрд. $ | 24e9 | USD | exact
ru | 2,8 млрд фунтов стерлингов | 2,8 млрд фунтов стерлингов | 2.8e9 | GBP | exact
ru | 24 млрд теңге и 5 млрд тенге | 5 млрд тенге | 5e9 | KZT | exact
ru | более 170 компаний | 170 | 170 | компаний | at_least
ru | около 300 человек | 300 | 300 | человек | about
ru | не менее 25 человек | 25 | 25 | человек | at_least
ru | до 3000 человек | 3000 | 3000 | человек | at_most
ru | трое военных | трое | 3 | военных | exact
ru | двадцать пять кораблей | двадцать пять | 25 | кораблей | exact
ru | сотни протестующих | сотни | 200 | протестующих | at_least
ru | десятки тысяч беженцев | десятки тысяч | 20000 | беженцев | at_least
ru | 15 процентов | 15 процентов | 15 | % | exact
ru | 100 тыс. тонн | 100 тыс. | 1e5 | тонн | exact
ru | 1 600 000 рублей | 1 600 000 рублей | 1.6e6 | RUB | exact
ru | 5 млн австралийских долларов | 5 млн австралийских долларов | 5e6 | AUD | exact
ru | несколько тысяч человек | несколько тысяч | 2000 | человек | at_least
zh | 1600亿美元 | 1600亿美元 | 1600e8 | USD | exact
zh | 三百亿元 | 三百亿元 | 300e8 | CNY | exact
zh | 2.4万人 | 2.4万 | 24000 | 人 | exact
zh | 三名士兵 | 三 | 3 | 士兵 | exact
zh | 170家企业 | 170 | 170 | 企业 | exact
zh | 超过170家企业 | 170 | 170 | 企业 | at_least
zh | 约300人 | 300 | 300 | 人 | about
zh | 至少25人死亡 | 25 | 25 | 死亡 | at_least
zh | 1.25亿英镑 | 1.25亿英镑 | 1.25e8 | GBP | exact
zh | 160多亿美元 | 160多亿美元 | 160e8 | USD | at_least
zh | 数千名示威者 | 数千 | 2000 | 示威者 | at_least
zh | 增长15% | 15% | 15 | % | exact
zh | 百分之十五 | 百分之十五 | 15 | % | exact
zh | 1亿3000万美元 | 1亿3000万美元 | 1.3e8 | USD | exact
zh | 10万吨 | 10万 | 1e5 | 吨 | exact
de | 2,8 Milliarden Euro | 2,8 Milliarden Euro | 2.8e9 | EUR | exact
de | 1.600 Millionen Dollar | 1.600 Millionen Dollar | 1.6e9 | USD | exact
de | 24 Mrd. US-Dollar | 24 Mrd. US-Dollar | 24e9 | USD | exact
de | mehr als 170 Unternehmen | 170 | 170 | Unternehmen | at_least
de | rund 300 Menschen | 300 | 300 | Menschen | about
de | bis zu 3.000 Produkte | 3.000 | 3000 | Produkte | at_most
de | drei Soldaten | drei | 3 | Soldaten | exact
de | Tausende Menschen | Tausende | 2000 | Menschen | at_least
de | 15 Prozent | 15 Prozent | 15 | % | exact
de | zwei Dutzend Schiffe | zwei Dutzend | 24 | Schiffe | exact
pt | 1,6 mil milhões de euros | 1,6 mil milhões de euros | 1.6e9 | EUR | exact
pt | R$ 24 bilhões | R$ 24 bilhões | 24e9 | BRL | exact
pt | mais de 170 empresas | 170 | 170 | empresas | at_least
pt | cerca de 300 pessoas | 300 | 300 | pessoas | about
pt | três soldados | três | 3 | soldados | exact
pt | pelo menos 25 mortos | 25 | 25 | mortos | at_least
pt | 15 por cento | 15 por cento | 15 | % | exact
tr | 24 milyar dolar | 24 milyar dolar | 24e9 | USD | exact
tr | 2,8 milyar sterlinlik | 2,8 milyar sterlinlik | 2.8e9 | GBP | exact
tr | 170'den fazla şirket | 170'den | 170 | şirket | at_least
tr | yaklaşık 300 kişi | 300 | 300 | kişi | about
tr | en az 25 kişi öldü | 25 | 25 | kişi | at_least
tr | üç asker | üç | 3 | asker | exact
tr | yüz elli asker | yüz elli | 150 | asker | exact
tr | yüzde 15 | yüzde 15 | 15 | % | exact
tr | %15 arttı | %15 | 15 | % | exact
tr | binlerce kişi | binlerce | 2000 | kişi | at_least
tr | 50 milyon liralık | 50 milyon liralık | 50e6 | TRY | exact
kk | 24 млрд теңге | 24 млрд теңге | 24e9 | KZT | exact
kk | 160 миллиард АҚШ доллары | 160 миллиард АҚШ доллары | 160e9 | USD | exact
kk | 170-тен астам компания | 170-тен | 170 | компания | at_least
kk | шамамен 300 адам | 300 | 300 | адам | about
kk | кемінде 25 адам | 25 | 25 | адам | at_least
kk | үш сарбаз | үш | 3 | сарбаз | exact
kk | 15 пайыз | 15 пайыз | 15 | % | exact
kk | мыңдаған адам | мыңдаған | 2000 | адам | at_least
it | 1,6 miliardi di euro | 1,6 miliardi di euro | 1.6e9 | EUR | exact
it | più di 170 aziende | 170 | 170 | aziende | at_least
it | circa 300 persone | 300 | 300 | persone | about
it | tre soldati | tre | 3 | soldati | exact
it | 10mila persone | 10mila | 10000 | persone | exact
it | il 15 per cento | 15 per cento | 15 | % | exact
it | decine di migliaia di persone | decine di migliaia | 20000 | persone | at_least
uk | 24 млрд доларів | 24 млрд доларів | 24e9 | USD | exact
uk | 100 мільйонів гривень | 100 мільйонів гривень | 1e8 | UAH | exact
uk | понад 170 компаній | 170 | 170 | компаній | at_least
uk | близько 300 осіб | 300 | 300 | осіб | about
uk | троє військових | троє | 3 | військових | exact
uk | п’ять кораблів | п’ять | 5 | кораблів | exact
uk | щонайменше 25 людей | 25 | 25 | людей | at_least
uk | 15 відсотків | 15 відсотків | 15 | % | exact
"""

NONE = """
en | the G20 and the F-16 under Article 5
en | won 3-1 on Monday
en | at 7.55am and 7:55
en | on 29 November 2022
en | since 2014, in 2021
en | the 32-year-old man
en | John Smith, 32, said
en | call 0800 555 111 now
en | phone +7 495 123-45-67
en | Resolution 1701 and Covid-19
en | try to sit
en | on the 29th floor
en | 24/7 and version 1.2.3
en | one of them
en | Boeing 737
ru | 29 ноября 2022 года
ru | 32-летний мужчина
ru | 5-й этаж и статья 5
ar | في 29 نوفمبر 2022
ar | المادة 5
ar | قرار مجلس الأمن رقم 1701
fr | le 29 novembre 2022
fr | un soldat a parlé
fr | l'article 5
es | el 29 de noviembre de 2022
es | una casa
de | am 29. November 2022
de | um 14 Uhr
zh | 2022年11月29日
zh | 第三次会议
zh | 一带一路
zh | 两国统一立场
tr | 29 Kasım 2022
kk | 2022 жылғы 29 қараша
it | il 29 novembre 2022
uk | 29 листопада 2022 року
pt | em 29 de novembro de 2022
"""


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" | ")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("language", "text", "words", "value", "kind", "bound"), _rows(CASES))
def test_found(language: str, text: str, words: str, value: str, kind: str, bound: str) -> None:
    quantity = find_quantities(text, language)[-1]
    assert text[quantity.start : quantity.end] == words
    assert quantity.value == pytest.approx(float(value))
    assert quantity.bound == bound
    if kind == "%":
        assert quantity.percent and not quantity.is_money
    elif quantity.is_money:
        assert quantity.unit == kind
    else:
        assert quantity.noun.startswith(kind) and quantity.unit == ""
        assert text[quantity.noun_start :].startswith(quantity.noun)


@pytest.mark.parametrize(("language", "text", "words", "value", "kind", "bound"), _rows(CASES))
def test_one_text_one_quantity(language: str, text: str, words: str, value: str, kind: str, bound: str) -> None:
    assert len(find_quantities(text, language)) == 1 + (" и 5 " in text)


@pytest.mark.parametrize(("language", "text"), _rows(NONE))
def test_not_found(language: str, text: str) -> None:
    assert find_quantities(text, language) == []


def test_several_in_a_sentence() -> None:
    text = "The EU gave €1.6bn and 24 ships; 300 soldiers, among them two officers, left."
    assert [(q.value, q.unit) for q in find_quantities(text, "en")] == [(1.6e9, "EUR"), (24, ""), (300, ""), (2, "")]


def test_unknown_language_still_reads_digits_signs_and_codes() -> None:
    text = "maksoi 24 EUR ja $5"
    assert [(q.value, q.unit) for q in find_quantities(text, "fi")] == [(24, "EUR"), (5, "USD")]


def test_sentences_without_numbers_cost_little() -> None:
    sentence = "The delegations agreed to widen trade between their countries and to open a new border crossing."
    find_quantities(sentence, "en")
    start = time.perf_counter()
    for _ in range(500):
        find_quantities(sentence, "en")
    assert time.perf_counter() - start < 1
