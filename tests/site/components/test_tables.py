"""A table: order from the address, missing values last, points in line, plain values out."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from kaifang.core.bilingual import Text
from kaifang.core.units import unit
from kaifang.site.components.figures import Figure
from kaifang.site.components.lights import Light
from kaifang.site.components.tables import Column, Order, Row, Table, named

COLUMNS = [
    Column("city", Text("单位", "Organisation"), sort=True),
    Column("value", Text("累计", "To date"), unit("亿元"), "number", sort=True),
    Column("light", Text("灯号", "Light"), kind="light"),
]
DATA = (("甲市", "12.5"), ("乙市", None), ("丙市", "7"), ("丁市", "100.25"))


def table(query: str = "", **more) -> Table:
    rows = [
        Row({"city": name, "value": Figure(value and Decimal(value), authority="demo"), "light": Light("green")})
        for name, value in DATA
    ]  # fmt: skip
    return Table("cities", Text("各市", "Cities"), COLUMNS, rows, QueryDict(query), **more)


def names(shown: Table) -> list[object]:
    return [row.cells["city"] for row in shown.rows]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ["甲市", "乙市", "丙市", "丁市"]),
        ("order=value", ["丙市", "甲市", "丁市", "乙市"]),
        ("order=-value", ["丁市", "甲市", "丙市", "乙市"]),
        ("order=light", ["甲市", "乙市", "丙市", "丁市"]),
        ("order=nonsense", ["甲市", "乙市", "丙市", "丁市"]),
    ],
)
def test_rows_stand_in_the_order_of_the_address(query: str, order: list[str]) -> None:
    assert names(table(query).sorted()) == order


def test_head_offers_the_top_first_then_the_bottom_then_the_given_order(chinese) -> None:
    assert 'href="?order=-value"' in table().heads[1]
    assert 'href="?order=value"' in table("order=-value").heads[1]
    assert 'href="?"' in table("order=value").heads[1]


def test_order_keeps_the_rest_of_the_address_but_not_the_page(chinese) -> None:
    assert "?period=2022&amp;order=-value" in table("period=2022&page=3").heads[1]


def test_sorted_head_says_so_to_a_screen_reader(chinese) -> None:
    assert 'aria-sort="descending"' in table("order=-value").heads[1]
    assert "aria-sort" not in table().heads[1]


def test_unit_stands_in_the_head_and_in_no_cell(chinese) -> None:
    assert "亿元" in table().heads[1]
    assert "亿元" not in table().body


def test_points_stand_in_line(chinese) -> None:
    body = table().body
    assert body.count('class="number d2 marked"') == 4
    assert '<span class="fraction"></span>' in body  # a whole number keeps the room of two decimals


def test_first_cell_heads_its_row(chinese) -> None:
    assert table().body.count('<th scope="row"') == 4


def test_absent_cell_is_a_dash(chinese) -> None:
    assert "—" in Table("t", "t", COLUMNS, [Row({"city": "甲市"})]).body


def test_records_hold_plain_values(chinese) -> None:
    first, second, *_ = table().records()
    assert first == {"city": "甲市", "value": Decimal("12.5"), "light": "正常"}
    assert second["value"] is None


def test_exports_keep_the_state_of_the_page() -> None:
    assert ("CSV", "?order=value&format=csv") in table("order=value").exports


def test_demo_export_says_demo(chinese) -> None:
    assert table().authorities() == {"demo"}


def test_order_is_read_from_the_address() -> None:
    assert Order.asked(QueryDict("order=-value")) == Order("value", descending=True)


def test_name_is_escaped(chinese) -> None:
    assert "&lt;b&gt;" in named("<b>", "/x/")


@pytest.mark.parametrize(
    ("name", "size"),
    [("云屏市", "named"), ("招商引资实际到位资金", "named named--middling"), ("国" * 20, "named named--long")],
)  # fmt: skip
def test_name_has_room_by_its_length(chinese, name: str, size: str) -> None:
    assert f'class="{size}"' in named(name)
