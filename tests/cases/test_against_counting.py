"""The array code against plain Python that counts event by event, over random logs."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from itertools import pairwise
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from kaifang.cases import (
    Way,
    conform,
    contrast,
    directly_follows,
    durations,
    log_of,
    rework,
    variants,
    waiting,
)

ROWS = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("uvwxyz"), st.integers(-50, 50)),
    max_size=60,
)
Row = tuple[str, str, int]


def traces(rows: list[Row]) -> dict[str, list[Row]]:
    """Events by case in the order of time; equal times as they came."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return {case: sorted(events, key=lambda row: row[2]) for case, events in found.items()}


@given(ROWS)
def test_edges_are_counted_and_timed(rows: list[Row]) -> None:
    steps: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for events in traces(rows).values():
        for one, two in pairwise(events):
            steps[one[1], two[1]].append(two[2] - one[2])
    found = {(edge.source, edge.target): edge.took for edge in directly_follows(log_of(rows)).edges}
    assert found.keys() == steps.keys()
    for pair, seconds in steps.items():
        took = found[pair]
        assert (took.count, took.median) == (len(seconds), median(seconds))
        assert took.mean == float(Fraction(sum(seconds), len(seconds)))
        assert (took.least, took.most) == (min(seconds), max(seconds))
        place = Fraction(9, 10) * (len(seconds) - 1)
        low, rest = int(place), place % 1
        ranked = sorted(seconds)
        high = ranked[min(low + 1, len(ranked) - 1)]
        assert took.p90 == float(ranked[low] + rest * (high - ranked[low]))


@given(ROWS)
def test_variants_starts_and_ends_are_counted(rows: list[Row]) -> None:
    paths = Counter(tuple(row[1] for row in events) for events in traces(rows).values())
    log = log_of(rows)
    assert {one.activities: one.count for one in variants(log).found} == paths
    graph = directly_follows(log)
    assert graph.starts == Counter(path[0] for path in paths.elements())
    assert graph.ends == Counter(path[-1] for path in paths.elements())


@given(st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=70), min_size=1, max_size=6))
def test_variants_of_long_cases_are_exact(cases: list[list[int]]) -> None:
    """Sequences far too long for one number, of many activities."""
    rows = [
        (str(case), str(code), time)
        for case, codes in enumerate(cases)
        for time, code in enumerate(codes)
    ]
    found = variants(log_of(rows))
    assert Counter(tuple(map(str, codes)) for codes in cases) == {
        one.activities: one.count for one in found.found
    }
    for case, codes in enumerate(cases):
        assert found.found[found.of_case[case]].activities == tuple(map(str, codes))


@given(ROWS)
def test_durations_and_rework_are_counted(rows: list[Row]) -> None:
    log, by_case = log_of(rows), traces(rows)
    assert dict(zip(log.case_ids, durations(log).tolist(), strict=True)) == {
        case: events[-1][2] - events[0][2] for case, events in by_case.items()
    }
    again: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    for events in by_case.values():
        for activity, count in Counter(row[1] for row in events).items():
            again[activity] += count - 1
            cases[activity] += count > 1
    assert {one.activity: (one.cases, one.repeats) for one in rework(log)} == {
        name: (cases[name], again[name]) for name in again if cases[name]
    }


@given(ROWS, st.sets(st.tuples(st.sampled_from("uvwxyz"), st.sampled_from("uvwxyz"))))
def test_deviations_are_counted_once_a_case(rows: list[Row], follows: set[tuple[str, str]]) -> None:
    way = Way(starts={"u", "v"}, follows=follows, ends={"z"}, must={"w"})
    wrong: Counter[tuple[str, tuple[str, ...]]] = Counter()
    fits = 0
    for events in traces(rows).values():
        path = [row[1] for row in events]
        own = {("step", pair) for pair in pairwise(path) if pair not in follows}
        own |= {("start", (path[0],))} if path[0] not in way.starts else set()
        own |= {("end", (path[-1],))} if path[-1] != "z" else set()
        own |= {("missing", ("w",))} if "w" not in path else set()
        wrong.update(own)
        fits += not own
    found = conform(log_of(rows), way)
    assert {(one.kind, one.activities): one.cases for one in found.deviations} == wrong
    assert int(found.fits.sum()) == fits


@given(ROWS.filter(bool))
def test_time_held_adds_up_to_the_durations(rows: list[Row]) -> None:
    log = log_of(rows)
    found = waiting(log, {"u": "trader", "v": "trader", "w": "customs"})
    held = {row.holder: row.took.mean * row.took.count for row in found}
    by_hand: Counter[str] = Counter()
    for events in traces(rows).values():
        for one, two in pairwise(events):
            who = {"u": "trader", "v": "trader", "w": "customs"}.get(one[1], "")
            by_hand[who] += two[2] - one[2]
    assert {who: round(seconds) for who, seconds in held.items()} == {
        who: seconds for who, seconds in by_hand.items() if seconds
    }


@given(ROWS.filter(bool), ROWS.filter(bool))
def test_steps_explain_the_whole_difference(before: list[Row], after: list[Row]) -> None:
    one, two = log_of(before), log_of(after)
    found = contrast(one, two)
    assert found is not None
    means = [sum(durations(log).tolist()) / log.cases for log in (one, two)]
    assert abs(found.change - (means[1] - means[0])) < 1e-9
    assert abs(sum(step.seconds for step in found.steps) - found.change) < 1e-9
    if abs(found.change) > 1e-6:
        assert abs(sum(step.share or 0 for step in found.steps) - 1) < 1e-6
