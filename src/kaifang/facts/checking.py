"""Check a form: every cell against every rule, all that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterator

from kaifang.core.bilingual import Text, same
from kaifang.core.citation import Citation
from kaifang.core.messages import message
from kaifang.core.units import Unit
from kaifang.facts.check_rules import Past, Rows, Rule, amount, rules_of, unit_of
from kaifang.facts.form_values import Cell, Finding, Given, Sheet
from kaifang.packs.law import Law
from kaifang.packs.schema.reporting import FormEntry

__all__ = ["Past", "check"]


def check(law: Law, form: FormEntry, sheet: Sheet, past: Past) -> list[Finding]:
    """Find everything that is wrong with a sheet: by organisation, row and rule.

    Every organisation that stands on the sheet is asked for every row. A blank cell and a soft
    finding are quieted by a reason; a hard one never is.
    """
    checking = _Checking(law, form, past)
    by_org: dict[str, dict[str, Given]] = {}
    for cell, given in sheet.items():
        by_org.setdefault(cell.org, {})[cell.row] = given
    orgs = sorted(by_org, key=law.orgs.place)
    return [finding for org in orgs for finding in checking.of_org(org, by_org[org])]


class _Checking:
    """A form made ready: its rows with their units and rules."""

    def __init__(self, law: Law, form: FormEntry, past: Past) -> None:
        rules = rules_of(law, form, past)
        self.rows = {
            row.key: (row.required, unit_of(law, row), rules[row.key]) for row in form.rows
        }
        cites = law.citations(form)
        self.cite = cites[0] if cites else None

    def of_org(self, org: str, rows: Rows) -> Iterator[Finding]:
        for key, (required, unit, rules) in self.rows.items():
            given = rows.get(key, _ABSENT)
            if given.value is not None:
                yield from _judged(Cell(org, key), given, unit, rules, rows)
            elif required and not given.reason.strip():
                yield _blank(Cell(org, key), given, self.cite)
        for key in sorted(rows.keys() - self.rows.keys()):
            yield _unknown(Cell(org, key), rows[key], self.cite)


def _judged(
    cell: Cell, given: Given, unit: Unit, rules: list[Rule], rows: Rows
) -> Iterator[Finding]:
    value, has_reason = given.value, bool(given.reason.strip())
    for rule in rules:
        if value is None or (has_reason and not rule.hard):
            continue
        expected = rule.judge(cell.org, value, rows)
        if expected is not None:
            found = amount(value, unit)
            yield Finding(
                cell, rule.id, rule.hard, found, expected, rule.says, rule.cite, given.where
            )


def _blank(cell: Cell, given: Given, cite: Citation | None) -> Finding:
    return _plain("required", cell, given, message("checks.blank"), cite, hard=False)


def _unknown(cell: Cell, given: Given, cite: Citation | None) -> Finding:
    return _plain("unknown", cell, given, same(cell.row), cite, hard=True)


def _plain(
    rule: str, cell: Cell, given: Given, found: Text, cite: Citation | None, *, hard: bool
) -> Finding:
    says, expected = message(f"checks.{rule}"), message(f"checks.{rule}.expected")
    return Finding(cell, rule, hard, found, expected, says, cite, given.where)


_ABSENT = Given(None)
