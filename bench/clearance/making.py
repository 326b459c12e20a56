"""A synthetic clearance log in the order of time: six ports, two years, tails as customs has them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

ACTIVITIES = (
    "arrival", "declaration", "amendment", "order", "inspection", "tax", "release", "pickup",
)  # fmt: skip
ARRIVAL, DECLARATION, AMENDMENT, ORDER, INSPECTION, TAX, RELEASE, PICKUP = range(8)
PORTS = 6
EVENTS_A_CASE = 5.32  # what comes out of the shares below
TWO_YEARS = 2 * 365 * 86_400
Ints = npt.NDArray[np.int64]


def make_log(events: int, seed: int = 2022) -> tuple[Any, Any, Ints]:
    """Return case (int32), activity (uint8) and seconds (int64) of about so many events.

    A quarter is declared before it arrives; 6% are amended, 8 to 18% inspected by port; 2% are
    released before tax.
    """
    dice = np.random.default_rng(seed)
    cases = round(events / EVENTS_A_CASE)
    everybody = np.ones(cases, np.bool_)

    def later(by: float, whom: Any = everybody) -> Ints:
        return np.where(whom, dice.lognormal(np.log(by), 1.0, cases), 0).astype(np.int64)

    arrival = dice.integers(0, TWO_YEARS, cases)
    declaration = arrival + np.where(dice.random(cases) < 0.25, -1, 1) * later(18_000)
    amended = dice.random(cases) < 0.06
    port = dice.integers(0, PORTS, cases)
    inspected = dice.random(cases) < 0.08 + 0.02 * port
    amendment = np.maximum(arrival, declaration) + later(3_600, amended)
    order = amendment + later(5_400, inspected)
    inspection = order + later(50_000, inspected)
    first = inspection + later(3_000)
    second = first + later(1_800)
    early = dice.random(cases) < 0.02
    steps = [
        (ARRIVAL, everybody, arrival),
        (DECLARATION, everybody, declaration),
        (AMENDMENT, amended, amendment),
        (ORDER, inspected, order),
        (INSPECTION, inspected, inspection),
        (TAX, everybody, np.where(early, second, first)),
        (RELEASE, everybody, np.where(early, first, second)),
        (PICKUP, everybody, second + later(12_000)),
    ]
    who = [np.flatnonzero(mask).astype(np.int32) for _, mask, _ in steps]
    case = np.concatenate(who)
    activity = np.repeat(np.arange(8, dtype=np.uint8), [len(one) for one in who])
    seconds = np.concatenate([time[one] for (_, _, time), one in zip(steps, who, strict=True)])
    order_of_time = np.argsort(seconds, kind="stable")
    return case[order_of_time], activity[order_of_time], seconds[order_of_time]
