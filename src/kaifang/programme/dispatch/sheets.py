"""The dispatch table as it leaves the house: A3 across, live or as issued."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from kaifang.core.bilingual import Text, joined, same
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.statement import Versions
from kaifang.exchange.tables import Cell, Column, Table
from kaifang.packs.law import Law
from kaifang.programme.dispatch.freezing import Frozen, frozen, text_of
from kaifang.programme.dispatch.table import DispatchLine, DispatchTable
from kaifang.programme.tables import source_of, watermark

if TYPE_CHECKING:  # it stands on the store, which a table of figures does not need
    from kaifang.programme.dispatch.issuing import Issued

_PERCENT, _POINTS = same("%"), Text("个百分点", "points")
COLUMNS = (
    Column("number", Text("序号", "No."), kind="number"),
    Column("org", Text("单位", "Organisation")),
    Column("item", Text("事项", "Item")),
    Column("unit", Text("计量单位", "Unit")),
    Column("lead", Text("牵头单位", "Lead body")),
    Column("partners", Text("配合单位", "Partners")),
    Column("target", Text("目标", "Target")),
    Column("schedule", Text("序时进度", "Schedule"), _PERCENT, "number"),
    Column("actual", Text("累计实际", "Actual to date"), kind="number"),
    Column("attainment", Text("完成率", "Attainment"), _PERCENT, "number"),
    Column("ahead", Text("超/欠序时", "Ahead or behind"), _POINTS, "number"),
    Column("growth", Text("同比", "Year on year"), _PERCENT, "number"),
    Column("rank", Text("位次", "Rank"), kind="number"),
    Column("light", Text("灯号", "Light")),
    Column("problem", Text("问题", "Problem")),
    Column("next_step", Text("下一步", "Next step")),
    Column("due", Text("时限", "Due")),
)
SAID = ("problem", "next_step")


def dispatch_sheet(
    table: DispatchTable, lines: Iterable[DispatchLine] | None = None, lang: str = "zh"
) -> Table:
    """The table as it stands, or some of its lines; what is internal only for insiders."""
    rows = [frozen(line) for line in (table if lines is None else lines)]
    law = table.programme.law
    inside = table.programme.viewer.is_internal
    columns = COLUMNS if inside else tuple(one for one in COLUMNS if one.key not in SAID)
    source = source_of(law, table.figures.versions)
    sheet = _sheet(law, table.period, rows, columns, source, lang)
    return replace(sheet, watermark=watermark(table.programme))


def issued_sheet(law: Law, issued: Issued, lang: str = "zh") -> Table:
    """A table as it was issued, with the versions and the audit head of that day."""
    kept = issued.versions
    versions = Versions(
        kept["pack"],
        kept["pack_hash"],
        kept["data"],
        kept["engine"],
        date.fromisoformat(kept["as_of"]) if kept["as_of"] else None,
    )
    issue = message("dispatch.issued_line", on=issued.on.isoformat(), head=issued.head)
    source = joined([source_of(law, versions), issue], " · ", " · ")
    return _sheet(law, issued.period, issued.rows, COLUMNS, source, lang)


def _sheet(
    law: Law,
    period: Period,
    rows: Iterable[Frozen],
    columns: tuple[Column, ...],
    source: Text,
    lang: str,
) -> Table:
    name = period.name(cumulative=True)
    return Table(
        f"dispatch-{law.id}-{period.slug}",
        message("dispatch.caption", name=law.head.name.text, period=name),
        columns,
        [[_cell(row, column.key, lang) for column in columns] for row in rows],
        source,
        paper="a3",
    )


def _cell(row: Frozen, key: str, lang: str) -> Cell:
    match key:
        case "org":
            return Cell(text_of(row["org_name"]).in_(lang), demo=row["demo"])
        case "item":
            return Cell(text_of(row["name"]).in_(lang))
        case "light":
            light = row["light"]
            words = [text_of(light[name]).in_(lang) for name in ("label", "says")]
            return Cell(" ".join(word for word in words if word))
        case "number" | "rank":
            return Cell(None if row[key] is None else Decimal(row[key]), 0)
        case "unit" | "lead" | "partners" | "target":
            return Cell(text_of(row[key]).in_(lang))
        case "problem" | "next_step" | "due":
            return Cell(row[key])
    return _figure(row[key])


def _figure(one: Frozen | None) -> Cell:
    if one is None:
        return Cell(None)
    if one["value"] is None:
        return Cell(None, note=text_of(one["missing"]))
    return Cell(Decimal(one["value"]), one["digits"])
