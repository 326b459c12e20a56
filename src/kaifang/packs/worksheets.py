"""Prepare a worksheet from a document: each clause with a numeral, as a figure to be confirmed.

The skeletons are comments in drafts/, which no loader reads: a machine proposes, a person enters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from kaifang.core.errors import KaifangError
from kaifang.core.numerals import chinese_number
from kaifang.core.text import is_damaged, repair
from kaifang.packs.clauses import Found, find
from kaifang.packs.faults import InvalidValue
from kaifang.packs.guessing import Guess, Guesser, date_in
from kaifang.packs.law import Law, compose
from kaifang.packs.loading import DRAFTS
from kaifang.packs.texts import Received

Heads = tuple[tuple[str, tuple[str, ...]], ...]
_RANKS: Heads = (  # words of a title that tell the rank of a document
    ("government_work_report", ("政府工作报告",)),
    ("press_conference", ("发布会",)),
    ("reply", ("答复",)),
    ("meeting_report", ("会议",)),
    ("formal_document", ("通知", "意见", "方案", "要点", "办法", "规划", "公报", "通报", "决定")),
)
_ISSUERS = re.compile(r".{2,20}(?:厅|局|委|委员会|办公室|办公厅|政府|海关)")
_LONGEST_TITLE = 60


def write_worksheet(folder: Path, document: str, received: Received, name: str) -> Path:
    """Write drafts/DOCUMENT.yaml into a pack's folder; an older worksheet is replaced.

    `name` is that of the file received. Raises: InvalidValue for what is no id.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", document):
        raise InvalidValue(found=document, expected="a-z 0-9 . _ -")
    path = folder / DRAFTS / f"{document}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(worksheet(document, received, name, _law_of(folder)), "utf-8")
    return path


def document_id(file: Path) -> str:
    """An id for the document of a file, from its name: letters, digits, dots and dashes.

    >>> document_id(Path("Press 2022-01-25.txt"))
    'press-2022-01-25'
    """
    return re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or "document"


def worksheet(document: str, received: Received, name: str, law: Law | None = None) -> str:
    """The text of a worksheet: the document's own entry, then clause by clause; all comments.

    With a law, organisation, period and indicator of each figure are guessed.
    """
    found = _once(list(find(received.text)))
    guesses = _guesses(found, Guesser(law, date_in(received.text)) if law else None)
    lines = [*_head(document, received, name, len(found))]
    for number, clause in groupby(
        zip(found, guesses, strict=True), key=lambda one: one[0].sentence
    ):
        lines += ["", f"── {number} ──"]
        for one, guess in clause:
            lines += _skeleton(document, one, guess)
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


def _law_of(folder: Path) -> Law | None:
    """The pack as it is, for guesses; one that cannot be read gets none."""
    try:
        return compose(folder)
    except KaifangError:
        return None


def _guesses(found: list[Found], guesser: Guesser | None) -> list[Guess]:
    guesses = []
    for one in found:
        guess = Guess()
        if guesser:
            guesser.hear(one.quote, one.sentence)
            told = (one.quote, one.printed)
            guess = guesser.guess(*told, one.value) if one.value else guesser.surroundings(*told)
        guesses.append(guess)
    return guesses


def _once(found: list[Found]) -> list[Found]:
    """Leave out numerals without a figure that came before: one entry covers them all."""
    seen: set[str] = set()
    kept = []
    for one in found:
        if one.value or one.printed not in seen:
            kept.append(one)
        if not one.value:
            seen.add(one.printed)
    return kept


def _head(document: str, received: Received, name: str, count: int) -> Iterator[str]:
    lang = "zh" if re.search(r"[\u4e00-\u9fff]", received.text) else "en"
    quality = "damaged" if is_damaged(received.text) else "original"
    issuer, title = _issuer_and_title(received.text)
    rank = next((rank for rank, words in _RANKS if any(word in title for word in words)), "")
    yield f"底稿，由机器备好，不载入。共 {count} 处数字。核对一条，去掉它行首的“# ”，再执行"
    yield "kaifang pack confirm，移入 facts/ targets/ …。猜得不对的先改正；不是数据的只留文字与 kind。"
    yield f"A worksheet of {count} numerals, never loaded. Check an entry, mend what was guessed wrong,"
    yield 'take "# " away before its lines, then let kaifang pack confirm move it to its place.'
    yield ""
    yield f"{name}"
    yield f"- id: {document}"
    yield f"  title: {{zh: {title}, en: }}"
    yield f"  issuer: {{zh: {issuer}, en: }}"
    yield f"  date: {date_in(received.text) or ''}"
    yield f"  rank: {rank}"
    yield f"  quality: {quality}"
    yield f"  lang: {lang}"
    yield f"  sha256: {received.sha256}"


def _issuer_and_title(text: str) -> tuple[str, str]:
    """The first line, or where that is an issuer the one after it."""
    lines = [repair(line).text.strip() for line in text.splitlines() if line.strip()][:2]
    issuer = lines[0] if len(lines) == 2 and _ISSUERS.fullmatch(lines[0]) else ""
    title = lines[1] if issuer else "".join(lines[:1])
    return issuer, _quoted(title) if 0 < len(title) <= _LONGEST_TITLE else ""


def _skeleton(document: str, one: Found, guess: Guess) -> Iterator[str]:
    if one.value and (guess.indicator or one.comparator == "eq"):
        yield from _figure(document, one, guess)
    elif one.value:
        yield from _parameter(document, one, guess)
    elif guess.due:
        yield from _deadline(document, one, guess)
    elif one.kind == "enumeration" and (match := _NUMBERED.fullmatch(one.quote)):
        yield from _task(document, match, guess)
    else:
        yield f"- {{doc: {document}, text: {_quoted(one.printed)}, kind: {one.kind}}}  # {one.quote}"


_NUMBERED = re.compile(r"([一二三四五六七八九十]+)是(.+)")


def _figure(document: str, one: Found, guess: Guess) -> Iterator[str]:
    is_target = one.strength != "none" or guess.lies_ahead
    yield f"- id: {guess.id}".rstrip()
    yield f"  indicator: {guess.indicator}".rstrip()
    yield f"  org: {_quoted(guess.org)}"
    yield f"  period: {_quoted(guess.period)}"
    yield from _said(one, guess.measure or _measure_of(one), is_target=is_target)
    yield from _limits(one)
    yield _cite(document, one.quote, one.printed)


def _parameter(document: str, one: Found, guess: Guess) -> Iterator[str]:
    """A limit that is no indicator's: a threshold, a tier."""
    yield "- id:"
    yield "  name: {zh: , en: }"
    yield f"  value: {one.value}"
    yield from _limits(one)
    yield f"  valid: {_quoted(guess.period)}"
    yield _cite(document, one.quote, one.printed)


def _deadline(document: str, one: Found, guess: Guess) -> Iterator[str]:
    what = one.quote.partition(one.printed)[2].lstrip("以之前")
    yield "- id:"
    yield f"  name: {{zh: {_quoted(what)}, en: }}"
    yield f"  org: {_quoted(guess.org)}"
    yield f"  period: {_quoted(guess.period)}"
    yield f"  target: {{by: {guess.due}}}"
    yield _cite(document, one.quote, one.printed)


def _task(document: str, match: re.Match[str], guess: Guess) -> Iterator[str]:
    yield f"- id: {document}.{chinese_number(match[1]):f}"
    yield f"  doc: {document}"
    yield f"  no: {match[1]}"
    yield f"  name: {{zh: {_quoted(match[2])}, en: }}"
    yield f"  valid: {_quoted(guess.period)}"
    yield f"  cite: {{doc: {document}, quote: {_quoted(match[0])}}}"


def _limits(one: Found) -> Iterator[str]:
    if one.comparator != "eq":
        yield f"  comparator: {one.comparator}"
    if one.strength != "none":
        yield f"  strength: {one.strength}"


def _cite(document: str, quote: str, printed: str) -> str:
    return f"  cite: {{doc: {document}, quote: {_quoted(quote)}, printed: {_quoted(printed)}}}"


def _measure_of(one: Found) -> str:
    return "growth" if "增长" in one.quote and one.value.endswith("%") else ""


def _said(one: Found, measure: str, *, is_target: bool) -> Iterator[str]:
    """What the figure says, as a fact or as a target."""
    if is_target:
        form = f"range: [{one.value}, {one.high}]" if one.high else f"level: {one.value}"
        over = f"{measure}: {one.value}, over: previous_year"
        yield f"  target: {{{over if measure else form}}}"
        return
    if measure:
        yield from (f"  measure: {measure}", "  over: previous_year")
    falls = measure == "growth" and "下降" in one.quote
    yield f"  value: {'-' if falls else ''}{one.value}"
    if one.high:
        yield f"  high: {one.high}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
