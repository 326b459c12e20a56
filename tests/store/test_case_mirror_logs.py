"""A log that is continued is the log that all events would make."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kaifang.cases.logs import EventLog
from kaifang.store.case_mirror import logs
from kaifang.store.case_mirror.arrays import CodedEvents, EventRow
from kaifang.store.case_mirror.logs import log_continued, log_of_coded

SECOND = 1_000_000
ORDER = ("arrive", "declare", "release")
Told = tuple[str, str, int, int | None]


def coded_of(*told: Told) -> CodedEvents:
    """Events of (case, activity, seconds, the sender's number)."""
    coded = CodedEvents()
    coded.extend(rows(told))
    return coded


def rows(told: tuple[Told, ...] | list[Told], after: int = 0) -> list[EventRow]:
    return [
        EventRow(
            n, "customs", str(n), case, type, at * SECOND, sequence, f"org-{case}", "{}", "", ""
        )
        for n, (case, type, at, sequence) in enumerate(told, after + 1)
    ]


def content(log: EventLog) -> object:
    return (
        log.activities,
        log.activity.tolist(),
        log.activity.dtype,
        [log.instant(ticks) for ticks in log.ticks.tolist()],
        log.offsets.tolist(),
        tuple(log.case_ids),
        {name: (told.values, told.codes.tolist()) for name, told in log.attributes.items()},
    )


told_events = some.lists(
    some.tuples(
        some.sampled_from("abcdef"),
        some.sampled_from([*ORDER, "amend"]),
        some.integers(0, 6),
        some.sampled_from([None, 1, 2]),
    ),
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(told_events, some.lists(told_events, min_size=1, max_size=3))
def test_continued_log_is_the_log_of_all(first: list[Told], later: list[list[Told]]) -> None:
    coded = coded_of(*first)
    log = log_of_coded(coded, "clearance", ORDER)
    for more in later:
        since = len(coded)
        coded.extend(rows(more, since))
        log = log_continued(log, since, coded, "clearance", ORDER)
        assert content(log) == content(log_of_coded(coded, "clearance", ORDER))


def test_only_cases_that_went_on_are_put_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    coded = coded_of(("a", "arrive", 0, None), ("b", "arrive", 5, None), ("a", "release", 9, None))
    log = log_of_coded(coded, "clearance")
    monkeypatch.setattr(logs, "log_of_coded", None)  # to make it anew would fail
    coded.extend(rows([("b", "release", 7, None), ("c", "arrive", 8, None)], after=3))
    more = log_continued(log, 3, coded, "clearance")
    assert more.case_ids == ("a", "b", "c")
    assert [more.activities[code] for code in more.activity] == [
        "arrive", "release", "arrive", "release", "arrive",
    ]  # fmt: skip
    assert more.ticks.tolist() == [0, 9, 5, 7, 8]
    assert log.events == 3  # whoever reads the old log keeps it


@pytest.mark.parametrize("at", [-1, 2**31])
def test_what_does_not_fit_the_ticks_makes_the_log_anew(at: int) -> None:
    coded = coded_of(("a", "arrive", 0, None))
    log = log_of_coded(coded, "clearance")
    coded.extend(rows([("a", "release", at, None)], after=1))
    more = log_continued(log, 1, coded, "clearance")
    assert content(more) == content(log_of_coded(coded, "clearance"))


def test_columns_grow_without_changing_what_was_read() -> None:
    coded = coded_of(("a", "arrive", 0, None))
    before = coded.columns["microseconds"]
    for n in range(1, 50):
        coded.extend(rows([("a", "amend", n, None)], after=n))
    assert before.tolist() == [0]
    assert np.array_equal(coded.columns["microseconds"], np.arange(50) * SECOND)
