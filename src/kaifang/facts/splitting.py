"""Splitting 目标分解: a province's target over its cities, and the rounds of consulting them.

A plan names the total, the weights and how to round; splitting it is repeatable to the last
digit. In a round the cities are asked, and answer with a proposal and a comment; the next round
keeps what was accepted and spreads the rest over the others. Rounds are values: none is changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from functools import reduce
from math import ceil, lcm

from kaifang.core.apportion import apportion, at_least, counted
from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError, nearest
from kaifang.core.messages import message
from kaifang.core.units import EXACT
from kaifang.facts.measures import Measured, growth
from kaifang.facts.rounding import half_up

ONE = Decimal(1)


class UnfitSplit(KaifangError):
    code = "KF-FACT-005"


class NotAsked(KaifangError):
    code = "KF-FACT-006"


@dataclass(frozen=True)
class Plan:
    """How a total is split.

    `weights` in the order in which the parts are listed; `bases` last year's values, for the
    growth that each part implies. The parts add up to `total` exactly, or, with `pressed`
    (加压), to at least `total · factor`: each is rounded up. `fixed` parts are taken as they are
    and the rest is spread; no other part falls below its floor.

    Raises: UnfitSplit for a factor below 1 or another than 1 without `pressed`.
    """

    total: Decimal
    weights: Mapping[str, Decimal]
    digits: int
    bases: Mapping[str, Decimal] = field(default_factory=dict)
    pressed: bool = False
    factor: Decimal = ONE
    fixed: Mapping[str, Decimal] = field(default_factory=dict)
    floors: Mapping[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.factor < 1 or (self.factor != 1 and not self.pressed):
            raise UnfitSplit(why=message("facts.split.factor", factor=self.factor))
        if unknown := [key for key in (*self.fixed, *self.floors) if key not in self.weights]:
            raise NotAsked(found=unknown[0], near=nearest(unknown[0], self.weights))

    def split(self) -> Split:
        """Split it.

        >>> weights = {"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)}
        >>> [str(part) for part in Plan(Decimal(10), weights, 1).split().parts.values()]
        ['3.4', '3.3', '3.3']

        Raises: CannotApportion when total, weights, fixed parts and floors do not go together.
        """
        parts = self._at_least() if self.pressed else self._exactly()
        return Split(self, parts)

    def _exactly(self) -> dict[str, Decimal]:
        return apportion(
            self.total, self.weights, self.digits, fixed=self.fixed, floors=self.floors
        )

    def _at_least(self) -> dict[str, Decimal]:
        wanted = EXACT.multiply(self.total, self.factor)
        kept = counted(self.fixed, self.weights, self.digits)
        while True:
            free = {key: weight for key, weight in self.weights.items() if key not in kept}
            rest = max(EXACT.subtract(wanted, _total(kept)), Decimal(0))
            parts = at_least(rest, free, self.digits)
            short = [key for key, part in parts.items() if part < self.floors.get(key, part)]
            if not short:
                whole = parts | kept
                return {key: whole[key] for key in self.weights}
            kept |= {key: self._raised(self.floors[key]) for key in short}

    def _raised(self, floor: Decimal) -> Decimal:
        """A floor at the decimals of the plan, not below it."""
        return floor.quantize(Decimal(1).scaleb(-self.digits), ROUND_CEILING, EXACT)


@dataclass(frozen=True)
class Split:
    """The parts of a plan, in its order."""

    plan: Plan
    parts: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal:
        return _total(self.parts)

    @property
    def excess(self) -> Decimal:
        """By how much the parts exceed the plan's total; 0 for an exact split."""
        return EXACT.subtract(self.total, self.plan.total)

    def growth(self, key: str) -> Measured:
        """The growth that a part means for its organisation, over its own base."""
        return growth(self.parts[key], self.plan.bases.get(key))

    @property
    def growths(self) -> dict[str, Measured]:
        return {key: self.growth(key) for key in self.parts}


def _total(parts: Mapping[str, Decimal]) -> Decimal:
    return reduce(EXACT.add, parts.values(), Decimal(0))


def by_base(total: Decimal, bases: Mapping[str, Decimal], digits: int) -> Plan:
    """Plan by base: each the same growth, but for rounding.

    >>> plan = by_base(Decimal(106), {"a": Decimal(60), "b": Decimal(40)}, 1)
    >>> plan.split().growth("b").text()
    '6.0%'
    """
    return Plan(total, bases, digits, bases)


def by_base_and_potential(
    total: Decimal,
    bases: Mapping[str, Decimal],
    potentials: Mapping[str, Decimal],
    potential_share: Decimal,
    digits: int,
) -> Plan:
    """Plan by base and potential: the share of `potential_share` follows the potential.

    The increment over all bases is spread by the mixed weights and each keeps its base, so that
    the potential moves growth and not the base itself; a total below the sum of bases is
    spread whole. Potentials are any non-negative numbers.

    Of an increment of 10, b takes half by its base of 40% and half by its potential of 75%:

    >>> bases = {"a": Decimal(60), "b": Decimal(40)}
    >>> potentials = {"a": Decimal(1), "b": Decimal(3)}
    >>> plan = by_base_and_potential(Decimal(110), bases, potentials, Decimal("0.5"), 2)
    >>> [str(part) for part in plan.split().parts.values()]
    ['64.25', '45.75']

    Raises: UnfitSplit when the share is not from 0 to 1, or a potential is missing.
    """
    if not 0 <= potential_share <= 1:
        raise UnfitSplit(why=message("facts.split.share", share=potential_share))
    if unknown := [key for key in bases if key not in potentials]:
        raise UnfitSplit(why=message("facts.split.no_potential", name=unknown[0]))
    mixed = _mixed(bases, potentials, Fraction(potential_share))
    increment = max(Fraction(total) - sum(map(Fraction, bases.values())), Fraction(0))
    kept = bases if increment else dict.fromkeys(bases, Decimal(0))
    spread = increment or Fraction(total)
    weights = {key: Fraction(kept[key]) + spread * share for key, share in mixed.items()}
    return Plan(total, _decimals(weights), digits, bases)


def by_growth(rate: Decimal, bases: Mapping[str, Decimal], digits: int) -> Plan:
    """Plan a growth target in per cent: the total is the sum of bases grown by it, rounded up.

    The same growth for all; with `fixed` parts the others make up for it.

    >>> by_growth(Decimal(6), {"a": Decimal(7000), "b": Decimal(724)}, 1).total
    Decimal('8187.5')
    """
    base = sum(map(Fraction, bases.values()), Fraction(0))
    steps = ceil(base * (100 + Fraction(rate)) / 100 * 10**digits)
    return by_base(half_up(Fraction(steps, 10**digits), digits), bases, digits)


def _mixed(
    bases: Mapping[str, Decimal], potentials: Mapping[str, Decimal], share: Fraction
) -> dict[str, Fraction]:
    by_base_, by_potential = _normalised(bases), _normalised({k: potentials[k] for k in bases})
    return {key: (1 - share) * by_base_[key] + share * by_potential[key] for key in bases}


def _normalised(weights: Mapping[str, Decimal]) -> dict[str, Fraction]:
    whole = sum(map(Fraction, weights.values()), Fraction(0))
    if whole <= 0 or any(weight < 0 for weight in weights.values()):
        raise UnfitSplit(why=message("facts.split.weights"))
    return {key: Fraction(weight) / whole for key, weight in weights.items()}


def _decimals(weights: Mapping[str, Fraction]) -> dict[str, Decimal]:
    """Scale weights by their common denominator, so that no digit is lost."""
    common = lcm(*(weight.denominator for weight in weights.values()))
    return {key: Decimal(int(weight * common)) for key, weight in weights.items()}


# -- consultation -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ask:
    """What one organisation was asked in a round, and what it answered."""

    org: str
    asked: Decimal
    proposed: Decimal | None = None
    comment: str = ""
    is_fixed: bool = False

    @property
    def difference(self) -> Decimal | None:
        """What it proposed less what it was asked; None without a proposal."""
        return None if self.proposed is None else self.proposed - self.asked


@dataclass(frozen=True, slots=True)
class Round:
    """One round of consultation (征求意见)."""

    number: int
    asks: tuple[Ask, ...]

    def ask(self, org: str) -> Ask:
        """What an organisation was asked. Raises: NotAsked with the nearest names."""
        for one in self.asks:
            if one.org == org:
                return one
        raise NotAsked(found=org, near=nearest(org, [one.org for one in self.asks]))

    def answered(self, org: str, proposed: Decimal | None = None, comment: str = "") -> Round:
        """Return the round with an organisation's answer in it. Raises: NotAsked."""
        answer = replace(self.ask(org), proposed=proposed, comment=comment)
        asks = tuple(answer if one.org == org else one for one in self.asks)
        return replace(self, asks=asks)

    @property
    def silent(self) -> tuple[str, ...]:
        """Who has neither proposed nor commented."""
        return tuple(one.org for one in self.asks if one.proposed is None and not one.comment)


@dataclass(frozen=True, slots=True)
class Change:
    """How what an organisation is asked has changed between two rounds, and why."""

    org: str
    before: Decimal
    after: Decimal
    reason: Text

    @property
    def difference(self) -> Decimal:
        return self.after - self.before


def first_round(plan: Plan) -> Round:
    """Ask every organisation for its part of the plan.

    >>> first_round(by_base(Decimal(106), {"a": Decimal(60), "b": Decimal(40)}, 1)).ask("a").asked
    Decimal('63.6')
    """
    return _round(1, plan)


def next_round(before: Round, plan: Plan, accept: Collection[str] = ()) -> tuple[Plan, Round]:
    """Keep the accepted proposals, spread the rest over the others, and ask again.

    Whoever was fixed before stays fixed. Returns the plan of the new round with it.

    >>> plan = by_base(Decimal(106), {"a": Decimal(60), "b": Decimal(40)}, 1)
    >>> one = first_round(plan).answered("a", Decimal(62), "two projects slipped")
    >>> _, two = next_round(one, plan, accept=["a"])
    >>> two.number, two.ask("a").asked, two.ask("b").asked
    (2, Decimal('62.0'), Decimal('44.0'))

    Raises: NotAsked; UnfitSplit when an accepted organisation has proposed nothing;
    CannotApportion when nobody is left to take the rest.
    """
    accepted = {org: _proposal(before.ask(org)) for org in accept}
    revised = replace(plan, fixed={**plan.fixed, **accepted})
    return revised, _round(before.number + 1, revised)


def changes(before: Round, after: Round) -> list[Change]:
    """List what changed between two rounds, in the order of asking; who stayed is left out.

    >>> plan = by_base(Decimal(100), {"a": Decimal(1), "b": Decimal(1)}, 0)
    >>> one = first_round(plan).answered("a", Decimal(45))
    >>> _, two = next_round(one, plan, accept=["a"])
    >>> [(change.org, str(change.difference), change.reason.en) for change in changes(one, two)]
    [('a', '-5', 'proposal accepted'), ('b', '5', 'takes its part of the rest')]
    """
    return [
        Change(new.org, before.ask(new.org).asked, new.asked, _reason(new))
        for new in after.asks
        if before.ask(new.org).asked != new.asked
    ]


def _round(number: int, plan: Plan) -> Round:
    parts = plan.split().parts
    asks = (Ask(org, part, is_fixed=org in plan.fixed) for org, part in parts.items())
    return Round(number, tuple(asks))


def _proposal(ask: Ask) -> Decimal:
    if ask.proposed is None:
        raise UnfitSplit(why=message("facts.split.no_proposal", name=ask.org))
    return ask.proposed


def _reason(ask: Ask) -> Text:
    return message(f"facts.split.{'accepted' if ask.is_fixed else 'rest'}")
