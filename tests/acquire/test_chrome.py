from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dragoman.acquire import article_from_text
from dragoman.acquire.chrome import strip_chrome
from dragoman.acquire.head import dateline_of, read_head

SAMPLE = Path(__file__).parents[2] / ".." / "shared" / "samples" / "kazakhstan-eu.ar.txt"

# Pages as a reader copies them: lines that begin with "-" are the page's own.
PAGES = {
    "en": """
- Skip to main content
World
Ruritania and Freedonia reopen their border
- SHARE:
- Facebook Twitter WhatsApp
- Published
- on
- 3 May 2023
STRELSAU, May 3 (ANP) - Ruritania and Freedonia reopened their border on Wednesday after two years of talks.
- Advertisement
"We welcome it," said the foreign minister of Ruritania, who signed the accord in the morning.
- Read more: Why the border was closed
Trade between the two countries fell by half while it was shut, according to the customs service.
- Photo: ANP
- Share this article:
- The Daily Strelsau publishes articles from a variety of outside sources which express a wide range of views. They are not ours.
- Sign up for our newsletter and never miss a story.
- Latest
- Queen opens new bridge
- Oil price falls for third day
- © 2023 The Daily Strelsau. All rights reserved.
""",
    "fr": """
- Aller au contenu principal
International
La Ruritanie et la Syldavie signent un accord gazier
- Partager
- Publié le 3 mai 2023 à 18h20
KLOW (ANP) - La Ruritanie et la Syldavie ont signé mercredi un accord sur le gaz, a annoncé le ministère.
- Publicité
Selon le président syldave, les livraisons commenceront dès l’automne et dureront dix ans.
- À lire aussi
- Abonnez-vous à notre newsletter pour recevoir chaque matin l’essentiel de l’actualité.
- Les plus lus
- Le roi inaugure un musée
""",
    "ru": """
- Меню
Политика
Руритания отозвала посла из Сильдавии
- Поделиться
- Опубликовано: 03.05.2023 18:20
СТРЕЛЬСАУ, 3 мая. /АНП/. Руритания отозвала своего посла из Сильдавии для консультаций, сообщил МИД страны.
- Реклама
В Сильдавии назвали этот шаг недружественным и пообещали ответить в ближайшие дни.
- Читайте также: Что известно о ссоре соседей
- Фото: АНП
- Нашли ошибку? Выделите текст и нажмите Ctrl+Enter.
- Последние новости
- Король открыл мост
""",
    "ar": """
- الرئيسية
سياسة
روريتانيا وسيلدافيا توقعان اتفاقا للغاز
- شارك هذا المقال
- تم النشر في 2023/05/03
ستريلساو (أ ن ب) - وقعت روريتانيا وسيلدافيا اليوم اتفاقا لتوريد الغاز لمدة عشر سنوات، وفقا لوزارة الخارجية.
- إعلان
وقال الرئيس إن الاتفاق يفتح صفحة جديدة في العلاقات بين البلدين الجارين.
- اقرأ أيضا
- جميع الحقوق محفوظة 2023.
- الأكثر قراءة
- الملك يفتتح الجسر
""",
    "zh": """
- 首页
国际
鲁里坦尼亚与西尔达维亚签署天然气协议
- 分享到
- 微信 微博
- 发布时间：2023年5月3日 18:20
通讯社斯特雷索5月3日电 鲁里坦尼亚与西尔达维亚星期三签署了为期十年的天然气供应协议，两国外交部发表联合声明。
- 广告
总统在签字仪式上表示，这一协议将为两国关系翻开新的一页。
- 责任编辑：张三
- 免责声明：本文仅代表作者个人观点。
- 相关新闻
- 国王为大桥揭幕
""",
    "tr": """
- Ana sayfa
Dünya
Ruritanya büyükelçisini geri çağırdı
- Paylaş
- Yayınlanma tarihi: 03.05.2023
STRELSAU (ANP) - Ruritanya, Sildavya'daki büyükelçisini istişareler için geri çağırdığını açıkladı.
- Reklam
Sildavya dışişleri bakanlığı bu adımı dostane bulmadığını ve karşılık vereceğini bildirdi.
- İlginizi çekebilir
- Bültenimize abone olun, gündemi kaçırmayın.
- Son haberler
- Kral köprüyü açtı
""",
    "de": """
- Zum Inhalt springen
Ausland
Ruritanien zieht seinen Botschafter aus Syldavien ab
- Artikel teilen
- Stand: 03.05.2023 18:20
Strelsau (anp) - Ruritanien hat am Mittwoch seinen Botschafter aus Syldavien zu Beratungen zurückgerufen.
- Anzeige
Das Außenministerium in Klow nannte den Schritt unfreundlich und kündigte eine Antwort an.
- Lesen Sie auch: Der Streit der Nachbarn
- Das könnte Sie auch interessieren
- König eröffnet Brücke
""",
    "kk": """
- Басты бет
Саясат
Руритания Сильдавиядағы елшісін кері шақырды
- Бөлісу
- Жарияланды: 03.05.2023
СТРЕЛЬСАУ (АНП) – Руритания Сильдавиядағы елшісін кеңесу үшін кері шақырды деп хабарлады сыртқы істер министрлігі.
- Жарнама
Сильдавия бұл қадамды достыққа жатпайды деп атап, жауап беретінін мәлімдеді.
- Тағы оқыңыз
- Соңғы жаңалықтар
- Король көпір ашты
""",
}


def parts(page: str) -> tuple[list[str], list[str], list[str]]:
    lines = [line for line in page.strip().split("\n") if line]
    article = [line for line in lines if not line.startswith("- ")]
    chrome = [line[2:] for line in lines if line.startswith("- ")]
    return [line.removeprefix("- ") for line in lines], article, chrome


@pytest.mark.parametrize("language", PAGES)
def test_a_copied_page_keeps_its_article_and_nothing_else(language: str) -> None:
    every, article, chrome = parts(PAGES[language])
    stripped = strip_chrome(every)
    assert stripped.lines == article
    assert stripped.dropped == chrome


@pytest.mark.parametrize("language", PAGES)
def test_headline_section_and_dateline_are_read_and_stay_in_the_text(language: str) -> None:
    every, article, _ = parts(PAGES[language])
    read = article_from_text("\n\n".join(every))
    assert (read.section, read.title) == (article[0], article[1])
    assert read.text == "\n\n".join(article)
    assert read.extra["dateline"] and article[2].startswith(read.extra["dateline"])


@pytest.mark.parametrize("language", ["ru", "ar", "zh", "tr", "de", "kk"])
def test_a_date_in_figures_beside_published_is_taken(language: str) -> None:
    assert strip_chrome(parts(PAGES[language])[0]).published == date(2023, 5, 3)


@pytest.mark.parametrize(
    "line",
    [
        "Share prices fall after the vote",
        "Latest talks end without a deal",
        "Published papers show that the minister knew of the plan.",
        "Advertisement for arms banned in Freedonia",
        "Contact was lost with the ship on Monday.",
        "The report does not necessarily reflect the views of the ministry, the spokesman said.",
        "Реклама табака запрещена в Казахстане",
        "إعلان الحرب على الإرهاب",
        "نشر 200 جندي على الحدود",
        "Anzeige gegen Minister",
        "Registrati 300 casi di colera",
        "Source: Iran agrees to talks",
        "By signing up to the treaty, Kazakhstan opens its market.",
        "Durch die Nutzung russischen Gases wurde das Land abhängig.",
        "News",
        "Opinion",
    ],
)
def test_news_that_begins_like_chrome_is_kept(line: str) -> None:
    text = ["Headline of the day", "The minister said on Tuesday that nothing had changed since the last talks.", line]
    assert strip_chrome(text).lines == text


def test_what_is_only_chrome_is_not_emptied() -> None:
    assert strip_chrome(["Share", "Tweet"]).lines == ["Share", "Tweet"]


def test_short_words_are_chrome_beside_chrome_only() -> None:
    assert strip_chrome(["On", "The army advanced on Tuesday."]).lines == ["On", "The army advanced on Tuesday."]


@pytest.mark.parametrize(
    ("paragraph", "dateline"),
    [
        ("PARIS, Nov 29 (Reuters) - European ministers met.", "PARIS, Nov 29 (Reuters)"),
        ("KYIV, Ukraine (AP) — Russia fired missiles.", "KYIV, Ukraine (AP)"),
        ("МОСКВА, 5 марта. /ТАСС/. Президент подписал указ.", "МОСКВА, 5 марта. /ТАСС/"),
        ("АСТАНА. КазТАГ – Президент принял министра.", "АСТАНА. КазТАГ"),
        ("新华社北京11月29日电（记者张三）国家主席会见了总统。", "新华社北京11月29日电"),
        ("القاهرة (رويترز) - قال الرئيس إن المحادثات مستمرة.", "القاهرة (رويترز)"),
        ("Madrid, 3 may (EFE).- El presidente viajó a Rabat.", "Madrid, 3 may (EFE)"),
        ("President Macron said on 5 May that he would go.", ""),
        ("Kazakhstan's president - who came on Monday - left.", ""),
        ("NATO - the alliance - said so.", ""),
    ],
)
def test_datelines(paragraph: str, dateline: str) -> None:
    assert dateline_of(paragraph) == dateline


def test_a_single_paragraph_has_no_headline() -> None:
    assert read_head(["The minister said on Tuesday that nothing had changed since the last round of talks."]).title == ""
    assert read_head([]).title == ""


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample article is not here")
def test_the_sample_article_comes_out_clean() -> None:
    text = SAMPLE.read_text("utf-8")
    read = article_from_text(text)
    for chrome in ("اتصل بنا", "SHARE", "تم النشر", "\non\n", "الإعلانات", "حصة هذه المادة", "مجموعة متنوعة من المصادر", "الأحدث"):
        assert chrome in text and chrome not in read.text, chrome
    assert read.extra["dropped_lines"] == 8
    assert read.section and read.text.startswith(f"{read.section}\n\n{read.title}\n\n{read.extra['dateline']}")
    assert len(read.text.split("\n\n")) == 16
