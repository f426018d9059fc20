"""How names change in a sentence: rules that make the forms of a word, written by speakers in ``data/inflection.<lang>.tsv``.

>>> sorted(form for form, _ in Inflection("ru").forms("казахстан", "name"))[:2]  # doctest: +SKIP
['казахстан', 'казахстана']
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ..errors import DataError
from .fold import fold_token

DATA = Path(__file__).parent / "data"
Marks = tuple[str, ...]


class Inflection:
    """The rules of one language, by class (``name``, ``adjective``, ``role``), and its clitics (``prefix``), split-off cases
    (``suffix``) and the endings that show the case of a role (``ending``).
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._rules: dict[str, list[tuple[str, bool, list[tuple[str, Marks]]]]] = {"name": [], "adjective": [], "role": []}
        self.prefixes: list[tuple[str, str, Marks]] = []
        self.suffixes: dict[str, Marks] = {}
        self._endings: dict[str, Marks] = {}
        path = DATA / f"inflection.{language}.tsv"
        groups: dict[tuple[str, str], list[tuple[str, Marks]]] = {}
        for number, line in enumerate(path.read_text("utf-8").splitlines() if path.exists() else (), 1):
            if not line.strip() or line.startswith("#"):
                continue
            cells = [*line.split("\t"), "", "", ""][:4]
            kind, ending, form, marks = (c.strip() for c in cells)
            ending, form = ("" if c == "-" else c for c in (ending, form))
            cases = tuple(m for m in marks.split(",") if m and m != "-")
            if kind == "prefix":
                self.prefixes.append((fold_token(ending), fold_token(form), cases))
            elif kind == "suffix":
                self.suffixes[fold_token(form)] = cases
            elif kind == "ending":
                self._endings[fold_token(form)] = cases
            elif kind in ("name", "adjective", "role", "any", "all"):
                for each in {"any": ("name", "adjective"), "all": ("name", "adjective", "role")}.get(kind, (kind,)):
                    groups.setdefault((each, ending), []).append((fold_token(form), cases))
            else:
                raise DataError(
                    f"{path.name}:{number}: unknown class {kind!r}; use name, adjective, role, any (the first two), all, ending, "
                    "prefix or suffix"
                )
        for (kind, ending), forms in groups.items():
            kept = ending.startswith("[")
            self._rules[kind].append((ending.strip("[]") if kept else fold_token(ending), kept, forms))
        for rules in self._rules.values():
            rules.sort(key=lambda r: 1 if r[1] else len(r[0]), reverse=True)

    def forms(self, word: str, kind: str) -> list[tuple[str, Marks]]:
        """The forms of a folded word of class ``name``, ``adjective`` or ``role``, with the cases that each may be."""
        out: list[tuple[str, Marks]] = []
        depth = -1
        for ending, kept, forms in self._rules[kind]:
            size = 1 if kept else len(ending)
            if size < depth:
                break
            if (word[-1:] in ending and word) if kept else word.endswith(ending):
                stem = word if kept or not ending else word[: -len(ending)]
                if len(stem) == 1 or (not stem and not ending):  # a rule may name a whole word
                    continue
                depth = size
                out += [(stem + form, marks) for form, marks in forms]
        return out

    def ending(self, word: str) -> Marks:
        """The cases that the end of a folded role word shows ("министрінің", "bakanına"), for words found by their stem alone."""
        if self._endings:
            for size in range(min(len(word) - 2, 6), 1, -1):
                if word[-size:] in self._endings:
                    return self._endings[word[-size:]]
        return ()

    def with_prefixes(self, word: str) -> list[tuple[str, Marks]]:
        """A folded word behind each clitic: "لكازاخستان" for "كازاخستان"."""
        return [
            (written + word[len(replaced) :], marks)
            for written, replaced, marks in self.prefixes
            if word.startswith(replaced) and len(word) > len(replaced)
        ]


@lru_cache(maxsize=64)
def inflection(language: str) -> Inflection:
    """The rules of a language; none where it has no file."""
    return Inflection(language)
