"""Messages of pages, briefs and feeds: gettext catalogues, read as they are (``data/<language>/messages.po``), without a compiled form.

``python -m dragoman.i18n.catalogue update`` collects the messages of the code into every catalogue, keeping what is translated;
``python -m dragoman.i18n.catalogue check`` names what is missing or broken and exits with 1 where there is any.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from .names import DATA

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

_PACKAGE = Path(__file__).parent.parent
_SOURCES = ("web", "relations", "export")
_PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")


class Catalogue:
    """The messages of a language; what is not translated stays English."""

    def __init__(self, found: Catalog | None) -> None:
        self._one: dict[tuple[str, str], str] = {}
        self._many: dict[str, tuple[str, ...]] = {}
        self._plural = (lambda n: int(n != 1)) if found is None else _rule(found.plural_expr)
        for message in found or ():
            if not message.id or message.fuzzy:
                continue
            forms = message.string
            if isinstance(message.id, list | tuple):
                if isinstance(forms, list | tuple) and all(forms):
                    self._many[message.id[0]] = tuple(forms)
            elif forms:
                self._one[message.context or "", message.id] = str(forms)

    def get(self, context: str, message: str) -> str:
        """A message, or itself."""
        return self._one.get((context, message), message)

    def plural(self, one: str, many: str, n: int) -> str:
        """The plural form of a message for a number."""
        forms = self._many.get(one)
        if forms is None:
            return one if n == 1 else many
        return forms[min(self._plural(n), len(forms) - 1)]


def _rule(expression: str):  # type: ignore[no-untyped-def]
    """The C expression of a plural rule as a function."""
    from gettext import c2py

    return c2py(expression)


@lru_cache(maxsize=16)
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language; an empty one for English and where nobody has written one yet."""
    path = DATA / language / "messages.po"
    return Catalogue(read(path) if path.exists() else None)


def read(path: Path) -> Catalog:
    """A catalogue file."""
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file, locale=path.parent.name)


def template() -> Catalog:
    """All messages of the code, with where they stand."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir

    out = Catalog(project="dragoman", charset="utf-8")
    methods = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
    options = {"**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "silent": "false"}}
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
    for part in _SOURCES:
        for file, _, message, comments, context in extract_from_dir(_PACKAGE / part, methods, options, keywords, ()):
            out.add(message, None, [(f"{part}/{file}", 0)], auto_comments=comments, context=context)
    return out


def update(language: str, said: Catalog) -> tuple[int, int]:
    """Bring a catalogue up to date with what the code says (``template()``): how many messages it has, and how many not translated.

    What the code no longer says stays in the file, marked as obsolete, and is taken up again when the code says it again.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    path = DATA / language / "messages.po"
    new = read(path) if path.exists() else Catalog(locale=language, project="dragoman", charset="utf-8")
    for message in new.obsolete.values():
        new.add(message.id, message.string, context=message.context)
    new.obsolete.clear()
    new.update(said, no_fuzzy_matching=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, new, width=120, omit_header=False, sort_output=True, include_lineno=False)
    return len(new), sum(not translated(m.string) for m in new if m.id)


def translated(string: object) -> bool:
    """Whether a message has all its forms."""
    return all(string) if isinstance(string, list | tuple) else bool(string)


def problems(language: str, said: Catalog) -> list[str]:
    """What is wrong with a catalogue: messages that it lacks or does not translate, placeholders that differ."""
    path = DATA / language / "messages.po"
    if not path.exists():
        return [f"{path} does not exist"]
    found = read(path)
    out = []
    for wanted in said:
        if not wanted.id:
            continue
        ids = wanted.id if isinstance(wanted.id, list | tuple) else (wanted.id,)
        message = found.get(ids[0] if len(ids) == 1 else wanted.id, wanted.context)
        if message is None or not translated(message.string) or message.fuzzy:
            out.append(f"{path}: not translated: {ids[0]!r}")
            continue
        forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
        allowed = {frozenset(_PLACEHOLDER.findall(i)) for i in ids}
        for form in forms:
            has = frozenset(_PLACEHOLDER.findall(form or ""))
            if not any(has == a or (len(ids) > 1 and has < a) for a in allowed):
                out.append(f"{path}: placeholders differ: {ids[0]!r} has {form!r}")
    return out


def main(arguments: list[str]) -> int:
    """The command; returns its exit status."""
    from .locale import LANGUAGES

    if arguments[:1] not in (["update"], ["check"]):
        print(__doc__, file=sys.stderr)
        return 2
    status, said = 0, template()
    for language in arguments[1:] or LANGUAGES[1:]:
        if arguments[0] == "update":
            messages, missing = update(language, said)
            print(f"{language}: {messages} messages, {missing} not translated")
        else:
            found = problems(language, said)
            print("\n".join(found) or f"{language}: complete")
            status |= bool(found)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
