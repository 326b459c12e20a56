"""A log that is continued is the log that all events would make."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kaifang.cases.logs import EventLog
from kaifang.store.case_mirror import logs
from kaifang.store.case_mirror.arrays import CodedEvents, EventRow
from kaifang.store.case_mirror.cuts import Cut
from kaifang.store.case_mirror.cutting import log_cut
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


# -- cuts -------------------------------------------------------------------------------------

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Recorded(Cut):
    """A cut that knows how many of the events were recorded, without a store."""

    def recorded(self, numbers: np.ndarray) -> np.ndarray:
        assert self.recorded_by is not None
        return numbers <= (self.recorded_by - EPOCH) // timedelta(seconds=1)


def told_rows(told: list[Told]) -> list[EventRow]:
    """The same, each event telling the colour of its case: that of its time."""
    return [row._replace(data=json.dumps({"colour": f"c{row.microseconds}"})) for row in rows(told)]


def told_of(log: EventLog) -> dict[str, tuple[list[str], list[object], list[str | None]]]:
    """Case by case: activities, times, and what is told of it."""
    return {
        case: (
            [log.activities[code] for code in log.activity[span]],
            [log.instant(ticks) for ticks in log.ticks[span].tolist()],
            [
                told.values[told.codes[n]] if told.codes[n] >= 0 else None
                for told in (log.attributes.get(name) for name in ("org", "colour"))
                if told is not None
            ],
        )
        for n, case in enumerate(log.case_ids)
        for span in [slice(log.offsets[n], log.offsets[n + 1])]
    }


@settings(max_examples=300, deadline=None)
@given(told_events, some.integers(0, 12), some.integers(-1, 7))
def test_a_cut_is_the_log_of_what_is_there(told: list[Told], held: int, until: int) -> None:
    coded, alone = CodedEvents(), CodedEvents()
    coded.extend(told_rows(told))
    alone.extend(row for row in told_rows(told)[:held] if row.microseconds <= until * SECOND)
    cut = Recorded(EPOCH + timedelta(seconds=until), EPOCH + timedelta(seconds=held))
    quick = log_cut(log_of_coded(coded, "clearance", ORDER), coded, "clearance", ORDER, cut)
    assert told_of(quick) == told_of(log_of_coded(alone, "clearance", ORDER))
    assert told_of(log_of_coded(coded, "clearance", ORDER, cut)) == told_of(quick)
    assert list(quick.case_ids) == [one for one in coded.cases if one in set(alone.cases)]
