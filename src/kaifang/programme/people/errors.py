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
