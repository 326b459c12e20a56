"""A figure is written as offices write it, and is a link to its explanation."""

from decimal import Decimal

import pytest

from kaifang.core.bilingual import Text
from kaifang.core.units import unit
from kaifang.site.components.figures import Figure
from kaifang.site.components.numbers import written

YI = unit("亿元")


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        ("7724", 1, "7,724.0"),
        ("7724", 0, "7,724"),
        ("5942.40", None, "5,942.40"),
        ("-0.04", 1, "0.0"),
        ("0.05", 1, "0.1"),
        ("-12.3", 1, "−12.3"),
    ],
)
def test_number_is_written(value: str, digits: int | None, shown: str) -> None:
    assert written(Decimal(value), digits) == shown


def test_figure_is_a_link_with_its_unit(chinese) -> None:
    html = Figure(Decimal(7724), "/figure/x/", YI, 1).html()
    assert html.startswith('<a class="figure" href="/figure/x/" data-panel>')
    assert "亿元" in html


def test_english_counts_in_billions(english) -> None:
    assert str(Figure(Decimal("5942.4"), "", YI, 1)) == "594.24 billion yuan"


def test_figure_in_a_column_leaves_the_unit_to_the_head(chinese) -> None:
    html = Figure(Decimal(7724), "/x/", YI, 1).html(widest=1, with_unit=False)
    assert "亿元" not in html
    assert '<span class="fraction">.0</span>' in html


def test_missing_figure_says_why_and_is_never_zero(chinese) -> None:
    html = Figure(None, reason=Text("缺2020年基数", "no base for 2020")).html()
    assert ">—<" in html
    assert html.count("缺2020年基数") == 2  # on hover, and for a screen reader
    assert "0.0" not in html


def test_missing_figure_with_an_address_can_be_opened(chinese) -> None:
    assert 'href="/figure/x/"' in Figure(None, "/figure/x/").html()


@pytest.mark.parametrize(
    ("comparator", "zh"),
    [("ge", "10%以上"), ("gt", "超10%"), ("le", "10%以内"), ("lt", "不到10%"), ("about", "10%左右"), ("approx", "约10%")],
)  # fmt: skip
def test_comparator_stands_where_chinese_puts_it(chinese, comparator: str, zh: str) -> None:
    assert str(Figure(Decimal(10), unit=unit("%"), comparator=comparator)) == zh


def test_comparator_in_english(english) -> None:
    assert str(Figure(Decimal(10), unit=unit("%"), comparator="about")) == "about 10%"


def test_range_shows_both_ends(chinese) -> None:
    assert str(Figure(Decimal(1), unit=unit("家"), high=Decimal(2))) == "1–2家"


def test_demo_is_marked_and_published_is_not(chinese) -> None:
    assert "演示" in Figure(Decimal(1), authority="demo").html()
    assert "mark" not in Figure(Decimal(1)).html()


def test_text_of_a_pack_cannot_break_out_of_the_page(chinese) -> None:
    bad = Text('"><script>', '"><script>')
    html = Figure(None, '/x/"><script>', reason=bad).html()
    assert "<script>" not in html


def test_range_with_a_comparator_stays_one_figure(chinese) -> None:
    figure = Figure(Decimal("1.5"), "/x/", unit("亿元"), 1, comparator="about", high=Decimal(2))
    html = figure.html(widest=1, with_unit=False)
    assert html.endswith('1<span class="fraction">.5</span>–2.0左右</a>')
