"""The lines of a form's grid, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kaifang.core.bilingual import Text
from kaifang.core.messages import message
from kaifang.facts.form_values import Finding, Given
from kaifang.programme.naming import org_name
from kaifang.programme.people.naming import names_of
from kaifang.programme.reporting.forms import FormLine, OpenForm
from kaifang.programme.reporting.history import Change
from kaifang.site.asking import Asked
from kaifang.site.components.numbers import written
from kaifang.site.filling.forms import TypedCell

REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line of the grid as it is drawn; `stands` is what somebody else saved meanwhile."""

    line: FormLine
    value: str
    reason: str
    was: tuple[str, str]
    is_open: bool
    stands: str = ""
    ticked: bool = False
    why: str = ""
    findings: Sequence[Finding] = ()
    history: Sequence[tuple[Change, str, Text, Text]] = ()

    @property
    def key(self) -> str:
        return self.line.key

    @property
    def shown(self) -> str:
        return given_text(self.line.given)


def grid(
    asked: Asked,
    opened: OpenForm,
    *,
    is_open: Callable[[FormLine], bool],
    typed: Mapping[str, TypedCell],
    ticked: Mapping[str, str],
    findings: Sequence[Finding],
) -> list[GridLine]:
    """The lines of a form; what was typed and not saved stays in its fields."""
    names = names_of(one.who for line in opened.lines for one in line.history)
    return [
        _line(asked, line, typed.get(line.key), is_open=is_open(line), ticked=ticked,
              findings=[one for one in findings if one.cell.row == line.key], names=names)
        for line in opened.lines
    ]  # fmt: skip


def _line(
    asked: Asked,
    line: FormLine,
    typed: TypedCell | None,
    *,
    is_open: bool,
    ticked: Mapping[str, str],
    findings: Sequence[Finding],
    names: Mapping[str, str],
) -> GridLine:
    stands = (field_text(line.given), line.given.reason if line.given else "")
    kept = typed is not None and typed.is_touched and is_open
    value, reason = (typed.value, typed.reason) if kept else stands
    moved = kept and stands != typed.was and stands != (value, reason)
    history = [
        (one, names.get(one.who, one.who), org_name(asked.law, one.org),
         message(f"reporting.did.{one.act}"))
        for one in reversed(line.history)
    ]  # fmt: skip
    return GridLine(
        line, value, reason, stands, is_open, given_text(line.given) if moved else "",
        line.key in ticked, ticked.get(line.key, ""), findings, history,
    )  # fmt: skip


def given_text(given: Given | None) -> str:
    """What stands in a cell: its number, else what was typed, else a dash."""
    if given is None or (given.value is None and not given.typed):
        return "—"
    return given.typed if given.value is None else written(given.value)


def field_text(given: Given | None) -> str:
    """A value as it is typed: no thousands, to the last digit."""
    if given is None:
        return ""
    return given.typed if given.value is None else format(given.value, "f")


def spoken_findings(
    opened: OpenForm, findings: Sequence[Finding], *, loud: bool
) -> tuple[list[tuple[FormLine, Finding]], int]:
    """What is listed on top, and how many cells of a draft are simply not filled in yet."""
    lines = {line.key: line for line in opened.lines}
    told = [(lines[one.cell.row], one) for one in findings if one.cell.row in lines]
    blank = [one for _line, one in told if one.rule == REQUIRED]
    if loud or len(blank) == 0:
        return told, 0
    return [one for one in told if one[1].rule != REQUIRED], len(blank)
