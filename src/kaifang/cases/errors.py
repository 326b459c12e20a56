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
