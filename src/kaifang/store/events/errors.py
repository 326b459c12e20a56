"""What keeps an event, or all of a batch, out of the store."""

from __future__ import annotations

from kaifang.core.errors import KaifangError


class EventUnsound(KaifangError):
    """A field of an event is empty, too long or unreadable."""

    code = "KF-CASE-201"


class EventWithoutZone(KaifangError):
    """The time of an event does not say its zone, or is no time."""

    code = "KF-CASE-202"


class EventOutOfTime(KaifangError):
    """The time of an event is none that anything happens at: a stand-in for unknown or never."""

    code = "KF-CASE-450"


class DataNotExact(KaifangError):
    """The data of an event hold a fraction, NaN, or a number that no JSON reader keeps."""

    code = "KF-CASE-203"


class EventTooLarge(KaifangError):
    """The data of an event are longer than the store takes."""

    code = "KF-CASE-204"


class BatchTooLarge(KaifangError):
    """More events at once than the store takes."""

    code = "KF-CASE-205"


class NoSuchHeldEvent(KaifangError):
    """A number that names no event set aside, or one that was settled."""

    code = "KF-CASE-206"


class AmendsOtherProcess(KaifangError):
    """A correction that is sent under another process than the event it amends."""

    code = "KF-CASE-209"
