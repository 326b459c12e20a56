"""Room in an integer column: all values of an indicator's measure share one scale there.

A number below 10^12 in digits fits with six decimals, whatever else there is. Only where an
indicator holds a wider one is it reckoned whether all its values still fit together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.db.models import Q

from kaifang.core.observation import Observation
from kaifang.store.decimals import LARGEST, decimal_of, digits_of
from kaifang.store.errors import TooWideTogether
from kaifang.store.models import Record
from kaifang.store.models.records import WIDE

Number = tuple[str, int, int]  # measure, digits, scale

_IS_WIDE = (
    Q(value_digits__gte=WIDE)
    | Q(value_digits__lte=-WIDE)
    | Q(high_digits__gte=WIDE)
    | Q(high_digits__lte=-WIDE)
)


def check_room(fresh: Iterable[Observation]) -> None:
    """Refuse values that cannot share an integer column with those of the same indicator.

    Raises: TooWideTogether.
    """
    by_indicator: dict[str, list[Number]] = {}
    for o in fresh:
        by_indicator.setdefault(o.indicator, []).extend(_numbers(o))
    wide = {name for name, numbers in by_indicator.items() if any(map(_is_wide, numbers))}
    wide |= _wide_indicators(set(by_indicator) - wide)
    for indicator in sorted(wide):
        _check_one(indicator, by_indicator[indicator])


def _numbers(o: Observation) -> Iterator[Number]:
    for value in (o.value, o.high):
        digits, scale = digits_of(value)
        if digits is not None:
            yield o.measure.value, digits, scale


def _is_wide(number: Number) -> bool:
    return abs(number[1]) >= WIDE


def _wide_indicators(names: set[str]) -> set[str]:
    rows = Record.objects.filter(_IS_WIDE)
    if len(names) < 400:
        rows = rows.filter(indicator__in=names)
    return names & set(rows.values_list("indicator", flat=True).distinct())


def _check_one(indicator: str, fresh: list[Number]) -> None:
    numbers = [*fresh, *_recorded(indicator)]
    for measure in {number[0] for number in fresh}:
        own = [number for number in numbers if number[0] == measure]
        scale = max(number[2] for number in own)
        widest = max(own, key=lambda n: abs(n[1]) * 10 ** (scale - n[2]))
        if abs(widest[1]) * 10 ** (scale - widest[2]) > LARGEST:
            found: Decimal | None = decimal_of(widest[1], widest[2])
            raise TooWideTogether(indicator=indicator, measure=measure, found=found, expected=scale)


def _recorded(indicator: str) -> Iterator[Number]:
    rows = Record.objects.filter(indicator=indicator).values_list(
        "measure", "value_digits", "value_scale", "high_digits", "high_scale"
    )
    for measure, value, value_scale, high, high_scale in rows:
        if value is not None:
            yield measure, value, value_scale
        if high is not None:
            yield measure, high, high_scale
