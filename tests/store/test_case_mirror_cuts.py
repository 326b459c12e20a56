"""Cuts of the case mirror: as of an instant, as recorded by another, told by hand-made events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from kaifang.store import case_mirror
from kaifang.store.case_mirror import Cut, cutting, keeping
from tests.store.events import NOON, event
from tests.store.test_case_mirror import of, send, traces

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
JULY = datetime.fromisoformat("2023-07-15T09:00:00+08:00")


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    keeping._loaded.clear()
    yield
    keeping._loaded.clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The store's clock: `clock(instant)` sets it."""

    def set_to(instant: datetime) -> None:
        monkeypatch.setattr("kaifang.store.events.adding.timezone.now", lambda: instant)

    set_to(JULY)
    return set_to


def seen(instant: datetime) -> dict[str, list[str]]:
    return traces(case_mirror.log("clearance", cut=Cut(recorded_by=instant)))


def test_what_was_recorded_later_is_not_there(clock: Any) -> None:
    send(event(1, case="a"))
    clock(JULY + HOUR)
    # a back-dated load: it happened before, and was not known
    send(event(2, case="a", type="declare", occurred_at=NOON), event(3, case="b"))
    assert seen(JULY - HOUR) == {}
    assert seen(JULY) == {"a": ["arrive"]}
    assert seen(JULY + HOUR) == {"a": ["declare", "arrive"], "b": ["arrive"]}


def test_a_correction_that_came_later_has_not_corrected_yet(clock: Any) -> None:
    send(
        event(1, case="a"), event(2, case="a", type="leave"), event(3, case="b"), event(4, case="c")
    )
    clock(JULY + HOUR)
    send(
        event(5, case="a", amends="000001", data={"port": "鲅鱼圈"}),
        event(6, case="a", type="pick_up", amends="000002", occurred_at=NOON + 3 * HOUR),
        event(7, case="b", type="void", amends="000003"),
    )
    assert seen(JULY) == {"a": ["arrive", "leave"], "b": ["arrive"], "c": ["arrive"]}
    assert of(case_mirror.log("clearance", cut=Cut(recorded_by=JULY)), "port")["a"] == "大窑湾"
    assert seen(JULY + HOUR) == {"a": ["arrive", "pick_up"], "c": ["arrive"]}
    clock(JULY + 2 * HOUR)
    send(event(8, case="b", type="void", amends="000007"))  # taken back: the event counts again
    assert "b" not in seen(JULY + HOUR)
    assert seen(JULY + 2 * HOUR)["b"] == ["arrive"]


def test_what_occurred_later_is_not_there(clock: Any) -> None:
    send(
        event(1, case="a", occurred_at=NOON),
        event(2, case="a", type="leave", occurred_at=NOON + HOUR),
        event(3, case="b", occurred_at=NOON + 2 * HOUR),
        event(4, case="c", occurred_at=NOON),
    )
    clock(JULY + HOUR)
    # corrected to a time that lies later: as we know it now it had not occurred at noon
    send(event(5, case="c", amends="000004", occurred_at=NOON + 2 * HOUR))

    def until(instant: datetime, **more: datetime) -> dict[str, list[str]]:
        return traces(case_mirror.log("clearance", cut=Cut(instant, **more)))

    assert until(NOON - HOUR) == {}
    assert until(NOON) == {"a": ["arrive"]}
    assert until(NOON, recorded_by=JULY) == {"a": ["arrive"], "c": ["arrive"]}
    assert until(NOON + HOUR) == {"a": ["arrive", "leave"]}


def test_what_a_case_is_like_is_told_by_the_events_that_are_there(clock: Any) -> None:
    send(
        event(1, case="a", type="tax", occurred_at=NOON + HOUR, data={"port": "鲅鱼圈"}),
        event(2, case="a", occurred_at=NOON, data={"port": "大窑湾"}),
    )
    cut = Cut(NOON)
    assert of(case_mirror.log("clearance"), "port") == {"a": "鲅鱼圈"}  # recorded first
    assert of(case_mirror.log("clearance", cut=cut), "port") == {"a": "大窑湾"}
    case_mirror.rebuild("clearance")
    keeping._loaded.clear()  # the same, read from disk
    assert of(case_mirror.log("clearance", cut=cut), "port") == {"a": "大窑湾"}
    assert of(case_mirror.log("clearance"), "port") == {"a": "鲅鱼圈"}


def test_a_clock_set_back_hides_nothing_that_was_recorded(clock: Any) -> None:
    send(event(1, case="a", data={"port": "大窑湾"}))
    clock(JULY - HOUR)
    send(event(2, case="a", type="leave", data={"port": "鲅鱼圈"}))
    log = case_mirror.log("clearance", cut=Cut(recorded_by=JULY - HOUR))
    assert traces(log) == {"a": ["leave"]}
    assert of(log, "port") == {"a": "鲅鱼圈"}


def test_a_cut_is_made_once_until_something_of_it_is_recorded(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(event(1, case="a", occurred_at=NOON), event(2, case="a", type="leave"))
    past, until = Cut(recorded_by=JULY), Cut(occurred_by=NOON)
    clock(JULY + HOUR)
    send(event(3, case="b"))
    known = [case_mirror.log("clearance", cut=one) for one in (past, until)]
    send(event(4, case="c", occurred_at=NOON))
    assert case_mirror.log("clearance", cut=past) is known[0]
    assert traces(case_mirror.log("clearance", cut=until)) == {"a": ["arrive"], "c": ["arrive"]}
    monkeypatch.setattr(keeping, "log_cut", None)  # to make one anew would fail
    whole = case_mirror.log("clearance")
    assert case_mirror.log("clearance", cut=Cut(occurred_by=NOON + HOUR)) is whole


def test_only_cases_that_a_cut_parts_are_put_in_order_anew(
    clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(event(1, case="a"), event(2, case="b", occurred_at=NOON), event(3, case="b", type="leave"))
    monkeypatch.setattr(cutting, "log_of_coded", None)
    log = case_mirror.log("clearance", cut=Cut(NOON + timedelta(minutes=1)))
    assert traces(log) == {"a": ["arrive"], "b": ["arrive"]}
    assert list(log.case_ids) == ["a", "b"]
