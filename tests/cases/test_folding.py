"""The fold: one state whatever the order of arrival, corrections, and every kind of bad input."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaifang.cases.amending import standing
from kaifang.cases.errors import EventTimeNaive
from kaifang.cases.events import Event, EventKey, in_order, seen
from kaifang.cases.folding import CaseState, fold
from tests.cases.approvals import (
    CALENDAR,
    NOW,
    amended,
    approval,
    at,
    clearance,
    clock,
    event,
)

APPROVAL, CLEARANCE = approval(), clearance()
APPLY = event("apply", at("09-01"), actor="a")
ACCEPT = event("accept", at("09-02"), actor="b")
SUSPEND = event("suspend", at("09-05"), actor="b")
RESUME = event("resume", at("09-12"), actor="b")
DECIDE = event("decide", at("09-20"), actor="d")
WHOLE = [APPLY, ACCEPT, SUSPEND, RESUME, DECIDE]


def folded(*events: Event, **more: object) -> CaseState:
    return fold(APPROVAL, events, CALENDAR, now=more.pop("now", NOW), **more)  # type: ignore[arg-type]


def observed(*events: Event) -> CaseState:
    return fold(CLEARANCE, events, CALENDAR, now=NOW)


def codes(state: CaseState) -> list[str]:
    return [one.code for one in state.deviations]


def test_a_case_without_events_has_not_begun() -> None:
    state = folded()
    assert (state.state, state.ended, state.history) == (None, "", ())
    assert state.clocks["whole"].status == "not_started"


def test_a_whole_case_ends_well() -> None:
    state = folded(*WHOLE)
    assert (state.state, state.ended, state.since) == ("decided", "good", at("09-20"))
    assert [step.after for step in state.history] == [
        "received", "reviewing", "suspended", "reviewing", "decided",
    ]  # fmt: skip
    assert codes(state) == []
    assert state.values == {"firm": "甲"}


@given(st.permutations(WHOLE))
def test_the_order_of_arrival_does_not_matter(events: list[Event]) -> None:
    numbered = [replace(one, seq=number) for number, one in enumerate(events)]
    state = folded(*numbered)
    assert state.clocks == folded(*WHOLE).clocks
    assert [step.event.type for step in state.history] == [one.type for one in WHOLE]
    assert codes(state) == []


def test_previous_leads_back_to_where_a_case_was() -> None:
    early = folded(APPLY, event("suspend", at("09-03")), event("resume", at("09-04")))
    assert early.state == "received"
    assert folded(APPLY, ACCEPT, SUSPEND, RESUME).state == "reviewing"


# -- equal times --------------------------------------------------------------------------------


def test_equal_times_keep_the_numbers_of_one_source() -> None:
    when = at("09-01")
    events = [event("accept", when, sequence=1), event("apply", when, sequence=2)]
    assert [one.type for one in in_order(events, APPROVAL.order)] == ["accept", "apply"]


def test_equal_times_without_numbers_keep_the_declared_order() -> None:
    """Dates without an hour: the law knows which comes first, the order of arrival does not."""
    when = at("09-01")
    events = [
        event("decide", when, seq=1),
        event("accept", when, seq=2),
        event("strange", when, seq=0),
        event("apply", when, seq=3),
    ]
    for _ in range(5):
        random.Random(1).shuffle(events)
        assert [one.type for one in in_order(events, APPROVAL.order)] == [
            "apply", "accept", "decide", "strange",
        ]  # fmt: skip
    own = approval(order=["accept", "apply"])
    assert [one.type for one in in_order(events, own.order)][:2] == ["accept", "apply"]


def test_numbers_of_several_sources_do_not_compare() -> None:
    when = at("09-01")
    other = replace(event("accept", when, sequence=1), source="t")
    events = [other, event("apply", when, sequence=2)]
    assert [one.type for one in in_order(events, APPROVAL.order)] == ["apply", "accept"]


def test_equal_times_of_one_type_keep_the_numbers_of_the_store() -> None:
    two = [event("pay", at("09-03"), id, seq=seq) for id, seq in (("x", 9), ("y", 4))]
    assert [one.id for one in in_order(two, APPROVAL.order)] == ["y", "x"]


# -- bad input ----------------------------------------------------------------------------------


def test_out_of_order_moves_an_observed_case_and_is_told() -> None:
    state = observed(event("arrival", at("09-01")), event("release", at("09-02")))
    assert state.state == "released"
    assert codes(state) == ["KF-CASE-108"]
    assert "“arrived”" in state.deviations[0].error.text("en")  # where it was


def test_out_of_order_does_not_move_a_commanded_case_and_is_told() -> None:
    state = folded(APPLY, DECIDE)
    assert (state.state, codes(state)) == ("received", ["KF-CASE-108"])
    assert state.history[-1].event is DECIDE  # kept all the same


def test_what_comes_after_the_end_does_not_reopen_an_observed_case() -> None:
    events = [event(type, at(f"09-0{n}")) for n, type in
              enumerate(("arrival", "declaration", "release", "pickup"), 1)]  # fmt: skip
    state = observed(*events, event("release", at("09-07"), "again"))
    assert (state.state, state.ended, codes(state)) == ("gone", "good", ["KF-CASE-108"])


def test_declared_before_arrival_is_no_deviation() -> None:
    state = observed(event("declaration", at("09-01")), event("arrival", at("09-02")))
    assert (state.state, state.holder, codes(state)) == ("declared", "customs", [])


def test_an_event_of_the_future_waits_and_is_told() -> None:
    state = folded(*WHOLE, now=at("09-10"))
    assert (state.state, codes(state)) == ("suspended", ["KF-CASE-105"] * 2)
    assert [one.type for one in state.pending] == ["resume", "decide"]
    assert folded(*WHOLE, now=at("09-20")).pending == ()


def test_an_event_before_the_case_began_is_told() -> None:
    state = folded(event("accept", at("08-01")), APPLY)
    assert (state.state, codes(state)) == ("received", ["KF-CASE-107"])


def test_an_unknown_event_is_kept_told_and_changes_nothing() -> None:
    state = folded(APPLY, event("acept", at("09-02")))
    assert (state.state, codes(state)) == ("received", ["KF-CASE-106"])
    assert "accept" in state.deviations[0].error.near
    assert len(state.history) == 2
    assert observed(event("strange", at("09-02"))).state == "expected"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(EventTimeNaive):
        event("apply", at("09-01").replace(tzinfo=None))
    with pytest.raises(EventTimeNaive):
        event("apply", at("09-01"), recorded_at=at("09-01").replace(tzinfo=None))
    with pytest.raises(EventTimeNaive):
        folded(APPLY, now=at("09-01").replace(tzinfo=None))


def test_an_event_sent_twice_counts_once() -> None:
    pay = event("pay", at("09-03"), data={"paid": "30", "award": "100"})
    state = folded(APPLY, ACCEPT, pay, replace(pay, seq=7, recorded_at=at("09-09")))
    assert (str(state.position.sums["paid"]), codes(state)) == ("30", [])


def test_one_id_with_two_bodies_keeps_the_first_and_is_told() -> None:
    first = event("pay", at("09-03"), data={"paid": "30", "award": "100"}, seq=1)
    second = replace(first, data={"paid": "70", "award": "100"}, seq=2)
    for order in ((first, second), (second, first)):
        state = folded(APPLY, ACCEPT, *order)
        assert (str(state.position.sums["paid"]), codes(state)) == ("30", ["KF-CASE-102"])


def test_history_is_checked_by_the_same_guards() -> None:
    bare = Event("s", "suspend", "c", "suspend", at("09-05"), actor="b")
    same = replace(DECIDE, actor="b")
    state = folded(APPLY, ACCEPT, bare, RESUME, same)
    assert codes(state) == ["KF-CASE-109", "KF-CASE-110", "KF-CASE-111"]
    assert state.state == "decided"  # it happened


# -- corrections --------------------------------------------------------------------------------


def test_a_correction_replaces_what_it_amends() -> None:
    later = amended(ACCEPT, "accept", at("09-03"), "fix", actor="b")
    state = folded(APPLY, ACCEPT, later)
    assert [step.event.id for step in state.history] == ["apply", "fix"]
    assert state.clocks["whole"].started_at == at("09-03")


def test_the_latest_of_two_corrections_counts() -> None:
    one = amended(ACCEPT, "accept", at("09-03"), "one", seq=5)
    two = amended(ACCEPT, "accept", at("09-04"), "two", seq=6)
    for order in ((one, two), (two, one)):
        assert folded(APPLY, ACCEPT, *order).since == at("09-04")
    third = amended(two, "accept", at("09-05"), "three", seq=7)
    assert folded(APPLY, ACCEPT, one, two, third).since == at("09-05")


def test_an_event_taken_away_never_happened() -> None:
    gone = amended(ACCEPT, "void", at("09-06"), "gone")
    state = folded(APPLY, ACCEPT, gone)
    assert (state.state, len(state.history), codes(state)) == ("received", 1, [])


def test_a_correction_taken_away_restores_what_it_corrected() -> None:
    fix = amended(ACCEPT, "accept", at("09-03"), "fix")
    state = folded(APPLY, ACCEPT, fix, amended(fix, "void", at("09-06"), "gone"))
    assert state.since == ACCEPT.occurred_at


def test_to_take_away_what_took_away_restores_and_so_on() -> None:
    """The withdrawal, its withdrawal and that one's: each turns the case round again."""
    chain = [replace(ACCEPT, seq=1)]
    for number, expected in enumerate(("received", "reviewing", "received", "reviewing"), 2):
        taken = amended(chain[-1], "void", at("09-06"), f"void{number}", seq=number)
        chain.append(taken)
        assert folded(APPLY, *chain).state == expected
    again = amended(chain[1], "accept", at("09-04"), "instead", seq=9)
    assert folded(APPLY, *chain[:2], again).since == at("09-04")  # the withdrawal was corrected


NUMBERED = st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=9)


@given(NUMBERED)
def test_corrections_of_corrections_are_those_of_a_slow_reading(
    rows: list[tuple[int, bool]],
) -> None:
    """Each row corrects one before it, or withdraws it; read by following each by itself."""
    told = [replace(ACCEPT, seq=0, id="0")]
    for seq, (old, is_void) in enumerate(rows, 1):
        kind = "void" if is_void else "accept"
        told.append(amended(told[old % seq], kind, at("09-03"), str(seq), seq=seq))

    def became(one: Event) -> Event | None:
        own = [each for each in told if each.amends == one.key and became(each) is not None]
        last = became(own[-1]) if own else None  # the later one stands behind
        if last is None:
            return one
        return None if last.type == "void" else last

    wanted = became(told[0])
    assert standing(told).events == ([] if wanted is None else [wanted])


def test_a_correction_of_what_is_not_on_file_counts_until_that_comes() -> None:
    fix = amended(ACCEPT, "accept", at("09-03"), "fix")
    alone = folded(APPLY, fix)
    assert (alone.state, codes(alone)) == ("reviewing", ["KF-CASE-103"])
    both = folded(APPLY, fix, ACCEPT)
    assert (both.since, codes(both)) == (at("09-03"), [])


def test_corrections_in_a_circle_do_not_count() -> None:
    one = amended(event("x", at("09-02"), "two"), "accept", at("09-02"), "one")
    two = amended(one, "accept", at("09-02"), "two")
    state = folded(APPLY, one, two)
    assert (state.state, codes(state)) == ("received", ["KF-CASE-104"] * 2)


@pytest.mark.parametrize("given", [3, "form", 2.5, True, [["form"]], None, [], {"form": ""}])
def test_evidence_that_is_no_evidence_was_not_given(given: object) -> None:
    bare = Event("s", "apply", "c", "apply", at("09-01"), data={"evidence": given, "firm": "甲"})
    assert codes(folded(bare)) == ["KF-CASE-109"]


def test_evidence_may_be_a_list_of_kinds() -> None:
    data = {"evidence": ["form"], "firm": "甲"}
    assert codes(folded(Event("s", "apply", "c", "apply", at("09-01"), data=data))) == []


def test_what_was_reported_then_is_seen_with_its_mistakes() -> None:
    first = replace(ACCEPT, recorded_at=at("09-02", "11:00"))
    fix = amended(ACCEPT, "accept", at("09-03"), "fix", recorded_at=at("10-01"))
    assert folded(*seen([APPLY, first, fix], at("09-10"))).since == at("09-02")
    assert folded(*seen([APPLY, first, fix], at("10-02"))).since == at("09-03")


# -- versions -----------------------------------------------------------------------------------


def test_a_case_keeps_its_version_until_it_migrates() -> None:
    old = CLEARANCE
    new = replace(APPROVAL, version="2")
    events = [replace(event("arrival", at("09-01")), version="0"),
              replace(event("declaration", at("09-02")), version="0")]  # fmt: skip
    earlier = {"0": replace(old, version="0")}
    stays = fold(new, events, CALENDAR, now=NOW, earlier=earlier)
    assert (stays.state, stays.definition.version, codes(stays)) == ("declared", "0", [])
    over = event("migrate", at("09-03"),
                 data={"version": "2", "states": {"declared": "reviewing"}})  # fmt: skip
    moved = fold(new, [*events, over, DECIDE], CALENDAR, now=NOW, earlier=earlier)
    assert (moved.state, moved.definition.version, codes(moved)) == ("decided", "2", [])


def test_a_migration_that_would_lead_nowhere_does_not_happen() -> None:
    new = replace(APPROVAL, version="2")
    begun = replace(event("arrival", at("09-01")), version="0")
    over = event("migrate", at("09-03"), data={"version": "2"})
    state = fold(
        new, [begun, over], CALENDAR, now=NOW, earlier={"0": replace(CLEARANCE, version="0")}
    )
    assert (state.state, state.definition.version, codes(state)) == (
        "arrived",
        "0",
        ["KF-CASE-121"],
    )


def test_a_version_that_is_not_there_is_told() -> None:
    state = folded(replace(APPLY, version="9"))
    assert (state.state, codes(state)) == ("received", ["KF-CASE-120"])


# -- anything at all ----------------------------------------------------------------------------

TYPES = st.sampled_from([*APPROVAL.events, "extend.whole", "void", "migrate", "strange"])
JUNK = st.dictionaries(
    st.sampled_from(["evidence", "reason", "firm", "award", "paid", "n", "version", "states"]),
    st.sampled_from(["", "x", "hearing", "10", -3, 2.5, None, ["form", "notice"], {"notice": 1}]),
    max_size=4,
)
ROWS = st.lists(
    st.tuples(TYPES, st.integers(1, 9), st.integers(0, 7), st.none() | st.integers(0, 7), JUNK),
    max_size=9,
)
EXTENDED = approval(clock("working_day", 20, extend={"n": 5, "who": "chief"}))


@given(ROWS, st.randoms())
def test_anything_at_all_is_folded_alike_in_every_order(
    rows: list[tuple[str, int, int, int | None, dict[str, object]]], shuffled: random.Random
) -> None:
    events = [
        Event("s", str(id), "c", type, at(f"09-0{day}"), actor="a", data=data, seq=seq,
              amends=None if old is None else EventKey("s", str(old)))
        for seq, (type, day, id, old, data) in enumerate(rows)
    ]  # fmt: skip
    other = shuffled.sample(events, len(events))
    for own in (EXTENDED, CLEARANCE):
        one, two = (fold(own, given, CALENDAR, now=NOW) for given in (events, other))
        assert (one.state, one.history, one.clocks, one.position) == (
            two.state, two.history, two.clocks, two.position,
        )  # fmt: skip
        assert sorted(map(repr, one.deviations)) == sorted(map(repr, two.deviations))
        told = {deviation.event.key for deviation in one.deviations}
        lost = {event.key for event in events} - {step.event.key for step in one.history} - told
        replaced = {event.amends for event in events} | {e.key for e in events if e.type == "void"}
        assert lost <= replaced | {e.key for e in events if e.amends}  # nothing goes untold
