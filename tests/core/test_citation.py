"""A citation says where a figure stands, in one line of either language."""

from dataclasses import replace
from datetime import date

import pytest

from kaifang.core.bilingual import Text
from kaifang.core.citation import Citation, Document, Quality, Rank

TITLE = Text("2021年全省商务运行情况新闻发布会", "Press conference on commerce in 2021")


def document(quality: Quality = Quality.ORIGINAL) -> Document:
    issuer = Text("辽宁省政府新闻办公室", "Information Office of Liaoning")
    day = date(2022, 1, 25)
    return Document("press-2022-01-25", TITLE, issuer, day, Rank.PRESS_CONFERENCE, quality)


def test_a_quotation_names_document_date_and_rank() -> None:
    cite = Citation(document(), quote="全省货物进出口7724亿元", printed="7724亿元")
    assert cite.text() == (
        "《2021年全省商务运行情况新闻发布会》（2022-01-25，新闻发布会）：“全省货物进出口7724亿元”"
    )
    assert cite.text("en") == (
        "Press conference on commerce in 2021 (2022-01-25, press conference): "
        "“全省货物进出口7724亿元”"
    )
    assert cite.dated == date(2022, 1, 25)


def test_an_article_or_a_row_is_a_place() -> None:
    assert Citation(document(), article="第四十二条").text().endswith("：第四十二条")
    assert Citation(document(), table="表6-1", row="进出口总额").text().endswith("表6-1 进出口总额")


def test_an_estimate_has_its_author_and_day() -> None:
    reason = Text("按上年结构估算", "by last year's structure")
    cite = Citation(None, reason=reason, author="规划处", day=date(2022, 3, 1))
    assert cite.text() == "估计：按上年结构估算（规划处）"
    assert cite.text("en") == "estimate: by last year's structure (规划处)"
    assert replace(cite, is_assumption=True).text() == "假设：按上年结构估算（规划处）"
    assert cite.dated == date(2022, 3, 1)
    assert cite.may_drive


@pytest.mark.parametrize("quality", [Quality.MACHINE_TRANSLATION, Quality.MIRROR])
def test_a_text_to_be_checked_is_marked_and_drives_nothing(quality: Quality) -> None:
    cite = Citation(document(quality), quote="7724亿元")
    assert not cite.may_drive
    assert "待核" in cite.text()
    assert "to be checked" in cite.text("en")


def test_the_government_work_report_ranks_first() -> None:
    assert [rank.place for rank in Rank] == list(range(6))
    assert min(Rank, key=lambda rank: rank.place) is Rank.GOVERNMENT_WORK_REPORT
    assert Rank.FORMAL_DOCUMENT.place < Rank.PRESS_CONFERENCE.place < Rank.MEDIA.place


def test_every_rank_and_quality_has_a_label() -> None:
    for one in (*Rank, *Quality):
        assert one.label.zh
        assert one.label.en
