"""Commands: what is obeyed, and what is refused with the rule and its citation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kaifang.cases import definition
from kaifang.cases.deciding import Command, Doer, Refusal, decide, possible
from kaifang.cases.definition import Definition
from kaifang.cases.events import Event
from kaifang.cases.folding import CaseState, fold
from kaifang.packs.law import compose
from tests.cases.approvals import CALENDAR, approval, at, clearance, clock, event

OWN = approval(clock("working_day", 20, extend={"n": 5, "who": "chief"}))
BEGUN = [event("apply", at("09-01"), actor="anna"), event("accept", at("09-02"), actor="bo")]
OFFICER = Doer("bo", {"officer"}, org="210100")
CHIEF = Doer("chen", {"chief"})


def state(*events: Event, own: Definition = OWN) -> CaseState:
    return fold(own, events, CALENDAR, now=at("11-01"))


def command(type: str, **more: Any) -> Command:
    return Command("c", type, more.pop("when", at("10-10")), **more)


def told(case: CaseState, one: Command, doer: Doer) -> Event | list[str]:
    found = decide(case, one, doer, source="office", id="9", now=at("11-01"))
    return [error.code for error in found.errors] if isinstance(found, Refusal) else found


def test_what_is_in_order_becomes_an_event() -> None:
    given = command("suspend", evidence={"notice": "file-7"}, reason="hearing")
    found = told(state(*BEGUN), given, OFFICER)
    assert isinstance(found, Event)
    assert (found.key, found.actor, found.org, found.version) == (
        ("office", "9"),
        "bo",
        "210100",
        "1",
    )
    assert (found.evidence, found.reason) == ({"notice": "file-7"}, "hearing")
    assert (found.occurred_at, found.recorded_at) == (at("10-10"), at("11-01"))
    assert state(*BEGUN, found).deviations == ()


@pytest.mark.parametrize(
    ("given", "doer", "codes"),
    [
        (command("decide", data={"award": "1"}), OFFICER, ["KF-CASE-118", "KF-CASE-111"]),
        (command("decide"), replace(CHIEF, id="bo"), ["KF-CASE-111"]),
        (command("decide"), replace(CHIEF, on_behalf_of="bo"), ["KF-CASE-111"]),
        (command("suspend", reason="hearing"), OFFICER, ["KF-CASE-109"]),
        (command("suspend", evidence={"notice": ""}, reason="rain"), OFFICER,
         ["KF-CASE-109", "KF-CASE-110"]),
        (command("accept"), OFFICER, ["KF-CASE-108"]),
        (command("acept"), OFFICER, ["KF-CASE-106"]),
        (command("resume"), OFFICER, ["KF-CASE-108"]),
        (command("withdraw", when=at("11-02")), OFFICER, ["KF-CASE-105"]),
        (command("withdraw", when=at("09-01")), OFFICER, ["KF-CASE-119"]),
        (command("extend.whole"), OFFICER, ["KF-CASE-118"]),
        (command("extend.whole", data={"n": 6}), CHIEF, ["KF-CASE-117"]),
        (command("pay"), OFFICER, ["KF-CASE-112"]),
        (command("pay", data={"paid": "ten", "award": "9"}), OFFICER, ["KF-CASE-113"]),
        (command("pay", data={"paid": 0.1, "award": "9"}), OFFICER, ["KF-CASE-113"]),
        (command("pay", data={"paid": "10"}), OFFICER, ["KF-CASE-114"]),
    ],
)  # fmt: skip
def test_what_is_not_in_order_is_refused(given: Command, doer: Doer, codes: list[str]) -> None:
    assert told(state(*BEGUN), given, doer) == codes


def test_a_stranger_may_do_nothing() -> None:
    stranger = Doer("zed")
    assert possible(state(*BEGUN), stranger) == []
    for type in (*OWN.events, *OWN.extensions):
        found = told(state(*BEGUN), command(type), stranger)
        assert isinstance(found, list)
        assert "KF-CASE-118" in found


def test_what_one_may_do_follows_role_and_state() -> None:
    assert possible(state(), OFFICER) == ["apply"]
    assert possible(state(*BEGUN), OFFICER) == ["suspend", "pay", "withdraw"]
    assert possible(state(*BEGUN), CHIEF) == ["decide", "extend.whole"]
    assert possible(state(*BEGUN, event("decide", at("09-09"), actor="chen")), CHIEF) == []


def test_a_case_that_has_not_begun_begins_first() -> None:
    assert told(state(), command("accept"), OFFICER) == ["KF-CASE-107"]
    apply = command("apply", evidence={"form": "f"}, data={"firm": "甲"})
    assert isinstance(told(state(), apply, OFFICER), Event)


def test_payments_stay_within_the_award() -> None:
    first = event("pay", at("09-03"), data={"paid": "80.10", "award": "100"}, actor="bo")
    case = state(*BEGUN, first)
    assert isinstance(told(case, command("pay", data={"paid": "19.90"}), OFFICER), Event)
    refused = decide(case, command("pay", data={"paid": "19.91"}), OFFICER,
                     source="s", id="9", now=at("11-01"))  # fmt: skip
    assert isinstance(refused, Refusal)
    assert "100.01" in refused.says.en


def test_one_extension_only() -> None:
    case = state(*BEGUN, event("extend.whole", at("09-03"), actor="chen"))
    assert told(case, command("extend.whole"), CHIEF) == ["KF-CASE-116"]


def test_an_extension_by_nothing_is_none() -> None:
    for n in (0, "0", -1, "", None):
        found = told(state(*BEGUN), command("extend.whole", data={"n": n}), CHIEF)
        if n in ("", None):  # not asked for: as far as it may go
            assert isinstance(found, Event)
            assert state(*BEGUN, found).clocks["whole"].extended == 5
        else:
            assert found == ["KF-CASE-117"], n


def test_an_award_does_not_sink_below_what_was_paid() -> None:
    paid = event("pay", at("09-03"), actor="bo", data={"paid": "60", "award": "100"})
    less = command("suspend", evidence={"notice": "n"}, reason="hearing", data={"award": "59.99"})
    assert told(state(*BEGUN, paid), less, OFFICER) == ["KF-CASE-114"]
    enough = replace(less, data={"award": "60"})
    assert isinstance(told(state(*BEGUN, paid), enough, OFFICER), Event)


def test_acts_of_one_instant_follow_one_another_as_they_were_decided() -> None:
    """Three acts on a day without an hour: by the declared order both suspensions came first."""
    case, acts = state(*BEGUN), ["suspend", "resume", "suspend", "resume"]
    for number, type in enumerate(acts):
        given = command(type, evidence={"notice": "n"}, reason="hearing")
        found = decide(case, given, OFFICER, source="office", id=f"act{number}", now=at("11-01"))
        assert isinstance(found, Event)
        case = state(*(step.event for step in case.history), replace(found, seq=number))
        assert case.deviations == ()
    assert [step.event.type for step in case.history][-4:] == acts
    assert case.state == "reviewing"
    last = case.history[-1].event.occurred_at
    assert timedelta() < last - at("10-10") < timedelta(milliseconds=1)


def test_an_observed_process_refuses_nothing() -> None:
    case = state(own=clearance())
    for type in ("pickup", "strange"):
        assert isinstance(told(case, command(type), Doer("customs")), Event)


def test_a_refusal_names_the_rule_its_place_and_its_source() -> None:
    law = compose("liaoning-2022")
    own = definition.compile(law.processes["project.investment"], law.version)
    case = fold(own, [], CALENDAR, now=at("11-01"))
    for type, data in (("report", {"code_name": "甲"}), ("talk", {"investor": "某公司"})):
        done = decide(case, command(type, data=data, evidence={"visit": "1"}),
                      Doer("bo", {"steward"}), source="s", id=type, now=at("11-01"))  # fmt: skip
        assert isinstance(done, Event)
        case = fold(own, [*(step.event for step in case.history), done], CALENDAR, now=at("11-01"))
    refused = decide(case, command("sign", data={"investment": "1"}), Doer("li", {"city"}),
                     source="s", id="9", now=at("11-01"))  # fmt: skip
    assert isinstance(refused, Refusal)
    assert refused.rule == "KF-CASE-109"
    assert refused.says.zh == "“签约”缺少材料：签约文本。"
    file, _, line = refused.where.partition(":")
    assert file == "packs/liaoning-2022/processes/investment.yaml"
    assert int(line) > 1
    assert refused.cites[0].doc == "press-2022-01-25"
    assert "65.4%" in refused.cites[0].quote
