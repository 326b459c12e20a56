"""An office brings in its list of projects: with their history, as a whole or not at all."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from kaifang.programme.rights import NotAllowed
from tests.programme.intake.sheets import (
    CITY,
    LANPU,
    PROCESS,
    STRANGER,
    demo,
    filled,
    project,
    started,
)

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_projects_come_in_with_their_history_and_are_listed() -> None:
    from kaifang.programme.casework.reading import case_list
    from kaifang.programme.intake.bringing import bring_in

    data = filled(project("2023-1"), started("2023-2", code_name="鸿雁"))
    found = bring_in(LANPU, demo(), PROCESS, data, "台账.xlsx")
    assert (found.new, found.continued, found.unchanged, len(found.acts)) == (2, 0, 0, 8)
    listed = case_list(LANPU, demo(), PROCESS)
    assert {one.state.values["code_name"]: one.state.state for one in listed} == {
        "海燕": "signed", "鸿雁": "started",
    }  # fmt: skip
    signed = next(one for one in listed if one.state.state == "signed")
    days = [s.event.occurred_at.astimezone(SHANGHAI).date() for s in signed.state.history]
    assert days == [date(2023, 1, 4), date(2023, 1, 10), date(2023, 2, 1)]
    assert signed.org == CITY
    assert signed.state.values["investment"] == "12000.5"
    assert signed.state.history[-1].event.evidence == {"contract": "合同1"}
    assert signed.state.deviations == ()


def test_the_same_book_twice_changes_nothing() -> None:
    from kaifang.programme.intake.bringing import bring_in
    from kaifang.store.models import AuditEntry, CaseEvent

    data = filled(project("2023-1"), started("2023-2"))
    bring_in(LANPU, demo(), PROCESS, data, "台账.xlsx")
    before = CaseEvent.objects.count(), AuditEntry.objects.count()
    found = bring_in(LANPU, demo(), PROCESS, data, "台账.xlsx")
    assert (found.new, found.continued, found.unchanged) == (0, 0, 2)
    assert (CaseEvent.objects.count(), AuditEntry.objects.count()) == before


def test_a_stranger_may_neither_fetch_the_book_nor_bring_it_in() -> None:
    from kaifang.programme.intake.bringing import bring_in, template
    from kaifang.store.models import CaseEvent

    data = filled(project())
    with pytest.raises(NotAllowed):
        template(STRANGER, demo(), PROCESS)
    with pytest.raises(NotAllowed):
        bring_in(STRANGER, demo(), PROCESS, data, "台账.xlsx")
    assert not CaseEvent.objects.exists()
