"""What dispatch refuses."""

from __future__ import annotations

from kaifang.core.errors import KaifangError


class NotItsItem(KaifangError):
    """An organisation speaks of an item that is neither its own nor led by it."""

    code = "KF-PROG-170"


class TooManyWords(KaifangError):
    """A text is longer than the column of a table can hold."""

    code = "KF-PROG-171"


class AlreadyCirculated(KaifangError):
    """The figures of a period are out for checking already."""

    code = "KF-PROG-172"


class NothingCirculated(KaifangError):
    """Something was to be agreed to or issued that nobody was given to check."""

    code = "KF-PROG-173"


class NotAsked(KaifangError):
    """An organisation answers that was not asked to check."""

    code = "KF-PROG-174"


class ReasonNeeded(KaifangError):
    """An act needs its reason."""

    code = "KF-PROG-175"


class AnswersOutstanding(KaifangError):
    """A table is to be issued while somebody objects, or may still answer."""

    code = "KF-PROG-176"


class UnknownDispatch(KaifangError):
    """There is no such table."""

    code = "KF-PROG-177"


class UnknownSlip(KaifangError):
    """There is no such slip, or it is not for this person."""

    code = "KF-PROG-178"


class WrongState(KaifangError):
    """An act does not fit the state that a slip is in."""

    code = "KF-PROG-179"


class UnfitLimit(KaifangError):
    """A limit of days is not between one and the most."""

    code = "KF-PROG-180"


class UnknownLevel(KaifangError):
    """A level that the pack does not have, or that is none above the present one."""

    code = "KF-PROG-181"


class NoSuggestion(KaifangError):
    """A decision on something that no rule suggests."""

    code = "KF-PROG-182"


class SlipToItself(KaifangError):
    """A slip whose sender is its receiver, or whose receiver the programme does not know."""

    code = "KF-PROG-183"


class NothingToShow(KaifangError):
    """A table of a period for which the programme asks nothing."""

    code = "KF-PROG-184"


class NotForNotice(KaifangError):
    """A notice is to be drafted from a table that was withdrawn or never given out."""

    code = "KF-PROG-228"


class NotDecided(KaifangError):
    """A letter of interview is asked for that nobody decided upon."""

    code = "KF-PROG-229"
