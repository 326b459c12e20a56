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

# An amount has at most LONGEST_NUMBER digits, so sums, scales and products of two stay exact.
EXACT = Context(prec=100)
LONGEST_NUMBER = 40


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


# dimension, base unit, English (one|many), further names that documents use for the same unit
_BASES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("money.CNY", "元", "yuan", ("元人民币", "人民币")),
    ("money.USD", "美元", "US dollar|US dollars", ("美金",)),
    ("money.EUR", "欧元", "euro|euros", ()),
    ("money.HKD", "港元", "Hong Kong dollar|Hong Kong dollars", ("港币",)),
    ("money.JPY", "日元", "yen", ()),
    ("rate.CNY_USD", "元/美元", "yuan per US dollar", ()),
    ("teu", "标箱", "TEU", ("TEU", "标准箱", "个标箱", "个标准箱")),
    ("mass", "吨", "tonne|tonnes", ()),
    ("energy", "千瓦时", "kWh", ()),
    ("length", "公里", "km", ("千米",)),
    ("area", "平方米", "m²", ()),
    ("land", "平方公里", "km²", ()),
    ("share", "%", "%", ("％",)),
    ("points", "个百分点", "percentage point|percentage points", ("百分点",)),
    ("multiple", "倍", "time|times", ()),
    ("index", "分", "point of score|points of score", ()),
    ("rank", "位", "place", ("名次",)),
    ("working_day", "个工作日", "working day|working days", ("工作日",)),
    ("working_hour", "个工作小时", "working hour|working hours", ("工作小时",)),
    ("natural_day", "天", "day|days", ("日", "自然日", "个自然日")),
    ("hour", "小时", "hour|hours", ("个小时",)),
    ("minute", "分钟", "minute|minutes", ()),
    ("month", "个月", "month|months", ()),
    ("year", "年", "year|years", ()),
    ("count.train", "列", "train|trains", ()),
    ("count.body", "家", "firm or body|firms or bodies", ()),
    ("count.item", "项", "item|items", ()),
    ("count.thing", "个", "", ()),
    ("count.line", "条", "line|lines", ()),
    ("count.flight", "班", "service|services", ()),
    ("count.household", "户", "household|households", ()),
    ("count.person", "人", "person|persons", ("名",)),
    ("count.visit", "人次", "visit|visits", ()),
    ("count.case", "件", "case|cases", ()),
    ("count.time", "次", "time|times", ()),
    ("count.seat", "座", "site|sites", ()),
    ("count.kind", "种", "kind|kinds", ("类",)),
    ("count.batch", "批", "batch|batches", ("批次",)),
    ("count.lot", "宗", "lot|lots", ()),
    ("count.vehicle", "辆", "vehicle|vehicles", ("台",)),
    ("count.copy", "份", "copy|copies", ()),
    ("count.show", "场", "event|events", ()),
    ("count.place", "处", "place|places", ("所",)),
    ("count.box", "箱", "container|containers", ()),
    ("count.ship", "艘", "ship|ships", ()),
    ("count.lane", "条航线", "route|routes", ()),
    ("count.berth", "个泊位", "berth|berths", ()),
    ("count.grade", "个等次", "grade|grades", ("等次",)),
    ("count.step", "级", "class", ()),
    ("count.aspect", "方面", "aspect|aspects", ("个方面",)),
    ("count.term", "届", "session|sessions", ()),
    ("count.way", "式", "form|forms", ()),
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
_UNSCALED = ("rate", "share", "points", "index", "rank", "working", "land")
# Scale words of English, by their power of ten; a unit in 亿 is written in billions, and so on.
_ENGLISH_SCALES = ((12, "trillion"), (9, "billion"), (6, "million"), (0, ""))


@cache
def unit(code: str) -> Unit:
    """Return the unit called `code`, with any scale word before it (万标箱, 亿美元).

    Raises: UnknownUnit, with the nearest names.
    """
    found = _table().get(code.strip())
    if found is None:
        raise UnknownUnit(found=code, near=nearest(code, _table()))
    return found


def known_units() -> tuple[Unit, ...]:
    """List every unit once, in the order of the table."""
    return _known()


def unit_at(text: str, start: int = 0) -> tuple[Unit, int] | None:
    """Find the longest unit name without a scale word that stands at `start`, and where it ends."""
    for length in range(min(_longest_name(), len(text) - start), 0, -1):
        found = _table().get(text[start : start + length])
        if found is not None and found.factor == 1 and found.code:
            return found, start + length
    return None


@cache
def _longest_name() -> int:
    return max(map(len, _table()))


@cache
def _known() -> tuple[Unit, ...]:
    return tuple({one.code: one for one in _table().values()}.values())


@cache
def _table() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for dimension, base, english, aliases in _BASES:
        plural = english.rpartition("|")[2]
        for prefix, en_prefix, power in _PREFIXES[: 1 if dimension.startswith(_UNSCALED) else None]:
            name = " ".join(part for part in (en_prefix, plural) if part) or "number"
            one = Unit(prefix + base, name, dimension, Decimal(10) ** power)
            for alias in (base, *aliases):
                table.setdefault(prefix + alias, one)
    return table


@cache
def _english(dimension: str) -> tuple[str, str]:
    """The base unit's English word for one, and for many."""
    words = next(english for known, _, english, _ in _BASES if known == dimension)
    one, _, many = words.partition("|")
    return one, many or one


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of a day between two currencies: one `of` is `price` `to`; `source` says who set it."""

    of: str
    to: str
    price: Decimal
    day: date
    source: str

    def __post_init__(self) -> None:
        if self.price <= 0:
            raise NotANumber(found=self.price)


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """An exact amount in a unit; equal amounts are equal in whatever unit they are written.

    >>> Quantity.parse("7724亿元").to("万元").value
    Decimal('77240000')
    >>> Quantity.parse("7724亿元") == Quantity.parse("772400000000元")
    True
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
        return cls(_decimal(match["number"]), unit(match["unit"] or ""))

    @property
    def base(self) -> Decimal:
        """The amount in the dimension's base unit, exact."""
        return EXACT.multiply(self.value, self.unit.factor)

    def to(self, code: str | Unit, rate: Rate | None = None) -> Quantity:
        """Convert exactly; between currencies the rate of a day is needed.

        Yuan into dollars divides by the rate: the only step that may not end, and is then cut
        off after a hundred digits.

        Raises: UnitMismatch, MissingRate.
        """
        target = unit(code) if isinstance(code, str) else code
        amount = self.base
        if target.dimension != self.unit.dimension:
            amount = _exchanged(amount, self.unit, target, rate)
        return Quantity(EXACT.divide(amount, target.factor), target)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return (self.unit.dimension, self.base) == (other.unit.dimension, other.base)

    def __hash__(self) -> int:
        return hash((self.unit.dimension, self.base))

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(EXACT.add(self.value, other.to(self.unit).value), self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(EXACT.subtract(self.value, other.to(self.unit).value), self.unit)

    def rounded(self, digits: int) -> Quantity:
        """Round half up, as offices do."""
        return Quantity(round_half_up(self.value, digits), self.unit)

    def text(self, lang: str = "zh", digits: int | None = None) -> str:
        """Write it as offices do: 7,724亿元; 17.6%. `digits` are decimals in its own unit.

        >>> Quantity.parse("5942.4亿元").text()
        '5,942.4亿元'
        >>> Quantity.parse("5942.4亿元").text("en")
        '594.24 billion yuan'
        """
        if self.unit.dimension == "rank" and not _decimals(self.value):
            digits = None
        if lang.startswith("en"):
            return _in_english(self, digits)
        return number_text(self.value, digits) + self.unit.code

    def __str__(self) -> str:
        return f"{self.value:f}{self.unit.code}"


_WRITTEN = re.compile(r"(?P<number>[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<unit>\D.*)?")


def number_text(value: Decimal, digits: int | None = None) -> str:
    """Write a number with thousands separators; `digits` decimals, or as many as it has."""
    shown = value if digits is None else round_half_up(value, digits)
    return f"{shown or abs(shown):,f}".replace("-", "−")


def round_half_up(value: Decimal, digits: int) -> Decimal:
    """Round away from zero at half: 0.05 to one decimal is 0.1."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, EXACT)


def _in_english(quantity: Quantity, digits: int | None) -> str:
    """The same printed figure in the scale that English uses: 0.5亿元 is 50 million yuan."""
    dimension, factor = quantity.unit.dimension, quantity.unit.factor
    shown = quantity.value if digits is None else round_half_up(quantity.value, digits)
    power, scale = _english_scale(EXACT.multiply(shown, factor), factor.adjusted())
    moved = power - factor.adjusted()
    scaled = shown.scaleb(-moved, EXACT)
    decimals = _decimals(scaled.normalize(EXACT) if digits is None else scaled)
    number = number_text(scaled, decimals)
    if dimension == "share":
        return f"{number}%"
    if dimension == "rank" and not _decimals(shown):
        return f"{_ordinal(int(shown))} place"
    one, many = _english(dimension)
    word = one if quantity.base == 1 and not scale else many
    return " ".join(part for part in (number, scale, word) if part)


def _english_scale(amount: Decimal, own: int) -> tuple[int, str]:
    """The scale at or above the unit's own power of ten, or a smaller one that shows 1 or more."""
    highest = min(power for power, _ in _ENGLISH_SCALES if power >= own) if own > 3 else 0
    return next(
        (power, scale)
        for power, scale in _ENGLISH_SCALES
        if power <= highest and (power == 0 or abs(amount) >= Decimal(10) ** power)
    )


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _ordinal(n: int) -> str:
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def _decimal(value: object) -> Decimal:
    """Read an exact number. Raises: NotANumber, also for one longer than any amount."""
    written = value.replace(",", "").replace("−", "-") if isinstance(value, str) else value
    if not isinstance(written, str | int | Decimal):
        raise NotANumber(found=value)
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise NotANumber(found=value) from None
    if not number.is_finite() or _width(number) > LONGEST_NUMBER:
        raise NotANumber(found=value)
    return number


def _width(number: Decimal) -> int:
    return max(len(number.as_tuple().digits), abs(number.adjusted()))


def _exchanged(amount: Decimal, source: Unit, target: Unit, rate: Rate | None) -> Decimal:
    if not (source.dimension.startswith("money.") and target.dimension.startswith("money.")):
        raise UnitMismatch(found=source.code, expected=target.code)
    of, to = source.dimension[6:], target.dimension[6:]
    if rate and (rate.of, rate.to) == (of, to):
        return EXACT.multiply(amount, rate.price)
    if rate and (rate.to, rate.of) == (of, to):
        return EXACT.divide(amount, rate.price)
    raise MissingRate(found=of, expected=to)
