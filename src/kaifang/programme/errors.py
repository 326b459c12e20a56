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


class BadParameter(KaifangError):
    """A parameter of a request cannot be read."""

    code = "KF-PROG-062"


class UnknownAddress(KaifangError):
    """Nothing answers at an address."""

    code = "KF-PROG-063"


class OnlyReading(KaifangError):
    """Something was to be written where one may only read."""

    code = "KF-PROG-064"


class OnlyReadingToken(KaifangError):
    """A token that reads was to change something."""

    code = "KF-PROG-215"


class FormOfAnotherSite(KaifangError):
    """A request of somebody signed in does not carry the mark of our own pages (CSRF)."""

    code = "KF-PROG-216"


class UnreadableBody(KaifangError):
    """The body of a request is not what its operation reads."""

    code = "KF-PROG-217"


class OtherMethod(KaifangError):
    """An address was asked by a method that it does not know."""

    code = "KF-PROG-218"
