"""A register as an office writes it: exhibitions, with what they feed, in a tiny pack."""

from __future__ import annotations

from pathlib import Path

from tests.packs.tiny import TinyPack

FILE, INDICATORS = "processes/exhibition.yaml", "indicators/exhibitions.yaml"
CITE = "cite: {assumption: {zh: 拟定, en: Proposed}, by: 贸促处}"
REGISTER = f"""\
- id: exhibition
  name: {{zh: 参展, en: Exhibitions}}
  mode: command
  object: exhibition
  roles:
    - {{id: city, name: {{zh: 市商务局, en: commerce bureau}}, posts: [city]}}
    - {{id: province, name: {{zh: 省商务厅, en: department}}, posts: [division]}}
  evidence: [{{id: list, name: {{zh: 参展名单, en: list of firms}}}}]
  fields:
    - {{id: title, name: {{zh: 展会名称, en: Exhibition}}, kind: text}}
    - id: abroad
      name: {{zh: 境内外, en: Where}}
      kind: choice
      choices: [{{id: home, name: {{zh: 境内, en: at home}}}}, {{id: abroad, name: {{zh: 境外, en: abroad}}}}]
    - {{id: firms, name: {{zh: 参展企业数, en: Firms}}, kind: integer}}
    - {{id: deals, name: {{zh: 意向成交额, en: Intended deals}}, kind: amount, unit: 万元}}
    - {{id: closed_on, name: {{zh: 闭幕日期, en: Closed on}}, kind: date}}
  states:
    - {{id: planned, name: {{zh: 拟参展, en: planned}}}}
    - {{id: under_way, name: {{zh: 参展中, en: under way}}}}
    - {{id: reported, name: {{zh: 已总结, en: reported}}}}
    - {{id: dropped, name: {{zh: 取消, en: dropped}}}}
  start: planned
  end: {{good: [reported], bad: [dropped]}}
  transitions:
    - {{event: plan, name: {{zh: 列入计划, en: plan}}, to: planned, who: [city, province], fields: [title, abroad]}}
    - {{event: go, name: {{zh: 组织参展, en: go}}, from: planned, to: under_way, who: [city, province], evidence: [list], fields: [firms]}}
    - {{event: report, name: {{zh: 总结, en: report}}, from: under_way, to: reported, who: [city, province], fields: [deals, closed_on]}}
    - {{event: drop, name: {{zh: 取消, en: drop}}, from: [planned, under_way], to: dropped, who: [city, province]}}
  clocks:
    - {{id: reporting, name: {{zh: 参展至总结, en: going to reporting}}, start: go, stop: report, unit: natural_day, count_from: next_day}}
  feeds:
    - {{indicator: exhibitions.held, count: go, where: {{abroad: abroad}}}}
    - {{indicator: exhibitions.deals, sum: deals, of: report, period_field: closed_on, firms: firms}}
    - {{indicator: exhibitions.firms, sum: firms, of: go, period: quarter}}
    - {{indicator: exhibitions.open, count_in: [planned, under_way]}}
  {CITE}
"""


def _indicator(id: str, zh: str, en: str, unit: str, kind: str) -> str:
    return f"""\
- id: {id}
  name: {{zh: {zh}, en: {en}}}
  unit: {unit}
  digits: 0
  kind: {kind}
  source: {{zh: 商务部门, en: Commerce departments}}
  definition: {{zh: {zh}, en: {en}}}
  collected: reported
"""


FED = (
    _indicator("exhibitions.held", "境外参展次数", "Exhibitions abroad", "次", "flow")
    + _indicator("exhibitions.deals", "意向成交额", "Intended deals", "亿元", "flow")
    + _indicator("exhibitions.firms", "参展企业数", "Exhibitors", "家", "flow")
    + _indicator("exhibitions.open", "在办参展数", "Exhibitions under way", "件", "stock")
)


def register_pack(folder: Path, register: str = REGISTER) -> TinyPack:
    """The tiny pack with the register and its indicators; nothing else is needed of it."""
    return TinyPack.sound(folder).write(FILE, register).write(INDICATORS, FED)
