"""What is refused when tasks are kept."""

from __future__ import annotations

from kaifang.core.errors import KaifangError


class NoSuchTask(KaifangError):
    """There is no such task, or it is not this person's to see."""

    code = "KF-PROG-190"


class TaskEnded(KaifangError):
    """A task that is done or cancelled was to be moved on."""

    code = "KF-PROG-191"


class NothingSaid(KaifangError):
    """An entry has no text."""

    code = "KF-PROG-192"


class NoSuchMilestone(KaifangError):
    code = "KF-PROG-193"


class NoSuchEvidence(KaifangError):
    code = "KF-PROG-196"


class DaysTurned(KaifangError):
    """A task would be due before it starts."""

    code = "KF-PROG-197"


class NoSuchShare(KaifangError):
    """More than all of a task, or less than nothing, is said to be done."""

    code = "KF-PROG-198"


class NotYetReached(KaifangError):
    """A milestone is said to be reached on a day that is to come."""

    code = "KF-PROG-199"


class StillUnderWay(KaifangError):
    """A task that has not ended was to be reopened."""

    code = "KF-PROG-200"


class NotOfTheTask(KaifangError):
    """Whoever is to own a task holds no post today at its lead body or a partner."""

    code = "KF-PROG-189"
