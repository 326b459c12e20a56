"""A statement of the programme becomes a figure of the page."""

from decimal import Decimal

from kaifang.core.bilingual import Text
from kaifang.core.period import Period
from kaifang.core.statement import Authority, Explanation, Statement
from kaifang.core.units import Quantity
from kaifang.site.components.addresses import figure_address, keep
from kaifang.site.components.statements import address_of, clause_id, document_address, figure_of
from kaifang.site.styleguide.samples import TRADE

WHY = Explanation(Text("进出口总额", "Total trade"), Text("7,724亿元", "772.4 billion yuan"))


def statement(value: str | None = "7724亿元", **more) -> Statement:
    quantity = None if value is None else Quantity.parse(value)
    given = {"measure": "level", "why": lambda: WHY, "authority": Authority.PUBLISHED, **more}
    return Statement(
        "trade.total", "210000", Period.parse("2022-01/2022-07"), quantity=quantity, **given
    )


def test_figure_takes_value_unit_and_digits() -> None:
    figure = figure_of(statement(digits=1))
    assert (figure.value, figure.digits, figure.authority) == (Decimal(7724), 1, "published")


def test_address_names_indicator_place_and_period() -> None:
    assert address_of(statement()) == "/figure/trade.total/210000/2022-01--2022-07/"


def test_address_holds_measure_and_state() -> None:
    address = address_of(statement(measure="growth"), pack="liaoning-2022", seen_at="2022-07-15")
    assert address.endswith("?measure=growth&pack=liaoning-2022&seen_at=2022-07-15")


def test_missing_statement_gives_its_reason() -> None:
    figure = figure_of(statement(None, missing=Text("缺2020年基数", "no base for 2020")))
    assert figure.value is None
    assert figure.reason.zh == "缺2020年基数"


def test_no_statement_is_missing_too() -> None:
    assert figure_of(None).value is None


def test_address_of_an_unusual_name_is_quoted() -> None:
    assert figure_address("a b", "c/d", "2022") == "/figure/a%20b/c%2Fd/2022/"


def test_clause_has_one_name_whatever_the_blanks() -> None:
    assert clause_id("全省货物 进出口") == clause_id("全省货物进出口")


def test_citation_leads_to_its_clause() -> None:
    assert document_address(TRADE) == f"/documents/press-2022-01-25/#{clause_id(TRADE.quote)}"


def test_nothing_left_to_keep_is_the_bare_page() -> None:
    from django.http import QueryDict

    assert keep(QueryDict("order=value"), order=None) == "?"
