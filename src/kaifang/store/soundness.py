"""What an observation must be before it may be recorded."""

from __future__ import annotations

from collections.abc import Iterator

from kaifang.core.errors import KaifangError
from kaifang.core.observation import Observation
from kaifang.facts.columns import COMPARATORS
from kaifang.store.decimals import digits_of
from kaifang.store.errors import IncompleteObservation

_MOST_FIRMS = 2**31


def flaws(o: Observation) -> Iterator[KaifangError]:
    """Name everything that keeps an observation out of the store."""
    if not o.indicator:
        yield _incomplete(o, "indicator", "", "trade.total")
    if not o.org:
        yield _incomplete(o, "org", "", "210000")
    if o.comparator not in COMPARATORS:
        yield _incomplete(o, "comparator", o.comparator, " | ".join(COMPARATORS))
    if o.embargo is not None and o.embargo.tzinfo is None:
        yield _incomplete(o, "embargo", str(o.embargo), f"{o.embargo}+08:00")
    if o.firms is not None and not 0 <= o.firms < _MOST_FIRMS:
        yield _incomplete(o, "firms", str(o.firms), f"0–{_MOST_FIRMS - 1}")
    if o.withheld:
        yield _incomplete(o, "value", "withheld", "…")
    if "\0" in _texts(o):
        yield _incomplete(o, "text", "\\0", "…")
    for value in (o.value, o.high):
        try:
            digits_of(value)
        except KaifangError as error:
            yield type(error)(_place(o), **error.params)


def _texts(o: Observation) -> str:
    keyed = o.indicator + o.org + o.base + o.part + o.definition
    return keyed + o.unit + o.source + o.figure + o.pack + o.reason


def _place(o: Observation) -> str:
    return o.figure or " ".join(filter(None, o.key))


def _incomplete(o: Observation, field: str, found: str, expected: str) -> IncompleteObservation:
    return IncompleteObservation(_place(o), field=field, found=found, expected=expected)
