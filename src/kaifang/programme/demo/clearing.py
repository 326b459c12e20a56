"""Clearance at the ports of 示例省: 200,000 invented events, the same on every machine.

Only whole numbers are used, drawn from the raw bits of PCG64: no rounding of a machine enters.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kaifang.core.event import GivenEvent
from kaifang.packs.law import load
from kaifang.programme.demo.observing import PACK
from kaifang.programme.demo.releases import TODAY

PROCESS, SOURCE, NAME = "demo.clearance", "演示", "演示数据"
EVENTS, AT_ONCE = 200_000, 20_000
_CASES, _SEED = 39_500, 2017
_MINUTE = 60
Numbers = npt.NDArray[np.int64]


class Port(NamedTuple):
    """An invented port: where it lies, its inspections and its pace in thousandths of the usual."""

    org: str
    name: str
    inspected: int
    pace: int


PORTS = (
    Port("demo.lanpu", "岚浦口岸", 80, 820),
    Port("demo.biwan", "碧湾口岸", 110, 950),
    Port("demo.qingjia", "青岬口岸", 130, 1000),
    Port("demo.mingyu", "明屿口岸", 160, 1250),
    Port("demo.shazhu", "沙渚口岸", 180, 1400),
    Port("demo.beimao", "北茂口岸", 140, 1100),
)
_MODES = ("一般贸易", "加工贸易", "保税物流")
_GOODS = ("机电产品", "农产品", "矿产品", "化工产品")
_DIRECTIONS = ("import", "export")
_TYPES = (
    "arrival", "declaration", "amendment", "order", "inspection", "tax", "release", "pickup",
)  # fmt: skip
# Minutes at each tenth of the cases, for something that usually takes 1,000: the tail is long.
_TENTHS = np.array([120, 300, 450, 600, 780, 1000, 1270, 1650, 2300, 3900, 24000])
_MONTHS = [date(2017, month, 1) for month in range(1, 13)] + [
    date(2022 + month // 12, month % 12 + 1, 1) for month in range(18)
]
_EPOCH = date(1970, 1, 1)
_DAY, _BEIJING = 24 * 3600, 8 * 3600  # seconds; Beijing is ahead of UTC


def demo_clearance(skip: int = 0) -> Iterator[GivenEvent]:
    """The events in the order of their times, all but the first `skip` of them."""
    cases, types, seconds, told = _drawn()
    for place in range(skip, EVENTS):
        case, kind = int(cases[place]), int(types[place])
        org, data = told[case]
        yield GivenEvent(
            source=SOURCE,
            id=f"{case:05}-{_TYPES[kind]}",
            process=PROCESS,
            case=f"示例{case:05}",
            type=_TYPES[kind],
            occurred_at=datetime.fromtimestamp(int(seconds[place]), UTC),
            org=org,
            data=data if kind == 0 else {},
        )


def record_clearance() -> int:
    """Record what is not there yet, batch by batch; return how many events are new."""
    from kaifang.store import events

    done = _recorded()
    new = 0
    hash = load(PACK).hash
    given = demo_clearance(done)
    for _ in range(done, EVENTS, AT_ONCE):
        new += events.append(islice(given, AT_ONCE), source_name=NAME, pack_hash=hash).new
    return new


def _recorded() -> int:
    """How many are there: batches are recorded in order, each as a whole."""
    from kaifang.store.models import CaseEvent

    return CaseEvent.objects.filter(source=SOURCE, process=PROCESS).count()


Told = list[tuple[str, dict[str, Any]]]


def _drawn() -> tuple[Numbers, Numbers, Numbers, Told]:
    """Case, type and second of each event in the order of time, and what each case is like."""
    dice = _Dice()
    port, mode = dice.of(len(PORTS)), dice.of(len(_MODES))
    goods, direction = dice.of(len(_GOODS)), dice.of(2)
    times, happened = _times(dice, port, direction)
    told = [
        (
            PORTS[p].org,
            {
                "port": PORTS[p].name,
                "trade_mode": _MODES[m],
                "goods_class": _GOODS[g],
                "direction": _DIRECTIONS[d],
            },
        )
        for p, m, g, d in zip(
            port.tolist(), mode.tolist(), goods.tolist(), direction.tolist(), strict=True
        )
    ]
    cases, types = (place[:EVENTS] for place in np.nonzero(happened))
    seconds = times[cases, types]
    order = np.argsort(seconds, kind="stable")
    return cases[order], types[order], seconds[order], told


class _Dice:
    """Whole numbers by chance, one for each case."""

    def __init__(self) -> None:
        self._bits = np.random.PCG64(_SEED)

    def of(self, many: int) -> Numbers:
        """A number from 0 to below `many`."""
        raw: npt.NDArray[np.uint64] = self._bits.random_raw(_CASES) >> np.uint64(40)
        return (raw.astype(np.int64) * many) >> 24

    def seconds(self, minutes: int, pace: Numbers) -> Numbers:
        """How long something takes that usually takes so many minutes, at a pace in thousandths."""
        tenth, rest = divmod(self.of(10_000), 1000)
        usual = _TENTHS[tenth] + (_TENTHS[tenth + 1] - _TENTHS[tenth]) * rest // 1000
        return 1 + minutes * _MINUTE * usual // 1000 * pace // 1000


def _times(dice: _Dice, port: Numbers, direction: Numbers) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """int64[cases, types] seconds since 1970, and which of them happened until the demo's today."""
    month = np.arange(_CASES) % len(_MONTHS)
    then = month < 12
    pace = np.array([one.pace for one in PORTS])[port] * np.where(direction == 1, 400, 1000) // 1000
    slow = pace * np.where(then, 2600, 1000) // 1000
    arrival = _month_starts()[month] + dice.of(28 * _DAY)
    before = dice.of(100) < 25  # declared ahead of arrival
    away = dice.seconds(480, slow)
    declaration = np.where(before, arrival - away, arrival + away)
    start = np.maximum(arrival, declaration)
    is_inspected = dice.of(1000) < np.array([one.inspected for one in PORTS])[port]
    order = start + dice.seconds(40, slow)
    inspection = order + dice.seconds(540, slow)
    tax = np.where(is_inspected, inspection, start) + dice.seconds(180, slow)
    release = tax + dice.seconds(30, slow)
    early = dice.of(100) < 2  # released before the duties are settled
    tax, release = np.where(early, release, tax), np.where(early, tax, release)
    pickup = np.maximum(tax, release) + dice.seconds(900, pace * np.where(then, 1400, 1000) // 1000)
    amendment = start + dice.seconds(60, slow)
    times = np.stack(
        [arrival, declaration, amendment, order, inspection, tax, release, pickup], axis=1
    )
    happened = times < _second(TODAY)
    happened[:, 2] &= (dice.of(100) < 6) & (amendment < np.where(is_inspected, order, tax))
    happened[:, 7] &= dice.of(200) > 0  # goods that nobody has picked up yet
    happened[:, 3] &= is_inspected
    happened[:, 4] &= is_inspected
    return times, happened


def _month_starts() -> Numbers:
    return np.array([_second(month) for month in _MONTHS])


def _second(day: date) -> int:
    """The second since 1970 at which a day begins in Beijing."""
    return (day - _EPOCH).days * _DAY - _BEIJING
