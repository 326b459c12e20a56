"""Cases as of a day: what happened or was recorded later is not there, nor for strangers at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.programme.casework.test_keeping import (
    BIWAN,
    LANPU,
    LEADER,
    PROCESS,
    STRANGER,
    lead,
    moved,
    programme,
)

if TYPE_CHECKING:
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.opening import Programme

__all__ = ["lead", "programme"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "stood"),
    [
        ("2023-01-03", []),  # the day before it was reported
        ("2023-01-04", ["lead"]),
        ("2023-01-31", ["talks"]),
        ("2023-02-01", ["signed"]),
    ],
)
def test_lists_and_cases_stand_as_of_a_day(
    programme: Programme, lead: CaseView, day: str, stood: list[str]
) -> None:
    from kaifang.programme.casework.errors import NoSuchCase
    from kaifang.programme.casework.past import case_at, cases_at

    moved(programme, lead, 2)
    moment = programme.moment(day)
    assert [one.state.state for one in cases_at(LANPU, programme, PROCESS, moment)] == stood
    if stood:
        then = case_at(LANPU, programme, PROCESS, lead.case, moment)
        assert (then.state.state, then.state.deviations) == (stood[0], ())
    else:
        with pytest.raises(NoSuchCase):
            case_at(LANPU, programme, PROCESS, lead.case, moment)


def test_what_was_recorded_later_was_not_known(programme: Programme, lead: CaseView) -> None:
    from kaifang.programme.casework.past import case_at, cases_at

    signed = moved(programme, lead, 2)
    talks = signed.state.history[1].event
    then = programme.moment(None, talks.recorded_at)
    assert case_at(LANPU, programme, PROCESS, lead.case, then).state.state == "talks"
    (known,) = cases_at(LANPU, programme, PROCESS, then)
    assert (known.state.state, known.version) == ("talks", 2)


def test_the_past_is_seen_by_those_who_see_the_present(
    programme: Programme, lead: CaseView
) -> None:
    from kaifang.programme.casework.errors import NoSuchCase
    from kaifang.programme.casework.past import case_at, cases_at

    moment = programme.moment("2023-01-04")
    assert len(cases_at(LEADER, programme, PROCESS, moment)) == 1
    for who in (BIWAN, STRANGER):
        assert cases_at(who, programme, PROCESS, moment) == []
        with pytest.raises(NoSuchCase):
            case_at(who, programme, PROCESS, lead.case, moment)


def test_registers_count_as_of_a_day(programme: Programme) -> None:
    from kaifang.programme.casework.keeping import open_case
    from kaifang.programme.casework.listing import registers
    from tests.programme.casework.test_keeping import DIVISION, given

    told = given("03-01", data={"number": "第1号", "title": "建议", "kind": "motion"})
    open_case(DIVISION, programme, "demo.proposal", "demo", told)

    def open_on(day: str) -> int:
        found = registers(DIVISION, programme, programme.moment(day))
        return next(one.open for one in found if one.process.id == "demo.proposal")

    assert (open_on("2023-02-28"), open_on("2023-03-01")) == (0, 1)
