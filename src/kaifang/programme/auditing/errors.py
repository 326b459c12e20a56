"""What is refused to those who read the audit, or erase what it keeps of a person."""

from __future__ import annotations

from kaifang.core.errors import KaifangError


class NoSuchEntry(KaifangError):
    code = "KF-PROG-224"


class OwnTraces(KaifangError):
    """Somebody would erase what the audit keeps of himself."""

    code = "KF-PROG-225"


class StillInOffice(KaifangError):
    """Somebody who holds a post stays known by name and address."""

    code = "KF-PROG-226"


class ErasureWithoutReason(KaifangError):
    code = "KF-PROG-227"
