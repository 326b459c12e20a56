"""Projects are moved on evidence by those whose they are; nobody else learns that they are there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest

from kaifang.programme.rights import Actor, NotAllowed, Post, Role
from tests.programme.conftest import programme

if TYPE_CHECKING:  # models cannot be imported before Django is set up
    from kaifang.programme.casework.reading import CaseView
    from kaifang.programme.opening import Programme

__all__ = ["programme"]
pytestmark = pytest.mark.django_db

PROCESS, CITY, ZONE = "demo.project", "demo.lanpu", "demo.zone.lanpu-etdz"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def officer(role: Role, org: str, user: str) -> Actor:
    return Actor(user, user, (Post(role, org),))


DIVISION = officer(Role.DIVISION, "demo", "1")
LANPU = officer(Role.CITY, CITY, "2")
BIWAN = officer(Role.CITY, "demo.biwan", "3")
ETDZ = officer(Role.ZONE, ZONE, "4")
FIRM = officer(Role.FIRM, CITY, "5")
LEADER = officer(Role.LEADER, "demo", "6")
STRANGER = Actor("9", "9")
SIGNED = {
    "credit_code": "91210200MA0EXAMPLC", "country": "CN", "industry": "39",
    "project_name": "海燕电子项目", "capital": "domestic",
    "investment": "12000.50", "currency": "CNY", "investment_own": "12000.50",
}  # fmt: skip
# What is done to a project until it produces: event, day of 2023, by whom, evidence, fields.
WAY: list[tuple[str, str, Actor, str, Mapping[str, str]]] = [
    ("talk", "01-10", LANPU, "visit", {"investor": "示例集团"}),
    ("sign", "02-01", LANPU, "contract", SIGNED),
    ("register", "02-20", LANPU, "registration", {}),
    ("start", "04-03", LANPU, "construction_permit", {"site": "岚浦经开区"}),
    ("enter_statistics", "05-04", DIVISION, "statistics_registration", {}),
    ("produce", "07-03", LANPU, "acceptance", {}),
]


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"2023-{day}T10:00").replace(tzinfo=SHANGHAI)


def given(day: str, evidence: str = "", **more: Any) -> Any:
    from kaifang.programme.casework.keeping import Given

    proof = {evidence: f"{evidence}.pdf"} if evidence else {}
    return Given(proof, occurred_at=at(day), **more)


@pytest.fixture
def lead(programme: Programme) -> CaseView:
    from kaifang.programme.casework.keeping import open_case

    first = given("01-04", data={"code_name": "海燕"})
    return open_case(LANPU, programme, PROCESS, CITY, first)


def moved(programme: Programme, one: CaseView, steps: int) -> CaseView:
    from kaifang.programme.casework.keeping import act

    for event, day, who, evidence, data in WAY[:steps]:
        told = given(day, evidence, data=data)
        one = act(who, programme, PROCESS, one.case, event, told, version=one.version)
    return one


def test_project_goes_from_lead_to_production(programme: Programme, lead: CaseView) -> None:
    from kaifang.store.models import AuditEntry

    assert (lead.state.state, lead.org, lead.version) == ("lead", CITY, 1)
    one = moved(programme, lead, 6)
    assert (one.state.state, one.version) == ("in_production", 7)
    assert one.state.deviations == ()
    assert [step.event.type for step in one.state.history] == ["report", *(s[0] for s in WAY)]
    assert one.state.values["investment"] == "12000.50"
    # 2023-04-03 to 2023-07-03: 91 days of nature, the first not counted
    assert one.state.clocks["completion"].used == 91
    assert AuditEntry.objects.filter(act="append_events").count() == 7
    assert AuditEntry.objects.filter(act="append_events", actor="1").count() == 1


def test_clock_tells_its_due_day(programme: Programme, lead: CaseView) -> None:
    """180 working days from the day after signing, counted one by one by another calendar."""
    day, left = date(2023, 2, 1), 180
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    clock = moved(programme, lead, 2).state.clocks["landing"]
    assert (clock.status, clock.due, clock.provisional) == ("running", day, False)


def test_refusal_names_rule_and_source(programme: Programme, lead: CaseView) -> None:
    from kaifang.programme.casework.errors import ActRefused
    from kaifang.programme.casework.keeping import act
    from kaifang.store.models import CaseEvent

    talks = moved(programme, lead, 1)
    with pytest.raises(ActRefused) as found:
        act(LANPU, programme, PROCESS, lead.case, "sign", given("02-01", data=SIGNED), version=2)
    refused = found.value
    assert (refused.rule, refused.is_forbidden) == ("KF-CASE-109", False)
    assert "签约文本" in refused.says.zh
    assert "investment.yaml:" in refused.where
    assert [cite.reason.zh for cite in refused.cites if cite.reason] == [
        "示例省虚构的流程，仅供演示"
    ]
    assert CaseEvent.objects.count() == talks.version


def test_role_of_the_process_is_asked_for(programme: Programme, lead: CaseView) -> None:
    """A zone is steward of its own projects, and signs none; the city enters no statistics."""
    from kaifang.programme.casework.errors import ActRefused
    from kaifang.programme.casework.keeping import act, open_case

    own = open_case(ETDZ, programme, PROCESS, ZONE, given("01-04", data={"code_name": "白鹭"}))
    talk = given("01-10", "visit", data={"investor": "示例集团"})
    own = act(ETDZ, programme, PROCESS, own.case, "talk", talk, version=1)
    sign = given("02-01", "contract", data=SIGNED)
    with pytest.raises(ActRefused) as found:
        act(ETDZ, programme, PROCESS, own.case, "sign", sign, version=2)
    assert (found.value.rule, found.value.is_forbidden) == ("KF-CASE-118", True)
    started = moved(programme, lead, 4)
    notice = given("05-04", "statistics_registration")
    with pytest.raises(ActRefused) as found:
        act(LANPU, programme, PROCESS, started.case, "enter_statistics", notice, version=5)
    assert [one.code for one in found.value.errors] == ["KF-CASE-118", "KF-CASE-111"]


@pytest.mark.parametrize("who", [BIWAN, ETDZ, FIRM, STRANGER], ids=lambda one: one.user)
def test_strangers_learn_and_do_nothing(programme: Programme, lead: CaseView, who: Actor) -> None:
    """Another city learns not even the code name before signing, nor afterwards."""
    from kaifang.programme.casework.errors import NoSuchCase
    from kaifang.programme.casework.keeping import act, correct, open_case
    from kaifang.programme.casework.reading import case_list, case_state
    from kaifang.store.models import CaseEvent

    assert case_list(who, programme, PROCESS) == []
    talk = given("01-10", "visit", data={"investor": "示例集团"})
    with pytest.raises(NoSuchCase):
        case_state(who, programme, PROCESS, lead.case)
    with pytest.raises(NoSuchCase):
        act(who, programme, PROCESS, lead.case, "talk", talk, version=1)
    with pytest.raises(NoSuchCase):
        correct(who, programme, PROCESS, lead.case, 1, talk, version=1)
    with pytest.raises(NotAllowed):
        open_case(who, programme, PROCESS, CITY, given("01-04", data={"code_name": "海鸥"}))
    assert CaseEvent.objects.count() == 1


def test_leader_sees_and_does_not_act(programme: Programme, lead: CaseView) -> None:
    from kaifang.programme.casework.keeping import act
    from kaifang.programme.casework.reading import case_list

    assert [one.case for one in case_list(LEADER, programme, PROCESS)] == [lead.case]
    with pytest.raises(NotAllowed):
        act(LEADER, programme, PROCESS, lead.case, "talk", given("01-10", "visit"), version=1)


def test_list_is_asked_by_state_and_organisation(programme: Programme, lead: CaseView) -> None:
    from kaifang.programme.casework.keeping import open_case
    from kaifang.programme.casework.reading import case_list

    own = open_case(ETDZ, programme, PROCESS, ZONE, given("01-04", data={"code_name": "白鹭"}))
    moved(programme, lead, 1)

    def cases(who: Actor, **asked: str) -> list[str]:
        return [one.case for one in case_list(who, programme, PROCESS, **asked)]

    assert cases(LANPU) == [own.case, lead.case]
    assert cases(ETDZ) == [own.case]
    assert cases(DIVISION, state="talks") == [lead.case]
    assert cases(DIVISION, org=ZONE) == [own.case]


def test_second_of_two_is_told(programme: Programme, lead: CaseView) -> None:
    from kaifang.programme.casework.keeping import act
    from kaifang.store.errors import ChangedMeanwhile
    from kaifang.store.models import CaseEvent

    moved(programme, lead, 1)
    with pytest.raises(ChangedMeanwhile):
        act(DIVISION, programme, PROCESS, lead.case, "note", given("01-11"), version=1)
    assert CaseEvent.objects.count() == 2


def test_correction_amends_and_history_stays(programme: Programme, lead: CaseView) -> None:
    from kaifang.programme.casework.keeping import correct
    from kaifang.programme.casework.reading import case_state

    signed = moved(programme, lead, 2)
    entered = signed.state.history[-1].event
    seen = entered.recorded_at
    right = given("02-08", "contract", data={**SIGNED, "investment": "9000", **WHY})
    after = correct(DIVISION_AND_CITY, programme, PROCESS, lead.case, entered.seq, right, version=3)
    assert (after.state.state, after.version) == ("signed", 4)
    assert after.state.values["investment"] == "9000"
    last = after.state.history[-1].event
    assert (last.amends, last.persons) == (entered.key, {"7", "2"})
    assert after.state.clocks["landing"].started_at == at("02-08")
    then = case_state(LANPU, programme, PROCESS, lead.case, seen)
    assert (then.version, then.state.values["investment"]) == (3, "12000.50")
    assert then.state.clocks["landing"].started_at == at("02-01")


def test_correction_says_why(programme: Programme, lead: CaseView) -> None:
    from kaifang.programme.casework.errors import CorrectionUnexplained
    from kaifang.programme.casework.keeping import correct
    from kaifang.store.models import CaseEvent

    signed = moved(programme, lead, 2)
    number = signed.state.history[-1].event.seq
    for blank in ({}, {"because": ""}, {"because": "  "}):
        right = given("02-08", "contract", data={**SIGNED, **blank})
        with pytest.raises(CorrectionUnexplained, match="签约"):
            correct(LANPU, programme, PROCESS, lead.case, number, right, version=3)
    assert CaseEvent.objects.count() == 3


WHY = {"because": "录入有误"}
DIVISION_AND_CITY = Actor("7", "7", (Post(Role.DIVISION, "demo"), Post(Role.CITY, CITY)))


def test_correction_breaks_no_rule(programme: Programme, lead: CaseView) -> None:
    """Without its contract, or before the talks, the signing would not have been let through."""
    from kaifang.programme.casework.errors import ActRefused, NotAnEventOfTheCase
    from kaifang.programme.casework.keeping import correct
    from kaifang.store.models import CaseEvent

    signed = moved(programme, lead, 2)
    number = signed.state.history[-1].event.seq
    for wrong, rule in (
        (given("02-01", data={**SIGNED, **WHY}), "KF-CASE-109"),
        (given("01-05", "contract", data={**SIGNED, **WHY}), "KF-CASE-108"),
        (given("12-01", "contract", data={**SIGNED, **WHY}), "KF-CASE-105"),
    ):
        with pytest.raises(ActRefused) as found:
            correct(LANPU, programme, PROCESS, lead.case, number, wrong, version=3)
        assert found.value.rule == rule
    right = given("02-08", "contract", data={**SIGNED, **WHY})
    with pytest.raises(ActRefused) as found:
        correct(DIVISION, programme, PROCESS, lead.case, number, right, version=3)
    assert found.value.rule == "KF-CASE-118"
    with pytest.raises(NotAnEventOfTheCase):
        correct(LANPU, programme, PROCESS, lead.case, 999, right, version=3)
    assert CaseEvent.objects.count() == 3


def test_only_commands_are_worked_on(programme: Programme) -> None:
    from kaifang.programme.casework.errors import NotCommanded
    from kaifang.programme.casework.reading import case_list
    from kaifang.programme.clearance.processes import UnknownProcess

    with pytest.raises(NotCommanded):
        case_list(DIVISION, programme, "demo.clearance")
    with pytest.raises(UnknownProcess):
        case_list(DIVISION, programme, "demo.projects")
