"""A number is asked for once, and not when it comes down from above."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from kaifang.packs.law import Law, compose
from kaifang.packs.linting import lint
from kaifang.packs.schema.reporting import FormEntry

PACK = """
id: tiny
kind: programme
version: 1.0.0
name: {zh: 小, en: Tiny}
org: p
nation: p
period: "2023"
"""
OWN = {
    "orgs.yaml": """
- {id: p, name: {zh: 省, en: Province}, kind: province}
- {id: a, name: {zh: 甲市, en: A}, kind: city, parent: p}
- {id: b, name: {zh: 乙市, en: B}, kind: city, parent: p}
""",
    "indicators.yaml": """
- id: funds
  name: {zh: 资金, en: Funds}
  unit: 亿元
  kind: flow
  source: {zh: 市, en: City}
  definition: {zh: 资金, en: Funds}
  collected: reported
- id: trade
  name: {zh: 外贸, en: Trade}
  unit: 亿元
  kind: flow
  source: {zh: 海关, en: Customs}
  definition: {zh: 外贸, en: Trade}
""",
    "calendars.yaml": """
- id: q
  name: {zh: 季度, en: Quarterly}
  due: [{period: 2023-Q1, on: 2023-04-22}]
  cite: {assumption: {zh: 例, en: Example}, by: test, date: 2023-01-01}
""",
}
FORM = """
- id: {id}
  name: {{zh: 表, en: Form}}
  number: "{id}"
  issuer: p
  valid_until: 2023-12-31
  calendar: q
  orgs: [{orgs}]
  review: [province]
  rows: [{{indicator: {indicator}}}]
  cite: {{assumption: {{zh: 例, en: Example}}, by: test, date: 2023-01-01}}
"""


@pytest.fixture
def law(tmp_path: Path) -> Callable[[str], Law]:
    """A tiny pack with the forms of a test."""

    def make(forms: str) -> Law:
        folder = tmp_path / "tiny"
        folder.mkdir()
        files = {"pack.yaml": PACK, **OWN, "forms.yaml": forms}
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        return compose(folder)

    return make


def form(id: str, orgs: str, indicator: str = "funds") -> str:
    return FORM.format(id=id, orgs=orgs, indicator=indicator)


def codes(law: Law) -> list[tuple[str, str]]:
    return [(finding.code, finding.where) for finding in lint(law)]


def test_two_forms_may_ask_different_organisations(law: Callable[[str], Law]) -> None:
    assert codes(law(form("one", "a") + form("two", "b"))) == []


def test_a_second_form_for_the_same_number_is_refused(law: Callable[[str], Law]) -> None:
    found = law(form("one", "a, b") + form("two", "b"))
    assert codes(found) == [("KF-PACK-050", "packs/tiny/forms.yaml:21")]


def test_what_is_imported_is_not_asked_for(law: Callable[[str], Law]) -> None:
    found = law(form("one", "a", "trade"))
    assert codes(found) == [("KF-PACK-051", "packs/tiny/forms.yaml:10")]


def test_a_check_speaks_of_rows_of_its_form(law: Callable[[str], Law]) -> None:
    check = "  checks: [{id: c, kind: part, row: funds, whole: funs, says: {zh: 例, en: x}}]\n"
    finding = lint(law(form("one", "a") + check))[0]
    assert finding.code == "KF-PACK-011"
    assert finding.near == ("funds",)


# -- on how many firms a row rests ----------------------------------------------------------------


def form_with(*rows: dict[str, str]) -> FormEntry:
    return FormEntry.model_validate({
        "id": "f", "name": {"zh": "表", "en": "Form"}, "number": "1", "issuer": "p",
        "valid_until": "2023-12-31", "calendar": "q", "orgs": ["a"], "review": ["province"],
        "rows": rows,
        "cite": {"assumption": {"zh": "例", "en": "Example"}, "by": "t", "date": "2023-01-01"},
    })  # fmt: skip


def test_a_row_takes_its_firms_from_the_row_of_the_same_span() -> None:
    form = form_with(
        {"indicator": "funds", "span": "month", "firms": "firms"},
        {"indicator": "funds", "span": "to_date", "firms": "firms"},
        {"indicator": "funds", "span": "year", "firms": "firms"},
        {"indicator": "firms", "span": "to_date"},
        {"indicator": "firms", "span": "month"},
    )
    found = [form.firms_of(row) for row in form.rows]
    assert [one.span if one else None for one in found] == [
        "month", "to_date", "to_date", None, None,
    ]  # fmt: skip


def test_a_row_may_not_take_its_firms_from_a_row_that_is_not_there() -> None:
    with pytest.raises(ValidationError, match="firms of funds names frims"):
        form_with({"indicator": "funds", "firms": "frims"})


def test_the_demo_asks_on_how_many_contracts_a_value_rests() -> None:
    (zones,) = (one for one in compose("demo").forms.values() if one.id == "demo.zones.quarter")
    value = zones.row("investment.contract_value")
    assert value is not None
    count = zones.firms_of(value)
    assert count is not None
    assert (count.indicator, count.span) == ("investment.projects_signed", value.span)
