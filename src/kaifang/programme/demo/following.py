"""Dispatch under way in 示例省: one table issued, one out for checking, slips, remarks and tasks."""

from __future__ import annotations

from datetime import date

from kaifang.core.observation import Visibility
from kaifang.core.period import Period
from kaifang.programme.demo.places import PROVINCE
from kaifang.programme.demo.quarter import DIVISION, officer
from kaifang.programme.dispatch import slips
from kaifang.programme.dispatch.circulating import AGREED, OBJECTED, answer, circulate
from kaifang.programme.dispatch.deadlines import DayLimit
from kaifang.programme.dispatch.issuing import issue
from kaifang.programme.dispatch.remarking import write_remark
from kaifang.programme.dispatch.remarks import Words
from kaifang.programme.moment import playing_on
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Role
from kaifang.programme.tasks import keeping
from kaifang.programme.tasks.keeping import NewTask
from kaifang.programme.viewer import Viewer

MAY, JUNE = Period.to_date(2023, 5), Period.to_date(2023, 6)
COMMERCE = "demo.dept.commerce"
LIMIT = DayLimit(3, "working")


def run_dispatch(programme: Programme) -> bool:
    """Bring dispatch to where the demo begins; False where it is under way already."""
    from kaifang.store.models import Dispatch

    if Dispatch.objects.filter(pack=programme.law.id).exists():
        return False
    programme = programme.for_viewer(Viewer("demo", Visibility.INTERNAL))
    with playing_on(date(2023, 6, 19)):
        _remark(programme, MAY, "demo.tonggang", "重点项目用地审批滞后，到位资金低于序时进度",
                "会同自然资源部门每周会商，6月底前完成两宗用地报批")  # fmt: skip
        _issued_may(programme)
    with playing_on(date(2023, 6, 20)):
        _slips(programme)
    with playing_on(date(2023, 7, 14)):
        _remark(programme, JUNE, "demo.tonggang", "重点项目用地审批滞后，已批复一宗，到位资金仍低于序时进度",
                "会同自然资源部门每周会商，7月底前完成另一宗用地报批", "请省商务厅协调用地指标")  # fmt: skip
        _remark(
            programme,
            JUNE,
            "demo.boling",
            "两个外资项目延期注资",
            "逐户走访投资方，8月底前落实资金",
        )
        _checked_june(programme)
    _tasks(programme)
    return True


def _issued_may(programme: Programme) -> None:
    dispatch = circulate(DIVISION, programme, MAY, LIMIT)
    issue(DIVISION, programme, dispatch, reason="各市电话确认无异议，提前印发")


def _checked_june(programme: Programme) -> None:
    """Two cities agree, one objects, the others have not answered yet."""
    dispatch = circulate(DIVISION, programme, JUNE, LIMIT)
    for city in ("demo.shiyuan", "demo.lanpu"):
        answer(officer(city, Role.CITY), programme, dispatch, city, AGREED)
    objecting = officer("demo.qingjia", Role.CITY)
    answer(objecting, programme, dispatch, "demo.qingjia", OBJECTED,
           reason="到位资金漏计一笔6月下旬到账资金，申请按月报更正")  # fmt: skip


def _slips(programme: Programme) -> None:
    late = slips.send(DIVISION, programme, PROVINCE, slips.SlipDraft(
        "demo.tonggang", "实际到位资金低于序时进度", "请分析原因，提出赶上序时进度的措施和时间表。",
        limit=DayLimit(10, "working"),
    ))  # fmt: skip
    told = slips.send(DIVISION, programme, PROVINCE, slips.SlipDraft(
        "demo.boling", "外贸进出口连续下降", "请逐户了解前十家企业订单情况并书面反馈。",
        limit=DayLimit(10, "working"),
    ))  # fmt: skip
    slips.send(DIVISION, programme, "demo.dept.commerce", slips.SlipDraft(
        "demo.dept.development", "陆港项目用地用能指标", "请支持云埠陆港二期项目用地与用能指标。",
        limit=DayLimit(20, "working"),
    ))  # fmt: skip
    boling = officer("demo.boling", Role.CITY)
    slips.answer_slip(
        boling, programme, told, "已走访前十家企业，三家转口订单延后至三季度交货，其余持平。"
    )
    with playing_on(date(2023, 7, 6)):
        if slips.is_overdue(programme, late):
            slips.raise_level(DIVISION, programme, late, "orange")


def _remark(programme: Programme, period: Period, org: str, problem: str, step: str,
            proposal: str = "") -> None:  # fmt: skip
    item = f"investment.funds_in_place.{org.rpartition('.')[2]}.2023"
    actor = officer(org, Role.CITY)
    write_remark(actor, programme, item, org, period, Words(problem, step, proposal))


def _tasks(programme: Programme) -> None:
    """One measure of the notice taken up, and two decisions of a meeting."""
    meeting = {"meeting": "二季度全省开放型经济调度会", "on": "2023-04-25"}
    monthly = keeping.add_task(DIVISION, programme, NewTask(
        "按月调度到位资金", COMMERCE, "notice.monthly", start=date(2023, 3, 1), due=date(2023, 12, 31),
    ))  # fmt: skip
    keeping.report(DIVISION, programme, monthly, "前六个月均按期通报快报数", 50)
    port = keeping.add_task(DIVISION, programme, NewTask(
        "云埠陆港二期开工", "demo.yunbu", partners=["demo.zone.yunbu-landport", "demo.dept.transport"],
        start=date(2023, 4, 25), due=date(2023, 9, 30),
        source={**meeting, "decision": "陆港二期三季度末前开工"},
        milestones=[("用地批复", date(2023, 5, 31)), ("施工招标", date(2023, 7, 31)),
                    ("开工", date(2023, 9, 30))],
    ))  # fmt: skip
    yunbu = officer("demo.yunbu", Role.CITY)
    keeping.reach(yunbu, programme, port, 1, date(2023, 6, 6))
    keeping.report(yunbu, programme, port, "施工图审查完成，招标文件已挂网", 45)
    yard = keeping.add_task(DIVISION, programme, NewTask(
        "清理长期未履约签约项目", "demo.tonggang", start=date(2023, 4, 25), due=date(2023, 6, 30),
        source={**meeting, "decision": "连续六个月无进展的项目移出项目库"},
    ))  # fmt: skip
    tonggang = officer("demo.tonggang", Role.CITY)
    keeping.block(tonggang, programme, yard, "三个项目投资方失联，需法院出具材料后方可移出")
