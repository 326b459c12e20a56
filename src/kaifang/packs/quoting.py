"""Check that quotations say what the figures say, and that a document is covered to its last numeral."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kaifang.core.errors import KaifangError
from kaifang.core.numerals import (
    AFTER,
    BEFORE,
    STRENGTH,
    Reading,
    find_numerals,
    has_comparator_word,
    has_strength_word,
    read,
)
from kaifang.core.text import Repaired, repair
from kaifang.core.units import NotANumber, Quantity
from kaifang.packs.law import Law
from kaifang.packs.schema.base import CiteEntry, Entry
from kaifang.packs.schema.figures import Figures, ParameterEntry
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
    for cite in entry.cite:
        if cite.estimate or cite.assumption:
            continue
        yield from _check_printed(entry, cite)
    yield from _check_words(entry)


def check_quote(entry: Entry, cite: CiteEntry, lang: str) -> Iterator[KaifangError]:
    """Whether the quotation is short enough and carries its printed figure."""
    quote = repair(cite.quote).text
    if len(quote) > LONGEST[lang]:
        yield QuoteTooLong.at(entry.where, found=len(quote), expected=LONGEST[lang])
    if cite.quote and cite.printed and repair(cite.printed).text not in quote:
        yield PrintedNotInQuote.at(entry.where, found=cite.printed, expected=cite.quote)


def agrees(reading: Reading, quantities: tuple[Quantity, ...]) -> bool:
    """Whether a printed figure and the values are the same number in the same kind of unit."""
    low = quantities[0]
    if reading.dimension is not None and reading.dimension != low.unit.dimension:
        return False
    if abs(reading.low) != abs(low.base):
        return False
    high = quantities[1].base if len(quantities) > 1 else None
    return reading.high is None or high is None or reading.high == high


def _check_printed(entry: Figures, cite: CiteEntry) -> Iterator[KaifangError]:
    quantities = _figures_of(entry)
    if not quantities:
        return
    if not cite.printed:
        yield PrintedMissing.at(entry.where)
        return
    printed = repair(cite.printed).text
    try:
        reading = read(printed)
    except NotANumber as error:
        error.where = entry.where
        yield error
        return
    if not any(agrees(reading, candidate) for candidate in quantities):
        yield ValueDiffers.at(
            entry.where, found=cite.printed, expected="~".join(str(q) for q in quantities[0])
        )


def _figures_of(entry: Figures) -> list[tuple[Quantity, ...]]:
    """The readings that a citation of the entry may carry: its value, or the value before."""
    before = entry.from_ if isinstance(entry, ParameterEntry) else None
    given = [entry.figures] if entry.figures else []
    return [*given, (before,)] if before is not None else given


def _check_words(entry: Figures) -> Iterator[KaifangError]:
    quotes = [repair(cite.quote).text for cite in entry.cite if cite.quote]
    if not quotes:
        return
    comparator, strength = entry.comparator, entry.strength
    if comparator != "eq" and not any(has_comparator_word(q, comparator) for q in quotes):
        words = (*BEFORE.get(comparator, ()), *AFTER.get(comparator, ()))
        yield WordMissing.at(entry.where, found=comparator, expected=", ".join(words))
    if strength != "none" and not any(has_strength_word(q, strength) for q in quotes):
        expected = ", ".join(STRENGTH[strength])
        yield WordMissing.at(entry.where, found=strength, expected=expected)


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
            yield NumeralUncovered(found=number, expected=self.document, context=context, near=())

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
        for pack in self.law.packs:
            for entry in pack:
                for cite in getattr(entry, "cite", None) or ():
                    if cite.doc == self.document and cite.quote:
                        yield entry, cite

    def _lost_quotes(self) -> Iterator[KaifangError]:
        for entry, cite in self.quotes():
            if not self.repaired.spans(cite.quote):
                yield QuoteNotFound.at(entry.where, found=cite.quote, expected=self.document)

    def _lost_not_figures(self) -> Iterator[KaifangError]:
        for entry in self._own_not_figures():
            if not self._spans_of(entry):
                found = entry.text or entry.pattern
                yield NotFigureNotFound.at(entry.where, found=found, expected=self.document)

    def _own_not_figures(self) -> Iterable[NotFigureEntry]:
        return (entry for entry in self.law.not_figures if entry.doc == self.document)

    def _spans_of(self, entry: NotFigureEntry) -> list[tuple[int, int]]:
        if entry.text:
            return self.repaired.spans(entry.text)
        return [m.span() for m in re.finditer(entry.pattern, self.repaired.text) if m.group()]
