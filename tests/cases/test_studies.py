"""Time release studies: steps of goods by port, against the same months of 2017, by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from kaifang.cases import EventLog
from kaifang.cases.building import build
from kaifang.cases.months import cases_between, cases_of_months, months_of
from kaifang.cases.studies import Step, changes, medians_by, study, study_by

CLEAR = Step("customs", ("arrival", "declaration"), "release", holder="customs")
MOVE = Step("port", ("release",), "pickup", holder="port")
HOUR = 3600


def log_of_goods(*goods: tuple[str, str, dict[str, float]]) -> EventLog:
    """Goods by port: the local time of arrival, then hours after it at which things happened."""
    rows = []
    for number, (port, arrived, hours) in enumerate(goods):
        start = datetime.fromisoformat(arrived + "+08:00")
        for activity, after in {"arrival": 0.0, **hours}.items():
            rows.append((str(number), activity, start + timedelta(hours=after), port))
    epoch = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    times = [(row[2] - epoch) // timedelta(microseconds=1) for row in rows]
    return build(
        [row[0] for row in rows],
        [row[1] for row in rows],
        np.array(times, np.int64),
        {"port": [row[3] for row in rows]},
    )


def test_goods_declared_before_they_arrive_clear_from_their_arrival() -> None:
    """Declared 10 hours before arrival, released 5 after it: 5 hours, not 15."""
    log = log_of_goods(("大连", "2023-04-20T08:00", {"declaration": -10, "release": 5}))
    (found,) = study(log, [CLEAR])
    assert found.took is not None
    assert found.took.mean == 5 * HOUR
    assert found.took.count == 1
    later = log_of_goods(("大连", "2023-04-20T08:00", {"declaration": 2, "release": 5}))
    (found,) = study(later, [CLEAR])
    assert found.took is not None
    assert found.took.mean == 3 * HOUR  # declared two hours after arrival: from the declaration


def test_goods_under_way_are_counted_and_in_no_spread() -> None:
    log = log_of_goods(
        ("大连", "2023-04-20T08:00", {"declaration": 1, "release": 3, "pickup": 4}),
        ("大连", "2023-04-20T08:00", {"declaration": 1}),
        ("大连", "2023-04-20T08:00", {"declaration": 9, "release": 3}),
        ("大连", "2023-04-20T08:00", {}),
    )
    clear, move = study(log, [CLEAR, MOVE])
    assert (clear.still_open, clear.backwards, clear.took and clear.took.count) == (1, 1, 1)
    assert (move.still_open, move.backwards, move.took and move.took.mean) == (1, 0, HOUR)


def test_a_promise_rests_on_thirty_cases() -> None:
    """Released after 1, 2 … 29 or 30 hours: with thirty, half within 15.5 and 90% within 27.1."""
    goods = [("营口", "2023-04-20T08:00", {"declaration": 0, "release": n}) for n in range(1, 31)]
    assert study(log_of_goods(*goods[:29]), [CLEAR])[0].promise is None
    promise = study(log_of_goods(*goods), [CLEAR])[0].promise
    assert promise is not None
    assert (promise.median / HOUR, promise.p90 / HOUR) == (15.5, 27.1)


def test_each_port_is_studied_for_itself() -> None:
    log = log_of_goods(
        ("大连", "2023-04-20T08:00", {"declaration": 0, "release": 2}),
        ("营口", "2023-04-20T08:00", {"declaration": 0, "release": 6}),
    )
    found = {port: times[0].took for port, times in study_by(log, [CLEAR], "port")}
    assert {port: took and took.mean / HOUR for port, took in found.items()} == {
        "大连": 2,
        "营口": 6,
    }


def test_a_change_is_against_the_same_months() -> None:
    """2017: 10 and 20 hours in January and May. 2023 until February: 5 hours, 50% below January."""
    goods = [("大连", f"2017-0{month}-10T08:00", {"declaration": 0, "release": 10 * n})
             for month, n in ((1, 1), (5, 2))]  # fmt: skip
    goods.append(("大连", "2023-02-10T08:00", {"declaration": 0, "release": 5}))
    log = log_of_goods(*goods)
    now = log.only(cases_between(log, date(2023, 1, 1), date(2023, 3, 1)))
    then = log.only(cases_of_months(log, 2017, [1, 2]))
    (change,) = changes(now, then, [CLEAR])
    assert (change.of_mean, change.of_median, change.of_p90) == (-50, -50, -50)
    assert changes(now, then.only(then.lengths > 9), [CLEAR])[0].of_mean is None


def test_months_are_those_of_the_zone() -> None:
    """23:30 and 00:30 of Beijing lie in different months, though both are January in UTC."""
    log = log_of_goods(("大连", "2023-01-31T23:30", {}), ("大连", "2023-02-01T00:30", {}),
                       ("大连", "2023-04-01T00:00", {}))  # fmt: skip
    months, places = months_of(log)
    assert months == [date(2023, month, 1) for month in (1, 2, 3, 4)]
    assert places.tolist() == [0, 1, 3]
    assert months_of(log.only(np.zeros(3, np.bool_)))[0] == []


def test_medians_by_month_leave_out_months_without_goods() -> None:
    log = log_of_goods(
        ("大连", "2023-01-31T08:00", {"declaration": 0, "release": 2}),
        ("大连", "2023-03-01T08:00", {"declaration": 0, "release": 4}),
    )
    months, places = months_of(log)
    found = medians_by(log, CLEAR, places, len(months))
    assert found == {0: pytest.approx(2 * HOUR), 2: pytest.approx(4 * HOUR)}
