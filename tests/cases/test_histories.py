"""A history is decided act by act, and everything wrong with it is told at once."""

from __future__ import annotations

from kaifang.cases.deciding import Command, Doer, Refusal
from kaifang.cases.events import Event
from kaifang.cases.folding import fold
from kaifang.cases.histories import Stage, decide_all, fits
from tests.cases.approvals import CALENDAR, approval, at, clock, event

OWN = approval(clock("working_day", 20, extend={"n": 5, "who": "chief"}))
BOTH = Doer("bo", {"officer", "window", "applicant"})


def acts(*given: tuple[str, str]) -> list[tuple[Command, str]]:
    """Applications carry what they need, nothing else carries anything."""
    own = {"apply": ({"form": "1"}, {"firm": "示例公司"})}
    return [
        (
            Command("c", type, at(day), own.get(type, ({}, {}))[0], "", own.get(type, ({}, {}))[1]),
            type,
        )
        for type, day in given
    ]


def told(stage: Stage, *given: tuple[str, str]) -> list[str]:
    found = decide_all(stage, acts(*given), BOTH, source="book", now=at("11-01"))
    return [
        ",".join(error.code for error in one.errors) if isinstance(one, Refusal) else one.type
        for one in found
    ]


def test_each_act_is_decided_where_the_one_before_left_the_case() -> None:
    stage = Stage.before(OWN)
    assert told(stage, ("apply", "09-01"), ("accept", "09-02")) == ["apply", "accept"]
    assert stage.state == "reviewing"


def test_what_is_behind_a_refusal_is_judged_as_if_the_act_had_been_done() -> None:
    found = told(Stage.before(OWN), ("apply", "09-01"), ("suspend", "09-03"), ("resume", "09-05"))
    assert found == ["apply", "KF-CASE-109,KF-CASE-110", "resume"]


def test_going_on_from_a_case_does_not_move_it() -> None:
    begun: list[Event] = [event("apply", at("09-01"), actor="anna")]
    state = fold(OWN, begun, CALENDAR, now=at("11-01"))
    stage = Stage.after(state)
    assert told(stage, ("accept", "09-02")) == ["accept"]
    assert (stage.state, state.position.state) == ("reviewing", "received")


def test_whether_events_may_follow_one_another_is_told_without_their_evidence() -> None:
    stage = Stage.before(OWN)
    assert fits(stage, ["apply", "accept", "suspend", "resume", "withdraw"])
    assert not fits(stage, ["apply", "resume"])
    assert not fits(stage, ["accept", "apply"])
    assert stage.state is None
