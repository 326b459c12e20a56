"""What is refused of a returned workbook, one class a situation."""

from __future__ import annotations

from kaifang.core.errors import KaifangError

# -- the whole file ---------------------------------------------------------------------------


class NotAWorkbook(KaifangError):
    """The bytes are another kind of file than a workbook, whatever its name says."""

    code = "KF-EXCH-042"


class TooManyRows(KaifangError):
    """A form of so many rows is no form."""

    code = "KF-EXCH-043"


class HasMacros(KaifangError):
    """A workbook carries program code."""

    code = "KF-EXCH-044"


class NoIdentity(KaifangError):
    """The hidden sheet that says which form this is does not exist or says nothing."""

    code = "KF-EXCH-045"


class WrongTemplate(KaifangError):
    """A workbook was written by another version of the template."""

    code = "KF-EXCH-046"


class OtherForm(KaifangError):
    """A workbook is of another form or pack."""

    code = "KF-EXCH-047"


class OldForm(KaifangError):
    """A workbook is of another version of the form."""

    code = "KF-EXCH-048"


class OtherPeriod(KaifangError):
    """A workbook is for another period."""

    code = "KF-EXCH-049"


class OtherOrgs(KaifangError):
    """A workbook is the form of another organisation."""

    code = "KF-EXCH-050"


class DamagedTemplate(KaifangError):
    """A column that the form needs is gone, or stands there twice."""

    code = "KF-EXCH-051"


# -- cells and rows -----------------------------------------------------------------------------


class FormulaCell(KaifangError):
    """A formula stands where a number belongs."""

    code = "KF-EXCH-052"


class NotExact(KaifangError):
    """A number is limited by a word such as 约."""

    code = "KF-EXCH-053"


class NotANumberCell(KaifangError):
    """A cell holds something that is no number."""

    code = "KF-EXCH-054"


class MergedCells(KaifangError):
    """Cells of the form have been merged."""

    code = "KF-EXCH-055"


class PercentCell(KaifangError):
    """A cell shows per cent where the unit is another."""

    code = "KF-EXCH-056"


class InsertedRow(KaifangError):
    """A row with a value that is no row of the form."""

    code = "KF-EXCH-057"


class UnknownRow(KaifangError):
    """The code of a row names no row of the form."""

    code = "KF-EXCH-058"


class OtherOrgRow(KaifangError):
    """A row belongs to an organisation that the form was not written for."""

    code = "KF-EXCH-059"


class RepeatedRow(KaifangError):
    """A row stands twice."""

    code = "KF-EXCH-060"


class SwappedRow(KaifangError):
    """The names in a row are not those that its code stands for."""

    code = "KF-EXCH-061"
