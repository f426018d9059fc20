"""Where the corpora and gold sets lie that are not part of the project: beside it, or where DRAGOMAN_SHARED says."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def shared(path):
    """A file or folder under the shared folder; the test is skipped where it is absent."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"{path} is not here (it is not part of the project; set DRAGOMAN_SHARED to where it lies)")
    return found
