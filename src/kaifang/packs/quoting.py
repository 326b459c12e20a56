"""Check that quotations say what the figures say, and that a document is covered to its last numeral."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kaifang.core.errors import KaifangError
from kaifang.core.numerals import (
    AFTER,
    BEFORE,
    STRENGTH,
    Reading,
    find_figures,
    find_numerals,
    has_comparator_word,
    has_strength_word,
    read,
)
from kaifang.core.text import Repaired, repair
from kaifang.core.units import NotANumber, Quantity, round_half_up
from kaifang.packs.law import Law
from kaifang.packs.reading import Location
from kaifang.packs.schema.base import CiteEntry, Entry
from kaifang.packs.schema.figures import Figures, ParameterEntry, TargetEntry
from kaifang.packs.schema.rules import NotFigureEntry

LONGEST = {"zh": 80, "en": 300}


class QuoteNotFound(KaifangError):
    code = "KF-PACK-012"


class PrintedNotInQuote(KaifangError):
    code = "KF-PACK-013"


class ValueDiffers(KaifangError):
    code = "KF-PACK-014"


class QuoteTooLong(KaifangError):
    code = "KF-PACK-015"


class WordMissing(KaifangError):
    code = "KF-PACK-016"


class PrintedMissing(KaifangError):
    code = "KF-PACK-017"


class NumeralUncovered(KaifangError):
    code = "KF-PACK-025"


class NotFigureNotFound(KaifangError):
    code = "KF-PACK-026"


class BadPattern(KaifangError):
    code = "KF-PACK-028"


def check_figure(entry: Figures) -> Iterator[KaifangError]:
    """What is wrong between an entry's values and the words it cites."""
    if any(not (cite.estimate or cite.assumption) for cite in entry.cite):
        yield from _check_printed(entry)
    yield from _check_words(entry)


def check_quote(entry: Entry, at: Location, cite: CiteEntry, lang: str) -> Iterator[KaifangError]:
    """Whether the quotation of a citation is short enough and carries its printed figure."""
    quote = repair(cite.quote).text
    if len(quote) > LONGEST[lang]:
        yield QuoteTooLong.at(
            entry.where_of(*at, "quote"), found=len(quote), expected=LONGEST[lang]
        )
    if cite.quote and cite.printed and not _stands_whole(repair(cite.printed).text, quote):
        where = entry.where_of(*at, "printed")
        yield PrintedNotInQuote.at(where, found=cite.printed, expected=cite.quote)


def agrees(reading: Reading, quantities: tuple[Quantity, ...]) -> bool:
    """Whether a printed figure and the values are the same number in the same kind of unit.

    A fraction such as 三分之一 is the value that it rounds to. Falls are printed without a sign.
    """
    low = quantities[0]
    if reading.dimension is not None and reading.dimension != low.unit.dimension:
        return False
    high = quantities[1].base if len(quantities) > 1 else None
    return _is_amount(reading, low) and reading.high == high


def _is_amount(reading: Reading, quantity: Quantity) -> bool:
    if reading.is_fraction:
        digits = max(0, -int(quantity.base.as_tuple().exponent))
        return round_half_up(reading.low, digits) == quantity.base
    return abs(reading.low) == abs(quantity.base)


def _stands_whole(printed: str, quote: str) -> bool:
    """Whether it stands in the quotation and is not the tail or head of a longer number."""
    before = r"(?<![\d.])(?<!\d,)" if printed[:1].isdigit() else ""
    after = r"(?![\d])(?![.,]\d)" if printed[-1:].isdigit() else ""
    return re.search(f"{before}{re.escape(printed)}{after}", quote) is not None


Printed = list[tuple[str, str]]  # each printed text of an entry, and its file:line


def _check_printed(entry: Figures) -> Iterator[KaifangError]:
    """Every printed figure is the value, or the value before; the value is printed somewhere."""
    deadline = entry.target.by if isinstance(entry, TargetEntry) else None
    values = [entry.figures, *_before(entry)] if entry.figures else []
    if not values and deadline is None:
        return
    printed = _printed(entry)
    if not printed:
        yield PrintedMissing.at(entry.where_of("cite"))
    elif deadline is not None:
        yield from _check_deadline(entry, deadline, printed)
    else:
        yield from _check_values(entry, values, printed)


def _printed(entry: Figures) -> Printed:
    return [
        (repair(cite.printed).text, entry.where_of("cite", number, "printed"))
        for number, cite in enumerate(entry.cite)
        if cite.printed and not (cite.estimate or cite.assumption)
    ]


def _check_values(
    entry: Figures, values: list[tuple[Quantity, ...]], printed: Printed
) -> Iterator[KaifangError]:
    borne_out: set[int] = set()
    odd: Printed = []
    for text, where in printed:
        try:
            reading = read(text)
        except NotANumber as error:
            error.where = where
            yield error
            return
        said = [place for place, value in enumerate(values) if agrees(reading, value)]
        borne_out.update(said)
        odd += [] if said else [(text, where)]
    if odd:
        yield _differs(entry, values[0], odd[0], is_borne_out=0 in borne_out)
        return
    if 0 not in borne_out:
        found = ", ".join(text for text, _ in printed)
        where = entry.where_of(*entry.value_at)
        yield ValueDiffers.at(where, found=found, expected=_shown(values[0]))
    yield from _check_before(entry, values[1:], 1 in borne_out)


def _differs(
    entry: Figures, value: tuple[Quantity, ...], odd: tuple[str, str], *, is_borne_out: bool
) -> ValueDiffers:
    """Blame the value, unless another citation bears it out: then this one is printed wrongly."""
    text, where = odd
    where = where if is_borne_out else entry.where_of(*entry.value_at)
    return ValueDiffers.at(where, found=text, expected=_shown(value))


def _check_before(
    entry: Figures, before: list[tuple[Quantity, ...]], is_printed: bool
) -> Iterator[KaifangError]:
    quotes = " ".join(repair(cite.quote).text for cite in entry.cite)
    for value in before:
        quoted = is_printed or any(agrees(one, value) for one in find_figures(quotes))
        if quotes and not quoted:
            at = ("target", "from") if isinstance(entry, TargetEntry) else ("from",)
            where = entry.where_of(*at)
            yield ValueDiffers.at(where, found=quotes.strip(), expected=_shown(value))


def _check_deadline(entry: Figures, deadline: date, printed: Printed) -> Iterator[KaifangError]:
    texts = [text for text, _ in printed]
    if not any(_says_day(text, deadline) for text in texts):
        found, expected = ", ".join(texts), deadline.isoformat()
        where = entry.where_of(*entry.value_at)
        yield ValueDiffers.at(where, found=found, expected=expected)


def _says_day(printed: str, day: date) -> bool:
    """Whether 7月15日, 2023年6月底, 年底 or 2023-07-15 names the day; a year left out is any."""
    if match := _DAY.search(printed):
        year, month, of_month = (int(part) if part else None for part in match.groups())
        last = calendar.monthrange(day.year, day.month)[1]
        return (year or day.year, month, of_month or last) == (day.year, day.month, day.day)
    year_end = re.search(r"(?:(\d{4})年|年)(?:底|末|内)", printed)
    if year_end:
        return (int(year_end[1] or day.year), 12, 31) == (day.year, day.month, day.day)
    return day.isoformat() in printed


_DAY = re.compile(r"(?:(\d{4})年)?(\d\d?)月(?:(\d\d?)日|底|末)")


def _before(entry: Figures) -> list[tuple[Quantity, ...]]:
    """The value that a rule or a target replaces."""
    before = None
    if isinstance(entry, ParameterEntry):
        before = entry.from_
    elif isinstance(entry, TargetEntry):
        before = entry.target.from_
    return [] if before is None else [(before,)]


def _shown(values: tuple[Quantity, ...]) -> str:
    return "~".join(str(value) for value in values)


def _check_words(entry: Figures) -> Iterator[KaifangError]:
    quotes = [repair(cite.quote).text for cite in entry.cite if cite.quote]
    if not quotes:
        return
    comparator, strength = entry.comparator, entry.strength
    if comparator != "eq" and not any(has_comparator_word(q, comparator) for q in quotes):
        words = (*BEFORE.get(comparator, ()), *AFTER.get(comparator, ()))
        where = entry.where_of("comparator")
        yield WordMissing.at(where, found=comparator, expected=", ".join(words))
    if strength != "none" and not any(has_strength_word(q, strength) for q in quotes):
        expected = ", ".join(STRENGTH[strength])
        yield WordMissing.at(entry.where_of("strength"), found=strength, expected=expected)


@dataclass(frozen=True)
class Coverage:
    """One document's text against a law: quotations that stand in it, numerals left over."""

    law: Law
    document: str
    received: str

    @cached_property
    def repaired(self) -> Repaired:
        return repair(self.received)

    def findings(self) -> Iterator[KaifangError]:
        """Quotations that do not stand in the text, and numerals that nothing covers."""
        yield from self._lost_quotes()
        yield from self._lost_not_figures()
        for number, (start, end) in enumerate(self.uncovered(), 1):
            context = self.repaired.text[max(0, start - 12) : end + 12]
            where = f"{self.document}:{self._line(start)}"
            yield NumeralUncovered.at(where, found=number, expected=self.document, context=context)

    def uncovered(self) -> list[tuple[int, int]]:
        """Half-open spans (in the repaired text) of numerals that nothing covers."""
        inside = bytearray(len(self.repaired.text))
        for start, end in self.covered():
            inside[start:end] = b"\1" * (end - start)
        spans = find_numerals(self.repaired.text)
        return [(start, end) for start, end in spans if not all(inside[start:end])]

    def covered(self) -> Iterator[tuple[int, int]]:
        """Spans of all quotations and of all that is declared not to be a figure."""
        for _, cite in self.quotes():
            yield from self.repaired.spans(cite.quote)
        for entry in self._own_not_figures():
            yield from self._spans_of(entry)

    def quotes(self) -> Iterator[tuple[Entry, CiteEntry]]:
        """All quotations from this document, with the entries that cite them."""
        return ((entry, cite) for entry, _, cite in self._quotes())

    def _quotes(self) -> Iterator[tuple[Entry, Location, CiteEntry]]:
        for pack in self.law.packs:
            for entry in pack:
                for at, cite in entry.citing():
                    if cite.doc == self.document and cite.quote:
                        yield entry, at, cite

    def _line(self, place: int) -> int:
        """The line of the text as received in which a repaired character stands."""
        return self.received.count("\n", 0, self.repaired.origin[place]) + 1

    def _lost_quotes(self) -> Iterator[KaifangError]:
        for entry, at, cite in self._quotes():
            if not self.repaired.spans(cite.quote):
                where = entry.where_of(*at, "quote")
                yield QuoteNotFound.at(where, found=cite.quote, expected=self.document)

    def _lost_not_figures(self) -> Iterator[KaifangError]:
        for entry in self._own_not_figures():
            if not self._spans_of(entry):
                found = entry.text or entry.pattern
                where = entry.where_of("text" if entry.text else "pattern")
                yield NotFigureNotFound.at(where, found=found, expected=self.document)

    def _own_not_figures(self) -> Iterable[NotFigureEntry]:
        return (entry for entry in self.law.not_figures if entry.doc == self.document)

    def _spans_of(self, entry: NotFigureEntry) -> list[tuple[int, int]]:
        if entry.text:
            return self.repaired.spans(entry.text)
        try:
            return [m.span() for m in re.finditer(entry.pattern, self.repaired.text) if m.group()]
        except re.error:
            return []  # told by the linter as BadPattern
