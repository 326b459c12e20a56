"""An import map may only name what is there, in units that can be converted."""

from functools import cache
from typing import Any

import pytest

from kaifang.core.units import UnitMismatch
from kaifang.packs.law import Law, UnknownName, compose
from kaifang.packs.loading import plain
from kaifang.packs.mapping import check_map
from kaifang.packs.quoting import BadPattern
from kaifang.packs.schema.rules import FactMapEntry


@cache
def law() -> Law:
    return compose("liaoning-2022")


def changed(**fields: Any) -> FactMapEntry:
    return FactMapEntry.model_validate(plain(law().maps["customs.monthly"]) | fields)


def column(**fields: str) -> list[dict[str, str]]:
    return [{"column": "B", "indicator": "trade.total", "unit": "万元"} | fields]


def test_map_of_the_pack_has_no_finding() -> None:
    assert list(check_map(law(), law().maps["customs.monthly"])) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"orgs": {"沈阳市": "210101"}}, UnknownName),
        ({"columns": column(indicator="trade.totl")}, UnknownName),
        ({"columns": column(unit="家")}, UnitMismatch),
        ({"columns": column(measure="growth")}, UnitMismatch),
        ({"columns": column(measure="growth", unit="个百分点")}, UnitMismatch),
        ({"period_pattern": "(年"}, BadPattern),
    ],
)
def test_map_that_cannot_read_is_found(fields: Any, expected: type[Exception]) -> None:
    (finding,) = check_map(law(), changed(**fields))
    assert isinstance(finding, expected)


def test_unknown_indicator_comes_with_the_nearest() -> None:
    (finding,) = check_map(law(), changed(columns=column(indicator="trade.totl")))
    assert "trade.total" in finding.near
