"""The registers of 示例省: whole cases without a deviation, and numbers that add up by hand."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from kaifang.core.observation import Visibility
from kaifang.core.statement import Authority
from kaifang.packs.law import load
from kaifang.programme.viewer import Viewer

pytestmark = pytest.mark.django_db


def test_registers_are_full_and_counted_once() -> None:
    from kaifang.programme.casework.reading import all_cases
    from kaifang.programme.demo.registers import EXHIBITIONS, PROPOSALS, record_registers
    from kaifang.programme.opening import Programme
    from kaifang.store.models import Record

    assert record_registers() == 102  # 61 of proposals, 41 of exhibitions
    records = Record.objects.count()
    assert record_registers() == 0
    assert Record.objects.count() == records
    programme = Programme.of(load("demo"), viewer=Viewer("demo", Visibility.INTERNAL))
    stands = {
        process: Counter(one.state.state for one in all_cases(programme, process))
        for process in (PROPOSALS, EXHIBITIONS)
    }
    assert stands[PROPOSALS] == {
        "published": 7, "replied": 2, "drafted": 1, "consulting": 2,
    }  # fmt: skip
    assert stands[EXHIBITIONS] == {"reported": 12, "under_way": 1, "dropped": 1, "planned": 1}
    wrong = [one.state.deviations for process in stands for one in all_cases(programme, process)]
    assert not any(wrong)
    half = "2023-H1"
    told = programme.statement("proposals.replied", "demo", half)
    assert told.authority is Authority.DEMO
    assert told.quantity is not None
    assert told.quantity.value == 5  # 18 and 25 April, twice 10 May, 10 June
    firms = programme.statement("promotion.exhibitors", "demo", half)
    assert firms.quantity is not None
    assert firms.quantity.value == 27 + 14 + 23 + 9 + 58 + 19 + 2 + 11
    deals = programme.statement("promotion.intended_deals", "demo", half)
    assert deals.quantity is not None
    # 15300 + 4100 + 6900 + 1800 + 36200 + 8800 + 950 + 2700 万元
    assert deals.quantity.value == Decimal("7.675")
    two = programme.statement("promotion.intended_deals", "demo.shazhu", half)
    assert two.quantity is None  # it rests on two firms


def test_every_number_of_a_register_is_marked_demo() -> None:
    from kaifang.programme.demo.registers import record_registers
    from kaifang.store.models import Record

    record_registers()
    rows = Record.objects.filter(figure__startswith="register:demo.")
    assert set(rows.values_list("authority", flat=True)) == {"demo"}
