"""A tiny pack, whole and sound, for tests that break one thing in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kaifang.core.errors import KaifangError
from kaifang.packs.law import Law, compose
from kaifang.packs.linting import lint

FILES = {
    "pack.yaml": """\
id: tiny
kind: programme
version: 1.0.0
name: {zh: 小包, en: Tiny pack}
org: "210000"
period: "2022"
headline: [trade.total]
""",
    "documents.yaml": """\
- id: press
  title: {zh: 新闻发布会, en: Press conference}
  issuer: {zh: 省政府新闻办, en: Information Office}
  date: 2022-01-25
  rank: press_conference
- id: report
  title: {zh: 政府工作报告, en: Government work report}
  issuer: {zh: 省政府, en: Provincial government}
  date: 2022-02-10
  rank: government_work_report
""",
    "orgs.yaml": """\
- {id: "100000", name: {zh: 全国, en: China}, kind: nation}
- {id: "210000", name: {zh: 辽宁省, en: Liaoning}, kind: province, parent: "100000"}
- {id: "210100", name: {zh: 沈阳市, en: Shenyang}, kind: city, parent: "210000", order: 1}
- {id: "210200", name: {zh: 大连市, en: Dalian}, kind: city, parent: "210000", order: 2}
""",
    "indicators/trade.yaml": """\
- id: trade.total
  name: {zh: 进出口总额, en: Total trade}
  unit: 亿元
  kind: flow
  source: {zh: 海关, en: Customs}
  definition: {zh: 货物进出口, en: Trade in goods}
  formula: {sum: [trade.exports, trade.imports]}
- id: trade.exports
  name: {zh: 出口, en: Exports}
  unit: 亿元
  kind: flow
  source: {zh: 海关, en: Customs}
  definition: {zh: 货物出口, en: Exports of goods}
- id: trade.imports
  name: {zh: 进口, en: Imports}
  unit: 亿元
  kind: flow
  source: {zh: 海关, en: Customs}
  definition: {zh: 货物进口, en: Imports of goods}
""",
    "facts/trade.yaml": """\
- id: trade.total.2021
  indicator: trade.total
  org: "210000"
  period: "2021"
  value: 7724亿元
  cite: {doc: press, quote: 全省货物进出口7724亿元, printed: 7724亿元}
- id: trade.exports.2021
  indicator: trade.exports
  org: "210000"
  period: "2021"
  value: 3312.6亿元
  cite: {doc: press, quote: 其中出口3312.6亿元, printed: 3312.6亿元}
- id: trade.imports.2021
  indicator: trade.imports
  org: "210000"
  period: "2021"
  value: 4411.4亿元
  cite: {doc: press, quote: 进口4411.4亿元, printed: 4411.4亿元}
""",
    "targets/trade.yaml": """\
- id: trade.total.2022
  indicator: trade.total
  org: "210000"
  period: "2022"
  target: {growth: 6%, over: previous_year}
  strength: hold
  task: trade.stabilise
  cite: {doc: press, quote: 锚定全年进出口增长6%的目标不放松, printed: 6%}
""",
    "parameters/limits.yaml": """\
- id: approval.limit
  name: {zh: 审批时限, en: Time for approval}
  value: 60个工作日
  comparator: le
  valid: "2022"
  cite: {doc: press, quote: 审批时限压缩到60个工作日以内, printed: 60个工作日以内}
""",
    "tasks/trade.yaml": """\
- id: trade.stabilise
  doc: press
  no: 一
  name: {zh: 稳外贸, en: Stabilise trade}
  valid: "2022"
  lead: ["210100"]
  cite: {doc: press, quote: 一是稳外贸}
""",
    "lists/cities.yaml": """\
- id: cities.core
  name: {zh: 双核城市, en: Core cities}
  expected: 2个
  items: ["210100", "210200"]
  cite: {doc: press, quote: 沈阳、大连两市}
""",
    "seasons/trade.yaml": """\
- id: trade.season
  name: {zh: 外贸季节曲线, en: Season of trade}
  weights: [7%, 6%, 8%, 8%, 8%, 9%, 9%, 9%, 9%, 9%, 9%, 9%]
  cite: {assumption: {zh: 按前三年估算, en: Estimated from three years}, by: 商务厅}
""",
    "grids.yaml": """\
- id: liaoning
  name: {zh: 辽宁, en: Liaoning}
  org: "210000"
  tiles:
    - {org: "210100", col: 1, row: 0}
    - {org: "210200", col: 0, row: 1}
  cite: {assumption: {zh: 示意, en: A sketch}, by: 规划处}
""",
    "codes/sections.yaml": """\
- id: sections
  edition: "2017"
  name: {zh: 门类, en: Sections}
  items:
    - {code: A, zh: 农业, en: Farming}
    - {code: A01, zh: 种植业, en: Crops, parent: A}
    - {code: A02, zh: 林业, en: Forestry, parent: A}
    - {code: A03, zh: 渔业, en: Fishing, parent: A}
  cite: {doc: report, article: 附录}
- id: sections
  edition: "2022"
  name: {zh: 门类, en: Sections}
  items:
    - {code: B, zh: 农林, en: Farming and forestry}
    - {code: B01, zh: 农, en: Farming, parent: B}
    - {code: B02, zh: 林, en: Forestry, parent: B}
  cite: {doc: report, article: 附录}
""",
    "concordances/sections.yaml": """\
- id: sections.2017-2022
  from: {list: sections, edition: "2017"}
  to: {list: sections, edition: "2022"}
  rows:
    - {from: A01, to: B01, weight: "0.75"}
    - {from: A01, to: B02, weight: "0.25"}
    - {from: A02, to: B02}
  cite: {doc: report, article: 附录}
""",
    "checks/trade.yaml": """\
- id: trade-adds-up
  compute: {sum: [trade.exports.2021, trade.imports.2021]}
  gives: trade.total.2021
  digits: 1
""",
    "not_figures/words.yaml": """\
- {doc: press, pattern: "[一二三]是", kind: enumeration}
- {doc: press, text: 两市, kind: word}
- {doc: press, text: 2021年, kind: date}
""",
}
TEXT = (
    "2021年,全省货物进出口7724亿元,其中出口3312.6亿元,进口4411.4亿元。"
    "一是稳外贸,锚定全年进出口增长6%的目标不放松。审批时限压缩到60个工作日以内。沈阳、大连两市先行。"
)


@dataclass
class TinyPack:
    """The folder of a pack; its files may be changed before it is read."""

    folder: Path

    @classmethod
    def sound(cls, folder: Path) -> TinyPack:
        """Write the sound pack; `folder` is named tiny."""
        pack = cls(folder)
        for name, text in FILES.items():
            pack.write(name, text)
        return pack

    def write(self, name: str, text: str) -> TinyPack:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return self

    def add(self, name: str, text: str) -> TinyPack:
        """Append entries to a file."""
        file = self.folder / name
        return self.write(name, (file.read_text("utf-8") if file.exists() else "") + text)

    def change(self, name: str, old: str, new: str) -> TinyPack:
        """Replace the first `old` of a file, which must stand in it."""
        text = (self.folder / name).read_text("utf-8")
        assert old in text
        return self.write(name, text.replace(old, new, 1))

    def law(self) -> Law:
        return compose(self.folder)

    def findings(self, text: str | None = None) -> list[KaifangError]:
        return lint(self.law(), None if text is None else {"press": text})

    def told(self, text: str | None = None) -> list[tuple[str, str]]:
        """Code and place of every finding; places are told without packs/tiny/."""
        found = self.findings(text)
        for one in found:
            assert one.text("zh") != one.text("en")
        return [(one.code, one.where.removeprefix("packs/tiny/")) for one in found]
