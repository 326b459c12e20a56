"""What feeds an indicator fits it, exists, and is told by nobody else; lint names the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaifang.packs.linting import lint
from tests.packs.registers import FILE, INDICATORS, REGISTER, register_pack
from tests.packs.tiny import TinyPack


@pytest.fixture
def pack(tmp_path: Path) -> TinyPack:
    return register_pack(tmp_path / "tiny")


def line(text: str) -> str:
    number = next(n for n, one in enumerate(REGISTER.splitlines(), 1) if text in one)
    return f"{FILE}:{number}"


def test_the_register_is_sound(pack: TinyPack) -> None:
    law = pack.law()
    assert lint(law) == []
    held, deals, firms, still = law.processes["exhibition"].feeds
    assert (held.kind, held.events, held.where) == ("count", ("go",), {"abroad": ("abroad",)})
    assert (deals.kind, deals.events, firms.period) == ("sum", ("report",), "quarter")
    assert (still.kind, still.events) == ("count_in", ())


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("count: go", "count: gone", "KF-PACK-201", ".held"),
        ("count_in: [planned, under_way]", "count_in: [plan]", "KF-PACK-201", ".open"),
        ("sum: deals", "sum: deal", "KF-PACK-201", ".deals"),
        ("where: {abroad", "where: {aboard", "KF-PACK-201", ".held"),
        ("period_field: closed_on", "period_field: closed", "KF-PACK-201", ".deals"),
        ("exhibitions.held,", "exhibitions.hold,", "KF-PACK-011", ".held"),
        ("exhibitions.held,", "exhibitions.deals,", "KF-PACK-213", ".held"),
        ("exhibitions.open,", "exhibitions.held,", "KF-PACK-214", ".open"),
        ("count: go,", "count_in: planned,", "KF-PACK-214", ".held"),
        ("sum: deals", "sum: title", "KF-PACK-215", ".deals"),
        ("period_field: closed_on", "period_field: title", "KF-PACK-215", ".deals"),
        (", firms: firms}", ", firms: deals}", "KF-PACK-215", ".deals"),
        ("{abroad: abroad}", "{abroad: aboard}", "KF-PACK-217", ".held"),
        ("exhibitions.firms,", "exhibitions.held,", "KF-PACK-218", ".firms"),
        ("exhibitions.deals,", "trade.total,", "KF-PACK-219", ".deals"),
        ("unit: 万元", "unit: 万美元", "KF-PACK-018", ".deals"),
        ("count: go,", "count: go, sum: firms,", "KF-PACK-041", ".held"),
        ("sum: deals, of: report", "sum: deals", "KF-PACK-041", ".deals"),
        ("count_in: [planned, under_way]", "count_in: planned, firms: firms", "KF-PACK-041", ".open"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(
    pack: TinyPack, old: str, new: str, code: str, at: str
) -> None:
    where = line(f"indicator: exhibitions{at}")
    assert (code, where) in pack.change(FILE, old, new).told()


def test_no_number_is_asked_for_and_counted(pack: TinyPack) -> None:
    """A form that asks for what the register counts: one number, one source."""
    pack.write("calendars.yaml", """\
- id: q
  name: {zh: 季度, en: Quarterly}
  due: [{period: 2022-Q1, on: 2022-04-22}]
  cite: {assumption: {zh: 例, en: Example}, by: test}
""")  # fmt: skip
    pack.write("forms.yaml", """\
- id: quarter
  name: {zh: 表, en: Form}
  number: "1"
  issuer: "210000"
  valid_until: 2022-12-31
  calendar: q
  orgs: ["210100"]
  review: [province]
  rows: [{indicator: exhibitions.firms}]
  cite: {assumption: {zh: 例, en: Example}, by: test}
""")  # fmt: skip
    assert pack.told() == [("KF-PACK-218", line("indicator: exhibitions.firms"))]


def test_an_observed_process_feeds_nothing(pack: TinyPack) -> None:
    pack.change(FILE, "mode: command", "mode: observe")
    assert {code for code, _ in pack.told()} == {"KF-PACK-216"}


def test_a_derived_indicator_is_not_fed(pack: TinyPack) -> None:
    pack.change(INDICATORS, "collected: reported", "collected: derived")
    assert ("KF-PACK-219", line("indicator: exhibitions.held")) in pack.told()
