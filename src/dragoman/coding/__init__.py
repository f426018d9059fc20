"""Who did what to whom: the ``Coder`` protocol and the coders that keep it."""

from __future__ import annotations

from ..errors import UsageError
from .coder import CodedEvent, Coder

#: Names by which ``coder()`` and ``--coder`` know the coders; the first is the default.
CODERS = ("neural", "lexicon")

__all__ = ["CODERS", "CodedEvent", "Coder", "coder"]


def coder(name: str = "") -> Coder:
    """The coder of that name, the default one for "".

    Raises ``UsageError`` for a name that is none of ``CODERS``.
    """
    if name in ("", "neural"):
        from .neural import NeuralCoder

        return NeuralCoder()
    if name == "lexicon":
        from .lexicon import LexiconCoder

        return LexiconCoder()
    raise UsageError(f"no coder {name!r}; there is {', '.join(CODERS)}")
