"""Guess what a figure of a document speaks of: organisation, period, indicator, measure.

A clause names them or leaves them to the clause before it (同比增长7.2%), so the guesser is told a
document's figures in their order. Guesses go into worksheets; a person confirms them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kaifang.core.bilingual import Text
from kaifang.core.numerals import read
from kaifang.core.period import Period
from kaifang.packs.law import Law

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_SPANS = (  # months from January that a word means; 0 is the whole year
    (re.compile(r"(?<!\d)1(?:[-—–~至]|月至)(\d{1,2})月"), None),
    (re.compile(r"前三季度"), 9),
    (re.compile(r"上半年"), 6),
    (re.compile(r"(?:一|第一|1)季度"), 3),
    (re.compile(r"全年|年度"), 0),
)
_DATE = re.compile(r"((?:19|20)\d\d)[年-](\d{1,2})[月-](\d{1,2})日?")
_ALIKE = {
    "使用": "利用",
    "货物贸易": "货物",
}  # words of documents as the names of indicators say them
_WHOLE = ("全省", "全市", "全州", "我省", "我市")
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Guess:
    """What a figure seems to speak of; what is not known is ""; `due` is a last day."""

    id: str = ""
    indicator: str = ""
    org: str = ""
    period: str = ""
    measure: str = ""
    lies_ahead: bool = False
    due: str = ""


@dataclass
class Guesser:
    """Told the figures of one document from first to last; remembers what they leave unsaid.

    A figure whose whole period ends after the document's own date lies ahead: it is a target.
    """

    law: Law
    dated: date | None = None
    _year: int = 0
    _months: int = 0
    _org: str = ""
    _indicator: str = ""
    _sentence: int = 0
    _used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        period = self.law.head.period
        self._year = period.start.year if period else 0

    def hear(self, clause: str, sentence: int) -> None:
        """Take in a clause: the year it names, and that a sentence begins."""
        if sentence != self._sentence:
            self._sentence = sentence
            self._org, self._indicator = self.law.head.org or "", ""
        if year := _YEAR.search(clause):  # of two years the first: 介绍2021年情况和2022年任务
            self._year, self._months = int(year[1]), 0
        self._months = _months_in(clause, self._months)

    def guess(self, clause: str, printed: str, value: str) -> Guess:
        """Guess what a figure speaks of; `printed` stands in the clause."""
        said = clause[: clause.find(printed)]
        measure = _measure(clause, value)
        self._org = self._org_in(said) or self._org
        self._indicator = self._indicator_in(said, measure, value)
        period = self._period()
        return Guess(
            self._id(period, measure),
            self._indicator,
            self._org,
            period.code if period else "",
            measure,
            self._lies_ahead(period),
        )

    def surroundings(self, clause: str, printed: str) -> Guess:
        """Guess what a numeral that is no figure stands amid: who, when, and by which day."""
        rest = clause[clause.find(printed) + len(printed) :]
        day = re.search(r"(\d{1,2})月(\d{1,2})日$", printed)
        due = f"{self._year}-{int(day[1]):02}-{int(day[2]):02}" if day else ""
        period = self._period()
        by = due if rest.startswith(("前", "以前", "之前")) else ""
        return Guess(org=self._org, period=period.code if period else "", due=by)

    def _period(self) -> Period | None:
        if not self._year:
            return None
        in_year = 0 < self._months < 12
        return Period.to_date(self._year, self._months) if in_year else Period.year(self._year)

    def _lies_ahead(self, period: Period | None) -> bool:
        return bool(period and self.dated and period.end > self.dated)

    def _org_in(self, said: str) -> str:
        head = self.law.head.org or ""
        within = self.law.orgs.within(head) if head in self.law.orgs else []
        named = {org.id: org.name for org in within if org.kind not in ("department", "vertical")}
        found = _last_named(said, named)
        return head if not found and any(word in said for word in _WHOLE) else found

    def _indicator_in(self, said: str, measure: str, value: str) -> str:
        """The indicator named last before the figure, or the one before it where it fits."""
        fitting = self._fitting(measure, value)
        found = _last_named(said, fitting)
        return found or (self._indicator if self._indicator in fitting else "")

    def _fitting(self, measure: str, value: str) -> dict[str, Text]:
        """Names of the indicators whose unit the value has, or of all for growth and the like."""
        dimension = read(value).dimension
        known = self.law.indicators.items()
        return {id: e.name.text for id, e in known if measure or e.unit.dimension == dimension}

    def _id(self, period: Period | None, measure: str) -> str:
        if not (self._indicator and period):
            return ""
        place = [] if self._org == self.law.head.org else [self._org]
        id = ".".join([self._indicator, *place, period.slug, *([measure] if measure else [])])
        number = next(n for n in range(1, 1000) if _numbered(id, n) not in self._used)
        self._used.add(_numbered(id, number))
        return _numbered(id, number)


def date_in(text: str) -> date | None:
    """The first whole date of a document.

    >>> date_in("关于印发2024年工作要点的通知（2024年2月18日）")
    datetime.date(2024, 2, 18)
    """
    for year, month, day in _DATE.findall(text):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _months_in(clause: str, before: int) -> int:
    for pattern, months in _SPANS:
        if match := pattern.search(clause):
            return int(match[1]) if months is None else months
    return before


def _measure(clause: str, value: str) -> str:
    if value.endswith("%") and re.search(r"增长|下降|增速", clause):
        return "growth"
    return "multiple" if value.endswith("倍") else ""


def _last_named(said: str, names: Mapping[str, Text]) -> str:
    """Whose name ends last in a text; of several that end there, the longest."""
    text = _alike(said)
    found = [
        (text.rfind(name) + len(name), len(name), id)
        for id, own in names.items()
        for name in _spellings(own)
        if name in text
    ]
    return max(found, key=lambda one: one[:2])[2] if found else ""


def _spellings(name: Text) -> Iterable[str]:
    return [_alike(one) for one in (name.zh, name.short) if len(one) >= _SHORTEST]


def _alike(text: str) -> str:
    for word, ours in _ALIKE.items():
        text = text.replace(word, ours)
    return text


def _numbered(id: str, number: int) -> str:
    return id if number == 1 else f"{id}.{number}"
