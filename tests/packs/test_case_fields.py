"""Fields, ledgers and channels of a process: what lint finds wrong with them, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaifang.packs.law import compose
from kaifang.packs.linting import lint
from tests.packs.tiny import TinyPack

PROCESS = """\
- id: project
  name: {zh: 项目, en: Project}
  mode: command
  object: project
  roles: [{id: officer, name: {zh: 经办, en: officer}}]
  fields:
    - {id: country, name: {zh: 国别, en: Country}, kind: code, list: country}
    - {id: fair, name: {zh: 活动, en: Event}, kind: case, of: project}
    - {id: month, name: {zh: 月份, en: Month}, kind: month}
    - {id: origin, name: {zh: 来源, en: Origin}, kind: choice, choices: [{id: own, name: {zh: 内资, en: own}}]}
    - {id: funds, name: {zh: 到位资金, en: Funds}, kind: amount, unit: 万元}
    - {id: own, name: {zh: 投资额, en: Investment}, kind: amount, unit: 万}
    - {id: currency, name: {zh: 币种, en: Currency}, kind: code, list: country}
    - {id: rate, name: {zh: 汇率, en: Rate}, kind: amount, unit: 比}
  states:
    - {id: signed, name: {zh: 已签约, en: signed}}
    - {id: done, name: {zh: 办结, en: done}}
  start: signed
  end: {good: [done]}
  transitions:
    - {event: sign, name: {zh: 签约, en: sign}, to: signed, who: [officer], fields: [own], optional: [country]}
    - {event: pay, name: {zh: 到位, en: pay}, from: signed, who: [officer], fields: [month, origin, funds], repeats: true}
    - {event: end, name: {zh: 办结, en: end}, from: signed, to: done, who: [officer]}
  ledgers:
    - {id: funds, name: {zh: 台账, en: Ledger}, event: pay, amount: funds, month: month, by: origin}
  channels:
    - id: green
      name: {zh: 绿色通道, en: Green channel}
      amount: own
      currency: currency
      rate: rate
      threshold: 1亿美元
      comparator: ge
      where: {origin: [own]}
      cite: {assumption: {zh: 拟定, en: Proposed}, by: 规划处}
  cite: {assumption: {zh: 拟定, en: Proposed}, by: 规划处}
"""
CODES = """\
- id: country
  edition: "2022"
  name: {zh: 国家, en: Countries}
  sample: true
  items: [{code: JP, zh: 日本, en: Japan}]
  cite: {assumption: {zh: 拟定, en: Proposed}, by: 规划处}
"""
FILE = "processes/project.yaml"


@pytest.fixture
def pack(tmp_path: Path) -> TinyPack:
    tiny = TinyPack.sound(tmp_path / "tiny").write("codes/country.yaml", CODES)
    return tiny.write(FILE, PROCESS)


def line(text: str) -> str:
    number = next(n for n, one in enumerate(PROCESS.splitlines(), 1) if text in one)
    return f"{FILE}:{number}"


GUARDED = """\
  guards: [{sum: [funds], at_most: own, name: {zh: 到位不超过投资额, en: Funds within the investment}}]
  cite: {assumption: {zh: 拟定, en: Proposed}, by: 规划处}
"""


@pytest.mark.parametrize(
    ("unit", "guard", "code"),
    [
        ("万元", "at_most: own", ""),
        ("亿元", "at_most: own", "KF-PACK-255"),
        ("万元", "at_most: origin", "KF-CASE-351"),
        ("万元", "at_most: nothing", "KF-PACK-201"),
    ],
)
def test_a_sum_is_held_against_an_amount_of_its_own_unit(
    pack: TinyPack, unit: str, guard: str, code: str
) -> None:
    """Ten thousands of yuan against hundreds of millions would let any payment through."""
    start, _, _ = PROCESS.rpartition("  cite:")
    text = (start + GUARDED).replace("at_most: own", guard)
    text = text.replace("kind: amount, unit: 万}", f"kind: amount, unit: {unit}}}")
    found = lint(pack.write(FILE, text).law())
    assert [one.code for one in found] == ([code] if code else [])


@pytest.mark.parametrize("part", ["ledgers", "channels"])
def test_two_of_one_name_are_told(pack: TinyPack, part: str) -> None:
    whole = PROCESS.partition(f"  {part}:\n")[2]
    one = whole.partition("  channels:\n" if part == "ledgers" else "\n  cite:")[0].rstrip()
    text = PROCESS.replace(f"  {part}:\n", f"  {part}:\n{one}\n")
    found = lint(pack.write(FILE, text).law())
    assert [one.code for one in found] == ["KF-PACK-209"]


def test_it_is_sound(pack: TinyPack) -> None:
    assert lint(pack.law()) == []
    process = pack.law().processes["project"]
    assert process.ledgers[0].fields == ("funds", "month", "origin")
    assert process.transitions[1].repeats


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("kind: code, list: country}", "kind: code, list: county}", "KF-CASE-350", "id: country"),
        ("of: project}", "of: projects}", "KF-CASE-350", "id: fair"),
        ("kind: case, of: project}", "kind: case}", "KF-PACK-041", "id: fair"),
        ("optional: [country]", "optional: [county]", "KF-PACK-201", "event: sign"),
        ("amount: funds, month: month", "amount: funds, month: origin", "KF-CASE-351", "id: funds, name: {zh: 台账"),
        ("by: origin}", "by: own}", "KF-CASE-351", "id: funds, name: {zh: 台账"),
        ("event: pay, amount", "event: paid, amount", "KF-PACK-201", "id: funds, name: {zh: 台账"),
        (", repeats: true", "", "KF-CASE-352", "id: funds, name: {zh: 台账"),
        ("      rate: rate", "      rate: currency", "KF-CASE-351", "      rate: rate"),
        ("      amount: own", "      amount: owns", "KF-PACK-201", "      amount: own"),
        ("threshold: 1亿美元", "threshold: 100个", "KF-CASE-353", "threshold"),
        ("  object: project", "  named_to_all: funds\n  object: project", "KF-CASE-351", "object: project"),
        ("comparator: ge", "comparator: lt", "KF-PACK-009", "comparator"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(
    pack: TinyPack, old: str, new: str, code: str, at: str
) -> None:
    assert (code, line(at)) in pack.change(FILE, old, new).told()


def test_the_threshold_of_liaoning_is_the_documents_own() -> None:
    law = compose("liaoning-2022")
    channel = law.processes["project.investment"].channels[0]
    assert (str(channel.threshold), channel.comparator) == ("1亿美元", "ge")
    assert channel.cite[0].doc == "press-2022-01-25"
    assert law.parameters["investment.green_channel.threshold"].value.base == channel.threshold.base


def test_liaoning_carries_its_register_of_projects_on() -> None:
    """The programme of 2023 asks what that of 2022 asks; of a green channel its document says nothing."""
    before, now = (
        compose(name).processes["project.investment"] for name in ("liaoning-2022", "liaoning-2023")
    )
    assert now.fields == before.fields
    assert [one.id for one in now.states] == [one.id for one in before.states]
    assert now.channels == ()
    assert "central-local cooperation projects" in now.cite[1].quote


@pytest.mark.parametrize("name", ["demo", "liaoning-2022", "liaoning-2023"])
def test_projects_tell_what_the_documents_name(name: str) -> None:
    process = next(one for one in compose(name).processes.values() if one.object == "project")
    fields = {one.id: one for one in process.fields}
    named = {
        "code_name", "investor", "credit_code", "country", "industry", "chain", "zone", "investment",
        "investment_own", "currency", "funds", "funds_origin", "funds_month", "fixed_assets",
        "signed_at", "steward", "planned_start", "road_map", "team", "leader", "central",
        "central_enterprise",
    }  # fmt: skip
    assert named <= set(fields)
    assert (fields["industry"].list, fields["country"].list) == ("gbt4754", "country")
    needed = {one.event: one.fields for one in process.transitions}
    assert needed["report"] == ("code_name",)
    assert "credit_code" not in needed["sign"], "foreign investors have none"
