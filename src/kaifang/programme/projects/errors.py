"""What may be asked of projects in vain."""

from __future__ import annotations

from kaifang.core.errors import KaifangError


class NoProjects(KaifangError):
    """The pack declares no process of projects."""

    code = "KF-CASE-360"


class UnknownRate(KaifangError):
    code = "KF-CASE-361"


class UnknownScheme(KaifangError):
    """A scheme of lights that reads more than is known of projects, or is not there."""

    code = "KF-CASE-362"


class UnknownPick(KaifangError):
    """A way to choose projects that is not provided for."""

    code = "KF-CASE-363"
