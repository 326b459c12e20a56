"""What stands beside a cell: in the unit of its row, official figures even behind our own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kaifang.core.observation import Observation
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.core.units import unit
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.duties import Duty, duty_of
from kaifang.programme.reporting.past import past_of
from kaifang.programme.reporting.recording import observation_of
from kaifang.store.models import Batch
from kaifang.store.observations import append
from tests.programme.reporting.conftest import FUNDS, Q2, QUARTERLY, ZONE

pytestmark = pytest.mark.django_db


def in_ten_thousands(programme: Programme) -> Duty:
    """The zone's form with its first row in 万元 instead of 亿元."""
    duty = duty_of(programme.law, QUARTERLY, ZONE, Q2)
    first, *others = duty.form.rows
    rows = (first.model_copy(update={"unit": unit("万元")}), *others)
    return replace(duty, form=duty.form.model_copy(update={"rows": rows}))


def stated(period: str, value: str, authority: Authority) -> Observation:
    return Observation(
        "investment.funds_in_place",
        ZONE,
        Period.parse(period),
        Decimal(value),
        "亿元",
        authority=authority,
        announced=date(2023, 7, 1),
    )


def test_earlier_and_official_values_are_in_the_unit_of_the_row(programme: Programme) -> None:
    """31.2亿元 published and 31.4亿元 verified: 312000万元 is what others published."""
    known = [
        stated("2023-H1", "31.2", Authority.PUBLISHED),
        stated("2023-H1", "31.4", Authority.VERIFIED),
        stated("2022-H1", "28.05", Authority.VERIFIED),
        stated("2023-Q1", "14", Authority.VERIFIED),
    ]
    append(known, kind=Batch.Kind("entry"), reason="测试")
    duty = in_ten_thousands(programme)
    past, cell = past_of(programme, duty), duty.cell(FUNDS)
    assert past.official[cell] == Decimal(312_000)
    assert past.last_year[cell] == Decimal(280_500)
    assert past.previous[cell] == Decimal(140_000)
    assert past.before == Period.parse("2023-Q1")
    assert dict(past.history[cell]) == {
        Period.parse("2022-H1"): Decimal(280_500),
        Period.parse("2023-Q1"): Decimal(140_000),
    }


def test_cell_is_recorded_exactly_in_the_indicator_s_unit(programme: Programme) -> None:
    duty = in_ten_thousands(programme)
    told = observation_of(programme.law, duty, duty.form.rows[0], Decimal("311999.99"))
    assert (told.value, told.unit) == (Decimal("31.199999"), "亿元")
    assert (told.period.code, told.authority) == ("2023-H1", Authority.DEMO)
    assert told.announced == date(2023, 7, 15)
