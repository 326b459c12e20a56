"""A list comes again: what is on record stays, cases go on, differences are told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.programme.intake.sheets import (
    CITY,
    DIVISION,
    LANPU,
    PROCESS,
    demo,
    filled,
    place_of,
    project,
    started,
)

pytestmark = pytest.mark.django_db
STATISTICS = {
    "day:enter_statistics": "2023-05-04",
    "evidence:enter_statistics:statistics_registration": "通知1",
}


def brought(*rows: Any, actor: Any = LANPU) -> Any:
    from kaifang.programme.intake.bringing import bring_in

    return bring_in(actor, demo(), PROCESS, filled(*rows, actor=actor), "台账.xlsx")


def looked_at(*rows: Any, actor: Any = LANPU) -> Any:
    from kaifang.programme.intake.bringing import look_at

    return look_at(actor, demo(), PROCESS, filled(*rows, actor=actor), "台账.xlsx").plan


def test_case_goes_on_by_the_stages_that_were_added() -> None:
    from kaifang.programme.casework.reading import case_list

    brought(project("1"), project("2"))
    found = brought(started("1"), project("2"))
    assert (found.new, found.continued, found.unchanged, len(found.acts)) == (0, 1, 1, 2)
    states = [one.state for one in case_list(LANPU, demo(), PROCESS)]
    assert sorted(one.state or "" for one in states) == ["signed", "started"]
    assert all(not one.deviations for one in states)


def test_another_office_adds_the_stage_that_is_its_own() -> None:
    from kaifang.programme.casework.reading import case_list

    brought(started("1"))
    found = brought(started("1", **STATISTICS), actor=DIVISION)
    assert (found.continued, [one.actor for one in found.acts]) == (1, [DIVISION.user])
    (one,) = case_list(LANPU, demo(), PROCESS)
    assert (one.state.state, one.state.deviations) == ("in_statistics", ())


CHANGED: list[tuple[dict[str, Any], str, str]] = [
    ({"investment": 13000}, "investment", "12000.5"),
    ({"day:sign": "2023-02-02"}, "day:sign", "2023-02-01"),
    ({"evidence:sign:contract": "合同2"}, "evidence:sign:contract", "合同1"),
    ({"country": "JP"}, "country", "CN 中国"),
    ({"central": "是"}, "central", "已登记为空"),
]


@pytest.mark.parametrize(("change", "key", "recorded"), CHANGED, ids=[one[1] for one in CHANGED])
def test_changed_row_says_what_is_on_record_and_asks_for_correction(
    change: dict[str, Any], key: str, recorded: str
) -> None:
    brought(project("1"))
    (found,) = looked_at(project("1", **change)).findings
    assert (found.where, found.rule) == (place_of(key), "KF-CASE-347")
    assert recorded in found.expected.zh
    assert "更正" in (found.remedy.zh if found.remedy else "")


def test_amount_in_other_digits_and_blank_cells_say_nothing_new() -> None:
    brought(project("1"))
    same = project("1", investment="12,000.50", country="中国", investor=None)
    assert looked_at(same).unchanged == 1
    blank = looked_at(project("1", **{"evidence:sign:contract": None}))
    assert (blank.unchanged, blank.findings) == (1, ())


def test_case_moved_meanwhile_is_not_set_back_by_the_old_book() -> None:
    from kaifang.programme.casework.keeping import Given, act
    from kaifang.programme.intake.planning import case_id

    brought(project("1"))
    case = case_id(PROCESS, CITY, "1")
    act(LANPU, demo(), PROCESS, case, "register", Given({"registration": "登记1"}), version=3)
    found = looked_at(project("1"))
    assert (found.unchanged, found.findings) == (1, ())


def test_stage_before_what_is_on_record_is_told() -> None:
    brought(project("1"))
    late = {"day:register": "2023-01-20", "evidence:register:registration": "登记1"}
    (found,) = looked_at(project("1", **late)).findings
    assert (found.where, found.rule) == (place_of("day:register"), "KF-CASE-119")
    assert "2023-02-01" in found.expected.zh


def test_book_is_judged_anew_where_its_cases_were_moved_between_look_and_import() -> None:
    from kaifang.programme.casework.keeping import Given, act
    from kaifang.programme.intake.bringing import look_at, record_looked_at
    from kaifang.programme.intake.errors import CaseBookRefused
    from kaifang.programme.intake.planning import case_id
    from kaifang.store.models import CaseEvent

    brought(project("1"))
    looked = look_at(LANPU, demo(), PROCESS, filled(started("1")), "台账.xlsx")
    assert (looked.is_sound, looked.plan.continued) == (True, 1)
    gone = Given({"written_notice": "说明1"}, reason="market")
    act(LANPU, demo(), PROCESS, case_id(PROCESS, CITY, "1"), "terminate", gone, version=3)
    with pytest.raises(CaseBookRefused) as refused:
        record_looked_at(LANPU, demo(), looked)
    assert {one.rule for one in refused.value.findings} >= {"KF-CASE-108"}
    assert CaseEvent.objects.count() == 4


def test_the_file_and_the_import_stand_in_the_audit() -> None:
    import hashlib
    import json

    from kaifang.programme.intake.bringing import bring_in
    from kaifang.store.models import AuditEntry, StoredFile

    data = filled(project("1"))
    bring_in(LANPU, demo(), PROCESS, data, "台账.xlsx")
    entry = AuditEntry.objects.get(act="import_cases")
    sha256 = hashlib.sha256(data).hexdigest()
    assert json.loads(entry.body)["after"] == {
        "file": sha256, "new": 1, "continued": 0, "unchanged": 0, "events": 3,
    }  # fmt: skip
    assert StoredFile.objects.get(pk=sha256).name == "台账.xlsx"
