"""A declared rate: what lint finds wrong with it, with file and line; those that ship are sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaifang.packs.law import load
from kaifang.packs.linting import lint
from tests.packs.tiny import TinyPack

FILE = "processes/project.yaml"
CITE = "cite: {assumption: {zh: 拟定, en: Proposed}, by: 规划处}"
PROCESS = f"""\
- id: project
  name: {{zh: 项目, en: Project}}
  mode: command
  object: project
  roles: [{{id: city, name: {{zh: 市, en: city}}}}]
  fields:
    - {{id: occasion, name: {{zh: 活动, en: event}}, kind: text}}
    - {{id: day, name: {{zh: 日期, en: day}}, kind: date}}
  states:
    - {{id: talks, name: {{zh: 在谈, en: in talks}}}}
    - {{id: signed, name: {{zh: 签约, en: signed}}}}
    - {{id: started, name: {{zh: 开工, en: started}}}}
    - {{id: dropped, name: {{zh: 终止, en: dropped}}}}
  start: talks
  end: {{good: [started], bad: [dropped]}}
  transitions:
    - {{event: sign, name: {{zh: 签约, en: sign}}, from: talks, to: signed, who: [city]}}
    - {{event: start, name: {{zh: 开工, en: start}}, from: signed, to: started, who: [city]}}
    - {{event: drop, name: {{zh: 终止, en: drop}}, from: [talks, signed], to: dropped, who: [city]}}
  rates:
    - id: landing
      name: {{zh: 落地率, en: landing rate}}
      numerator: {{event: start}}
      denominator: {{event: sign}}
      cohort: year
      by: occasion
      cut_off: 12 months
      {CITE}
  {CITE}
"""


@pytest.fixture
def pack(tmp_path: Path) -> TinyPack:
    return TinyPack.sound(tmp_path / "tiny").write(FILE, PROCESS)


def line(text: str) -> str:
    number = next(n for n, one in enumerate(PROCESS.splitlines(), 1) if text in one)
    return f"{FILE}:{number}"


def test_a_declared_rate_is_sound(pack: TinyPack) -> None:
    law = pack.law()
    assert lint(law) == []
    [rate] = law.processes["project"].rates
    assert (rate.numerator.ids, rate.numerator.kind, rate.months) == (("start",), "event", 12)


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("numerator: {event: start}", "numerator: {event: begin}", "KF-PACK-201", "numerator"),
        ("numerator: {event: start}", "numerator: {state: begun}", "KF-PACK-201", "numerator"),
        ("by: occasion", "by: fair", "KF-PACK-201", "by: occasion"),
        ("numerator: {event: start}", "numerator: {event: [start, sign]}", "KF-PACK-230", "numerator"),
        ("numerator: {event: start}", "numerator: {state: talks}", "KF-PACK-231", "numerator"),
        ("denominator: {event: sign}", "denominator: {event: drop}", "KF-PACK-231", "numerator"),
        ("by: occasion", "by: day", "KF-PACK-232", "by: occasion"),
        ("cut_off: 12 months", "cut_off: whenever", "KF-PACK-009", "cut_off"),
        ("cohort: year", "cohort: decade", "KF-PACK-009", "cohort"),
        ("numerator: {event: start}", "numerator: {}", "KF-PACK-041", "numerator"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(
    pack: TinyPack, old: str, new: str, code: str, at: str
) -> None:
    assert [(code, line(at))] == pack.change(FILE, old, new).told()


def test_a_rate_is_declared_once_and_cited(pack: TinyPack) -> None:
    block = PROCESS[PROCESS.index("    - id: landing") : PROCESS.rindex(f"  {CITE}")]
    twice = PROCESS.replace(block, block + block)
    assert [code for code, _ in pack.write(FILE, twice).told()] == ["KF-PACK-209"]
    pack.write(FILE, PROCESS.replace(f"      {CITE}\n", ""))
    assert [code for code, _ in pack.told()] == ["KF-PACK-008"]


def test_rates_are_cited_by_the_process_too(pack: TinyPack) -> None:
    """What cites a document is found under it, also from a rate."""
    places = [at for at, _ in pack.law().processes["project"].citing()]
    assert ("rates", 0, "cite", 0) in places


@pytest.mark.parametrize(
    ("name", "process", "rates"),
    [
        ("demo", "demo.project", ["landing", "registration", "production"]),
        ("liaoning-2022", "project.investment", ["landing"]),
    ],
)
def test_packs_that_ship_declare_their_rates(name: str, process: str, rates: list[str]) -> None:
    assert [one.id for one in load(name).processes[process].rates] == rates
