"""Inspections ordered in 示例省 yesterday and today, and what the firms know of them.

They come through the door of every feed, so that the notices are sent as anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kaifang.core.event import GivenEvent
from kaifang.packs.law import Law
from kaifang.programme.clearance.acknowledging import acknowledge
from kaifang.programme.clearance.loading import send
from kaifang.programme.demo.clearing import PROCESS
from kaifang.programme.demo.people import FIRM
from kaifang.programme.demo.places import PROVINCE
from kaifang.programme.demo.quarter import officer
from kaifang.programme.demo.releases import TODAY
from kaifang.programme.moment import instant_of, playing_on
from kaifang.programme.rights import Role
from kaifang.store.models import CaseEvent, FirmNotice

SOURCE = "演示口岸"
OTHER_FIRM = "91990000MADEMA002X"
_YESTERDAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class InspectionCase:
    """An invented case: ordered so many days ago, known to its firm after so many minutes."""

    case: str
    org: str
    port: str
    firm: str
    name: str
    days: int
    knew_after: int | None = None


INSPECTIONS = (
    InspectionCase("查验演示01", "demo.lanpu", "岚浦口岸", FIRM, "演示企业", 1, 23),
    InspectionCase("查验演示02", "demo.biwan", "碧湾口岸", FIRM, "演示企业", 1),
    InspectionCase("查验演示03", "demo.lanpu", "岚浦口岸", FIRM, "演示企业", 0),
    InspectionCase("查验演示04", "demo.qingjia", "青岬口岸", OTHER_FIRM, "演示乙公司", 1, 145),
    InspectionCase("查验演示05", "demo.mingyu", "明屿口岸", "", "", 0),
)


def notify_firms(law: Law) -> int:
    """Order the inspections and let the firms know, once; return how many notices there are."""
    if CaseEvent.objects.filter(source=SOURCE, process=PROCESS).exists():
        return 0
    division = officer(PROVINCE, Role.DIVISION)
    for one in INSPECTIONS:
        with playing_on(TODAY - one.days * _YESTERDAY):
            send(law, PROCESS, _events(law, one), actor=division, source_name=SOURCE)
    for one in INSPECTIONS:
        if one.knew_after is not None:
            _acknowledge(law, one)
    return len(INSPECTIONS)


def _events(law: Law, one: InspectionCase) -> list[GivenEvent]:
    """Arrived in the morning, declared, and ordered for inspection ten minutes ago."""
    now = instant_of(law.head.today, law.head.zone).replace(second=0, microsecond=0)
    told = {
        "port": one.port,
        "trade_mode": "一般贸易",
        "goods_class": "机电产品",
        "direction": "import",
        "declaration_no": f"990120230{one.case[-2:]}",
    } | ({"credit_code": one.firm, "trader": one.name} if one.firm else {})
    minutes = {"arrival": 190, "declaration": 120, "order": 10}
    return [
        GivenEvent(
            source=SOURCE,
            id=f"{one.case}-{type}",
            process=PROCESS,
            case=one.case,
            type=type,
            occurred_at=now - timedelta(minutes=ago),
            org=one.org,
            data=told if type == "arrival" else {},
        )
        for type, ago in minutes.items()
    ]


def _acknowledge(law: Law, one: InspectionCase) -> None:
    notice = FirmNotice.objects.get(process=PROCESS, case=one.case)
    later = timedelta(minutes=one.knew_after or 0)
    with playing_on(TODAY - one.days * _YESTERDAY, later):
        acknowledge(officer(one.firm, Role.FIRM), law, notice.pk)
