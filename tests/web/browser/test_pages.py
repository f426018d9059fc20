"""Readers at work in a real browser: they look, click, filter, switch the language and mark an event."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from web.browser.conftest import TOKEN

PAGES = ("", "countries", "country/KAZ", "relation/KAZ/FRA", "search", "outlets", "accuracy", "about", "brief/KAZ/FRA")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_shown_without_a_fault(watched, language, path):
    page = watched.open(f"/{language}/{path}")
    assert page.locator("main h1").count() == 1
    root = page.locator("html")
    assert root.get_attribute("lang") == language
    assert root.get_attribute("dir") == ("rtl" if language == "ar" else "ltr")


def test_from_the_overview_to_the_sentence_and_the_article(watched):
    page = watched.open("/en/")
    title = page.locator("article.event h3 a").first
    said = title.inner_text()
    title.click()
    assert page.locator("h1").inner_text() == said
    assert page.locator("blockquote.evidence mark.trigger").count() >= 1
    page.locator("article.report a", has_text="article").first.click()
    assert page.url.startswith(f"{watched.server}/en/article/")
    assert page.locator(".reader a.trigger, .reader mark.trigger").count() >= 1
    page.locator(".side article.event h3 a").first.click()
    assert "/en/event/" in page.url


def test_two_countries_are_asked_for_by_name(watched):
    page = watched.open("/en/")
    page.fill("form.pair input[name=one]", "Казахстан")
    page.fill("form.pair input[name=other]", "فرنسا")
    page.click("form.pair button")
    assert page.url == f"{watched.server}/en/relation/KAZ/FRA"
    assert page.locator("h1").inner_text() == "Kazakhstan – France"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_charts_and_maps_are_drawn(watched, language):
    for path in ("country/KAZ", "relation/KAZ/RUS", ""):
        page = watched.open(f"/{language}/{path}")
        figures = page.locator("figure.chart[data-chart]")
        assert figures.count() >= 1
        for n in range(figures.count()):
            figures.nth(n).scroll_into_view_if_needed()
            figures.nth(n).locator("svg, canvas").first.wait_for(timeout=15_000)


def test_a_search_is_filtered_and_its_filters_stand_in_the_address(watched):
    page = watched.open("/en/search")
    page.fill("input[name=actor]", "Russia")
    page.select_option("select[name=type]", "SANCTION")
    with page.expect_navigation():
        page.click("form.search button")
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["actor"] == ["Russia"] and asked["type"] == ["SANCTION"]
    kinds = page.locator(".wide article.event .quad")
    assert kinds.count() >= 2
    assert "sanction" in " ".join(kinds.all_inner_texts()).lower() or "expulsion" in " ".join(kinds.all_inner_texts())
    page.fill("input[name=q]", "санкции")
    with page.expect_navigation():
        page.click("form.search button")
    assert page.locator(".wide article.event").count() >= 1
    page.fill("input[name=q]", "nothing-holds-this-word")
    with page.expect_navigation():
        page.click("form.search button")
    assert page.locator(".wide article.event").count() == 0
    assert page.locator(".empty").count() == 1


def test_the_language_is_switched_on_the_same_page(watched):
    page = watched.open("/en/relation/KAZ/FRA?period=all")
    page.click(".languages summary")
    page.click(".languages a[hreflang=ar]")
    assert page.url == f"{watched.server}/ar/relation/KAZ/FRA?period=all"
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert "كازاخستان" in page.locator("h1").inner_text()


def test_an_event_is_marked_and_the_mark_taken_back(watched):
    page = watched.open("/en/")
    page.locator("article.event h3 a").first.click()
    address = page.url
    assert page.locator("form.mark-form").count() == 0
    watched.open(f"/sign-in?token={TOKEN}")
    watched.open(urlsplit(address).path)
    page.check("input[name=verdict][value=wrong]")
    page.fill("textarea[name=reason]", "<b>It was another embassy</b>")
    page.fill("input[name=reviewer]", "A reader")
    with page.expect_navigation():
        page.click("form.mark-form button")
    assert page.url == f"{address}#reviews"
    assert page.locator(".review").inner_text().startswith("wrong")
    assert "<b>It was another embassy</b>" in page.locator(".review").inner_text()
    accuracy = watched.open("/en/accuracy")
    row = accuracy.locator("#marks ~ table tbody tr, section[aria-labelledby=marks] tbody tr").first
    assert re.search(r"neural", row.text_content())
    watched.open(urlsplit(address).path)
    with page.expect_navigation():
        page.click(".review button[name=undo]")
    assert page.locator(".review").count() == 0


@pytest.mark.parametrize("watched", [{"java_script_enabled": False}], indirect=True)
def test_pages_work_without_script(watched):
    page = watched.page
    page.goto("/en/relation/KAZ/FRA")
    assert page.locator("article.event").count() >= 1
    assert page.locator("figure.chart img").first.get_attribute("src").endswith("FRA.svg?period=365")
    page.goto("/en/search?actor=KAZ&type=CONSULT")
    assert page.locator("article.event").count() >= 1


@pytest.mark.parametrize("watched", [{"viewport": {"width": 360, "height": 740}}], indirect=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_wider_than_a_phone(watched, language):
    for path in PAGES:
        page = watched.open(f"/{language}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_light_and_dark_are_switched_and_kept(watched):
    page = watched.open("/en/")
    assert page.evaluate("document.documentElement.dataset.theme") is None
    page.click("[data-theme-switch]")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    watched.open("/en/about")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_the_keyboard_reaches_the_content(watched):
    page = watched.open("/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("watched", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True, ids=["light", "dark"])
@pytest.mark.parametrize("chosen", ["", "light", "dark"])
def test_paper_is_white_whatever_the_theme(watched, chosen):
    page = watched.open("/en/relation/KAZ/RUS")
    if chosen:
        page.evaluate("theme => document.documentElement.dataset.theme = theme", chosen)
    page.emulate_media(media="print")
    seen = page.evaluate(
        """() => ["html", "main h1", ".totals > div", "main mark", ".event h3 a", "main .meta"].map((found) => {
            const style = getComputedStyle(document.querySelector(found));
            const light = (colour) => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number); return a ? (r + g + b) / 765 : 1; };
            return [light(style.backgroundColor), light(style.color)];
        })"""
    )
    assert all(ground > 0.75 and ink < 0.5 for ground, ink in seen), seen


@pytest.mark.parametrize("watched", [{"viewport": {"width": 360, "height": 740}}], indirect=True)
def test_no_list_scrolls_within_a_page_of_a_phone(watched):
    for path in ("outlets", "countries"):
        page = watched.open(f"/en/{path}")
        heights = page.evaluate("[...document.querySelectorAll('.scroll')].map((box) => box.scrollHeight - box.clientHeight)")
        assert heights and max(heights) <= 1, path
        assert page.evaluate("getComputedStyle(document.querySelector('.scroll')).maxBlockSize") == "none"
