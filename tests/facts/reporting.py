"""A province with two zones, its form, and what they have reported before."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from kaifang.core.period import Period
from kaifang.facts.form_values import Cell, Given
from kaifang.packs.law import Law, compose
from kaifang.packs.schema.reporting import FormEntry

FILES = {
    "pack.yaml": """
id: tiny
kind: programme
version: 1.0.0
name: {zh: 小包, en: Tiny}
org: p
nation: p
period: "2023"
""",
    "documents.yaml": """
- id: notice
  title: {zh: 报送通知, en: Notice on reporting}
  issuer: {zh: 省商务厅, en: Department of commerce}
  date: 2023-01-05
  rank: formal_document
""",
    "orgs.yaml": """
- {id: p, name: {zh: 示例省, en: Example province}, kind: province}
- {id: south, name: {zh: 南区, en: South zone}, kind: zone, parent: p, order: 2}
- {id: north, name: {zh: 北区, en: North zone}, kind: zone, parent: p, order: 1}
""",
    "indicators.yaml": "".join(
        f"""
- id: {id}
  name: {{zh: {zh}, en: {en}}}
  unit: {unit}
  kind: flow
  source: {{zh: 开发区, en: Zone}}
  definition: {{zh: {zh}的定义, en: Definition of {en}}}
  collected: reported
"""
        for id, zh, en, unit in (
            ("funds", "到位资金", "Funds in place", "亿元"),
            ("domestic", "到位内资", "Domestic funds", "亿元"),
            ("foreign", "到位外资", "Foreign funds", "亿元"),
            ("projects", "签约项目", "Projects signed", "个"),
        )
    ),
    "calendars.yaml": """
- id: month
  name: {zh: 月报, en: Monthly}
  due: [{period: 2023-06, on: 2023-07-05}]
  cite: {assumption: {zh: 例, en: Example}, by: test, date: 2023-01-01}
""",
    "forms.yaml": """
- id: funds.month
  name: {zh: 到位资金月报, en: Monthly form on funds}
  number: 商统1表
  issuer: p
  approval: {zh: 统函〔2023〕6号, en: "Letter [2023] No. 6"}
  valid_until: 2024-12-31
  version: "2"
  calendar: month
  orgs: [north, south]
  review: [province]
  rows:
    - {indicator: funds, span: to_date}
    - {indicator: domestic, span: to_date, unit: 万元}
    - {indicator: foreign, span: to_date}
    - {indicator: projects, span: month, required: false, hint: {zh: 当月新签, en: Signed in the month}}
  checks:
CHECKS
  note: {zh: 按月累计, en: Year to date}
  cite: {doc: notice, quote: 各区于每月5日前报送到位资金}
""",
}
JUNE, MAY = Period.month(2023, 6), Period.month(2023, 5)
FUNDS, DOMESTIC, FOREIGN = "funds:to_date", "domestic:to_date", "foreign:to_date"
PROJECTS = "projects:month"
RANGE = (
    "{id: range, kind: range, row: funds, low: 0, high: 500, says: {zh: 越界, en: Out of range}}"
)
PART = "{id: part, kind: part, row: domestic, whole: funds, says: {zh: 大于总数, en: Above all}}"
SUM = (
    "{id: sum, kind: sum, row: funds, parts: [domestic, foreign],"
    " says: {zh: 合计不符, en: Does not add up}}"
)
FALLING = (
    "{id: falling, kind: not_falling, row: funds, hard: false,"
    " says: {zh: 累计下降, en: Fell}, cite: {doc: notice, article: 第二条}}"
)


def law_with(folder: Path, *checks: str) -> Law:
    """The tiny law with the checks of a test; `folder` is new."""
    pack = folder / "tiny"
    pack.mkdir()
    listed = "\n".join(f"    - {check}" for check in checks)
    for name, text in FILES.items():
        text = text.replace("  checks:\nCHECKS\n", f"  checks:\n{listed}\n" if checks else "")
        (pack / name).write_text(text, "utf-8")
    law = compose(pack)
    assert law.findings == []
    return law


def form_of(law: Law) -> FormEntry:
    return law.forms["funds.month"]


def sheet_of(org: str, values: Mapping[str, str | None], **reasons: str) -> dict[Cell, Given]:
    """Values by row; reasons by the row's indicator."""
    return {
        Cell(org, row): Given(
            None if value is None else Decimal(value), reasons.get(row.partition(":")[0], "")
        )
        for row, value in values.items()
    }
