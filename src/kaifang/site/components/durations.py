"""Times and counts of cases as figures: hours, shares, how many."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from kaifang.core.messages import message
from kaifang.programme.figures import TOO_FEW_FIRMS
from kaifang.site.components.figures import Figure

HOURS = message("clearance.hours")
PERCENT = "%"
_HOUR = 3600


def in_hours(seconds: float | None, **also: object) -> Figure:
    """Seconds as hours, to a hundredth; a figure worked out by the platform."""
    value = None if seconds is None else _decimal(seconds / _HOUR, 2)
    return Figure(value, digits=2, unit=HOURS, **{"authority": "derived", **also})


def in_percent(share: float | None, **also: object) -> Figure:
    """A share from 0 to 1 as per cent."""
    value = None if share is None else _decimal(share * 100, 1)
    return Figure(value, digits=1, unit=PERCENT, **{"authority": "derived", **also})


def counted(count: int | None, **also: object) -> Figure:
    """How many; None is withheld, and the dash says why."""
    value = None if count is None else Decimal(count)
    reason = message(TOO_FEW_FIRMS) if count is None else ""
    return Figure(value, digits=0, **{"authority": "derived", "reason": reason, **also})


def _decimal(value: float, digits: int) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits))


def limit_text(n: int, unit: str) -> str:
    """A limit with its unit, as it is typed: working time is never converted."""
    names = {
        "working_day": _("%(n)s working days"),
        "working_hour": _("%(n)s working hours"),
        "natural_day": _("%(n)s days"),
        "hour": _("%(n)s hours"),
    }
    return names[unit] % {"n": n}
