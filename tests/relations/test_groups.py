"""Groups and poles: files that can be replaced, with names in the reader's language."""

import pytest

from dragoman.errors import UsageError
from dragoman.i18n import LANGUAGES, locale
from dragoman.relations.groups import groups, members
from dragoman.relations.labels import label
from dragoman.relations.vectors import poles


def test_groups_and_poles_are_files_that_can_be_replaced(tmp_path):
    assert "FRA" in members("EU")
    assert members("KAZ") == ("KAZ",)
    assert "TUR" in poles()["Türkiye and Turkic states"]
    (tmp_path / "p.toml").write_text('[poles]\nNorth = ["EU", "NOR"]\n', "utf-8")
    assert {"FRA", "NOR"} <= set(poles(tmp_path / "p.toml")["North"])
    (tmp_path / "bad.toml").write_text("poles = 3", "utf-8")
    with pytest.raises(UsageError, match=r"bad\.toml"):
        poles(tmp_path / "bad.toml")
    with pytest.raises(UsageError, match=r"none\.toml"):
        groups(tmp_path / "none.toml")


@pytest.mark.parametrize("code", LANGUAGES)
def test_poles_have_a_name_in_every_language(code):
    loc = locale(code)
    names = [label(loc, name, poles()) for name in poles()]
    assert len(set(names)) == len(names)
    assert names[1] == loc.actor("RUS")
    assert label(loc, "North", {"North": ("EU", "NOR")}) == "North"
