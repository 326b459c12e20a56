"""A case ruled to be another rests; separated again it is as if it had never been merged."""

from __future__ import annotations

from kaifang.cases.deciding import Command, Doer, Refusal, decide, possible
from kaifang.cases.events import Event
from kaifang.cases.folding import CaseState, fold
from kaifang.packs.schema.duplicates import MERGED, MERGED_STATE, RECEIVED, RELEASED, SEPARATED
from tests.cases.approvals import CALENDAR, NOW, approval, at, clock, event

APPROVAL = approval(clock())
APPLY = event("apply", at("09-01"), actor="a")
ACCEPT = event("accept", at("09-02"), actor="b")
PAY = event("pay", at("09-08"), actor="b", data={"award": "10", "paid": "1"})
MERGE = event(MERGED, at("09-10"), actor="p")
SEPARATE = event(SEPARATED, at("09-17"), actor="p")


def folded(*events: Event, now: object = NOW) -> CaseState:
    return fold(APPROVAL, events, CALENDAR, now=now)  # type: ignore[arg-type]


def test_a_merged_case_rests() -> None:
    state = folded(APPLY, ACCEPT, MERGE)
    assert (state.state, state.ended, state.is_merged) == (MERGED_STATE, "merged", True)
    assert (state.since, state.deviations) == (at("09-10"), ())
    assert [(one.before, one.after) for one in state.history][1:] == [
        ("received", "reviewing"), ("reviewing", MERGED_STATE),
    ]  # fmt: skip
    # 2 September is the anchor and does not count: 3 to 10 September are six working days
    whole = state.clocks["whole"]
    assert (whole.status, whole.used, whole.stopped_at) == ("stopped", 6, at("09-10"))


def test_nothing_is_done_to_a_merged_case() -> None:
    state, doer = folded(APPLY, ACCEPT, MERGE), Doer("b", ["officer", "chief"])
    assert possible(state, doer) == []
    for act in ("pay", "decide", SEPARATED):
        asked = Command("1", act, NOW)
        told = decide(state, asked, doer, source="s", id="9", now=NOW)
        assert isinstance(told, Refusal), act


def test_a_separated_case_is_as_if_it_had_never_been_merged() -> None:
    plain, back = folded(APPLY, ACCEPT), folded(APPLY, ACCEPT, MERGE, SEPARATE)
    assert (back.state, back.since, back.ended) == ("reviewing", at("09-02"), "")
    assert back.clocks == plain.clocks
    assert [one.event.type for one in back.history] == ["apply", "accept", MERGED, SEPARATED]
    doer = Doer("b", ["officer", "chief"])
    assert possible(back, doer) == possible(plain, doer)


def test_what_is_entered_later_for_the_days_of_the_merger_counts() -> None:
    """The wrong ruling is undone on 17 September; a decision of the 12th is entered afterwards."""
    decided = event("decide", at("09-12"), actor="d")
    state = folded(APPLY, ACCEPT, MERGE, SEPARATE, decided)
    assert (state.state, state.deviations) == ("decided", ())


def test_the_ruling_has_its_time() -> None:
    assert folded(APPLY, ACCEPT, MERGE, now=at("09-09")).state == "reviewing"


def test_a_case_may_be_merged_anew() -> None:
    again = event(MERGED, at("09-20"), "again", actor="p")
    state = folded(APPLY, ACCEPT, MERGE, SEPARATE, again)
    assert (state.is_merged, state.since) == (True, at("09-20"))


def test_receiving_another_changes_nothing_of_a_case() -> None:
    received, released = (event(one, at("09-10"), actor="p") for one in (RECEIVED, RELEASED))
    plain, own = folded(APPLY, ACCEPT), folded(APPLY, ACCEPT, received, released)
    assert (own.state, own.clocks, own.position) == (plain.state, plain.clocks, plain.position)
    assert [one.event.type for one in own.history][2:] == [RECEIVED, RELEASED]
    assert own.deviations == ()
