"""Last month revised (上月被修订): what a table says of it without printing it.

A table of January to June that also prints June implies January to May. Where that is not what
was known, earlier months were revised on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from kaifang.core.observation import Measure, Observation
from kaifang.core.period import Period
from kaifang.core.statement import Authority


@dataclass(frozen=True, slots=True)
class Restated:
    """A total to date as it was known, and as a later total less its last month gives it."""

    known: Observation
    implied: Observation

    @property
    def difference(self) -> Decimal:
        return (self.implied.value or Decimal()) - (self.known.value or Decimal())


def restated(
    stated: Iterable[Observation], known: Callable[[Observation], Observation | None]
) -> list[Restated]:
    """Totals to date that a table implies otherwise than they are known.

    `known` gives what is known of the key and authority of an observation. Three printed values
    may each be off by half a unit of their last decimal; a difference within that is none.
    """
    levels = [one for one in stated if one.measure is Measure.LEVEL]
    found = list(_implied(levels, known))
    printed, held = _half_units(levels), _half_units(one.known for one in found)
    return [
        one
        for one in found
        if abs(one.difference) > 2 * printed[one.known.indicator] + held[one.known.indicator]
    ]


def _implied(
    levels: Iterable[Observation], known: Callable[[Observation], Observation | None]
) -> Iterator[Restated]:
    by_key = {one.key: one for one in levels}
    for total in by_key.values():
        end = total.period.end
        month = by_key.get(replace(total, period=total.period.last_month()).key)
        if not total.period.is_to_date or end.month == 1 or month is None or month.value is None:
            continue
        before = replace(total, period=Period.to_date(end.year, end.month - 1))
        earlier = known(before)
        if earlier and earlier.value is not None and total.value is not None:
            value = total.value - month.value
            yield Restated(earlier, replace(before, value=value, authority=Authority.DERIVED))


def _half_units(observations: Iterable[Observation]) -> dict[str, Decimal]:
    """Half a unit of the last decimal with which the values of each indicator are printed."""
    decimals: dict[str, int] = {}
    for one in observations:
        exponent = one.value.as_tuple().exponent if one.value is not None else 0
        decimals[one.indicator] = max(decimals.get(one.indicator, 0), -int(exponent))
    return {name: Decimal(5).scaleb(-digits - 1) for name, digits in decimals.items()}
