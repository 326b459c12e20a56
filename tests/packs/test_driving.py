"""What moves a notice rests on documents that may; the levels of a slip are told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaifang.packs.law import compose
from kaifang.packs.linting import lint
from tests.packs.tiny import TinyPack

ASSUMED = "{assumption: {zh: 拟定, en: Proposed}, by: 规划处}"
QUOTED = "{doc: press, article: 第三部分}"


def rule(cite: str, when: str = "{light: red}") -> str:
    return f"""\
- id: own.interview
  name: {{zh: 约谈, en: Interview}}
  measure: interview
  when: {when}
  cite: {cite}
"""


@pytest.fixture
def pack(tmp_path: Path) -> TinyPack:
    return TinyPack.sound(tmp_path / "tiny")


def codes(pack: TinyPack) -> list[str]:
    return [one.code for one in lint(compose(pack.folder))]


def test_a_rule_that_somebody_answers_for_is_sound(pack: TinyPack) -> None:
    pack.add("notices/own.yaml", rule(ASSUMED))
    assert codes(pack) == []


def test_a_rule_on_a_machine_translation_alone_may_not_drive(pack: TinyPack) -> None:
    pack.add("notices/own.yaml", rule(QUOTED))
    assert codes(pack) == []
    pack.change("documents.yaml", "rank: press_conference\n",
                "rank: press_conference\n  quality: machine_translation\n")  # fmt: skip
    assert "KF-PACK-070" in codes(pack)


def test_a_rule_needs_a_condition(pack: TinyPack) -> None:
    pack.add("notices/own.yaml", rule(ASSUMED, "{items: 2}"))
    assert codes(pack) != []


def test_a_row_of_periods_is_a_row_of_lights(pack: TinyPack) -> None:
    pack.add("notices/own.yaml", rule(ASSUMED, "{tail: 2, in_row: 2}"))
    assert codes(pack) != []


def test_an_indicator_that_nobody_defines_is_told(pack: TinyPack) -> None:
    pack.add("notices/own.yaml", rule(ASSUMED) + "  indicators: [trade.totl]\n")
    assert codes(pack) == ["KF-PACK-011"]


def test_a_level_stands_once(pack: TinyPack) -> None:
    level = "{id: blue, name: {zh: 蓝, en: blue}, days: 3, clock: working}"
    pack.add("slips/own.yaml", f"""\
- id: own.slips
  name: {{zh: 督办, en: Slips}}
  levels: [{level}, {level}]
  cite: {ASSUMED}
""")  # fmt: skip
    assert codes(pack) == ["KF-PACK-071"]
