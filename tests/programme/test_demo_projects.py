"""Projects of the demo: as many as the documents' cohorts scaled, sound but where planted, once."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from kaifang.cases.definition import compile as compiled
from kaifang.cases.events import Event, EventKey
from kaifang.cases.folding import CaseState, fold
from kaifang.cases.likeness import Registered, alike
from kaifang.core.event import GivenEvent
from kaifang.core.party import credit_code
from kaifang.packs.law import load
from kaifang.programme.calendars import work_calendar
from kaifang.programme.demo.investors import code_name
from kaifang.programme.demo.occasions import OCCASIONS, occasion_events
from kaifang.programme.demo.project_plans import DUPLICATES, plans
from kaifang.programme.demo.projects import (
    SAME_PERSON,
    WITHOUT_PERMIT,
    WITHOUT_VOUCHER,
    case_id,
    demo_projects,
    record_projects,
)
from kaifang.programme.demo.releases import TODAY
from kaifang.programme.demo.shape import CONTRACT_VALUE, FAIR, FIRST, LOOKED, OUTCOMES, WEEKS
from kaifang.programme.viewer import INTERNAL

if TYPE_CHECKING:
    from kaifang.programme.opening import Programme

FED = "investment.key_project_funds"
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2023, 7, 15, 12, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def everything() -> list[GivenEvent]:
    return list(demo_projects())


@pytest.fixture(scope="module")
def states(everything: list[GivenEvent]) -> dict[str, CaseState]:
    return folded("demo.project", everything)


def folded(process: str, told: list[GivenEvent]) -> dict[str, CaseState]:
    law = load("demo")
    own = compiled(law.processes[process], "1")
    calendar = work_calendar(law).known_on(TODAY)
    cases: dict[str, list[Event]] = {}
    for number, one in enumerate(told):
        cases.setdefault(one.case, []).append(_event(one, number))
    return {case: fold(own, some, calendar, now=NOW) for case, some in cases.items()}


def _event(one: GivenEvent, number: int) -> Event:
    assert isinstance(one.occurred_at, datetime)
    amends = EventKey(one.source, one.amends) if one.amends else None
    return Event(
        one.source, one.id, one.case, one.type, one.occurred_at, recorded_at=NOW,
        actor=one.actor, org=one.org, data=one.data, amends=amends, version="1", seq=number,
    )  # fmt: skip


def test_four_hundred_stand_where_the_shape_says(states: dict[str, CaseState]) -> None:
    """Added up by hand from the outcomes of `shape`."""
    assert Counter(one.state for one in states.values()) == {
        "lead": 10, "talks": 14, "signed": 41, "registered": 58, "started": 62,
        "in_statistics": 77, "in_production": 43, "at_capacity": 12,
        "stalled": 40, "terminated": 34, "moved": 9,
    }  # fmt: skip
    assert len(states) == 400 == sum(one.many for one in OUTCOMES)


def test_the_cohorts_are_the_published_ones_scaled(states: dict[str, CaseState]) -> None:
    """384, 251, 187 and 445 times 133/384: 133, 86.9, 64.8 and 154.1; 87/133 is 65.4% again."""
    groups = Counter(one.outcome.group for one in plans())
    assert [groups[name] for name in (FIRST, FAIR, WEEKS)] == [133, 65, 154]
    first = [case_id(one.number) for one in plans() if one.outcome.group == FIRST]
    assert {states[case].clocks["landing"].clock for case in first} == {"landing"}
    assert all(day.year == 2021 for case in first if (day := day_of(states[case], "sign")))
    landed = [case for case in first if (day := day_of(states[case], "start")) and day <= LOOKED]
    assert (LOOKED, len(landed)) == (date(2023, 1, 25), 87)
    assert round(Decimal(87) / 133 * 100, 1) == Decimal("65.4")
    assert sum(day_of(states[case], "start") is not None for case in first) == 92


def day_of(state: CaseState, kind: str) -> date | None:
    days = [step.event.occurred_at for step in state.history if step.event.type == kind]
    return days[0].astimezone(SHANGHAI).date() if days else None


def test_contract_values_are_scaled_alike() -> None:
    """272.3 and 350.1 billion yuan times 133/384 are 94.31 and 121.26."""
    assert CONTRACT_VALUE == {FAIR: 9_431_000, WEEKS: 12_126_000}
    for group, value in CONTRACT_VALUE.items():
        assert sum(one.investment for one in plans() if one.outcome.group == group) == value


def test_nothing_is_wrong_but_what_is_planted(states: dict[str, CaseState]) -> None:
    found = {
        (case, one.event.type, one.code)
        for case, state in states.items()
        for one in state.deviations
    }
    assert found == {
        (case_id(WITHOUT_PERMIT), "start", "KF-CASE-109"),
        (case_id(WITHOUT_VOUCHER), "funds", "KF-CASE-109"),
        (case_id(SAME_PERSON), "enter_statistics", "KF-CASE-111"),
    }
    assert not any(one.pending for one in states.values())


def test_nothing_lies_ahead_of_the_demos_day(everything: list[GivenEvent]) -> None:
    told = [*everything, *occasion_events(TODAY)]
    assert all(one.occurred_at < NOW for one in told if isinstance(one.occurred_at, datetime))
    assert len({one.id for one in told}) == len(told)


def test_pairs_that_are_alike_are_the_planted_ones(states: dict[str, CaseState]) -> None:
    told = []
    for case, state in states.items():
        known = {name: str(value) for name, value in state.values.items()}
        name = known.get("project_name", known["code_name"])
        worth = Decimal(known["investment"]) if "investment" in known else None
        about = known.get("investor", ""), known.get("credit_code", "")
        told.append(Registered(case, name, *about, amount=worth, site=known.get("site", "")))
    found = {(one.one, one.other) for one in alike(told)}
    assert found == {(case_id(one), case_id(other)) for one, other in DUPLICATES}
    by_number = {one.number: one for one in plans()}
    orgs = load("demo").orgs
    for pair in DUPLICATES:
        cities = {orgs[by_number[one].org].parent for one in pair}
        assert len({by_number[one].org for one in pair} | cities) > 2, pair
        assert by_number[pair[0]].occasion != by_number[pair[1]].occasion, pair


def test_who_invests_is_told_without_a_mistake(states: dict[str, CaseState]) -> None:
    assert sum(bool(one.central) for one in plans()) == 25
    assert sum(one.is_foreign for one in plans()) == 54
    for one in plans():
        assert bool(one.code) != one.is_foreign, "foreign investors have no credit code"
        if one.code:
            assert credit_code(one.code) == one.code
    assert len({code_name(one.number) for one in plans()}) == 400
    codes = {one.id: one for one in load("demo").code_lists.values()}
    for state in states.values():
        known = state.values
        for field, of in (
            ("country", "country"),
            ("currency", "currency"),
            ("industry", "gbt4754"),
        ):
            assert known.get(field) is None or known[field] in codes[of]


def test_before_signing_nothing_but_a_code_name_is_told(states: dict[str, CaseState]) -> None:
    early = [one for one in states.values() if one.state in ("lead", "talks")]
    assert len(early) == 24
    assert all(one.values["code_name"] and "project_name" not in one.values for one in early)


def test_stalled_projects_say_why(states: dict[str, CaseState]) -> None:
    reasons = [
        step.event.reason
        for state in states.values()
        if state.state in ("stalled", "terminated", "moved")
        for step in state.history[-1:]
    ]
    last = [one for one in reasons if one]
    assert len(reasons) == 83
    assert len(last) >= 74, "but where a month's funds were entered later"
    assert len(set(last)) == 7


def test_events_signed_what_the_shape_says(states: dict[str, CaseState]) -> None:
    signed = Counter(state.values.get("signed_at") for state in states.values())
    assert signed.pop(None) == 400 - 73 - 154 - 65 - 17
    assert signed == {one.case: one.signed for one in OCCASIONS if one.signed}
    occasions = folded("demo.occasion", list(occasion_events(TODAY)))
    assert Counter(one.state for one in occasions.values()) == {
        "settled": 9, "cancelled": 1, "held": 1, "planned": 1,
    }  # fmt: skip
    assert not any(one.deviations for one in occasions.values())
    costs = [Decimal(one.values["cost"]) for one in occasions.values() if "cost" in one.values]
    # 248 + 1655 + 58 + 302 + 276 + 219 + 1864 + 93 + 88
    assert sum(costs) == 4803


def test_they_are_the_same_on_every_machine(everything: list[GivenEvent]) -> None:
    """Pinned as a fingerprint: another one would set aside what is recorded already."""
    lines = (f"{one.id}|{one.occurred_at}|{one.org}|{one.data}" for one in everything)
    assert sha256("\n".join(lines).encode()).hexdigest()[:16] == "87f02ceaa0b54523"


@pytest.mark.django_db
def test_recording_again_adds_nothing(settings: Any, tmp_path: Path) -> None:
    from kaifang.programme.projects.funds import ledger_totals
    from kaifang.store import events
    from kaifang.store.models import AuditEntry, CaseEvent

    settings.HOME = tmp_path / "home"
    new = record_projects()
    assert new == CaseEvent.objects.count() > 4000
    assert record_projects() == 0
    assert CaseEvent.objects.count() == new
    assert AuditEntry.objects.filter(act="append_events").count() == 1
    assert AuditEntry.objects.filter(act="feed_register").count() == 2
    assert list(events.verify()) == []
    _expect_funds(opened(), ledger_totals)


def opened() -> Programme:
    from kaifang.programme.opening import Programme

    return Programme.of(load("demo"))


def _expect_funds(programme: Programme, ledger_totals: Any) -> None:
    """The province's sum of all months is that of the entries that nobody corrected, and of the corrections."""
    from kaifang.programme.rights import Actor, Post, Role

    division = Actor("1", "1", (Post(Role.DIVISION, "demo"),))
    told = list(demo_projects())
    amended = {one.amends for one in told}
    paid = [one for one in told if one.type == "funds" and one.id not in amended]
    totals = ledger_totals(division, programme, "demo.project", org="demo")
    assert sum(one.amount for one in totals) == sum(Decimal(one.data["funds"]) for one in paid)
    assert len({one for one in amended if one}) == 30
    half = [one for one in paid if "2023-01" <= one.data["funds_month"] <= "2023-06"]
    told = programme.for_viewer(INTERNAL).statement(FED, "demo", "2023-H1").quantity
    assert told is not None
    assert told.value == sum(Decimal(one.data["funds"]) for one in half) / 10_000
    assert programme.statement(FED, "demo", "2023-H1").quantity is None, "not for the public"
    assert ledger_totals(Actor("9", "9"), programme, "demo.project") == []
