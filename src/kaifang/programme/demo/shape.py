"""The shape of the demo's projects: how many were signed when, and how far each has come.

Published are 384 projects signed in a year of which 251 had landed by the press conference of the
January after next (65.4%), then 187 signed at a fair and 445 in three promotion weeks of one year
(Liaoning, 25 January 2022). All are scaled by 133/384, each rounded to the nearest whole:

    384 -> 133    251 -> 87 (65.4% again)    187 -> 65    445 -> 154

The contract value of the fair (272.3 billion yuan) and of the weeks (350.1) is scaled alike, to
94.3 and 121.3. With 20 projects signed in the running year and 28 before signing that makes 400.
How far the others have come, who stalled and why is invented, as are all names and amounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# The rate of the first cohort was told on this day: its 87 have started by then, 5 more later.
LOOKED = date(2023, 1, 25)
FIRST, FAIR, WEEKS, RUNNING, UNSIGNED = "first", "fair", "weeks", "running", "unsigned"
CONTRACT_VALUE = {FAIR: 9_431_000, WEEKS: 12_126_000}  # 万元
STAGES = (
    "report", "talk", "sign", "register", "start", "enter_statistics", "produce", "reach_capacity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far so many projects of a group have come: the last stage, and how they left it.

    leaves: `stall`, `terminate`, `move` or "". is_late: started only after `LOOKED`.
    """

    group: str
    many: int
    stage: str
    leaves: str = ""
    is_late: bool = False


OUTCOMES = (
    Outcome(FIRST, 10, "reach_capacity"),
    Outcome(FIRST, 24, "produce"),
    Outcome(FIRST, 26, "enter_statistics"),
    Outcome(FIRST, 14, "start"),
    Outcome(FIRST, 8, "start", "stall"),
    Outcome(FIRST, 3, "start", "terminate"),
    Outcome(FIRST, 2, "start", "move"),
    Outcome(FIRST, 5, "start", is_late=True),
    Outcome(FIRST, 5, "register", "stall"),
    Outcome(FIRST, 4, "sign", "stall"),
    Outcome(FIRST, 11, "sign", "terminate"),
    Outcome(FIRST, 3, "register", "move"),
    Outcome(FIRST, 6, "sign"),
    Outcome(FIRST, 12, "register"),
    Outcome(FAIR, 3, "produce"),
    Outcome(FAIR, 15, "enter_statistics"),
    Outcome(FAIR, 13, "start"),
    Outcome(FAIR, 1, "start", "stall"),
    Outcome(FAIR, 5, "register", "stall"),
    Outcome(FAIR, 4, "sign", "terminate"),
    Outcome(FAIR, 1, "sign", "move"),
    Outcome(FAIR, 9, "sign"),
    Outcome(FAIR, 14, "register"),
    Outcome(WEEKS, 2, "reach_capacity"),
    Outcome(WEEKS, 16, "produce"),
    Outcome(WEEKS, 36, "enter_statistics"),
    Outcome(WEEKS, 28, "start"),
    Outcome(WEEKS, 4, "start", "stall"),
    Outcome(WEEKS, 2, "start", "terminate"),
    Outcome(WEEKS, 7, "register", "stall"),
    Outcome(WEEKS, 4, "sign", "stall"),
    Outcome(WEEKS, 12, "sign", "terminate"),
    Outcome(WEEKS, 3, "register", "move"),
    Outcome(WEEKS, 14, "sign"),
    Outcome(WEEKS, 26, "register"),
    Outcome(RUNNING, 12, "sign"),
    Outcome(RUNNING, 6, "register"),
    Outcome(RUNNING, 2, "start"),
    Outcome(UNSIGNED, 10, "report"),
    Outcome(UNSIGNED, 14, "talk"),
    Outcome(UNSIGNED, 2, "talk", "stall"),
    Outcome(UNSIGNED, 2, "talk", "terminate"),
)


def outcomes_of(group: str) -> list[Outcome]:
    """One outcome for each project of a group."""
    return [one for one in OUTCOMES if one.group == group for _ in range(one.many)]
