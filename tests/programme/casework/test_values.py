"""Values of fields are read by their kind; what cannot be read is told with its field."""

from __future__ import annotations

from typing import Any

import pytest

from kaifang.packs.law import load
from kaifang.packs.schema.processes import CaseField

pytestmark = pytest.mark.django_db


def field(kind: str, **more: Any) -> CaseField:
    name = {"zh": "某栏", "en": "Some field"}
    return CaseField.model_validate({"id": "some", "name": name, "kind": kind, **more})


CHOICES = ({"id": "yes", "name": {"zh": "是", "en": "yes"}},)


@pytest.mark.parametrize(
    ("one", "given", "read"),
    [
        (field("amount", unit="万元"), "１２，０００.５０", "12000.50"),
        (field("amount", unit="万元"), "-3", "-3"),
        (field("amount", unit="万元"), "-999999999999999.25", "-999999999999999.25"),
        (field("amount", unit="万元"), "1，234，567", "1234567"),
        (field("amount", unit="万元"), "12 000", "12000"),
        (field("integer"), "1,200", 1200),
        (field("date"), "2023/09/30", "2023-09-30"),
        (field("month"), "2023-09", "2023-09"),
        (field("credit_code"), " 91210200ma0examplc ", "91210200MA0EXAMPLC"),
        (field("choice", choices=CHOICES), "是", "yes"),
        (field("org"), "岚浦市", "demo.lanpu"),
        (field("code", list="country"), "KR 韩国", "KR"),
        (field("text"), "  两段 文字 ", "两段 文字"),
    ],
)
def test_what_people_write_is_read(one: CaseField, given: str, read: object) -> None:
    from kaifang.programme.casework.values import read_value

    assert read_value(load("demo"), one, given) == read


@pytest.mark.parametrize(
    ("one", "given"),
    [
        (field("amount", unit="万元"), "约12"),
        (field("amount", unit="万元"), "1e5"),
        (field("amount", unit="万元"), "1000000000000000"),  # sixteen digits: slipped on a key
        (field("amount", unit="万元"), "NaN"),
        (field("amount", unit="万元"), "1,5"),  # one and a half to some, never fifteen
        (field("amount", unit="万元"), "12 34"),
        (field("amount", unit="万元"), "1,2345"),
        (field("amount", unit="万元"), "1,000 000"),
        (field("amount", unit="万元"), "1_000"),
        (field("integer"), "1,5"),
        (field("integer"), "1.5"),
        (field("date"), "2023-02-30"),
        (field("date"), "1949-09-30"),
        (field("month"), "0202-03"),
        (field("month"), "2023-13"),
        (field("credit_code"), "91210200MA0EXAMPLE"),  # the last letter does not check the others
        (field("choice", choices=CHOICES), "或许"),
        (field("org"), "不存在的市"),
        (field("text"), "x" * 2001),
    ],
)
def test_what_is_of_another_kind_is_told(one: CaseField, given: str) -> None:
    from kaifang.programme.casework.values import ValueUnreadable, read_value

    with pytest.raises(ValueUnreadable, match="某栏"):
        read_value(load("demo"), one, given)


def test_a_code_must_be_of_a_full_list_but_not_of_a_sample() -> None:
    from kaifang.programme.casework.values import CodeUnlisted, read_value

    law = load("demo")
    with pytest.raises(CodeUnlisted, match="XX"):
        read_value(law, field("code", list="country"), "XX")
    assert read_value(law, field("code", list="gbt4754"), "3611") == "3611"


def test_values_are_told_by_their_names() -> None:
    from kaifang.programme.casework.values import told_value

    law = load("demo")
    assert told_value(law, field("amount", unit="万元"), "12000.50").zh == "12,000.50万元"
    assert told_value(law, field("amount", unit="万元"), "104900").en == "1,049 million yuan"
    assert told_value(law, field("amount", unit="万"), "104900").en == "1,049 million"
    assert told_value(law, field("amount", unit="棵"), "1200").en == "1,200 棵"
    assert told_value(law, field("integer"), 2023).zh == "2023"
    assert told_value(law, field("org"), "demo.lanpu").zh == "岚浦市"
    assert told_value(law, field("choice", choices=CHOICES), "yes").en == "yes"
