"""What may be wrong with cases, their definitions and their logs."""

from __future__ import annotations

from kaifang.core.errors import KaifangError


class ColumnMissing(KaifangError):
    code = "KF-CASE-001"


class EventIncomplete(KaifangError):
    code = "KF-CASE-002"


class TimeUnreadable(KaifangError):
    code = "KF-CASE-003"


class SurvivalUnsound(KaifangError):
    code = "KF-CASE-004"


class LogUnreadable(KaifangError):
    code = "KF-CASE-005"


class EventTimeNaive(KaifangError):
    code = "KF-CASE-101"


class EventConflict(KaifangError):
    """One source sent the same id with two bodies."""

    code = "KF-CASE-102"


class AmendedUnknown(KaifangError):
    code = "KF-CASE-103"


class AmendsItself(KaifangError):
    code = "KF-CASE-104"


class EventAhead(KaifangError):
    code = "KF-CASE-105"


class EventUnknown(KaifangError):
    code = "KF-CASE-106"


class BeforeBeginning(KaifangError):
    code = "KF-CASE-107"


class StateWrong(KaifangError):
    code = "KF-CASE-108"


class EvidenceMissing(KaifangError):
    code = "KF-CASE-109"


class ReasonUnlisted(KaifangError):
    code = "KF-CASE-110"


class SamePerson(KaifangError):
    """Two acts that two persons have to do were done by one."""

    code = "KF-CASE-111"


class FieldMissing(KaifangError):
    code = "KF-CASE-112"


class FieldUnreadable(KaifangError):
    code = "KF-CASE-113"


class AmountExceeded(KaifangError):
    code = "KF-CASE-114"


class ClockNotRunning(KaifangError):
    code = "KF-CASE-115"


class AlreadyExtended(KaifangError):
    code = "KF-CASE-116"


class ExtensionTooLong(KaifangError):
    code = "KF-CASE-117"


class RoleMissing(KaifangError):
    code = "KF-CASE-118"


class EventBackdated(KaifangError):
    code = "KF-CASE-119"


class VersionUnknown(KaifangError):
    code = "KF-CASE-120"


class StateUnmapped(KaifangError):
    """A migration leaves a case in a state that the new version does not have."""

    code = "KF-CASE-121"
