"""Visits: when a case came into each state; neither words nor a new version begin a stay."""

from __future__ import annotations

from dataclasses import replace

from kaifang.cases.folding import fold
from kaifang.cases.visits import visits
from tests.cases.approvals import CALENDAR, NOW, approval, at, event

OLD = replace(approval(), version="1")


def renamed() -> object:
    """The same approval, whose reviewing is called examining since version 2."""
    told = OLD.process.model_dump_json(by_alias=True).replace("reviewing", "examining")
    return replace(OLD, process=type(OLD.process).model_validate_json(told), version="2")


def test_a_stay_begins_with_the_move_and_ends_with_the_next() -> None:
    events = [event("apply", at("09-01")), event("accept", at("09-02")),
              event("pay", at("09-03"), data={"paid": "1", "award": "2"}),
              event("suspend", at("09-04"))]  # fmt: skip
    found = visits(fold(OLD, events, CALENDAR, now=NOW).history)
    assert [(one.state, one.entered, one.left, one.by, one.reason) for one in found] == [
        ("received", at("09-01"), at("09-02"), "apply", ""),
        ("reviewing", at("09-02"), at("09-04"), "accept", ""),
        ("suspended", at("09-04"), None, "suspend", "hearing"),
    ]


def test_a_state_that_is_called_otherwise_is_no_new_stay() -> None:
    """Accepted on 2 September, taken over on the 9th: it has been there since the 2nd."""
    over = event(
        "migrate", at("09-09"), data={"version": "2", "states": {"reviewing": "examining"}}
    )
    events = [replace(event("apply", at("09-01")), version="1"), event("accept", at("09-02")), over]
    state = fold(renamed(), events, CALENDAR, now=NOW, earlier={"1": OLD})  # type: ignore[arg-type]
    assert (state.state, state.deviations) == ("examining", ())
    assert [(one.state, one.entered, one.left) for one in visits(state.history)] == [
        ("received", at("09-01"), at("09-02")),
        ("examining", at("09-02"), None),
    ]
