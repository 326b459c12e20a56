"""What an observation must be before it may be recorded."""

from __future__ import annotations

from collections.abc import Iterator

from kaifang.core.errors import KaifangError
from kaifang.core.observation import Observation
from kaifang.store.decimals import digits_of
from kaifang.store.errors import IncompleteObservation

COMPARATORS = ("eq", "ge", "gt", "le", "lt", "about", "approx", "range")
_TEXTS = (
    "indicator",
    "org",
    "base",
    "part",
    "definition",
    "unit",
    "source",
    "figure",
    "pack",
    "reason",
)


def flaws(o: Observation) -> Iterator[KaifangError]:
    """Name everything that keeps an observation out of the store."""
    place = o.figure or " ".join(filter(None, o.key))
    for field in ("indicator", "org"):
        if not getattr(o, field):
            yield _incomplete(place, field, "", "…")
    if o.comparator not in COMPARATORS:
        yield _incomplete(place, "comparator", o.comparator, " | ".join(COMPARATORS))
    if o.embargo is not None and o.embargo.tzinfo is None:
        yield _incomplete(place, "embargo", str(o.embargo), "+08:00")
    for field in _TEXTS:
        if "\0" in getattr(o, field):
            yield _incomplete(place, field, "\\0", "text")
    for value in (o.value, o.high):
        try:
            digits_of(value)
        except KaifangError as error:
            yield type(error)(place, **error.params)


def _incomplete(place: str, field: str, found: str, expected: str) -> IncompleteObservation:
    return IncompleteObservation(place, field=field, found=found, expected=expected)
