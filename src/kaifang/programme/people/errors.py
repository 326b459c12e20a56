"""What is refused when people and their posts are changed."""

from __future__ import annotations

from kaifang.core.errors import KaifangError


class UnknownUser(KaifangError):
    code = "KF-PROG-081"


class UserExists(KaifangError):
    code = "KF-PROG-082"


class UnreadableUserName(KaifangError):
    code = "KF-PROG-083"


class WeakPassword(KaifangError):
    code = "KF-PROG-084"


class UnknownRole(KaifangError):
    code = "KF-PROG-085"


class DutiesApart(KaifangError):
    """One person would hold two of the three administrators' duties."""

    code = "KF-PROG-086"


class OwnPost(KaifangError):
    """Somebody would give a post to himself."""

    code = "KF-PROG-087"


class NoSuchPost(KaifangError):
    code = "KF-PROG-088"


class NobodyToStandInFor(KaifangError):
    """A deputy's principal does not hold the post."""

    code = "KF-PROG-089"


class PostNeedsOrg(KaifangError):
    code = "KF-PROG-080"


class LinkSpent(KaifangError):
    """A one-time link is unknown, used, withdrawn or over; which of them is not told."""

    code = "KF-PROG-110"


class OutOfBounds(KaifangError):
    """A time that a link or a token lasts is too short or too long."""

    code = "KF-PROG-111"


class NoSuchLogin(KaifangError):
    code = "KF-PROG-112"


class NotYourOwn(KaifangError):
    """Only the person himself may do this."""

    code = "KF-PROG-113"


class WrongPassword(KaifangError):
    code = "KF-PROG-114"


class NotLocked(KaifangError):
    code = "KF-PROG-115"


class AlreadyEnrolled(KaifangError):
    code = "KF-PROG-116"


class NotEnrolled(KaifangError):
    code = "KF-PROG-117"


class WrongCode(KaifangError):
    code = "KF-PROG-118"


class UnknownScope(KaifangError):
    code = "KF-PROG-119"


class NoSuchToken(KaifangError):
    code = "KF-PROG-120"


class TokenRefused(KaifangError):
    """A token is unknown, ended or over; which of them is not told."""

    code = "KF-PROG-121"


class SecondFactorFirst(KaifangError):
    """The owner of a token must have a second factor and has none."""

    code = "KF-PROG-124"


class NothingAsked(KaifangError):
    """No link waits to be handed out, or whoever would do so asked for it himself."""

    code = "KF-PROG-125"


class UnreadableTelephone(KaifangError):
    """What was given as a telephone number is none."""

    code = "KF-PROG-126"


class NotADemoStore(KaifangError):
    """The store has users of its own: the demo's would be a way in."""

    code = "KF-PROG-122"


class SignInFirst(KaifangError):
    """Nobody in particular asks for what only somebody may do."""

    code = "KF-PROG-123"
