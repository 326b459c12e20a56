"""The findings on a book as lines: what the marks in its cells and the sheet 问题清单 say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kaifang.core.bilingual import LANGUAGES, Text
from kaifang.core.messages import message
from kaifang.exchange.form_books.reading import BookTable
from kaifang.exchange.grid import At, column_number
from kaifang.exchange.sheets import shown_text
from kaifang.facts.form_values import Finding

COLUMNS = (
    *("place", "org", "indicator", "must", "found", "expected"),
    *("says", "rule", "cite", "remedy"),
)
WIDTHS = (14, 18, 30, 14, 20, 34, 34, 18, 44, 44)
_SHORT = ("org", "indicator", "column")  # heads that the book has too
_LONGEST_NOTE = 1_500  # characters; a spreadsheet takes more, nobody reads it
_STOPS = "。."


# Of which organisation a finding is, and of which indicator or column.
Names = Callable[[Finding], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in a wrong cell: whether it must be mended, and why."""

    hard: bool
    text: str


def sheet_name(lang: str) -> str:
    """The name of the sheet with all findings."""
    return message("book.findings").in_(lang)


def is_finding_list(name: str) -> bool:
    """Whether a sheet is the list of an earlier marking, in whatever language."""
    return name in {sheet_name(lang) for lang in LANGUAGES}


def title(findings: Sequence[Finding], lang: str) -> str:
    hard = sum(one.hard for one in findings)
    soft = len(findings) - hard
    return message("book.findings.title", count=len(findings), hard=hard, soft=soft).in_(lang)


def column_heads(lang: str, second: str = "indicator") -> list[str]:
    """The heads of the list; `second` is what a finding is of besides its organisation."""
    names = [second if one == "indicator" else one for one in COLUMNS]
    keys = (f"book.{'head' if one in _SHORT else 'findings'}.{one}" for one in names)
    return [message(key).in_(lang) for key in keys]


def finding_lines(findings: Iterable[Finding], names: Names, lang: str) -> list[list[str]]:
    """One line each finding, in the order of `COLUMNS`."""
    return [_line(one, names, lang) for one in findings]


def marks_in(findings: Iterable[Finding], sheet: str, lang: str) -> dict[At, Mark]:
    """What to mark in a sheet, by place; several findings of a cell are one mark."""
    texts: dict[At, list[str]] = {}
    hard: dict[At, bool] = {}
    for one in findings:
        at = place_of(one.where, sheet)
        if at is not None:
            texts.setdefault(at, []).append(_note(one, lang))
            hard[at] = hard.get(at, False) or one.hard
    return {at: Mark(hard[at], "\n".join(said)[:_LONGEST_NOTE]) for at, said in texts.items()}


def names_in(table: BookTable) -> Names:
    """Organisation and indicator as the row prints them; a finding without a row has its ids."""

    def named(finding: Finding) -> tuple[str, str]:
        at = place_of(finding.where, table.sheet.name)
        if at is None or not table.head < at[0] < len(table.sheet.rows):
            return finding.cell.org, finding.cell.row
        org, indicator = (shown_text(table.at(at[0], one)) for one in ("org", "indicator"))
        return org, indicator

    return named


def _line(finding: Finding, names: Names, lang: str) -> list[str]:
    org, row = names(finding)
    cite = finding.cite.text(lang) if finding.cite else ""
    texts = [finding.found, finding.expected, finding.says]
    must = message(f"book.must.{_must(finding)}")
    told = [text.in_(lang) for text in (must, *texts)]
    return [finding.where, org, row, *told, finding.rule, cite, _remedy(finding).in_(lang)]


def _note(finding: Finding, lang: str) -> str:
    said = {lang: finding.says.in_(lang).rstrip(_STOPS) for lang in LANGUAGES}
    return message(
        "book.mark",
        says=Text(said["zh"], said["en"]),
        found=finding.found,
        expected=finding.expected,
        remedy=_remedy(finding),
    ).in_(lang)


def _remedy(finding: Finding) -> Text:
    return finding.remedy or message(f"book.remedy.{_must(finding)}")


def _must(finding: Finding) -> str:
    return "hard" if finding.hard else "soft"


def place_of(where: str, sheet: str) -> At | None:
    """The place of a cell of the sheet; None for what stands elsewhere."""
    name, _, place = where.rpartition("!")
    letters = place.rstrip("0123456789")
    digits = place[len(letters) :]
    if name != sheet or not digits or not letters.isalpha() or not letters.isascii():
        return None
    return int(digits) - 1, column_number(letters)
