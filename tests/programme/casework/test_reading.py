"""Where all cases stand: what is kept in memory is what folding everything anew would give."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.programme.casework.test_keeping import (
    BIWAN,
    DIVISION,
    PROCESS,
    WAY,
    at,
    given,
    lead,
    moved,
)

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.opening import Programme

__all__ = ["lead"]
pytestmark = pytest.mark.django_db


def all_of(programme: Programme) -> list[CaseView]:
    from kaifang.programme.casework.reading import all_cases

    return all_cases(programme, PROCESS)


@pytest.fixture
def folds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The cases that are folded, as they are."""
    from kaifang.programme.casework.reading import CaseFold

    view, seen = CaseFold.view, []

    def watched(self: CaseFold, found: Any) -> CaseView:
        seen.append(found[0].event.case)
        return view(self, found)

    monkeypatch.setattr(CaseFold, "view", watched)
    return seen


def on(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("kaifang.programme.casework.reading.now_of", lambda _programme: now)


def test_only_what_changed_is_folded_anew(
    programme: Programme, lead: CaseView, folds: list[str]
) -> None:
    from kaifang.programme.casework.keeping import open_case

    other = open_case(
        BIWAN, programme, PROCESS, "demo.biwan", given("01-05", data={"code_name": "白鹭"})
    )
    all_of(programme)
    folds.clear()
    assert [one.case for one in all_of(programme)] == [lead.case, other.case]
    assert folds == []
    lead = moved(programme, lead, 1)
    folds.clear()
    assert [one.state.state for one in all_of(programme)] == ["talks", "lead"]
    assert folds == [lead.case]


def test_clocks_go_on_as_if_everything_were_folded(
    programme: Programme, lead: CaseView, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kaifang.programme.casework.reading import case_state

    moved(programme, lead, 2)  # signed: from here its clock runs
    for now in (at("02-02"), at("02-02") + timedelta(hours=9), at("03-20"), at("02-15")):
        on(monkeypatch, now)
        (held,) = all_of(programme)
        fresh = case_state(DIVISION, programme, PROCESS, lead.case)
        assert held == fresh
    assert {clock.status for clock in held.state.clocks.values()} == {"running", "not_started"}


def test_an_event_of_a_time_to_come_counts_when_it_has_come(
    programme: Programme, lead: CaseView, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved(programme, lead, len(WAY))  # to 3 July
    for now, state in ((at("02-02"), "signed"), (at("07-04"), "in_production")):
        on(monkeypatch, now)
        assert [one.state.state for one in all_of(programme)] == [state]


def test_another_store_is_not_taken_for_the_one_before(
    programme: Programme, lead: CaseView
) -> None:
    from django.db import transaction

    from kaifang.programme.casework.keeping import open_case

    assert len(all_of(programme)) == 1
    with transaction.atomic():
        open_case(
            BIWAN, programme, PROCESS, "demo.biwan", given("01-05", data={"code_name": "白鹭"})
        )
        assert len(all_of(programme)) == 2
        transaction.set_rollback(True)
    assert [one.case for one in all_of(programme)] == [lead.case]
