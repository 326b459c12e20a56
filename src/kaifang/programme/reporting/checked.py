"""The one door of checks: page, workbook and correction are judged alike, all cells at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaifang.core.bilingual import Text, same
from kaifang.core.messages import message
from kaifang.facts.checking import check
from kaifang.facts.form_values import Cell, Finding, Given, Sheet, content_hash
from kaifang.programme.opening import Programme
from kaifang.programme.reporting.cells import Values, said
from kaifang.programme.reporting.duties import Duty
from kaifang.programme.reporting.errors import FormRefused, UnknownCell
from kaifang.programme.reporting.history import Filled
from kaifang.programme.reporting.past import past_of
from kaifang.programme.reporting.recording import observation_of
from kaifang.store.soundness import flaws


def sheet_of(duty: Duty, values: Values) -> Sheet:
    """Every cell that the form asks of the organisation, blank ones too."""
    rows = [row.key for row in duty.form.rows]
    return {duty.cell(row): values.get(row, Given(None)) for row in rows}


def hash_of(duty: Duty, values: Values) -> str:
    """The hash of what a form says, as printed on its sign-off sheet."""
    return content_hash(sheet_of(duty, values))


def findings_of(programme: Programme, duty: Duty, filled: Filled, values: Values) -> list[Finding]:
    """Everything that is wrong with values, soft ones that carry a reason left out."""
    sheet = sheet_of(duty, values)
    found = check(programme.law, duty.form, sheet, past_of(programme, duty))
    unread = list(_unreadable(sheet))
    asked = {one.cell for one in unread}
    found = [one for one in found if one.rule != "required" or one.cell not in asked]
    return [*unread, *found, *_too_long(programme, duty, sheet), *_untouched(duty, filled, values)]


def demand_sound(programme: Programme, duty: Duty, filled: Filled, values: Values) -> None:
    """Refuse values with all that is wrong at once. Raises: FormRefused."""
    found = findings_of(programme, duty, filled, values)
    if found:
        raise FormRefused(found, where=duty.form.name.text.zh)


def demand_rows(duty: Duty, rows: Iterable[str]) -> None:
    """Refuse rows that the form does not have. Raises: UnknownCell."""
    known = [row.key for row in duty.form.rows]
    asked = set(known)
    for row in rows:
        if row not in asked:
            expected = ", ".join(known)
            raise UnknownCell(found=row, form=duty.form.name.text, expected=expected)


def _unreadable(sheet: Sheet) -> Iterator[Finding]:
    """What was typed and is no number; a reason does not make it one."""
    for cell, given in sheet.items():
        if given.value is None and given.typed.strip():
            says = message("reporting.not_a_number")
            expected = message("reporting.a_number")
            yield Finding(
                cell, "number", True, same(given.typed), expected, says, None, given.where
            )


def _too_long(programme: Programme, duty: Duty, sheet: Sheet) -> Iterator[Finding]:
    """What the store cannot keep to the last digit."""
    rows = {row.key: row for row in duty.form.rows}
    for cell, given in sheet.items():
        row = rows[cell.row]
        if given.value is None:
            continue
        for flaw in flaws(observation_of(programme.law, duty, row, given.value)):
            yield _finding(cell, given, "digits", flaw.says, flaw.remedy, hard=True)


def _untouched(duty: Duty, filled: Filled, values: Values) -> Iterator[Finding]:
    """Returned cells that come back as they went."""
    for row, reason in filled.rejected.items():
        given = values.get(row, Given(None))
        if said(given) == said(filled.returned.get(row)):
            says = message("reporting.returned_unchanged")
            expected = message("reporting.change_or_explain", reason=reason)
            yield _finding(duty.cell(row), given, "returned", says, expected, hard=False)


def _finding(
    cell: Cell, given: Given, rule: str, says: Text, expected: Text, *, hard: bool
) -> Finding:
    found = same("—" if given.value is None else format(given.value, "f"))
    return Finding(cell, rule, hard, found, expected, says, None, given.where)
