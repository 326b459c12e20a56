"""A hidden month follows from nothing that is shown."""

from itertools import product

from kaifang.facts.time_paths import cut

# 2022: first and last day of each month, counted from 1 January
ENDS = (30, 58, 89, 119, 150, 180, 211, 242, 272, 303, 333, 364)
MONTHS = [(0, 30), *((ENDS[n - 1] + 1, ENDS[n]) for n in range(1, 12))]
TO_DATE = [(0, end) for end in ENDS[1:]]


def test_a_month_takes_the_month_before_and_the_total_between_with_it() -> None:
    assert cut([*MONTHS, *TO_DATE], [MONTHS[5]]) == {MONTHS[4], TO_DATE[3]}


def test_january_takes_february_with_it() -> None:
    assert cut([*MONTHS, *TO_DATE], [MONTHS[0]]) == {MONTHS[1]}


def test_without_totals_a_month_stands_alone() -> None:
    assert cut(MONTHS, [MONTHS[5]]) == set()


def test_what_is_cut_does_not_change_when_the_next_month_comes() -> None:
    for month, known in product(range(2, 9), range(9, 13)):
        told = [*MONTHS[:known], *TO_DATE[: known - 1]]
        assert cut(told, [MONTHS[month]]) == {MONTHS[month - 1], TO_DATE[month - 2]}


def test_a_year_does_not_follow_from_its_quarters() -> None:
    year, quarters = (0, 364), [(0, 89), (90, 180), (181, 272), (273, 364)]
    assert len(cut([year, *quarters], [year])) == 1
