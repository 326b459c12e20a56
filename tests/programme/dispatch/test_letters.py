"""Letters by the relation of the two organisations, and the notice of an interview."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from kaifang.core.period import Period
from kaifang.exchange.drafts import Draft
from kaifang.packs.law import load
from kaifang.programme.dispatch.deadlines import DayLimit
from kaifang.programme.dispatch.errors import NotDecided
from kaifang.programme.dispatch.letters import interview_letter, slip_letter
from kaifang.programme.dispatch.slips import SlipDraft, extend, send
from kaifang.programme.dispatch.table import dispatch_table
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor, NotAllowed
from tests.programme.memory import level
from tests.programme.memory import programme as programme_of

HALF, YUNBU = Period.parse("2023-01/2023-06"), "demo.yunbu"
RULE = "demo.interview.red_twice"
# The province signs as the body that the pack names, a department as itself.
SIGNED = {"demo": "示例省对外开放工作领导小组办公室", "demo.dept.commerce": "示例省商务厅"}
# From the province, and from one department to another, as its own relation words it.
LETTERS = [
    ("demo", "demo.dept.commerce", "督办单", "现就“班列回程”予以督办。", "请于2023年7月20日前办结并书面反馈。"),
    ("demo.dept.commerce", "demo.dept.transport", "关于商请支持“班列回程”的函",
     "为做好“班列回程”有关工作，现商请贵单位予以支持。", "请于2023年7月20日前将意见函复我方为盼。"),
    ("demo", "demo.dept.customs", "关于“班列回程”的函",
     "现就“班列回程”有关事宜函告贵单位，请予支持为盼。", "盼于2023年7月20日前复函。"),
    ("demo", YUNBU, "关于“班列回程”的提醒函", "现就“班列回程”提醒如下。",
     "请督促有关单位抓紧办理，并于2023年7月20日前反馈。"),
]  # fmt: skip


def lines(draft: Draft, lang: str = "zh") -> list[str]:
    return [one.sentence.text(lang).strip() for one in draft.paragraphs]


@pytest.mark.parametrize(("sender", "to", "title", "opens", "closes"), LETTERS)
def test_a_slip_is_worded_by_relation(
    sender: str, to: str, title: str, opens: str, closes: str, programme: Programme,
    division: Actor,
) -> None:  # fmt: skip
    """Five calendar days after Saturday 15 July 2023 end on 20 July."""
    draft = SlipDraft(to, "班列回程", "请报回程计划。\x07\n\n附表一份。", "orange", DayLimit(5))
    slip = send(division, programme, sender, draft)
    told = lines(slip_letter(division, programme, slip))
    assert told == [
        title,
        slip.serial,
        f"{programme.law.orgs[to].name.zh}：",
        opens,
        "请报回程计划。",
        "附表一份。",
        "等级：橙色预警。时限：5个自然日，至2023年7月20日。",
        closes,
        SIGNED[sender],
        "2023年7月15日",
    ]


def test_a_slip_without_a_body_leaves_a_gap_and_an_extension_moves_the_limit(
    programme: Programme, division: Actor
) -> None:
    slip = send(division, programme, "demo", SlipDraft(YUNBU, "班列回程", limit=DayLimit(5)))
    extend(division, programme, slip, DayLimit(2), "等待铁路回函")
    draft = slip_letter(division, programme, slip)
    assert "【具体事项】" in draft.gaps
    assert "等级：蓝色提醒。时限：延期至2023年7月22日。" in lines(draft)
    assert "Level: blue reminder. Limit: extended to 22 July 2023." in lines(draft, "en")


@pytest.mark.parametrize("who", ["shiyuan", "leader", "stranger"])
def test_a_stranger_may_not_draft_a_letter(
    who: str, programme: Programme, division: Actor, request: pytest.FixtureRequest
) -> None:
    slip = send(division, programme, "demo", SlipDraft(YUNBU, "班列回程", limit=DayLimit(5)))
    other = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        slip_letter(other, programme, slip)
    with pytest.raises(NotAllowed):
        interview_letter(other, dispatch_table(programme, HALF), RULE, YUNBU)


@pytest.fixture
def behind(programme: Programme) -> Programme:
    """Yunbu with 89 trains of 445 in half a year, and with 71 in five months."""
    told = [
        level("corridor.trains", YUNBU, "2023-01/2023-05", "71", date(2023, 6, 10), unit="列"),
        level("corridor.trains", YUNBU, "2023-01/2023-06", "89", date(2023, 7, 10), unit="列"),
    ]
    return programme_of(load("demo"), *told, viewer=programme.viewer)


def decide(verdict: str, *, named: bool) -> None:
    from kaifang.store.models import Decision

    Decision.objects.create(
        pack="demo", rule=RULE, org=YUNBU, period=HALF.code, verdict=verdict, named=named,
        reason="会议研究", who="li", at=timezone.now(),
    )  # fmt: skip


def test_an_interview_tells_the_figures_it_rests_on(behind: Programme, division: Actor) -> None:
    """89/445 = 20.0%, 30.0 points behind 50.0%; 71/445 = 16.0% in May, 25.7 behind: red twice."""
    decide("interview", named=False)
    draft = interview_letter(division, dispatch_table(behind, HALF), RULE, YUNBU)
    assert lines(draft) == [
        "约谈通知",
        "云埠市：",
        "2023年1—6月，你单位有关目标完成情况如下：中欧班列开行列数完成20.0%，低于序时进度30.0个百分点。",
        "依据“同一指标连续两期红灯，建议约谈”，决定对你单位进行约谈。",
        "时间：【时间】；地点：【地点】；主持人：【主持人】；参加人员：【参加人员】。",
        "请说明滞后原因和下一步措施。",
        "本约谈不点名，本通知只发被约谈单位，不抄送。",
        "示例省对外开放工作领导小组办公室",
        "【成文日期】",
    ]
    assert [one.text.zh for one in draft.figures] == ["20.0%", "−30.0个百分点"]


@pytest.mark.parametrize("verdict", ["", "notice", "none"])
def test_nobody_is_invited_without_a_decision(
    verdict: str, behind: Programme, division: Actor
) -> None:
    if verdict:
        decide(verdict, named=True)
    with pytest.raises(NotDecided):
        interview_letter(division, dispatch_table(behind, HALF), RULE, YUNBU)
