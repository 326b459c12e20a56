"""What is refused of a case book, one class a situation."""

from __future__ import annotations

from kaifang.core.errors import KaifangError

# -- the whole file ---------------------------------------------------------------------------


class NotACaseBook(KaifangError):
    """The hidden sheet that says which process a book is of does not exist or says nothing."""

    code = "KF-CASE-330"


class OtherCaseBook(KaifangError):
    """A book is of another process or pack."""

    code = "KF-CASE-331"


class CaseColumnMissing(KaifangError):
    """A column that every row needs is gone, or stands there twice."""

    code = "KF-CASE-332"


class NoCaseRows(KaifangError):
    """A book holds no case at all."""

    code = "KF-CASE-333"


# -- cells and rows -----------------------------------------------------------------------------


class CaseColumnUnknown(KaifangError):
    """A column that the process does not know holds something."""

    code = "KF-CASE-334"


class CaseCellBlank(KaifangError):
    """What every row must say is blank."""

    code = "KF-CASE-335"


class DayUnreadable(KaifangError):
    """A cell holds something that is no day."""

    code = "KF-CASE-336"


class DayAhead(KaifangError):
    """Something is said to have happened on a day to come."""

    code = "KF-CASE-337"


class DaysOutOfOrder(KaifangError):
    """A later stage is dated before an earlier one."""

    code = "KF-CASE-338"


class CaseOrgUnknown(KaifangError):
    """A cell names no organisation of the pack."""

    code = "KF-CASE-339"


class CaseOrgNotYours(KaifangError):
    """A row belongs to an organisation whose cases are not the importer's to keep."""

    code = "KF-CASE-340"


class CaseChoiceUnlisted(KaifangError):
    """A cell holds none of the choices of its field."""

    code = "KF-CASE-341"


class CaseCodeUnlisted(KaifangError):
    """A cell holds no code of the list of its field."""

    code = "KF-CASE-342"


class OtherUnit(KaifangError):
    """An amount is written in another unit than that of its column."""

    code = "KF-CASE-343"


class NotAWholeNumber(KaifangError):
    """A count is no whole number."""

    code = "KF-CASE-344"


class CaseRowRepeated(KaifangError):
    """A number stands twice for one organisation."""

    code = "KF-CASE-345"


class StageUndated(KaifangError):
    """Evidence or a reason is given for a stage that has no day."""

    code = "KF-CASE-346"


class CaseChanged(KaifangError):
    """A row says otherwise than the case that it brought earlier."""

    code = "KF-CASE-347"
