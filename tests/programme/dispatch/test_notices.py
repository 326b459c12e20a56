"""A table becomes the draft of a notice: figures worked out by hand, nothing invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from kaifang.core.period import Period
from kaifang.exchange.drafts import Draft, DraftPiece
from kaifang.packs.law import Law, load
from kaifang.programme.dispatch.circulating import circulate, withdraw
from kaifang.programme.dispatch.deadlines import DayLimit
from kaifang.programme.dispatch.errors import NotForNotice
from kaifang.programme.dispatch.issuing import issue
from kaifang.programme.dispatch.notices import notice
from kaifang.programme.dispatch.remarking import write_remark
from kaifang.programme.dispatch.remarks import Words
from kaifang.programme.dispatch.slips import SlipDraft, send
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor, NotAllowed
from tests.programme.memory import level
from tests.programme.memory import programme as programme_of

HALF, KNOWN = Period.parse("2023-01/2023-06"), date(2023, 7, 10)
TRAINS = "corridor.trains"
# Targets of the invented plan: 1300 trains, of which 535, 155, 445 and 165 are asked of the cities.
RUN = {"demo": "700", "demo.shiyuan": "214", "demo.lanpu": "62", "demo.yunbu": "267",
       "demo.beimao": "99"}  # fmt: skip


def trains(org: str, value: str, period: str = "2023-01/2023-06", day: date = KNOWN) -> Any:
    return level(TRAINS, org, period, value, day, unit="列")


def office(law: Law, viewer: Any, *more: Any) -> Programme:
    told = [trains(org, value) for org, value in RUN.items()]
    last_year = trains("demo", "560", "2022-01/2022-06", date(2022, 7, 10))
    return programme_of(law, *told, last_year, *more, viewer=viewer)


@pytest.fixture
def small(programme: Programme) -> Programme:
    """The demo province that knows of nothing but its trains."""
    return office(load("demo"), programme.viewer)


def drafted(actor: Actor, programme: Programme, *, is_issued: bool = True) -> Draft:
    out = circulate(actor, programme, HALF, DayLimit(3, "working"))
    if is_issued:
        issue(actor, programme, out, reason="急需")
    return notice(actor, programme, out)


def paragraph(draft: Draft, lang: str, *, after: str) -> str:
    """The paragraph that follows a heading."""
    told = [one.sentence.text(lang).strip() for one in draft.paragraphs]
    return told[told.index(after) + 1]


def decide(org: str, verdict: str, *, named: bool, rule: str = "demo.notice.tail") -> None:
    from kaifang.store.models import Decision

    Decision.objects.create(
        pack="demo", rule=rule, org=org, period=HALF.code, verdict=verdict, named=named,
        reason="会议研究", who="li", at=timezone.now(),
    )  # fmt: skip


# -- what it says ---------------------------------------------------------------------------------


def test_title_addressee_and_opening(small: Programme, division: Actor) -> None:
    draft = drafted(division, small)
    told = [one.sentence.text("zh") for one in draft.paragraphs[:3]]
    assert told == [
        "关于2023年1—6月全省对外开放主要目标完成情况的通报",
        "各市人民政府：",
        "现将2023年1—6月全省对外开放主要目标完成情况通报如下。数据截至2023年6月。",
    ]


def test_a_main_indicator_is_one_paragraph_with_ties_told_as_ties(
    small: Programme, division: Actor
) -> None:
    """700/1300 = 53.8%, the pace is 6/12 = 50.0%, so 3.8 points ahead; 700/560 = +25.0%.

    267/445 = 99/165 = 60.0%; 214/535 = 62/155 = 40.0%; the rule names two at either end.
    """
    draft = drafted(division, small)
    assert paragraph(draft, "zh", after="（五）中欧班列开行列数") == (
        "2023年1—6月，全省中欧班列开行列数700列，同比增长25.0%；"
        "完成目标（达到1,300列以上）的53.8%，超序时进度3.8个百分点。"
        "分市看，完成率居前的是云埠市、北茂市（并列，均为60.0%）。"
        "完成率居后的是石原市、岚浦市（并列，均为40.0%）。"
    )
    assert paragraph(draft, "en", after="(5) China-Europe freight trains run") == (
        "China-Europe freight trains run in the province came to 700 trains in Jan–Jun 2023, "
        "up 25.0% year on year; 53.8% of the target (reach 1,300 trains or more) is done, "
        "3.8 percentage points ahead of schedule. "
        "By city, those leading by attainment are Yunbu, Beimao (level, each 60.0%). "
        "Those with the lowest attainment are Shiyuan, Lanpu (level, each 40.0%)."
    )


def test_what_is_missing_is_a_gap_and_no_zero(small: Programme, division: Actor) -> None:
    draft = drafted(division, small)
    told = paragraph(draft, "zh", after="（一）货物进出口总额")
    assert told.startswith("全省货物进出口总额【暂缺：")
    assert "0.0" not in told


def test_no_rule_lets_nobody_be_named_by_rank(programme: Programme, division: Actor) -> None:
    law = load("demo")
    silent = replace(law)
    silent.__dict__["notices"] = {}
    draft = drafted(division, office(silent, programme.viewer))
    told = paragraph(draft, "zh", after="（五）中欧班列开行列数")
    assert told.endswith("超序时进度3.8个百分点。")


def test_those_behind_speak_in_their_own_words(small: Programme, division: Actor) -> None:
    city = Actor("zhao", "zhao", solo=True)
    said = Words("车皮紧张\x00，\n缺12列", "与铁路协调")
    write_remark(city, small, "corridor.trains.shiyuan.2023", "demo.shiyuan", HALF, said)
    draft = drafted(division, small)
    told = [one.sentence.text("zh") for one in draft.paragraphs]
    assert (
        "石原市：中欧班列开行列数完成40.0%，低于序时进度10.0个百分点。"
        "中欧班列开行列数存在的问题：“车皮紧张， 缺12列”。中欧班列开行列数下一步：“与铁路协调”。"
    ) in told
    assert (
        "岚浦市：中欧班列开行列数完成40.0%，低于序时进度10.0个百分点。【岚浦市未填报问题和下一步】"
    ) in told


def test_decisions_name_who_is_to_be_named(small: Programme, division: Actor) -> None:
    decide("demo.shiyuan", "notice", named=True)
    decide("demo.beimao", "none", named=False)
    draft = drafted(division, small)
    assert paragraph(draft, "zh", after="三、通报和约谈") == (
        "依据“完成率排末两位且亮红灯，建议点名通报”，对石原市予以通报。"
    )


def test_who_is_not_to_be_named_stands_nowhere(small: Programme, division: Actor) -> None:
    decide("demo.lanpu", "interview", named=False, rule="demo.interview.red_twice")
    zone = SlipDraft("demo.lanpu", "岚浦市班列", "", "blue", DayLimit(3))
    send(division, small, "demo", zone)
    draft = drafted(division, small)
    assert "岚浦" not in draft.text("zh")
    assert "Lanpu" not in draft.text("en")
    told = draft.text("zh")
    assert "完成率居后的是石原市（40.0%）、1个市（不点名）。" in told
    assert "另有1个单位（不点名）有目标滞后于序时进度。" in told
    assert "依据“同一指标连续两期红灯，建议约谈”，对1个单位进行约谈（不点名）。" in told


def test_it_asks_for_nothing_but_what_slips_ask_for(small: Programme, division: Actor) -> None:
    bare = drafted(division, small)
    assert paragraph(bare, "zh", after="五、有关要求").startswith("【督办单和任务清单中没有")
    slip = send(
        division, small, "demo", SlipDraft("demo.shiyuan", "班列落后", "", "blue", DayLimit(3))
    )
    again = drafted(division, small)
    # Three calendar days after Saturday 15 July 2023.
    assert paragraph(again, "zh", after="五、有关要求") == (
        f"石原市：“班列落后”（提醒函，{slip.serial}），请于2023-07-18前反馈。"
    )


def test_the_next_one_tells_what_was_adjusted(programme: Programme, division: Actor) -> None:
    law = load("demo")
    first = drafted(division, office(law, programme.viewer))
    assert paragraph(first, "zh", after="四、上期调整说明").startswith("本期为首次印发")
    later = replace(trains("demo", "690", day=date(2023, 7, 14)), reason="铁路部门核减10列")
    second = drafted(division, office(law, programme.viewer, later))
    told = paragraph(second, "zh", after="四、上期调整说明")
    assert told.startswith("与2023年1—6月的通报数据相比，作如下调整。")
    assert (
        "示例省中欧班列开行列数（2023年1—6月，数值）由700列调整为690列，原因：“铁路部门核减10列”。"
        in told
    )
    # (690 − 560) / 560 = 23.2%, before 25.0%.
    assert "由25.0%调整为23.2%" in told


# -- where it comes from --------------------------------------------------------------------------


def figures_of(draft: Draft) -> list[DraftPiece]:
    return [piece for one in draft.paragraphs for piece in one.in_("zh") if piece.kind == "figure"]


def test_every_figure_opens_and_stands_in_the_list_of_sources(
    small: Programme, division: Actor
) -> None:
    draft = drafted(division, small)
    shown = figures_of(draft)
    assert {piece.figure.number for piece in shown if piece.figure} <= {
        one.number for one in draft.figures
    }
    assert [one.number for one in draft.figures] == list(range(1, len(draft.figures) + 1))
    assert all(one.path for one in draft.figures)
    actual = next(one for one in draft.figures if one.text.zh == "700列")
    assert actual.path == "/figure/corridor.trains/demo/2023-H1/"
    assert actual.query["as_of"] == "2023-07-15"
    assert "2023-07-10公布" in actual.source.zh
    ahead = next(one for one in draft.figures if one.text.zh == "3.8个百分点")
    assert "中欧班列开行不少于1300列" in ahead.source.zh
    assert ahead.query["until"] == "2023-06-30"


def test_no_digit_stands_in_a_paragraph_outside_a_figure(small: Programme, division: Actor) -> None:
    draft = drafted(division, small)
    bodies = [one for one in draft.paragraphs if one.role == "body"][1:]
    plain = "".join(
        piece.text for one in bodies for piece in one.in_("zh") if piece.kind == "plain"
    )
    assert set(filter(str.isdigit, plain.replace("2023年1—6月", ""))) == set()


def test_a_figure_that_is_not_what_was_issued_is_marked(
    small: Programme, division: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = circulate(division, small, HALF, DayLimit(3, "working"))
    issue(division, small, out, reason="急需")
    other = programme_of(load("demo"), trains("demo", "650"), viewer=small.viewer)
    draft = notice(division, other, out)
    actual = next(one for one in draft.figures if one.text.zh == "700列")
    assert "复算为650列" in actual.source.zh
    assert actual.is_doubtful
    assert "700列【此数待核，见附表】" in draft.text("zh")


def test_the_foot_names_versions_and_the_audit_head(small: Programme, division: Actor) -> None:
    from kaifang.programme.dispatch.issuing import last_issued

    draft = drafted(division, small)
    done = last_issued(small)
    assert done is not None
    assert done.head in draft.foot[0].zh
    assert small.law.hash[:12] in draft.foot[1].zh
    assert draft.watermark is not None
    assert "li" in draft.watermark.zh


def test_what_is_not_issued_says_so(small: Programme, division: Actor) -> None:
    draft = drafted(division, small, is_issued=False)
    assert "尚未印发" in draft.foot[0].zh
    assert "【印发时生成上期调整说明】" in draft.gaps


# -- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["shiyuan", "leader", "stranger"])
def test_a_stranger_may_not_draft(
    who: str, small: Programme, division: Actor, request: pytest.FixtureRequest
) -> None:
    out = circulate(division, small, HALF, DayLimit(3, "working"))
    with pytest.raises(NotAllowed):
        notice(request.getfixturevalue(who), small, out)


def test_a_withdrawn_table_becomes_no_notice(small: Programme, division: Actor) -> None:
    out = circulate(division, small, HALF, DayLimit(3, "working"))
    withdraw(division, small, out, "数据有误")
    with pytest.raises(NotForNotice):
        notice(division, small, out)
