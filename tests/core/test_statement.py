"""A statement opens, level by level, to the sentence it came from."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from kaifang.core.bilingual import Text
from kaifang.core.citation import Citation, Document, Quality, Rank
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.statement import LEADING, Authority, Explanation, Statement, Versions
from kaifang.core.units import Quantity

PRESS = Document(
    "press-2022-01-25",
    Text("新闻发布会", "Press conference"),
    Text("辽宁省政府新闻办公室", "Information Office"),
    date(2022, 1, 25),
    Rank.PRESS_CONFERENCE,
    Quality.ORIGINAL,
)


def cite(quote: str, printed: str) -> Citation:
    return Citation(PRESS, quote=quote, printed=printed, where="packs/x/facts/trade.yaml:3")


EXPORTS = cite("出口3312.6亿元", "3312.6亿元")
IMPORTS = cite("进口4411.4亿元", "4411.4亿元")


def explanation() -> Explanation:
    parts = (
        Explanation(
            Text("出口", "Exports"), Text("3312.6亿元", "331.26 billion yuan"), citations=(EXPORTS,)
        ),
        Explanation(
            Text("进口", "Imports"),
            Text("4411.4亿元", "441.14 billion yuan"),
            citations=(IMPORTS, EXPORTS),
        ),
    )
    return Explanation(
        Text("进出口总额", "Total trade"),
        Text("7724亿元", "772.4 billion yuan"),
        formula=Text("出口加进口", "exports plus imports"),
        inputs=parts,
        notes=(Text("人民币值", "in yuan"),),
        record={"figure": "trade.total.2021"},
        versions=Versions(
            "liaoning-2022", "abc", 7, "0.1.0", date(2022, 6, 30), datetime(2022, 7, 1, tzinfo=UTC)
        ),
    )


def statement(**changes: Any) -> Statement:
    given: dict[str, Any] = {
        "indicator": "trade.total",
        "org": "210000",
        "period": Period.year(2021),
        "measure": "level",
        "quantity": Quantity.parse("7724亿元"),
        "why": explanation,
        "digits": 1,
        "authority": Authority.PUBLISHED,
    }
    return Statement(**given | changes)


def test_an_explanation_is_a_tree_of_indented_lines() -> None:
    assert explanation().text().splitlines() == [
        "进出口总额：7724亿元",
        "  = 出口加进口",
        "  · 人民币值",
        "  出口：3312.6亿元",
        "    ← 《新闻发布会》（2022-01-25，新闻发布会）：“出口3312.6亿元”",
        "  进口：4411.4亿元",
        "    ← 《新闻发布会》（2022-01-25，新闻发布会）：“进口4411.4亿元”",
        "    ← 《新闻发布会》（2022-01-25，新闻发布会）：“出口3312.6亿元”",
    ]
    assert explanation().text("en").startswith("Total trade: 772.4 billion yuan\n  = exports plus")
    assert str(explanation()) == explanation().text()


def test_the_leaves_are_all_citations_each_once() -> None:
    assert explanation().leaves() == [EXPORTS, IMPORTS]


def test_an_explanation_is_plain_values_down_to_the_quotation() -> None:
    plain = explanation().json("en")
    assert plain["formula"] == "exports plus imports"
    assert plain["inputs"][0]["citations"][0] == {
        "document": "press-2022-01-25",
        "title": "Press conference",
        "date": "2022-01-25",
        "rank": "press_conference",
        "quality": "original",
        "quote": "出口3312.6亿元",
        "printed": "3312.6亿元",
        "article": None,
        "table": None,
        "row": None,
        "reason": None,
        "author": None,
        "where": "packs/x/facts/trade.yaml:3",
    }
    assert plain["versions"]["as_of"] == "2022-06-30"
    assert plain["versions"]["seen_at"] == "2022-07-01T00:00:00+00:00"
    assert plain["record"] == {"figure": "trade.total.2021"}


def test_a_statement_is_written_in_both_languages() -> None:
    assert statement().text() == "7,724.0亿元"
    assert statement().text("en") == "772.40 billion yuan"
    assert str(statement()) == "进出口总额 7,724.0亿元"
    assert statement().explain().leaves() == [EXPORTS, IMPORTS]


def test_a_statement_is_plain_values() -> None:
    assert statement().json("en") == {
        "indicator": "trade.total",
        "org": "210000",
        "period": "2021",
        "measure": "level",
        "value": "7724",
        "high": None,
        "comparator": "eq",
        "unit": "亿元",
        "text": "772.40 billion yuan",
        "missing": None,
        "authority": "published",
    }


def test_a_range_shows_both_ends() -> None:
    one = statement(
        quantity=Quantity.parse("1家"), high=Quantity.parse("2家"), comparator="range", digits=0
    )
    assert one.text() == "1家~2家"
    assert one.text("en") == "1 firm or body to 2 firms or bodies"
    assert (one.json()["value"], one.json()["high"]) == ("1", "2")


def test_a_missing_statement_says_why() -> None:
    one = statement(quantity=None, missing=message("missing.no_value"), authority=None)
    assert one.text() == "—"
    assert one.json("en")["missing"] == "no data yet"
    assert (one.json()["value"], one.json()["unit"], one.json()["authority"]) == (None, None, None)


@pytest.mark.parametrize("changes", [{"quantity": None}, {"missing": message("missing.no_value")}])
def test_a_statement_has_a_quantity_or_a_reason_never_both(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a quantity or a reason"):
        statement(**changes)


def test_annual_leads_verified_leads_published() -> None:
    assert set(LEADING) == set(Authority)
    ordered = sorted(Authority, key=lambda one: one.precedence)
    assert [one.value for one in ordered] == [
        *("annual", "verified", "published", "flash", "reported", "derived", "demo")
    ]
    assert Authority.FLASH.label == Text("快报", "flash")


def test_digits_beyond_floating_point_survive() -> None:
    one = statement(quantity=Quantity.parse("12345678901234567.89元"), digits=2)
    assert one.json()["value"] == "12345678901234567.89"
    assert one.text() == "12,345,678,901,234,567.89元"
    assert one.quantity is not None
    assert one.quantity.value == Decimal("12345678901234567.89")
