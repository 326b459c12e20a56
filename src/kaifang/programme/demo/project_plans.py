"""The 400 projects of 示例省 as their papers have them: who invests what, where, in which currency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from kaifang.programme.demo.chances import between, one_of, roll
from kaifang.programme.demo.investors import (
    CENTRAL,
    PRODUCTS,
    DemoProduct,
    credit_code_of,
    firm_name,
    foreign_name,
)
from kaifang.programme.demo.occasions import DemoOccasion, signing_occasions
from kaifang.programme.demo.places import CITIES, ZONES
from kaifang.programme.demo.shape import (
    CONTRACT_VALUE,
    FAIR,
    FIRST,
    RUNNING,
    UNSIGNED,
    WEEKS,
    Outcome,
    outcomes_of,
)

# Rates of the demo, invented: yuan for one of the currency, and of it for one US dollar.
RATES = {"USD": ("6.8", ""), "EUR": ("7.35", "0.925"), "JPY": ("0.052", "130.8"),
         "KRW": ("0.0054", "1259"), "HKD": ("0.87", "7.82")}  # fmt: skip
_ABROAD = (("JP", "JPY"), ("KR", "KRW"), ("DE", "EUR"), ("US", "USD"), ("SG", "USD"),
           ("HK", "HKD"), ("FR", "EUR"), ("GB", "USD"))  # fmt: skip
_STEP = {"USD": 10, "EUR": 20, "JPY": 1000, "KRW": 10_000, "HKD": 100}  # ten thousands
_TENTHS = (3000, 6000, 10_000, 18_000, 30_000, 45_000, 65_000, 95_000, 150_000, 260_000, 600_000)
# The same project told twice, by two cities: the second number repeats the first.
DUPLICATES = (
    (151, 230), (160, 263), (170, 300), (205, 291), (20, 240), (365, 380), (141, 390), (136, 262),
)  # fmt: skip
_AT_EDGE = 178  # exactly 100 million dollars
_WITHOUT_RATE = frozenset({59, 234})  # another currency, and nobody said at which rate


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """A project of the demo: `investment` in 万元, `own` in 万 of its currency."""

    number: int
    outcome: Outcome
    occasion: DemoOccasion | None
    org: str
    zone: str
    site: str
    name: str
    investor: str
    code: str
    country: str
    product: DemoProduct
    currency: str
    own: int
    investment: Decimal
    central: str = ""

    @property
    def is_foreign(self) -> bool:
        return self.country != "CN"

    @property
    def has_rates(self) -> bool:
        return self.number not in _WITHOUT_RATE


@lru_cache(maxsize=1)
def plans() -> tuple[ProjectPlan, ...]:
    """All of them, numbered from 1."""
    found: list[ProjectPlan] = []
    for group in (FIRST, FAIR, WEEKS, RUNNING, UNSIGNED):
        found += _of_group(group, len(found) + 1)
    by_number = {one.number: one for one in found}
    for first, second in DUPLICATES:
        by_number[first] = replace(by_number[first], site=_shared_site(first))
        by_number[second] = _told_again(by_number[first], by_number[second])
    return tuple(_to_value(list(by_number.values())))


def _of_group(group: str, first: int) -> list[ProjectPlan]:
    outcomes = outcomes_of(group)
    occasions: list[DemoOccasion | None] = [*signing_occasions(group)]
    occasions += [None] * (len(outcomes) - len(occasions))
    places = range(first, first + len(outcomes))
    mixed = sorted(range(len(outcomes)), key=lambda one: roll(2**40, "mixed", group, one))
    return [
        _plan(number, outcomes[at], occasion)
        for number, at, occasion in zip(places, mixed, occasions, strict=True)
    ]


def _plan(number: int, outcome: Outcome, occasion: DemoOccasion | None) -> ProjectPlan:
    org, zone = _place(number)
    bare = ProjectPlan(
        number, outcome, occasion, org, zone, f"{_named(zone)}规划{number:03}号地块", "", "", "", "CN",
        PRODUCTS[number * 7 % len(PRODUCTS)], "CNY", 0, Decimal(0),
    )  # fmt: skip
    if number % 16 == 5:
        return _with_central(bare, number // 16)
    if number % 7 == 3:
        return _from_abroad(bare)
    short, amount = firm_name(number), _amount(number)
    firm = f"{short}{bare.product.firm}有限公司"
    return _with(bare, short, firm, credit_code_of(number), amount)


def _place(number: int) -> tuple[str, str]:
    """Whose project it is, and in which zone: of a zone itself, or of a city."""
    weights = [city for city in CITIES for _ in range(city.size["domestic"] // 5)]
    city = one_of(weights, "city", number)
    zones = [zone.id for zone in ZONES if zone.city == city.id]
    zone = one_of(zones, "zone", number) if zones else ""
    return (zone if zone and roll(100, "held", number) < 55 else city.id), zone or city.id


def _named(org: str) -> str:
    from kaifang.packs.law import load

    return load("demo").orgs[org].name.zh


def _with(bare: ProjectPlan, short: str, firm: str, code: str, amount: int) -> ProjectPlan:
    name = f"{short}{bare.product.name}项目"
    return replace(
        bare, name=name, investor=firm, code=code, own=amount, investment=Decimal(amount)
    )


def _with_central(bare: ProjectPlan, place: int) -> ProjectPlan:
    """A project of a central enterprise; those of one enterprise differ in all but the firm."""
    again, firm = divmod(place, len(CENTRAL))
    amount = (60_000 + 9000 * firm) * (16, 26, 42)[again] // 10
    product = PRODUCTS[place * 7 % len(PRODUCTS)]
    name = CENTRAL[firm]
    own = replace(bare, product=product, central=name)
    return _with(own, name[:2], f"{name}有限公司", credit_code_of(1000 + firm), amount)


def _from_abroad(bare: ProjectPlan) -> ProjectPlan:
    number = bare.number
    country, currency = _ABROAD[number // 7 % len(_ABROAD)]
    short = foreign_name(number // 7)
    if number == _AT_EDGE:
        country, currency = "US", "USD"
    rate, step = Decimal(RATES[currency][0]), _STEP[currency]
    own = max(1, int(_amount(number) / rate) // step) * step
    if number == _AT_EDGE:
        own = 10_000
    told = _with(bare, short, f"{short}{bare.product.firm}公司", "", 0)
    return replace(told, country=country, currency=currency, own=own, investment=own * rate)


def _amount(number: int) -> int:
    """In 万元: a few are very large."""
    tenth, rest = divmod(roll(1000, "amount", number), 100)
    return (_TENTHS[tenth] + (_TENTHS[tenth + 1] - _TENTHS[tenth]) * rest // 100) // 100 * 100


def _shared_site(number: int) -> str:
    return f"沿海产业带{number}号地块"


def _told_again(first: ProjectPlan, other: ProjectPlan) -> ProjectPlan:
    """The same project as another city reports it: a name a little different, a little more."""
    step = _STEP.get(first.currency, 100)
    own = first.own + max(first.own // 50 // step, 0) * step
    rate = Decimal(RATES[first.currency][0]) if first.is_foreign else Decimal(1)
    org, zone = other.org, other.zone
    if _city(org) == _city(first.org):
        org = zone = one_of([one.id for one in CITIES if one.id != _city(org)], other.number)
    return replace(
        first,
        number=other.number,
        outcome=other.outcome,
        occasion=other.occasion,
        org=org,
        zone=zone,
        name=first.name.replace("项目", "一期项目"),
        investor=first.investor.replace("有限公司", "（集团）有限公司"),
        own=own,
        investment=own * rate,
    )


def _city(org: str) -> str:
    return next((zone.city for zone in ZONES if zone.id == org), org)


def _to_value(all_: list[ProjectPlan]) -> list[ProjectPlan]:
    """Bring the signings of the fair and of the weeks to their contract value, to the 万元.

    Only plain ones in yuan are moved: what is planted, foreign or central stays.
    """
    kept = {number for pair in DUPLICATES for number in pair}
    by_number = {one.number: one for one in all_}
    for group, value in CONTRACT_VALUE.items():
        own = [one for one in all_ if one.outcome.group == group]
        free = [
            one for one in own if one.number not in kept and not (one.is_foreign or one.central)
        ]
        for one, amount in zip(free, _shares(own, free, value), strict=True):
            by_number[one.number] = replace(one, own=amount, investment=Decimal(amount))
    return list(by_number.values())


def _shares(own: Sequence[ProjectPlan], free: Sequence[ProjectPlan], value: int) -> list[int]:
    """What each free one takes of the value that the others leave; the last takes the rest."""
    moved = sum(one.own for one in free)
    left = Decimal(value) - sum(one.investment for one in own) + moved
    shares = [int(left * one.own / moved) for one in free[:-1]]
    last = left - sum(shares)
    assert last == int(last) > 0
    return [*shares, int(last)]


def fixed_part(plan: ProjectPlan) -> int:
    """Of its investment in 万元, what goes into buildings and machines."""
    return int(plan.investment) * between(55, 88, "fixed", plan.number) // 100
