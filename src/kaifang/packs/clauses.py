"""Find the figures of a document, clause by clause, and what its other numerals seem to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kaifang.core.numerals import (
    AFTER,
    STRENGTH,
    Reading,
    find_figures,
    find_numerals,
    has_strength_word,
)
from kaifang.core.text import repair
from kaifang.core.units import EXACT, Unit, known_units
from kaifang.packs.quoting import LONGEST

_PARAGRAPH = re.compile(r"\n\s*\n")
_SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]?")
_CLAUSE_END = re.compile(r"，|(?<!\d),|,(?!\d)|：|(?<!\d):|\. ")
_MARKS = " ，,：:。；;！？!?."
_OFFICE = tuple(Decimal(10) ** power for power in (0, 4, 8, 12))  # scales that offices write
_WORDS_AFTER = sorted({word for words in AFTER.values() for word in words}, key=len, reverse=True)
_DAY = r"\d{1,2}(?:[-—–~至]\d{1,2})?月(?:\d{1,2}日)?"
_YEAR = r"(?:\d{4}|[〇零一二三四五六七八九]{4})年"
_NO_FIGURE = (  # what a numeral without a figure may be, by the text that begins with it
    ("enumeration", re.compile(r"[一二三四五六七八九十]+[是要、)]|\d{1,2}\.(?!\d)")),
    ("enumeration", re.compile(r"[一二两三四五六七八九十]+(?:项|个|大)(?:重点)?(?:工作|任务)")),
    ("date", re.compile(r"(?<=[上下])半年|[一二三四1-4]季度")),
    ("document_number", re.compile(r"\d{4}〕\d+号")),
    ("date", re.compile(rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}|{_YEAR}(?:{_DAY})?|{_DAY}|\d{{1,2}}日")),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A numeral in its clause; `value` is "" where it seems to be no figure, `kind` then guesses."""

    sentence: int
    quote: str
    printed: str
    value: str = ""
    high: str = ""
    comparator: str = "eq"
    strength: str = "none"
    kind: str = ""


def find(text: str) -> Iterator[Found]:
    """Find every numeral of a text as received, each with its clause and what it seems to say."""
    for number, sentence in enumerate(_sentences(text), 1):
        for clause in _clauses(sentence):
            yield from _found_in(clause, number)


def _sentences(text: str) -> Iterator[str]:
    """Sentences as repaired; an empty line ends one too, as below a title."""
    for paragraph in _PARAGRAPH.split(text):
        yield from _SENTENCE.findall(repair(paragraph).text)


def _clauses(sentence: str) -> Iterator[str]:
    start = 0
    for end in [*(match.start() for match in _CLAUSE_END.finditer(sentence)), len(sentence)]:
        if clause := sentence[start:end].strip(_MARKS):
            yield clause
        start = end


def _found_in(clause: str, sentence: int) -> Iterator[Found]:
    """The figures of a clause and its other numerals, from left to right."""
    figures = {one.start: one for one in find_figures(clause) if one.dimension}
    after = 0
    for start, end in find_numerals(clause):
        if start < after:
            continue
        kind, named = _named(clause, start)
        figure = next((one for at, one in figures.items() if at <= start < one.end), None)
        if figure and not kind:
            after = figure.end
            yield _figure(sentence, clause, figure)
        else:
            text = named or clause[start : end + 1]
            after = start + len(text)
            yield Found(sentence, _short(clause, start), text, kind=kind)


def _named(clause: str, at: int) -> tuple[str, str]:
    """Kind and text of what begins at a place and is known to be no figure, else two blanks."""
    for kind, pattern in _NO_FIGURE:
        if match := pattern.match(clause, at):
            return kind, match[0]
    return "", ""


def _figure(sentence: int, clause: str, reading: Reading) -> Found:
    rest = clause[reading.end :]
    word = next((word for word in _WORDS_AFTER if rest.startswith(word)), "")
    printed = clause[reading.start : reading.end] + word
    quote = _short(clause, reading.start)
    unit = _unit_of(printed, reading)
    return Found(
        sentence,
        quote,
        printed,
        _amount(reading.low, unit),
        "" if reading.high is None else _amount(reading.high, unit),
        reading.comparator,
        next((name for name in STRENGTH if has_strength_word(quote, name)), "none"),
    )


def _short(clause: str, at: int) -> str:
    """The clause, or where it is too long to be quoted the part around a place of it."""
    longest = LONGEST["zh"] if re.search(r"[\u4e00-\u9fff]", clause) else LONGEST["en"]
    if len(clause) <= longest:
        return clause
    start = max(0, min(at - longest // 2, len(clause) - longest))
    return clause[start : start + longest]


def _unit_of(printed: str, reading: Reading) -> Unit:
    """The unit as printed; of an English text the largest that leaves a whole part."""
    alike = [unit for unit in known_units() if unit.dimension == reading.dimension]
    named = [unit for unit in alike if unit.code in printed]
    if named:
        return max(named, key=lambda unit: len(unit.code))
    fitting = [unit for unit in alike if unit.factor in _OFFICE and unit.factor <= reading.low]
    return max(fitting or alike, key=lambda unit: unit.factor if fitting else -unit.factor)


def _amount(base: Decimal, unit: Unit) -> str:
    value = EXACT.divide(base, unit.factor).normalize()
    return f"{value:f}{unit.code}"
