"""What is asked for is what the ledger knows it as, or there is an error that says what can be asked for."""

import pytest

from dragoman.errors import UsageError
from dragoman.store import Filter
from dragoman.store.asked import actor, checked


def test_actors_are_found_by_any_name():
    found = checked(Filter(actor="Kazakhstan", other="Европейский союз"))
    assert (found.actor, found.other) == ("KAZ", "EU")
    assert actor("") == ""


def test_codes_are_found_in_any_case():
    given = Filter(type="consult", mode="Visit", quad="VERBAL_COOPERATION", status="Negated", language="EN", kind="Trade", stance="Oppose")
    found = checked(given)
    assert (found.type, found.mode, found.quad, found.status) == ("CONSULT", "visit", "verbal_cooperation", "negated")
    assert (found.language, found.kind, found.stance) == ("en", "trade", "oppose")
    assert checked(Filter(status="all")).status == ""
    assert checked(Filter()) == Filter()
    assert checked(Filter(language="zh-Hant")).language == "zh-Hant"


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [
        ("actor", "Atlantis", "Kazakhstan"),
        ("other", "Atlantis", "Kazakhstan"),
        ("type", "FOO", "CONSULT"),
        ("mode", "foo", "visit"),
        ("quad", "foo", "material_conflict"),
        ("status", "foo", "hypothetical, negated, all"),
        ("kind", "foo", "investment"),
        ("stance", "foo", "promise"),
        ("language", "English", "kk"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(field, wrong, right):
    with pytest.raises(UsageError, match=wrong) as refused:
        checked(Filter(**{field: wrong}))
    assert right in str(refused.value)


def test_a_mode_is_one_of_its_type():
    with pytest.raises(UsageError, match="phone"):
        checked(Filter(type="CONSULT", mode="riot"))
    with pytest.raises(UsageError, match="there is none"):
        checked(Filter(type="AID", mode="visit"))
