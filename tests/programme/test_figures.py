"""Single figures of the real packs, opened down to the sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kaifang.core.observation import Measure, Visibility
from kaifang.core.statement import Authority
from kaifang.packs.law import Law, load
from kaifang.programme.figures import UnknownMeasure
from kaifang.programme.progress import Progress
from kaifang.programme.viewer import INTERNAL
from tests.programme.memory import level, programme

LIAONING, DALIAN, NATION = "210000", "210200", "100000"


@pytest.fixture(scope="module")
def law() -> Law:
    return load("liaoning-2022")


def test_a_published_level_opens_to_the_clause_of_its_document(law: Law) -> None:
    statement = programme(law).statement("trade.total", LIAONING, "2021")
    assert statement.text() == "7,724.0亿元"
    assert statement.text("en") == "772.40 billion yuan"
    (cite, *_) = statement.explain().citations
    assert cite.document is not None
    assert cite.document.id == "press-2022-01-25"
    assert cite.quote == "全省货物进出口7724亿元"
    assert cite.where.startswith("packs/liaoning-2022/facts/trade.yaml:")


def test_the_check_of_its_parts_stands_in_the_explanation(law: Law) -> None:
    notes = [
        note.zh
        for note in programme(law).statement("trade.total", LIAONING, "2021").explain().notes
    ]
    assert any("3,312.6亿元" in note and "4,411.4亿元" in note and "相符" in note for note in notes)


def test_growth_without_a_base_is_shown_as_stated(law: Law) -> None:
    growth = programme(law).statement("trade.total", LIAONING, "2021", "growth")
    assert growth.text() == "17.6%"
    notes = [note.zh for note in growth.explain().notes]
    assert any("无法测算" in note and "2020年" in note for note in notes)


def test_published_growth_leads_and_the_computed_stands_beside(law: Law) -> None:
    base = level("trade.total", LIAONING, "2020", "6544.0", date(2021, 1, 20))
    growth = programme(law, base).statement("trade.total", LIAONING, "2021", "growth")
    assert growth.text() == "17.6%"
    # 7724 / 6544 = 1.18031…
    assert any("18.0%" in note.zh for note in growth.explain().notes)


def test_computed_growth_names_both_inputs(law: Law) -> None:
    may = level("trade.total", DALIAN, "2022-01/2022-05", "1880", date(2022, 6, 18))
    before = level("trade.total", DALIAN, "2021-01/2021-05", "1700", date(2021, 6, 18))
    growth = programme(law, may, before).statement(
        "trade.total", DALIAN, "2022-01/2022-05", "growth"
    )
    # 180 / 1700 = 10.588…%
    assert growth.text() == "10.6%"
    titles = [one.title.zh for one in growth.explain().inputs]
    assert titles == [
        "货物进出口总额 · 大连市 · 2022年1-5月",
        "货物进出口总额 · 大连市 · 2021年1-5月",
    ]


def test_a_single_month_is_the_difference_of_two_to_date_figures(law: Law) -> None:
    april = level("trade.total", DALIAN, "2022-01/2022-04", "1500", date(2022, 5, 18))
    may = level("trade.total", DALIAN, "2022-01/2022-05", "1880", date(2022, 6, 18))
    month = programme(law, april, may).statement("trade.total", DALIAN, "2022-01/2022-05", "month")
    assert month.text() == "380.0亿元"
    assert month.authority == "derived"


def test_months_add_up_to_a_value_to_date(law: Law) -> None:
    two = level("trade.total", DALIAN, "2022-01/2022-02", "700.5", date(2022, 3, 18))
    march = level("trade.total", DALIAN, "2022-03", "400.25", date(2022, 4, 18))
    april = level("trade.total", DALIAN, "2022-04", "399.5", date(2022, 5, 18))
    p = programme(law, two, march, april)
    to_date = p.statement("trade.total", DALIAN, "2022-01/2022-04")
    assert to_date.text() == "1,500.3亿元"  # 700.5 + 400.25 + 399.5 = 1500.25
    assert to_date.authority == "derived"
    why = to_date.explain()
    assert why.formula is not None
    assert "分月累加" in why.formula.zh
    assert [one.title.zh for one in why.inputs] == [
        "货物进出口总额 · 大连市 · 2022年1-2月",
        "货物进出口总额 · 大连市 · 2022年3月",
        "货物进出口总额 · 大连市 · 2022年4月",
    ]


def test_a_missing_month_keeps_what_follows_from_being_added_up(law: Law) -> None:
    two = level("trade.total", DALIAN, "2022-01/2022-02", "700.5", date(2022, 3, 18))
    april = level("trade.total", DALIAN, "2022-04", "399.5", date(2022, 5, 18))
    p = programme(law, two, april)
    lacking = p.statement("trade.total", DALIAN, "2022-01/2022-04")
    assert lacking.missing is not None
    assert "2022年3月" in lacking.missing.zh
    unfinished = p.statement("trade.total", DALIAN, "2022")
    assert unfinished.quantity is None


def test_months_of_two_definitions_are_not_added_up(law: Law) -> None:
    january = level("trade.total", DALIAN, "2022-01", "300", date(2022, 2, 18))
    february = level("trade.total", DALIAN, "2022-02", "310", date(2022, 3, 18))
    p = programme(law, january, replace(february, definition="2"))
    mixed = p.statement("trade.total", DALIAN, "2022-01/2022-02")
    assert mixed.missing is not None
    assert "口径不一" in mixed.missing.zh


def test_a_target_is_measured_by_months_added_up(law: Law) -> None:
    entry = law.targets["trade.total.2022"]
    months = [
        level("trade.total", LIAONING, f"2022-0{month}", "650", date(2022, month + 1, 18))
        for month in (1, 2, 3)
    ]
    p = programme(law, *months)
    latest = Progress.of(p.figures("2022-04-30"), entry, LIAONING).latest()
    assert latest is not None
    assert latest.text() == "1,950.0亿元"  # 3 · 650


def test_a_formula_adds_what_nobody_stated(law: Law) -> None:
    exports = level("trade.exports", DALIAN, "2022", "1000.5", date(2023, 1, 18))
    imports = level("trade.imports", DALIAN, "2022", "999.5", date(2023, 1, 18))
    total = programme(law, exports, imports).statement("trade.total", DALIAN, "2022")
    assert total.text() == "2,000.0亿元"
    assert len(total.explain().inputs) == 2


def test_a_formula_with_a_missing_input_is_missing_and_says_which(law: Law) -> None:
    exports = level("trade.exports", DALIAN, "2022", "1000.5", date(2023, 1, 18))
    total = programme(law, exports).statement("trade.total", DALIAN, "2022")
    assert total.quantity is None
    assert total.missing is not None
    assert "进口" in total.missing.zh


def test_share_of_the_nation_is_stated_or_computed_or_missing(law: Law) -> None:
    assert (
        programme(law).statement("trade.total", LIAONING, "2021", "share_of_nation").text() == "2%"
    )
    exports = programme(law).statement("trade.exports", LIAONING, "2021", "share_of_nation")
    assert exports.missing is not None
    assert exports.missing.zh == "未载入全国数据"
    nation = level("trade.exports", NATION, "2021", "217348", date(2022, 1, 14))
    computed = programme(law, nation).statement(
        "trade.exports", LIAONING, "2021", "share_of_nation"
    )
    # 3312.6 / 217348 = 1.5241…%
    assert computed.text() == "1.5%"


def test_a_back_dated_import_does_not_change_what_was_seen(law: Law) -> None:
    then = datetime(2022, 6, 1, tzinfo=UTC)
    first = level("trade.total", DALIAN, "2022-03", "300", date(2022, 4, 18), recorded=then)
    later = datetime(2022, 8, 1, tzinfo=UTC)
    revised = level("trade.total", DALIAN, "2022-03", "333", date(2022, 4, 20), recorded=later)
    p = programme(law, first, revised)
    about = ("trade.total", DALIAN, "2022-03")
    assert p.statement(*about, as_of="2022-06-30").text() == "333.0亿元"
    assert p.statement(*about, as_of="2022-06-30", seen_at="2022-07-15").text() == "300.0亿元"
    assert p.statement(*about, as_of="2022-04-19").text() == "300.0亿元"
    assert p.statement(*about, as_of="2022-04-17").quantity is None


def test_internal_values_are_hidden_from_the_public(law: Law) -> None:
    hidden = level(
        "trade.total", DALIAN, "2022-03", "300", date(2022, 4, 18), visibility=Visibility.INTERNAL
    )
    about = ("trade.total", DALIAN, "2022-03")
    assert programme(law, hidden).statement(*about).quantity is None
    assert programme(law, hidden, viewer=INTERNAL).statement(*about).text() == "300.0亿元"


def test_an_unknown_measure_names_the_known_ones(law: Law) -> None:
    with pytest.raises(UnknownMeasure, match="growth"):
        programme(law).statement("trade.total", LIAONING, "2021", "grwth")


@pytest.mark.parametrize(
    ("authority", "text"), [(Authority.FLASH, "5.0%"), (Authority.PUBLISHED, "5%")]
)
def test_growth_of_statistics_is_told_to_the_tenth_that_of_documents_as_printed(
    law: Law, authority: Authority, text: str
) -> None:
    told = replace(
        level("trade.total", DALIAN, "2022-01/2022-05", "5.0", date(2022, 6, 18), unit="%"),
        measure=Measure.GROWTH, base="previous_year", authority=authority,
    )  # fmt: skip
    growth = programme(law, told).statement("trade.total", DALIAN, "2022-01/2022-05", "growth")
    assert growth.text() == text


def test_a_statement_is_named_by_an_address_and_so_are_its_inputs(law: Law) -> None:
    may = level("trade.total", DALIAN, "2022-01/2022-05", "1870", date(2022, 6, 18))
    before = level("trade.total", DALIAN, "2021-01/2021-05", "1700", date(2021, 6, 18))
    growth = programme(law, may, before).statement(
        "trade.total", DALIAN, "2022-01/2022-05", "growth_computed"
    )
    why = growth.explain()
    assert why.address == "trade.total/210200/2022-01--2022-05/?measure=growth_computed"
    assert [one.address for one in why.inputs] == [
        "trade.total/210200/2022-01--2022-05/", "trade.total/210200/2021-01--2021-05/",
    ]  # fmt: skip


def test_a_month_is_no_difference_of_two_definitions(law: Law) -> None:
    # from May 2022 on banks, securities and insurance count: 1-5月 less 1-4月 would be no May
    april = level("investment.fdi_used", DALIAN, "2022-01/2022-04", "5", date(2022, 5, 18),
                  unit="亿美元")  # fmt: skip
    may = level("investment.fdi_used", DALIAN, "2022-01/2022-05", "9", date(2022, 6, 18),
                unit="亿美元")  # fmt: skip
    p = programme(law, april, replace(may, definition="2022-05"))
    month = p.statement("investment.fdi_used", DALIAN, "2022-01/2022-05", "month")
    assert month.missing is not None
    assert "银行、证券、保险" in month.missing.zh


def test_no_share_is_taken_of_another_definition(law: Law) -> None:
    city = level("investment.fdi_used", DALIAN, "2022", "9", date(2023, 1, 18), unit="亿美元")
    nation = level("investment.fdi_used", NATION, "2022", "1890", date(2023, 1, 18), unit="亿美元")
    p = programme(law, city, replace(nation, definition="2022-05"))
    share = p.statement("investment.fdi_used", DALIAN, "2022", "share_of_nation")
    assert share.missing is not None
    assert "口径有变" in share.missing.zh


@pytest.mark.parametrize("comparator", ["gt", "lt", "about", "approx", "ge", "le"])
def test_nothing_is_computed_from_more_or_less_than(law: Law, comparator: str) -> None:
    base = level("trade.total", DALIAN, "2021-01/2021-05", "1700", date(2021, 6, 18))
    may = level("trade.total", DALIAN, "2022-01/2022-05", "1880", date(2022, 6, 18))
    april = level("trade.total", DALIAN, "2022-01/2022-04", "1500", date(2022, 5, 18))
    p = programme(law, base, replace(may, comparator=comparator), april)
    for measure in ("growth_computed", "month"):
        told = p.statement("trade.total", DALIAN, "2022-01/2022-05", measure)
        assert told.missing is not None, measure
        assert told.missing.zh == "公布数不是确数，不能据以计算"
