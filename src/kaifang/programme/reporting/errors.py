"""What is refused when forms are filled in, reviewed, closed and corrected."""

from __future__ import annotations

from collections.abc import Sequence

from kaifang.core.bilingual import Text, joined, same
from kaifang.core.errors import KaifangError
from kaifang.facts.form_values import Finding


class UnknownForm(KaifangError):
    code = "KF-PROG-140"


class NotAsked(KaifangError):
    """The form is not given to the organisation."""

    code = "KF-PROG-141"


class NoSuchDue(KaifangError):
    """The form's calendar does not ask for the period."""

    code = "KF-PROG-142"


class UnknownCell(KaifangError):
    """A value was given for a row that the form does not have."""

    code = "KF-PROG-143"


class CellLocked(KaifangError):
    """A cell was to be changed that may not be changed now."""

    code = "KF-PROG-144"


class FormRefused(KaifangError):
    """A form has hard faults, or soft ones without a reason; `findings` are all of them."""

    code = "KF-PROG-145"

    def __init__(self, findings: Sequence[Finding] = (), where: str = "") -> None:
        self.findings = tuple(findings)
        told = [_told(one) for one in self.findings]
        hard = sum(one.hard for one in self.findings)
        says = joined(told, "；", "; ")
        super().__init__(where, hard=hard, soft=len(self.findings) - hard, what=says)


class NotYourTurn(KaifangError):
    """The form is not under review, or not at a level of this person's."""

    code = "KF-PROG-146"


class OwnFilling(KaifangError):
    """Somebody would review what he filled in himself."""

    code = "KF-PROG-147"


class RejectionUnexplained(KaifangError):
    """A cell was to be returned without a reason, or no cell was named."""

    code = "KF-PROG-148"


class PeriodClosed(KaifangError):
    """A form's period is closed: what changes now is a correction."""

    code = "KF-PROG-149"


class StillUnderReview(KaifangError):
    """A period cannot be closed while forms are under review."""

    code = "KF-PROG-150"


class NothingToCorrect(KaifangError):
    """The form is still open, so its cells are changed by filling them in."""

    code = "KF-PROG-151"


class NoCorrectionAsked(KaifangError):
    code = "KF-PROG-152"


class OwnCorrection(KaifangError):
    """Somebody would approve the correction that he asked for."""

    code = "KF-PROG-153"


class CorrectionUnexplained(KaifangError):
    code = "KF-PROG-154"


class NothingChanged(KaifangError):
    """A correction would change no cell."""

    code = "KF-PROG-155"


class FormExpired(KaifangError):
    """The form is no longer valid."""

    code = "KF-PROG-156"


class PeriodNotOver(KaifangError):
    """A form was to be submitted before its period ended."""

    code = "KF-PROG-157"


class ClosingUnexplained(KaifangError):
    """Forms are still owed, and no reason for closing is given."""

    code = "KF-PROG-158"


class CorrectionUnderWay(KaifangError):
    """Another correction of the same form waits for approval."""

    code = "KF-PROG-159"


class NothingFilled(KaifangError):
    """Nothing was ever filled in."""

    code = "KF-PROG-160"


class UploadTooLarge(KaifangError):
    code = "KF-PROG-210"


class CopyGone(KaifangError):
    """A marked copy was kept for half a day, or never."""

    code = "KF-PROG-211"


class NoSuchScan(KaifangError):
    code = "KF-PROG-212"


def _told(finding: Finding) -> Text:
    place = same(finding.where or finding.cell.row)
    return Text(f"{place.zh} {finding.says.zh}", f"{place.en} {finding.says.en}")
