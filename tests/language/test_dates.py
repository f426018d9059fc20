"""Dates in twelve languages: what is found, where, and what it comes to, told on Wednesday, 30 November 2022."""

from __future__ import annotations

import time
from datetime import date

import pytest

from dragoman.language.dates import find_dates
from dragoman.records import UNKNOWN_DATE

ANCHOR = date(2022, 11, 30)
LANGUAGES = ("en", "ar", "fr", "es", "ru", "zh", "de", "pt", "tr", "kk", "it", "uk")

# language | text | words of the date | first day .. last day | precision
CASES = """
en | They met on 29 November 2022, he said. | 29 November 2022 | 2022-11-29 | day
en | November 29, 2022 was dry | November 29, 2022 | 2022-11-29 | day
en | On Tuesday, 29th November 2022 the | Tuesday, 29th November 2022 | 2022-11-29 | day
en | on Nov. 29, 2022 in Paris | Nov. 29, 2022 | 2022-11-29 | day
en | dated 2022-11-29T10:00:00Z | 2022-11-29T10:00:00Z | 2022-11-29 | day
en | signed 29.11.2022 in Paris | 29.11.2022 | 2022-11-29 | day
en | as of 11/29/2022 | 11/29/2022 | 2022-11-29 | day
en | the talks of November 2021 | November 2021 | 2021-11-01..2021-11-30 | month
en | protests in May spread | in May | 2022-05-01..2022-05-31 | month
en | It began in 2021. | in 2021 | 2021-01-01..2021-12-31 | year
en | They met on Monday. | Monday | 2022-11-28 | day
en | They will meet next Monday. | next Monday | 2022-12-05 | day
en | They met last Wednesday. | last Wednesday | 2022-11-23 | day
en | said on Wednesday | Wednesday | 2022-11-30 | day
en | He resigned yesterday. | yesterday | 2022-11-29 | day
en | talks due tomorrow | tomorrow | 2022-12-01 | day
en | last week's summit | last week's | 2022-11-21..2022-11-27 | week
en | It was signed last month. | last month | 2022-10-01..2022-10-31 | month
en | a visit next year | next year | 2023-01-01..2023-12-31 | year
en | three days ago | three days ago | 2022-11-27 | day
en | They met less than a month ago. | less than a month ago | 2022-10-30..2022-11-30 | month
en | as he said the other day | the other day | 2022-11-16..2022-11-30 | week
en | from 3 to 5 May the | from 3 to 5 May | 2022-05-03..2022-05-05 | day
en | the May 3-5 summit | May 3-5 | 2022-05-03..2022-05-05 | day
en | between 2019 and 2021 | between 2019 and 2021 | 2019-01-01..2021-12-31 | year
en | in the 2019-2021 period | 2019-2021 | 2019-01-01..2021-12-31 | year
en | at war since 2014 | since 2014 | 2014-01-01..2022-11-30 | year
en | valid until 2030 | until 2030 | 2022-11-30..2030-12-31 | year
en | in the first quarter of 2022 | the first quarter of 2022 | 2022-01-01..2022-03-31 | month
en | in the 1990s | the 1990s | 1990-01-01..1999-12-31 | year
en | on 5 January the | 5 January | 2023-01-05 | day
en | on 5 December the | 5 December | 2022-12-05 | day
en | in the summer of 2021 | summer of 2021 | 2021-06-01..2021-08-31 | month
en | over the past three months | over the past three months | 2022-08-30..2022-11-30 | month
ar | اجتمعوا في 29 نوفمبر 2022 في باريس | 29 نوفمبر 2022 | 2022-11-29 | day
ar | في ٢٩ نوفمبر ٢٠٢٢ | ٢٩ نوفمبر ٢٠٢٢ | 2022-11-29 | day
ar | يوم 29 تشرين الثاني 2022 | يوم 29 تشرين الثاني 2022 | 2022-11-29 | day
ar | في 29 تشرين الثاني/نوفمبر 2022 | 29 تشرين الثاني/نوفمبر 2022 | 2022-11-29 | day
ar | في 29 نوفمبر (تشرين الثاني) 2022 | 29 نوفمبر (تشرين الثاني) 2022 | 2022-11-29 | day
ar | أعلن يوم الاثنين أن | يوم الاثنين | 2022-11-28 | day
ar | يوم الاثنين المقبل | يوم الاثنين المقبل | 2022-12-05 | day
ar | وصل أمس إلى | أمس | 2022-11-29 | day
ar | الشهر الماضي | الشهر الماضي | 2022-10-01..2022-10-31 | month
ar | الأسبوع الماضي | الأسبوع الماضي | 2022-11-21..2022-11-27 | week
ar | قبل ثلاثة أيام | قبل ثلاثة أيام | 2022-11-27 | day
ar | قبل يومين | قبل يومين | 2022-11-28 | day
ar | التقيا قبل أقل من شهر في | قبل أقل من شهر | 2022-10-30..2022-11-30 | month
ar | قال في اليوم الآخر | في اليوم الآخر | 2022-11-16..2022-11-30 | week
ar | منذ سنة 2021 | منذ سنة 2021 | 2021-01-01..2022-11-30 | year
ar | وقع عام 2021 اتفاقا | عام 2021 | 2021-01-01..2021-12-31 | year
ar | حتى عام 2030 | حتى عام 2030 | 2022-11-30..2030-12-31 | year
ar | في مارس الماضي | في مارس الماضي | 2022-03-01..2022-03-31 | month
ar | بين عامي 2019 و2021 | بين عامي 2019 و2021 | 2019-01-01..2021-12-31 | year
ar | العام المقبل | العام المقبل | 2023-01-01..2023-12-31 | year
ar | سنة 1443 هـ | سنة 1443 هـ | 2021-08-10..2022-07-29 | year
fr | le 29 novembre 2022 à Paris | le 29 novembre 2022 | 2022-11-29 | day
fr | le 1er mai 2021 | le 1er mai 2021 | 2021-05-01 | day
fr | mardi 29 novembre, le président | mardi 29 novembre | 2022-11-29 | day
fr | en mai 2021 | mai 2021 | 2021-05-01..2021-05-31 | month
fr | en mars, la France | en mars | 2022-03-01..2022-03-31 | month
fr | la semaine dernière | semaine dernière | 2022-11-21..2022-11-27 | week
fr | il y a trois jours | il y a trois jours | 2022-11-27 | day
fr | il y a moins d'un mois | il y a moins d'un mois | 2022-10-30..2022-11-30 | month
fr | l'autre jour | l'autre jour | 2022-11-16..2022-11-30 | week
fr | hier à Paris | hier | 2022-11-29 | day
fr | aujourd'hui | aujourd'hui | 2022-11-30 | day
fr | lundi prochain | lundi prochain | 2022-12-05 | day
fr | depuis 2014 | depuis 2014 | 2014-01-01..2022-11-30 | year
fr | d'ici 2030 | d'ici 2030 | 2022-11-30..2030-12-31 | year
fr | l'année dernière | année dernière | 2021-01-01..2021-12-31 | year
fr | du 3 au 5 mai | du 3 au 5 mai | 2022-05-03..2022-05-05 | day
es | el 29 de noviembre de 2022 en París | el 29 de noviembre de 2022 | 2022-11-29 | day
es | el lunes pasado | lunes pasado | 2022-11-28 | day
es | dijo el lunes que | lunes | 2022-11-28 | day
es | en mayo de 2021 | mayo de 2021 | 2021-05-01..2021-05-31 | month
es | la semana pasada | semana pasada | 2022-11-21..2022-11-27 | week
es | hace tres días | hace tres días | 2022-11-27 | day
es | hace menos de un mes | hace menos de un mes | 2022-10-30..2022-11-30 | month
es | el otro día | el otro día | 2022-11-16..2022-11-30 | week
es | anunció ayer que | ayer | 2022-11-29 | day
es | desde 2014 | desde 2014 | 2014-01-01..2022-11-30 | year
es | entre 2019 y 2021 | entre 2019 y 2021 | 2019-01-01..2021-12-31 | year
es | los años 90 | los años 90 | 1990-01-01..1999-12-31 | year
es | el primer trimestre de 2022 | primer trimestre de 2022 | 2022-01-01..2022-03-31 | month
es | llegará mañana | mañana | 2022-12-01 | day
ru | 29 ноября 2022 года в Париже | 29 ноября 2022 года | 2022-11-29 | day
ru | 1 мая 2021 года | 1 мая 2021 года | 2021-05-01 | day
ru | прошла 1 мая в Москве | 1 мая | 2022-05-01 | day
ru | в 2021 году | 2021 году | 2021-01-01..2021-12-31 | year
ru | в марте прошлого года | марте прошлого года | 2021-03-01..2021-03-31 | month
ru | в марте страна | в марте | 2022-03-01..2022-03-31 | month
ru | в понедельник | понедельник | 2022-11-28 | day
ru | в среду вечером | в среду | 2022-11-30 | day
ru | на прошлой неделе | прошлой неделе | 2022-11-21..2022-11-27 | week
ru | три дня назад | три дня назад | 2022-11-27 | day
ru | менее месяца назад | менее месяца назад | 2022-10-30..2022-11-30 | month
ru | на днях | на днях | 2022-11-16..2022-11-30 | week
ru | вчера | вчера | 2022-11-29 | day
ru | с 2014 года | с 2014 года | 2014-01-01..2022-11-30 | year
ru | до 2030 года | до 2030 года | 2022-11-30..2030-12-31 | year
ru | с 3 по 5 мая | с 3 по 5 мая | 2022-05-03..2022-05-05 | day
ru | в 1990-х годах | 1990-х годах | 1990-01-01..1999-12-31 | year
ru | в первом квартале 2022 года | первом квартале 2022 года | 2022-01-01..2022-03-31 | month
ru | подписано 29.11.2022. | 29.11.2022 | 2022-11-29 | day
ru | через три дня | через три дня | 2022-12-03 | day
zh | 2022年11月29日在巴黎 | 2022年11月29日 | 2022-11-29 | day
zh | 二〇二二年十一月二十九日 | 二〇二二年十一月二十九日 | 2022-11-29 | day
zh | 法国11月29日宣布 | 11月29日 | 2022-11-29 | day
zh | 2021年5月 | 2021年5月 | 2021-05-01..2021-05-31 | month
zh | 他2021年访问 | 2021年 | 2021-01-01..2021-12-31 | year
zh | 周一表示 | 周一 | 2022-11-28 | day
zh | 上周五表示 | 上周五 | 2022-11-25 | day
zh | 上周 | 上周 | 2022-11-21..2022-11-27 | week
zh | 上个月 | 上个月 | 2022-10-01..2022-10-31 | month
zh | 去年 | 去年 | 2021-01-01..2021-12-31 | year
zh | 去年12月 | 去年12月 | 2021-12-01..2021-12-31 | month
zh | 三天前 | 三天前 | 2022-11-27 | day
zh | 不到一个月前 | 不到一个月前 | 2022-10-30..2022-11-30 | month
zh | 昨天 | 昨天 | 2022-11-29 | day
zh | 自2014年以来 | 自2014年以来 | 2014-01-01..2022-11-30 | year
zh | 上世纪90年代 | 上世纪90年代 | 1990-01-01..1999-12-31 | year
zh | 2022年第一季度 | 2022年第一季度 | 2022-01-01..2022-03-31 | month
de | am 29. November 2022 in Paris | 29. November 2022 | 2022-11-29 | day
de | am Montag | Montag | 2022-11-28 | day
de | im Mai 2021 | Mai 2021 | 2021-05-01..2021-05-31 | month
de | im Mai | im Mai | 2022-05-01..2022-05-31 | month
de | letzte Woche | letzte Woche | 2022-11-21..2022-11-27 | week
de | im vergangenen Monat | vergangenen Monat | 2022-10-01..2022-10-31 | month
de | vor drei Tagen | vor drei Tagen | 2022-11-27 | day
de | vor weniger als einem Monat | vor weniger als einem Monat | 2022-10-30..2022-11-30 | month
de | seit 2014 | seit 2014 | 2014-01-01..2022-11-30 | year
de | bis 2030 | bis 2030 | 2022-11-30..2030-12-31 | year
de | in den 1930er-Jahren | den 1930er-Jahren | 1930-01-01..1939-12-31 | year
de | sagte er gestern | gestern | 2022-11-29 | day
de | im Jahr 2021 | Jahr 2021 | 2021-01-01..2021-12-31 | year
de | vom 3. bis 5. Mai | vom 3. bis 5. Mai | 2022-05-03..2022-05-05 | day
pt | em 29 de novembro de 2022 | 29 de novembro de 2022 | 2022-11-29 | day
pt | na segunda-feira | segunda-feira | 2022-11-28 | day
pt | em maio de 2021 | maio de 2021 | 2021-05-01..2021-05-31 | month
pt | na semana passada | semana passada | 2022-11-21..2022-11-27 | week
pt | há três dias | há três dias | 2022-11-27 | day
pt | há menos de um mês | há menos de um mês | 2022-10-30..2022-11-30 | month
pt | ontem em Lisboa | ontem | 2022-11-29 | day
pt | desde 2014 | desde 2014 | 2014-01-01..2022-11-30 | year
pt | até 2030 | até 2030 | 2022-11-30..2030-12-31 | year
pt | no próximo ano | próximo ano | 2023-01-01..2023-12-31 | year
tr | 29 Kasım 2022'de Paris'te | 29 Kasım 2022'de | 2022-11-29 | day
tr | 29 Kasım'da | 29 Kasım'da | 2022-11-29 | day
tr | pazartesi günü | pazartesi günü | 2022-11-28 | day
tr | 2021'de | 2021'de | 2021-01-01..2021-12-31 | year
tr | 2021 yılında | 2021 yılında | 2021-01-01..2021-12-31 | year
tr | geçen hafta | geçen hafta | 2022-11-21..2022-11-27 | week
tr | geçen ay | geçen ay | 2022-10-01..2022-10-31 | month
tr | üç gün önce | üç gün önce | 2022-11-27 | day
tr | bir aydan az bir süre önce | bir aydan az bir süre önce | 2022-10-30..2022-11-30 | month
tr | dün Ankara'da | dün | 2022-11-29 | day
tr | 2014'ten beri | 2014'ten beri | 2014-01-01..2022-11-30 | year
tr | 2030'a kadar | 2030'a kadar | 2022-11-30..2030-12-31 | year
tr | Mart ayında | Mart ayında | 2022-03-01..2022-03-31 | month
tr | 1990'larda | 1990'larda | 1990-01-01..1999-12-31 | year
tr | gelecek yıl | gelecek yıl | 2023-01-01..2023-12-31 | year
kk | 2022 жылғы 29 қараша | 2022 жылғы 29 қараша | 2022-11-29 | day
kk | 29 қарашада Парижде | 29 қарашада | 2022-11-29 | day
kk | дүйсенбі күні | дүйсенбі күні | 2022-11-28 | day
kk | 2021 жылы | 2021 жылы | 2021-01-01..2021-12-31 | year
kk | өткен аптада | өткен аптада | 2022-11-21..2022-11-27 | week
kk | үш күн бұрын | үш күн бұрын | 2022-11-27 | day
kk | кеше Астанада | кеше | 2022-11-29 | day
kk | 2014 жылдан бері | 2014 жылдан бері | 2014-01-01..2022-11-30 | year
kk | 2030 жылға дейін | 2030 жылға дейін | 2022-11-30..2030-12-31 | year
kk | наурыз айында | наурыз айында | 2022-03-01..2022-03-31 | month
kk | былтыр | былтыр | 2021-01-01..2021-12-31 | year
kk | 2019-2021 жылдары | 2019-2021 жылдары | 2019-01-01..2021-12-31 | year
kk | бір айдан аз уақыт бұрын | бір айдан аз уақыт бұрын | 2022-10-30..2022-11-30 | month
it | il 29 novembre 2022 a Parigi | 29 novembre 2022 | 2022-11-29 | day
it | nel maggio 2021 | maggio 2021 | 2021-05-01..2021-05-31 | month
it | lunedì | lunedì | 2022-11-28 | day
it | la settimana scorsa | settimana scorsa | 2022-11-21..2022-11-27 | week
it | lo scorso anno | scorso anno | 2021-01-01..2021-12-31 | year
it | tre giorni fa | tre giorni fa | 2022-11-27 | day
it | meno di un mese fa | meno di un mese fa | 2022-10-30..2022-11-30 | month
it | ieri a Roma | ieri | 2022-11-29 | day
it | dal 2014 | dal 2014 | 2014-01-01..2022-11-30 | year
it | nel 2021 | nel 2021 | 2021-01-01..2021-12-31 | year
it | entro il 2030 | entro il 2030 | 2022-11-30..2030-12-31 | year
it | dal 3 al 5 maggio | dal 3 al 5 maggio | 2022-05-03..2022-05-05 | day
it | l'altro giorno | l'altro giorno | 2022-11-16..2022-11-30 | week
uk | 29 листопада 2022 року | 29 листопада 2022 року | 2022-11-29 | day
uk | у понеділок | понеділок | 2022-11-28 | day
uk | у п’ятницю | п’ятницю | 2022-11-25 | day
uk | минулого тижня | минулого тижня | 2022-11-21..2022-11-27 | week
uk | три дні тому | три дні тому | 2022-11-27 | day
uk | менше місяця тому | менше місяця тому | 2022-10-30..2022-11-30 | month
uk | учора в Києві | учора | 2022-11-29 | day
uk | у 2021 році | 2021 році | 2021-01-01..2021-12-31 | year
uk | з 2014 року | з 2014 року | 2014-01-01..2022-11-30 | year
uk | до 2030 року | до 2030 року | 2022-11-30..2030-12-31 | year
uk | у травні 2021 року | травні 2021 року | 2021-05-01..2021-05-31 | month
"""

NO_DATES = """
en | 2,021 companies have left
en | a loan of 160 billion
en | under Article 2020 of the code
en | they may go and march on
en | the sun rose while she sat
en | Boeing 737 landed at 7.55
en | a ratio of 3-1 and 24/7
en | Resolution 1701 was adopted
en | version 1.2.3 of the plan
es | el mar está en calma
es | por la mañana
es | un segundo intento
it | un set di regole
fr | la planète a été sauvée
fr | 2021 entreprises
de | am Morgen war es kalt
de | 160 Milliarden Euro
ru | 2021 компания и 160 млрд
ru | окружающая среда
ru | 32-летний мужчина
uk | середа обговорення 2021 компанія
ar | مارس الضغط على 2021 شركة
ar | 160 مليار دولار
tr | Pazar ekonomisi büyüyor
tr | aralık kapı
kk | Қазан қаласы
kk | 160 млрд теңге
zh | 2021家公司
zh | 三个月的孩子
zh | 天上的云
pt | a segunda fase
pt | 160 mil milhões
"""


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" | ")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("language", "text", "words", "days", "precision"), _rows(CASES))
def test_found(language: str, text: str, words: str, days: str, precision: str) -> None:
    first, _, last = days.partition("..")
    spans = find_dates(text, language, ANCHOR)
    assert [(text[s.start : s.end], str(s.when.start), str(s.when.end), s.when.precision) for s in spans] == [
        (words, first, last or first, precision)
    ]


@pytest.mark.parametrize(("language", "text"), _rows(NO_DATES))
def test_not_found(language: str, text: str) -> None:
    assert find_dates(text, language, ANCHOR) == []


@pytest.mark.parametrize(("language", "text", "words", "days", "precision"), _rows(CASES))
def test_without_anchor_is_never_a_guess(language: str, text: str, words: str, days: str, precision: str) -> None:
    for span in find_dates(text, language, None):
        if span.relative:
            assert span.when == UNKNOWN_DATE
        else:
            assert str(span.when.start or days[:4])[:4] == days[:4] or span.when.start is None


def test_impossible_dates_are_no_dates() -> None:
    assert find_dates("on 31 November 2022 and 45.13.2022", "en", ANCHOR)[:1] != find_dates("30 November 2022", "en", ANCHOR)
    assert find_dates("3000000 years ago", "en", ANCHOR) == []
    assert find_dates("9999 years ago and 9999 years from now", "en", ANCHOR) == []


def test_unknown_language_reads_numeric_dates_only() -> None:
    assert [s.when.start for s in find_dates("Julkaistu 29.11.2022 klo 10", "fi", None)] == [date(2022, 11, 29)]


def test_offsets_count_code_points_behind_other_scripts() -> None:
    text = "🕊️ 𝒜 29 ноября 2022 года"
    [span] = find_dates(text, "ru", None)
    assert text[span.start : span.end] == "29 ноября 2022 года"


def test_sentences_without_dates_cost_little() -> None:
    sentence = "The two delegations agreed to widen trade between their countries and to open a new border crossing."
    find_dates(sentence, "en", ANCHOR)
    start = time.perf_counter()
    for _ in range(500):
        find_dates(sentence, "en", ANCHOR)
    assert time.perf_counter() - start < 1
