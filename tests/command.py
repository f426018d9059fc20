"""Runs the command line in this process."""

import io
import sys
from types import SimpleNamespace
from unittest import mock

import dragoman.cli


def run(*arguments, stdin=None):
    """The command line as a user meets it: what it prints, and how it ends."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True), io.StringIO()
    status = 0
    with mock.patch.multiple(sys, argv=["dragoman", *map(str, arguments)], stdout=out, stderr=err, stdin=_Input(stdin or "")):
        try:
            dragoman.cli.main()
        except SystemExit as exit:
            status = exit.code or 0
    raw = out.buffer.getvalue()
    text = raw.decode("utf-8", "replace")
    return SimpleNamespace(exit_code=status, stdout=text, raw=raw, stderr=err.getvalue(), output=text + err.getvalue())


class _Input(io.StringIO):
    """Standard input with the bytes beneath it."""

    def __init__(self, text):
        super().__init__(text)
        self.buffer = io.BytesIO(text.encode())
