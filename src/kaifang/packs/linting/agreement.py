"""Agreement: figures about the same thing, and figures that others add up to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kaifang.core.errors import KaifangError
from kaifang.core.messages import message
from kaifang.core.units import EXACT, Quantity, round_half_up
from kaifang.packs.checking import compute
from kaifang.packs.law import Law
from kaifang.packs.schema.figures import FactEntry, TargetEntry
from kaifang.packs.schema.rules import CheckEntry


class CheckFails(KaifangError):
    code = "KF-PACK-019"


class Overlap(KaifangError):
    code = "KF-PACK-022"


Stated = FactEntry | TargetEntry


def overlaps(law: Law) -> Iterator[KaifangError]:
    """Figures about the same thing that cannot both hold, and are in no difference."""
    explained = [set(entry.figures) for entry in law.differences.values()]
    same: dict[tuple[object, ...], list[Stated]] = {}
    everything: list[Stated] = [*law.facts.values(), *law.targets.values()]
    for stated in everything:
        if stated.figures:
            same.setdefault(_subject(stated), []).append(stated)
    for group in same.values():
        for place, stated in enumerate(group):
            for other in group[:place]:
                declared = any({stated.id, other.id} <= known for known in explained)
                if not declared and not _may_both_hold(stated, other):
                    yield _overlap(stated, other)


def _overlap(stated: Stated, other: Stated) -> Overlap:
    where, there = (one.where_of(*one.value_at) for one in (stated, other))
    return Overlap.at(where, found=_shown(stated), expected=f"{_shown(other)} ({there})")


def _subject(stated: Stated) -> tuple[object, ...]:
    """What a figure is about."""
    about = (stated.indicator, stated.org, stated.period, stated.part_code)
    if isinstance(stated, TargetEntry):
        form = stated.target
        return (*about, form.form, form.over, form.than, form.each)
    return (*about, stated.measure, stated.base, stated.authority, stated.definition)


def _may_both_hold(one: Stated, other: Stated) -> bool:
    """Whether there is an amount that is both, each taken at the decimals that it is printed with."""
    (low, high), (other_low, other_high) = _interval(one), _interval(other)
    below = low is None or other_high is None or low < other_high
    return below and (high is None or other_low is None or other_low < high)


def _interval(stated: Stated) -> tuple[Decimal | None, Decimal | None]:
    """The amounts that a figure leaves open, in base units; None is without end."""
    low, high = stated.figures[0], stated.figures[-1]
    half = EXACT.multiply(_last_digit(low), Decimal("0.5"))
    start, end = EXACT.subtract(low.base, half), EXACT.add(high.base, half)
    match stated.comparator:
        case "ge" | "gt":
            return start, None
        case "le" | "lt":
            return None, end
        case "about" | "approx":
            slack = abs(EXACT.multiply(low.base, Decimal("0.1")))
            return EXACT.subtract(start, slack), EXACT.add(end, slack)
    return start, end


def _last_digit(quantity: Quantity) -> Decimal:
    """One unit of the last printed decimal; a whole number is printed to the unit."""
    exponent = min(0, int(quantity.value.as_tuple().exponent))
    return EXACT.multiply(Decimal(1).scaleb(exponent), quantity.unit.factor)


def _shown(stated: Stated) -> str:
    return "~".join(str(quantity) for quantity in stated.figures)


def failing_checks(law: Law) -> Iterator[KaifangError]:
    """Figures that the documents' other figures do not give."""
    for check in law.checks.values():
        yield from _run(law, check)


def _run(law: Law, check: CheckEntry) -> Iterator[KaifangError]:
    where = check.where_of("compute")
    try:
        found = compute(check.compute, lambda name: _value(law, name))
        where = check.where_of("gives")
        expected = _stated(law, check.gives).to(found.unit).value
    except KaifangError as error:
        error.where = where
        yield error
        return
    except ArithmeticError:
        yield CheckFails.at(where, found=message("pack.check.zero"), expected=check.gives)
        return
    same = round_half_up(found.value, check.digits) == round_half_up(expected, check.digits)
    if same != check.agrees:
        shown = f"{round_half_up(found.value, check.digits + 2)}{found.unit.code}"
        yield CheckFails.at(where, found=shown, expected=f"{expected}{found.unit.code}")


def _value(law: Law, name: str) -> Quantity:
    figure = law.figure(name)
    if not figure.figures:
        raise CheckFails(found=message("pack.check.no_number", name=name), expected=name)
    return figure.figures[0]


def _stated(law: Law, gives: str) -> Quantity:
    """What a check should give: a figure of the documents, or a quantity written out."""
    return Quantity.parse(gives) if re.match(r"[-−]?\d", gives) else _value(law, gives)
