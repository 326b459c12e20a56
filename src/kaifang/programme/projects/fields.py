"""The fields of a project that the pages read by name; of several the first that is told counts.

A pack that calls them otherwise, or has none, loses no more than what rests on them.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from kaifang.programme.projects.portfolio import Project

NAME = ("project_name", "code_name")
YUAN = ("investment",)
OWN_AMOUNT = ("investment_own",)
CURRENCY = ("currency",)
OCCASION = ("signed_at",)
STEWARD = ("steward",)
STALLED_WHY = ("stalled_why",)
CENTRAL = ("central",)
CENTRAL_ENTERPRISE = ("central_enterprise",)
PLANNED_START = ("planned_start",)
INVESTOR = ("investor",)


def amount(project: Project, fields: tuple[str, ...]) -> Decimal | None:
    """An amount of a project; None where nothing, or no number, is told."""
    told = project.told(*fields)
    if told is None:
        return None
    try:
        value = Decimal(str(told))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def is_central(project: Project) -> bool:
    """Whether a central enterprise takes part."""
    said = project.told(*CENTRAL)
    return said == "yes" or (said is None and project.told(*CENTRAL_ENTERPRISE) is not None)
