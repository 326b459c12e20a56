"""Prepare a worksheet from a document: each clause with a numeral, as a figure to be confirmed.

The skeletons are comments in drafts/, which no loader reads: a machine proposes, a person enters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from kaifang.core.numerals import (
    AFTER,
    STRENGTH,
    Reading,
    find_figures,
    find_numerals,
    has_strength_word,
)
from kaifang.core.text import is_damaged, repair
from kaifang.core.units import EXACT, Unit, known_units
from kaifang.packs.faults import InvalidValue
from kaifang.packs.loading import DRAFTS
from kaifang.packs.quoting import LONGEST
from kaifang.packs.texts import Received

_SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]?")
_CLAUSE_END = re.compile(r"，|(?<!\d),|,(?!\d)|：|(?<!\d):|\. ")
_MARKS = " ，,：:。；;！？!?."
_OFFICE = tuple(Decimal(10) ** power for power in (0, 4, 8, 12))  # scales that offices write
_WORDS_AFTER = sorted({word for words in AFTER.values() for word in words}, key=len, reverse=True)
_DAY = r"\d{1,2}月(?:\d{1,2}日)?"
_YEAR = r"(?:\d{4}|[〇零一二三四五六七八九]{4})年"
_NO_FIGURE = (  # what a numeral without a figure may be, by the text that begins with it
    ("enumeration", re.compile(r"[一二三四五六七八九十]+[是要、)]|\d{1,2}\.(?!\d)")),
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


def write_worksheet(folder: Path, document: str, received: Received, name: str) -> Path:
    """Write drafts/DOCUMENT.yaml into a pack's folder; an older worksheet is replaced.

    `name` is that of the file received. Raises: InvalidValue for what is no id.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", document):
        raise InvalidValue(found=document, expected="a-z 0-9 . _ -")
    path = folder / DRAFTS / f"{document}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(worksheet(document, received, name), "utf-8")
    return path


def document_id(file: Path) -> str:
    """An id for the document of a file, from its name: letters, digits, dots and dashes.

    >>> document_id(Path("Press 2022-01-25.txt"))
    'press-2022-01-25'
    """
    return re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or "document"


def worksheet(document: str, received: Received, name: str) -> str:
    """The text of a worksheet: the document's own entry, then clause by clause; all comments."""
    found = list(find(received.text))
    lines = [*_head(document, received, name, len(found))]
    for number, clause in groupby(found, key=lambda one: one.sentence):
        lines += ["", f"── {number} ──"]
        for one in clause:
            lines += _skeleton(document, one)
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


def find(text: str) -> Iterator[Found]:
    """Find every numeral of a text as received, each with its clause and what it seems to say."""
    for number, sentence in enumerate(_SENTENCE.findall(repair(text).text), 1):
        for clause in _clauses(sentence):
            yield from _found_in(clause, number)


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


# -- writing ------------------------------------------------------------------------------------


def _head(document: str, received: Received, name: str, count: int) -> Iterator[str]:
    lang = "zh" if re.search(r"[\u4e00-\u9fff]", received.text) else "en"
    quality = "damaged" if is_damaged(received.text) else "original"
    yield f"底稿，由机器备好，不载入；由人逐条核对后移入 facts/ targets/ …。共 {count} 处数字。"
    yield f"A worksheet, never loaded: confirm each entry and move it over. {count} numerals."
    yield ""
    yield f"documents.yaml（{name}）"
    yield f"- id: {document}"
    yield "  title: {zh: , en: }"
    yield "  issuer: {zh: , en: }"
    yield "  date:"
    yield "  rank:"
    yield f"  quality: {quality}"
    yield f"  lang: {lang}"
    yield f"  sha256: {received.sha256}"


def _skeleton(document: str, one: Found) -> Iterator[str]:
    if not one.value:
        yield f"- {{doc: {document}, text: {_quoted(one.printed)}, kind: {one.kind}}}  # {one.quote}"
        return
    is_target = one.strength != "none"
    is_growth = "增长" in one.quote and one.value.endswith("%")
    yield "- id:"
    yield "  indicator:"
    yield '  org: ""'
    yield '  period: ""'
    yield from _said(one, is_target=is_target, is_growth=is_growth)
    if one.comparator != "eq":
        yield f"  comparator: {one.comparator}"
    if is_target:
        yield f"  strength: {one.strength}"
    quote, printed = _quoted(one.quote), _quoted(one.printed)
    yield f"  cite: {{doc: {document}, quote: {quote}, printed: {printed}}}"


def _said(one: Found, *, is_target: bool, is_growth: bool) -> Iterator[str]:
    """What the figure says, as a fact or as a target."""
    if is_target:
        form = f"range: [{one.value}, {one.high}]" if one.high else f"level: {one.value}"
        yield f"  target: {{{f'growth: {one.value}, over: previous_year' if is_growth else form}}}"
        return
    if is_growth:
        yield from ("  measure: growth", "  over: previous_year")
    yield f"  value: {one.value}"
    if one.high:
        yield f"  high: {one.high}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
