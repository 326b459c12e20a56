"""What is refused when duplicates are ruled on."""

from __future__ import annotations

from kaifang.core.errors import KaifangError
from kaifang.programme.rights import NotAllowed


class DuplicatesUndeclared(KaifangError):
    """A process says nothing of duplicates."""

    code = "KF-CASE-370"


class NoSuchPair(KaifangError):
    """Two cases that are neither suspected nor ruled on."""

    code = "KF-CASE-371"


class RulingReserved(NotAllowed):
    """Who may see the pairs, but holds no role that rules."""

    code = "KF-CASE-372"


class RulingWithoutReason(KaifangError):
    """A ruling has to say why."""

    code = "KF-CASE-373"


class RulingOutOfPlace(KaifangError):
    """What stands between the two cases admits no such ruling."""

    code = "KF-CASE-374"


class MergedTooLate(KaifangError):
    """Either case has come too far to be merged."""

    code = "KF-CASE-375"


class FirstRegistrationStays(KaifangError):
    """By the rule the case registered first stays, and the other one was named."""

    code = "KF-CASE-376"


class UnknownVerdict(KaifangError):
    """A word that is no verdict."""

    code = "KF-CASE-377"
