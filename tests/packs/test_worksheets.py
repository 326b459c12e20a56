"""A worksheet proposes what a document says, clause by clause; a person confirms it.

The sentences are those of the press conference of 25 January 2022 and of the notice of Guizhou.
"""

from pathlib import Path

import pytest

from kaifang.core.bilingual import Text
from kaifang.core.period import Period
from kaifang.core.text import repair
from kaifang.packs.clauses import Found, find
from kaifang.packs.drafting import Plan, draft
from kaifang.packs.law import compose
from kaifang.packs.linting import lint
from kaifang.packs.loading import read_pack
from kaifang.packs.texts import Received
from kaifang.packs.worksheets import document_id, worksheet, write_worksheet


@pytest.mark.parametrize(
    ("text", "quote", "printed", "value"),
    [
        ("其中，出口3312.6亿元，同比增长", "出口3312.6亿元", "3312.6亿元", "3312.6亿元"),
        ("全年开行中欧班列632列", "全年开行中欧班列632列", "632列", "632列"),
        ("占比达44.8%", "占比达44.8%", "44.8%", "44.8%"),
        ("同比提高6个百分点", "同比提高6个百分点", "6个百分点", "6个百分点"),
        ("１００ 亿元", "100亿元", "100亿元", "100亿元"),
        ("總額100億元", "总额100亿元", "100亿元", "100亿元"),
        ("about 6.2 billion US dollars", None, "6.2 billion US dollars", "62亿美元"),
    ],
)
def test_figure_is_proposed_with_number_and_unit(
    text: str, quote: str | None, printed: str, value: str
) -> None:
    (found,) = find(text)
    assert (found.printed, found.value) == (printed, value)
    assert found.quote == (quote or text)


@pytest.mark.parametrize(
    ("text", "comparator", "strength"),
    [
        ("组织全省1100多家企业参加国际重点展会", "gt", "none"),
        ("全年招商引资到位资金要增长10%左右", "about", "none"),
        ("总成交额力争突破240亿元", "gt", "aim"),
        ("锚定全年进出口增长6%的目标不放松", "eq", "hold"),
        ("预计全省服务出口增长15%", "eq", "expect"),
    ],
)
def test_words_of_limit_and_will_are_noticed(text: str, comparator: str, strength: str) -> None:
    (found,) = find(text)
    assert (found.comparator, found.strength) == (comparator, strength)


def test_a_range_is_one_figure() -> None:
    (found,) = find("力争推荐1~2家省级经开区培育对象升级")
    assert (found.printed, found.value, found.high) == ("1~2家", "1家", "2家")
    assert found.comparator == "range"


@pytest.mark.parametrize(
    ("text", "printed", "kind"),
    [
        ("一是加快推进外贸创新发展", "一是", "enumeration"),
        ("1.支持国家级经开区提档升级", "1.", "enumeration"),
        ("融入共建“一带一路”", "一带", ""),
        ("抓好三项重点工作", "三项重点工作", "enumeration"),
        ("今年1月1日生效", "1月1日", "date"),
        ("1—6月进出口", "1—6月", "date"),
        ("上半年进出口", "半年", "date"),
        ("前三季度进出口", "三季度", "date"),
        ("[2022-1-25]", "2022-1-25", "date"),
        ("2022年是关键之年", "2022年", "date"),
        ("国办发〔2015〕24号", "2015〕24号", "document_number"),
    ],
)
def test_what_seems_no_figure_is_proposed_as_such(text: str, printed: str, kind: str) -> None:
    first = next(iter(find(text)))
    assert (first.value, first.printed, first.kind) == ("", printed, kind)


def test_every_numeral_of_a_sentence_is_met_once_and_in_order() -> None:
    text = "2020年全省384个重点签约项目中，有251个实现落地开工，落地率65.4%。"
    assert [found.printed for found in find(text)] == ["2020年", "384个", "251个", "65.4%"]


def test_quotation_is_short_enough_and_carries_its_figure() -> None:
    text = "为" * 90 + "全省货物进出口7724亿元" + "的" * 90
    (found,) = find(text)
    assert len(found.quote) == 80
    assert found.printed in found.quote


def test_quotation_stands_in_the_repaired_text() -> None:
    text = "貫徹(guàn)落實，全省 货物进出口\n7724亿元。"
    (found,) = find(text)
    assert repair(text).spans(found.quote)


def test_worksheet_is_all_comments(tmp_path: Path) -> None:
    text = worksheet("press", Received("进出口7724亿元。一是稳。", "0" * 64), "a.txt")
    assert all(line.startswith("#") for line in text.splitlines())
    assert "sha256: " + "0" * 64 in text
    assert '#   cite: {doc: press, quote: "进出口7724亿元", printed: "7724亿元"}' in text
    assert '#   name: {zh: "稳", en: }' in text


def test_damaged_text_is_marked() -> None:
    text = worksheet("notice", Received("加强監?dū)管，20%", "0" * 64), "a.txt")
    assert "#   quality: damaged" in text


def test_worksheet_stays_out_of_the_pack(tmp_path: Path) -> None:
    plan = Plan("zj", "330000", Text("浙江", "Zhejiang"), Period.year(2024))
    folder = draft(tmp_path, plan)
    write_worksheet(folder, "press", Received("进出口7724亿元", "0" * 64), "a.txt")
    assert lint(compose(folder)) == []
    assert read_pack(folder).drafts == ["packs/zj/drafts/press.yaml"]


@pytest.mark.parametrize(
    ("file", "id"),
    [
        ("Press 2022-01-25.txt", "press-2022-01-25"),
        ("发布会.txt", "document"),
        ("a_b.c.txt", "a-b-c"),
    ],
)
def test_document_goes_by_the_name_of_its_file(file: str, id: str) -> None:
    assert document_id(Path(file)) == id


def test_a_found_figure_is_a_value() -> None:
    assert next(iter(find("632列"))) == Found(1, "632列", "632列", "632列")
