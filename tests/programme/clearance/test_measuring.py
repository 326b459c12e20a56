"""What cases measure: the same as the analysis of logs, whatever the log; few firms are told as few."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some

from kaifang.cases import log_of
from kaifang.cases.studies import Step, study
from kaifang.packs.law import load
from kaifang.programme.clearance.measuring import MeasuredLog, MonthRoll, different, is_thin

ZONE = "Asia/Shanghai"
STEP = Step("customs", ("arrive", "declare"), "release")
DAY = 86_400
told_events = some.lists(
    some.tuples(
        some.sampled_from("abcdef"),
        some.sampled_from([*STEP.start, STEP.stop, "other"]),
        some.integers(0, 200 * DAY),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=200, deadline=None)
@given(told_events, some.integers(0, 63))
def test_times_are_those_of_the_analysis(told: list[tuple[str, str, int]], chosen: int) -> None:
    log = log_of(told)
    process = load("demo").processes["demo.clearance"]
    mine = np.array([chosen >> n & 1 for n in range(log.cases)], np.bool_)
    measured = MeasuredLog(log, process, ZONE)
    (expected,) = study(log.only(mine), [STEP])
    assert measured.times(STEP, mine) == expected
    assert measured.times(STEP, np.flatnonzero(mine)) == expected
    months = MonthRoll(measured, mine)
    by_month = [case for month in measured.months for case in months.of(month).tolist()]
    assert sorted(by_month) == np.flatnonzero(mine).tolist()
    for month, place in measured.months.items():
        assert (measured.month[months.of(month)] == place).all()


@given(some.lists(some.tuples(some.integers(0, 3), some.integers(0, 5)), max_size=200))
def test_firms_are_counted_once(pairs: list[tuple[int, int]]) -> None:
    groups, firms = (np.array([pair[n] for pair in pairs], np.int32) for n in (0, 1))
    found = different(groups, firms, 4).tolist()
    assert found == [len({firm for group, firm in pairs if group == n}) for n in range(4)]
    for n in range(4):
        assert is_thin(firms[groups == n], 3) == (0 < found[n] < 3)
