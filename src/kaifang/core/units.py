"""Unit and Quantity: exact decimal amounts, exact scales, and dimensions that never mix.

元, 万元 and 亿元 convert exactly; US dollars only with the rate of a day; per cent and percentage
points (个百分点) are different dimensions, and so are working days, natural days and hours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import cache

from kaifang.core.bilingual import Text
from kaifang.core.errors import KaifangError, nearest

EXACT = Context(prec=60)


class UnknownUnit(KaifangError):
    code = "KF-CORE-003"


class UnitMismatch(KaifangError):
    code = "KF-CORE-004"


class NotANumber(KaifangError):
    code = "KF-CORE-005"


class MissingRate(KaifangError):
    code = "KF-CORE-010"


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its code is the Chinese word, `factor` its size in the base unit."""

    code: str
    en: str
    dimension: str
    factor: Decimal

    @property
    def name(self) -> Text:
        return Text(self.code, self.en)

    def __str__(self) -> str:
        return self.code


# dimension, base unit, English, further names that documents use for the same unit
_BASES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("money.CNY", "元", "yuan", ("元人民币",)),
    ("money.USD", "美元", "US dollars", ()),
    ("money.EUR", "欧元", "euros", ()),
    ("money.HKD", "港元", "Hong Kong dollars", ()),
    ("money.JPY", "日元", "yen", ()),
    ("rate.CNY_USD", "元/美元", "yuan per US dollar", ()),
    ("teu", "标箱", "TEU", ("TEU", "标准箱")),
    ("mass", "吨", "tonnes", ()),
    ("energy", "千瓦时", "kWh", ()),
    ("length", "公里", "km", ()),
    ("area", "平方米", "m²", ()),
    ("share", "%", "%", ("%", "％")),
    ("points", "个百分点", "percentage points", ("百分点",)),
    ("multiple", "倍", "times", ()),
    ("index", "分", "points of score", ()),
    ("rank", "位", "place", ("名次",)),
    ("working_day", "个工作日", "working days", ("工作日",)),
    ("working_hour", "个工作小时", "working hours", ("工作小时",)),
    ("natural_day", "天", "days", ("日", "自然日", "个自然日")),
    ("hour", "小时", "hours", ("个小时",)),
    ("minute", "分钟", "minutes", ()),
    ("month", "个月", "months", ()),
    ("year", "年", "years", ()),
    ("count.train", "列", "trains", ()),
    ("count.body", "家", "firms or bodies", ()),
    ("count.item", "项", "items", ()),
    ("count.thing", "个", "", ()),
    ("count.line", "条", "items", ()),
    ("count.flight", "班", "services", ()),
    ("count.household", "户", "households", ()),
    ("count.person", "人", "persons", ("名",)),
    ("count.visit", "人次", "visits", ()),
    ("count.case", "件", "cases", ()),
    ("count.time", "次", "times", ()),
    ("count.seat", "座", "", ()),
    ("count.kind", "种", "kinds", ("类",)),
    ("count.batch", "批", "batches", ("批次",)),
    ("count.lot", "宗", "lots", ()),
    ("count.vehicle", "辆", "vehicles", ("台",)),
    ("count.copy", "份", "copies", ()),
    ("count.show", "场", "events", ()),
    ("count.place", "处", "places", ("所",)),
    ("count.box", "箱", "containers", ()),
    ("count.ship", "艘", "ships", ()),
    ("count.lane", "条航线", "routes", ()),
    ("count.berth", "个泊位", "berths", ()),
    ("count.grade", "个等次", "grades", ("等次",)),
    ("count.step", "级", "levels", ()),
    ("count.aspect", "方面", "aspects", ("个方面",)),
    ("count.term", "届", "sessions", ()),
    ("count.way", "式", "forms", ()),
    ("pure", "", "", ()),
)
_PREFIXES = (
    ("", "", 0),
    ("百", "hundred", 2),
    ("千", "thousand", 3),
    ("万", "10,000", 4),
    ("百万", "million", 6),
    ("千万", "10 million", 7),
    ("亿", "100 million", 8),
    ("百亿", "10 billion", 10),
    ("千亿", "100 billion", 11),
    ("万亿", "trillion", 12),
)


@cache
def unit(code: str) -> Unit:
    """Return the unit called `code`, with any scale word before it (万标箱, 亿美元).

    Raises: UnknownUnit, with the nearest names.
    """
    found = _table().get(code.strip())
    if found is None:
        raise UnknownUnit(found=code, near=nearest(code, _table()))
    return found


def known_units() -> list[Unit]:
    """List every unit once, in the order of the table."""
    return list(dict.fromkeys(_table().values()))


@cache
def _table() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for dimension, base, english, aliases in _BASES:
        for prefix, en_prefix, power in _PREFIXES if _scales(dimension) else _PREFIXES[:1]:
            one = Unit(
                prefix + base,
                " ".join(part for part in (en_prefix, english) if part),
                dimension,
                Decimal(10) ** power,
            )
            for name in (base, *aliases):
                table.setdefault(prefix + name, one)
    return table


def _scales(dimension: str) -> bool:
    return not dimension.startswith(("rate", "share", "points", "index", "rank", "working"))


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of a day between two currencies: one `of` is `price` `to`; `source` says who set it."""

    of: str
    to: str
    price: Decimal
    day: date
    source: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount in a unit.

    >>> Quantity.parse("7724亿元").to("万元").value
    Decimal('77240000')
    """

    value: Decimal
    unit: Unit

    @classmethod
    def of(cls, value: str | int | Decimal, code: str) -> Quantity:
        """Make a quantity from a decimal and a unit's code; floats are not accepted."""
        return cls(_decimal(value), unit(code))

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read number and unit from one text. Raises: NotANumber, UnknownUnit."""
        match = _WRITTEN.fullmatch(text.strip())
        if match is None:
            raise NotANumber(found=text)
        return cls(_decimal(match["number"]), unit(match["unit"]))

    @property
    def base(self) -> Decimal:
        """The amount in the dimension's base unit, exact."""
        return EXACT.multiply(self.value, self.unit.factor)

    def to(self, code: str | Unit, rate: Rate | None = None) -> Quantity:
        """Convert exactly; between currencies the rate of a day is needed.

        Raises: UnitMismatch, MissingRate.
        """
        target = unit(code) if isinstance(code, str) else code
        amount = self.base
        if target.dimension != self.unit.dimension:
            amount = EXACT.multiply(amount, _price(self.unit, target, rate))
        return Quantity(EXACT.divide(amount, target.factor), target)

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(EXACT.add(self.value, other.to(self.unit).value), self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(EXACT.subtract(self.value, other.to(self.unit).value), self.unit)

    def rounded(self, digits: int) -> Quantity:
        """Round half up, as offices do."""
        return Quantity(round_half_up(self.value, digits), self.unit)

    def text(self, lang: str = "zh", digits: int | None = None) -> str:
        """Write it as offices do: 7,724亿元; 17.6%.

        >>> Quantity.parse("5942.4亿元").text()
        '5,942.4亿元'
        >>> Quantity.parse("5942.4亿元").text("en")
        '594.24 billion yuan'
        """
        if not lang.startswith("en"):
            return number_text(self.value, digits) + self.unit.code
        shift, scale = _ENGLISH_SCALES.get(self.unit.factor, (0, ""))
        digits = None if digits is None else digits + shift
        number = number_text(self.value.scaleb(-shift), digits)
        if self.unit.dimension == "share":
            return number + self.unit.en
        return " ".join(part for part in (number, scale, _base(self.unit).en) if part)

    def __str__(self) -> str:
        return f"{self.value:f}{self.unit.code}"


_ENGLISH_SCALES = {
    Decimal(10) ** 4: (2, "million"),
    Decimal(10) ** 8: (1, "billion"),
    Decimal(10) ** 12: (0, "trillion"),
}


def _base(of: Unit) -> Unit:
    return next(u for u in known_units() if u.dimension == of.dimension and u.factor == 1)


_WRITTEN = re.compile(r"(?P<number>[-+−]?[\d,]*\.?\d+)\s*(?P<unit>.*)")


def number_text(value: Decimal, digits: int | None = None) -> str:
    """Write a number with thousands separators; `digits` decimals, or as many as it has."""
    shown = value if digits is None else round_half_up(value, digits)
    return f"{shown:,f}".replace("-", "−")


def round_half_up(value: Decimal, digits: int) -> Decimal:
    """Round away from zero at half: 0.05 to one decimal is 0.1."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, EXACT)


def _decimal(value: str | int | Decimal) -> Decimal:
    if isinstance(value, Decimal | int):
        return Decimal(value)
    try:
        return Decimal(value.replace(",", "").replace("−", "-"))
    except InvalidOperation:
        raise NotANumber(found=value) from None


def _price(source: Unit, target: Unit, rate: Rate | None) -> Decimal:
    if not (source.dimension.startswith("money.") and target.dimension.startswith("money.")):
        raise UnitMismatch(found=source.code, expected=target.code)
    of, to = source.dimension[6:], target.dimension[6:]
    if rate and (rate.of, rate.to) == (of, to):
        return rate.price
    if rate and (rate.to, rate.of) == (of, to):
        return EXACT.divide(Decimal(1), rate.price)
    raise MissingRate(found=of, expected=to)
