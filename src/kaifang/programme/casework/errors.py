"""What is refused when cases are worked on."""

from __future__ import annotations

from kaifang.cases.deciding import Refusal
from kaifang.cases.errors import RoleMissing
from kaifang.core.bilingual import Text
from kaifang.core.citation import Citation
from kaifang.core.errors import KaifangError, SeveralErrors


class NoSuchCase(KaifangError):
    """There is no such case, or it is not this person's to see."""

    code = "KF-CASE-301"


class NotCommanded(KaifangError):
    """A process that only observes was to be worked on by hand."""

    code = "KF-CASE-302"


class ActRefused(SeveralErrors):
    """A rule of the process speaks against an act; `cites` are what the rule rests on."""

    code = "KF-CASE-303"

    def __init__(self, name: Text, refusal: Refusal, cites: tuple[Citation, ...]) -> None:
        super().__init__(refusal.errors)
        self.where, self.rule, self.cites = refusal.where, refusal.rule, cites
        self.params = {"name": name, "why": refusal.says}

    @property
    def is_forbidden(self) -> bool:
        """Whether the act is for other roles, whatever its evidence."""
        return any(isinstance(one, RoleMissing) for one in self.errors)


class CorrectionUnexplained(KaifangError):
    """An event was to be corrected without a word why."""

    code = "KF-CASE-430"


class NotAnEventOfTheCase(KaifangError):
    """An event was to be corrected that does not count in its case, or not any more."""

    code = "KF-CASE-304"
