"""Messages: what the code says is in every catalogue, with its placeholders and plural forms; catalogues keep what they have."""

import string
import subprocess
import sys
import time

import pytest
from i18n.said import spoken

from dragoman.i18n import LANGUAGES, catalogue, locale
from dragoman.i18n.catalogue import problems, read, template, update

HEAD = """msgid ""
msgstr ""
"Language: {code}\\n"
"Plural-Forms: {plural}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
RUSSIAN = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
MESSAGES = """
msgid "Search"
msgstr "Поиск"

msgctxt "verb"
msgid "Search"
msgstr "Искать"

msgid "%(n)s report"
msgid_plural "%(n)s reports"
msgstr[0] "%(n)s сообщение"
msgstr[1] "%(n)s сообщения"
msgstr[2] "%(n)s сообщений"

#, fuzzy
msgid "About"
msgstr "Около"

msgid "No longer said: %(a)s"
msgstr "Больше не говорится: %(a)s"
"""
CODE = """
def texts(_, gettext, ngettext, pgettext, n):
    return _("Search"), pgettext("verb", "Search"), ngettext("%(n)s report", "%(n)s reports", n), gettext("About"), _("New %(a)s")
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A package with one module and one template, and a Russian catalogue that is behind them."""
    (tmp_path / "web/templates").mkdir(parents=True)
    (tmp_path / "relations").mkdir()
    (tmp_path / "export").mkdir()
    (tmp_path / "data/ru").mkdir(parents=True)
    (tmp_path / "relations/brief.py").write_text(CODE, "utf-8")
    (tmp_path / "web/templates/a.html").write_text(
        '<p>{{ _("In a template") }}</p>{% trans n=rows|length %}\n  One row\n{% pluralize %}\n  {{ n }} rows\n{% endtrans %}', "utf-8"
    )
    (tmp_path / "data/ru/messages.po").write_text(HEAD.format(code="ru", plural=RUSSIAN) + MESSAGES, "utf-8")
    monkeypatch.setattr(catalogue, "DATA", tmp_path / "data")
    monkeypatch.setattr(catalogue, "_PACKAGE", tmp_path)
    return tmp_path


def test_messages_are_collected_from_modules_and_templates(project):
    found = {(m.context, m.id) for m in template() if m.id}
    assert found == {
        (None, "Search"),
        ("verb", "Search"),
        (None, ("%(n)s report", "%(n)s reports")),
        (None, "About"),
        (None, "New %(a)s"),
        (None, "In a template"),
        (None, ("One row", "%(n)s rows")),
    }
    assert template().get("In a template").locations == [("web/templates/a.html", 0)]


def test_an_update_adds_what_is_new_and_keeps_what_there_is(project):
    path = project / "data/ru/messages.po"
    messages, missing = update("ru", template())
    assert (messages, missing) == (7, 3)
    found = read(path)
    assert found.get("Search").string == "Поиск" and found.get("Search", context="verb").string == "Искать"
    assert found.get("New %(a)s").string == "" and "No longer said: %(a)s" not in found
    again = path.read_text("utf-8")
    assert update("ru", template()) == (7, 3) and path.read_text("utf-8").split("\n\n")[1:] == again.split("\n\n")[1:]


def test_what_the_code_says_again_is_not_translated_again(project):
    update("ru", template())
    module = project / "relations/brief.py"
    module.write_text(CODE + 'more = _("No longer said: %(a)s")\n', "utf-8")
    update("ru", template())
    assert read(project / "data/ru/messages.po").get("No longer said: %(a)s").string == "Больше не говорится: %(a)s"


def test_an_update_begins_a_catalogue(project):
    assert update("ar", template()) == (7, 7)
    assert read(project / "data/ar/messages.po").num_plurals == 6


def test_a_check_names_what_is_missing_fuzzy_or_broken(project):
    path = project / "data/ru/messages.po"
    found = problems("ru", template())
    for message in ("About", "New %(a)s", "In a template", "One row"):
        assert f"{path}: not translated: {message!r}" in found
    assert len(found) == 4
    text = path.read_text("utf-8").replace("%(n)s сообщения", "%(x)s сообщения").replace("#, fuzzy\n", "")
    path.write_text(text, "utf-8")
    found = problems("ru", template())
    assert f"{path}: placeholders differ: '%(n)s report' has '%(x)s сообщения'" in found and len(found) == 4
    assert problems("kk", template()) == [f"{project / 'data/kk/messages.po'} does not exist"]


def test_messages_in_their_plural_forms(project):
    book = catalogue.Catalogue(read(project / "data/ru/messages.po"))
    assert book.get("", "Search") == "Поиск" and book.get("verb", "Search") == "Искать"
    assert book.get("", "About") == "About"  # fuzzy is not yet a translation
    said = [book.plural("%(n)s report", "%(n)s reports", n) % {"n": n} for n in (1, 3, 5, 11, 21)]
    assert said == ["1 сообщение", "3 сообщения", "5 сообщений", "11 сообщений", "21 сообщение"]
    assert [book.plural("one", "many", n) for n in (1, 2)] == ["one", "many"]


def test_english_needs_no_catalogue():
    en = locale("en")
    assert en.gettext("Search") == "Search" and en.pgettext("verb", "Search") == "Search" and en.gettext("") == ""
    assert [en.ngettext("%(n)s day", "%(n)s days", n) for n in (0, 1, 2)] == ["%(n)s days", "%(n)s day", "%(n)s days"]


# --- the catalogues there are


@pytest.fixture(scope="module")
def said():
    """All messages of the code."""
    return template()


@pytest.mark.parametrize("code", spoken("messages.po"))
def test_catalogues_are_complete_and_their_placeholders_are_those_of_the_code(code, said):
    assert problems(code, said) == []


@pytest.mark.parametrize("code", spoken("messages.po"))
def test_every_message_can_be_filled(code, said):
    loc = locale(code)
    for message in said:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
        words = dict.fromkeys(string.ascii_lowercase, "x") | {n: "x" for i in ids for n in catalogue._PLACEHOLDER.findall(i) if n}
        words |= {"num": 7, "n": 7}
        if message.context:
            texts = [loc.pgettext(message.context, ids[0])]
        else:
            texts = [loc.ngettext(*ids, n) for n in (0, 1, 2, 5, 11, 100)] if len(ids) > 1 else [loc.gettext(ids[0])]
        filled = "%(" in ids[0] or any(file.endswith(".html") for file, _ in message.locations)  # templates fill every message
        for text in texts:
            assert text.strip()
            if filled:
                assert "%" not in (text % words).replace("%", "", ids[0].count("%%"))


@pytest.mark.parametrize("code", spoken("messages.po"))
def test_markup_of_messages_is_that_of_the_code(code):
    for message in read(catalogue.DATA / code / "messages.po"):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
        forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
        for form in forms:
            assert {c for c in form if c in "<>{}"} <= {c for i in ids for c in i if c in "<>{}"}, form


def test_arabic_has_six_plural_forms():
    forms = catalogue.catalogue("ar")
    assert [forms._plural(n) for n in (0, 1, 2, 3, 11, 100, 103, 111)] == [0, 1, 2, 3, 4, 5, 3, 4]
    said = {n: locale("ar").ngettext("%(num)s report", "%(num)s reports", n) for n in (1, 2, 3, 11)}
    assert len(set(said.values())) >= 3


@pytest.mark.parametrize("code", spoken("messages.po"))
def test_a_catalogue_is_read_fast(code):
    path = catalogue.DATA / code / "messages.po"
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        catalogue.Catalogue(read(path))
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.1


def test_the_command(said):
    command = [sys.executable, "-m", "dragoman.i18n.catalogue"]
    done = subprocess.run([*command, "check", *LANGUAGES[1:]], capture_output=True, text=True)
    assert done.stderr == "" and done.returncode == int(any(problems(code, said) for code in LANGUAGES[1:]))
    assert all(f"{code}: complete" in done.stdout or f"/{code}/messages.po" in done.stdout for code in LANGUAGES[1:])
    asked = subprocess.run([*command, "what"], capture_output=True, text=True)
    assert asked.returncode == 2 and "catalogue update" in asked.stderr


@pytest.mark.parametrize("code", ["ar", "es", "kk"])
def test_two_sides_of_a_relation_are_no_couple(code):
    couple = {"ar": "زوج", "es": "areja", "kk": "жұп"}[code]
    for message in ("Most active pairs", "Pair", "No pair has more events in the last two weeks than its past explains."):
        said = locale(code).gettext(message)
        assert said != message and couple not in said.lower()


@pytest.mark.parametrize(("code", "first", "last"), [("ar", "من تاريخ", "إلى تاريخ"), ("kk", "Басы", "Соңы")])
def test_fields_of_a_span_are_labelled_before_their_days(code, first, last):
    assert [locale(code).gettext(m) for m in ("From day", "To day")] == [first, last]
