"""The search of the static edition in a real browser, from a disk: a page opened as a file."""

import shutil

import pytest

from dragoman.web.edition import publish

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect


@pytest.fixture(scope="module")
def edition(book, tmp_path_factory):
    folder = tmp_path_factory.mktemp("edition") / "site"
    publish(book, folder, languages=["en"])
    return folder


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.wrong = []
    page.on("pageerror", lambda e: page.wrong.append(str(e)))
    yield page
    context.close()
    assert page.wrong == []


def found(page, edition, query):
    page.goto(f"{(edition / 'en' / 'search.html').as_uri()}?{query}")
    results = page.locator("[data-results]")
    results.and_(page.locator("[data-found]")).wait_for()
    assert int(results.get_attribute("data-found")) == results.locator("article.event").count()
    return results.locator("article.event h3").all_inner_texts()


def test_words_of_every_report_are_found(page, edition):
    (said,) = found(page, edition, "q=Friday")  # the chosen report of this event is the Arabic one
    assert said == "France gave aid to Ukraine"
    assert found(page, edition, "q=no-such-word") == []
    assert page.locator(".empty").count() == 1


def test_more_than_can_be_shown_is_told(page, edition):
    every = found(page, edition, "status=all")
    page.evaluate("document.querySelector('form.search').dataset.most = 2")
    page.locator("form.search button").click()
    expect(page.locator("[data-results] .note")).to_have_text(f"The newest 2 of {len(every)} are shown.")
    assert page.locator("[data-results] article.event h3").all_inner_texts() == every[:2]


def test_one_side_acts_on_the_other(page, edition):
    assert found(page, edition, "actor=RUS&other=FRA&directed=1")
    assert found(page, edition, "actor=FRA&other=RUS&directed=1") == []
    assert found(page, edition, "actor=FRA&other=RUS")


def test_what_is_no_result_is_not_beside_the_results(page, edition):
    found(page, edition, "type=AID")
    expect(page.locator(".note", has_text="script")).to_be_hidden()
    expect(page.locator(".columns > .side")).to_be_hidden()


def test_an_index_that_cannot_be_loaded_is_told(page, edition, tmp_path):
    shutil.copytree(edition, tmp_path / "copy")
    (tmp_path / "copy" / "static" / "told.js").unlink()
    page.goto(f"{(tmp_path / 'copy' / 'en' / 'search.html').as_uri()}?q=aid")
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.locator("article.event").count() == 0
