"""What may be asked for in vain."""

from __future__ import annotations

from kaifang.core.errors import KaifangError


class UnknownTarget(KaifangError):
    code = "KF-PROG-002"


class UnknownDocument(KaifangError):
    code = "KF-PROG-003"


class InternalOnly(KaifangError):
    code = "KF-PROG-005"


class UnknownChoice(KaifangError):
    code = "KF-PROG-008"
