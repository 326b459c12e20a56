"""Periods and tables of one indicator."""

from datetime import date

from kaifang.packs.law import load
from kaifang.programme.indicators import periods_of, series
from tests.programme.memory import level, programme

DALIAN = "210200"


def test_a_sum_over_five_years_does_not_stand_in_for_its_last() -> None:
    law, known = load("liaoning-2022"), date(2021, 1, 20)
    five = level("trade.total", DALIAN, "2016/2020", "20000", known)
    last = level("trade.total", DALIAN, "2020", "3854", known)
    figures = programme(law, five, last).figures("2021-06-30")
    assert [one.code for one in periods_of(figures, "trade.total", [law.orgs[DALIAN]])] == ["2020"]
    table = series(figures, "trade.total", [DALIAN])
    assert [one.code for one in table.periods] == ["2020"]
