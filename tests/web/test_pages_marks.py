"""The form by which an event is marked: what makes no sense is told, and nothing that was typed is lost."""

import re

import pytest
from web.conftest import TOKEN
from web.html import Page

from dragoman.i18n import locale
from dragoman.store import Filter
from dragoman.web.memo import Memo
from dragoman.web.pages import records
from dragoman.web.pages.view import View
from dragoman.web.site import Site
from dragoman.web.templating import render


def marked(book, event, form, language="en"):
    """The page that answers a form; "" where the mark was kept."""
    site = Site(locale(language), "event", {"id": event}, may_write=True)
    answer = records.review(View(book, site, Memo(book.revision)), event, form)
    return render(answer[0], site, answer[1]) if answer else ""


@pytest.mark.parametrize("form", [{}, {"verdict": "maybe"}, {"verdict": "duplicate", "duplicate_of": "n0ne"},
                                  {"verdict": "right", "duplicate_of": "x"},
                                  {"verdict": "duplicate", "duplicate_of": "itself"}])  # fmt: skip
def test_a_mark_that_makes_no_sense_comes_back_as_it_was_typed(book, form, echoed):
    event = next(iter(book.events(Filter())))["event_id"]
    form = {**form, "reason": '\n"It" was <another>\nembassy', "reviewer": "Чтец"}
    form |= {"duplicate_of": event} if form.get("duplicate_of") == "itself" else {}
    whole = marked(book, event, form, "kk")
    page = Page(whole)
    assert page.wrong == [] and re.search(r'<p class="problem" role="alert">kk: ', whole)
    assert f"\n{form['reason']}" in page.text, "a browser leaves out the first line break of a field"
    values = {a["name"]: a.get("value") for tag, a in page.elements if tag == "input" and a.get("type") != "radio"}
    assert values == {"duplicate_of": form.get("duplicate_of", ""), "reviewer": "Чтец"}
    checked = [a["value"] for tag, a in page.elements if tag == "input" and "checked" in a]
    assert checked == [v for v in [form.get("verdict")] if v in ("right", "wrong", "duplicate")]
    assert not [m for m in book.reviews() if not m["undone"]]


def test_a_mark_that_makes_sense_is_kept_without_more_ado(book):
    one, other = (e["event_id"] for e in list(book.events(Filter()))[:2])
    assert marked(book, one, {"verdict": "duplicate", "duplicate_of": f" {other} ", "reason": "the same"}) == ""
    (mark,) = [m for m in book.reviews(one) if not m["undone"]]
    assert (mark["verdict"], mark["duplicate_of"], mark["reason"]) == ("duplicate", other, "the same")
    book.unreview(mark["number"])


def test_the_form_is_empty_at_first(client, book):
    event = next(iter(book.events(Filter())))["event_id"]
    whole = client.get(f"/en/event/{event}", headers={"Cookie": f"dragoman_token={TOKEN}"}).text
    form = re.search(r'<form method="post"[^>]*class="mark-form">.*?</form>', whole, re.DOTALL)[0]
    assert "checked" not in form and "problem" not in form and re.search(r"<textarea[^>]*>\s*</textarea>", form)


def test_a_bad_mark_is_answered_by_its_form_and_an_unknown_name_in_the_language_of_the_page(client, book, echoed):
    event = next(iter(book.events(Filter())))["event_id"]
    form = {"verdict": "duplicate", "duplicate_of": "n0ne", "reason": "long thought about"}
    signed = {"Cookie": f"dragoman_token={TOKEN}", "Sec-Fetch-Site": "same-origin"}
    answer = client.post(f"/ar/event/{event}/review", data=form, headers=signed)
    assert answer.status_code == 400 and "n0ne" in answer.text and "long thought about" in answer.text
    assert re.search(r'<p class="problem" role="alert">ar: ', answer.text)
    answer = client.get("/ar/go?one=Texas")
    assert answer.status_code == 400 and re.search(r'<p class="problem" role="alert">ar: .*Texas', answer.text)
    assert re.search(r'role="alert">zh: ', client.get("/zh/feed/search.atom?type=HUG").text)
