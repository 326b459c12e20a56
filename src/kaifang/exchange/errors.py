"""What is refused at the border, one class a situation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from kaifang.core.errors import KaifangError
from kaifang.core.messages import message


@contextmanager
def collecting(wrong: list[KaifangError]) -> Iterator[None]:
    """Note an error and go on, so that all that is wrong is told at once."""
    try:
        yield
    except KaifangError as error:
        wrong.append(error)


# -- files ----------------------------------------------------------------------------------


class TooLarge(KaifangError):
    """A file is larger than we read, packed or unpacked."""

    code = "KF-EXCH-001"


class Empty(KaifangError):
    """A file or a sheet holds nothing."""

    code = "KF-EXCH-002"


class NotText(KaifangError):
    """The bytes of a CSV file are in no encoding we read."""

    code = "KF-EXCH-003"


class StrangeKind(KaifangError):
    """The ending of a file names a kind we do not read."""

    code = "KF-EXCH-004"


class Unreadable(KaifangError):
    """A file is not what its ending says, or is damaged."""

    code = "KF-EXCH-005"

    @classmethod
    def because(cls, where: str, key: str, error: Exception) -> Self:
        """Say why by the catalogue; the library's own words are a detail for whoever mends it."""
        return cls.at(where, found=message(key), detail=f"{error}"[:120])


class Locked(KaifangError):
    """A workbook has a password, or is of the old binary kind under a new name."""

    code = "KF-EXCH-013"


class TooManyCells(KaifangError):
    """The cells of a sheet lie so far apart that it cannot be held in memory."""

    code = "KF-EXCH-014"


# -- sheets and columns -----------------------------------------------------------------------


class NoSuchSheet(KaifangError):
    """A workbook has no sheet of that name."""

    code = "KF-EXCH-006"


class NoSuchColumn(KaifangError):
    """A sheet has no column of that letter or head."""

    code = "KF-EXCH-009"


class AmbiguousColumn(KaifangError):
    """Several columns have the head that is looked for."""

    code = "KF-EXCH-015"


class NoPeriod(KaifangError):
    """A table does not say what period it is about."""

    code = "KF-EXCH-010"


class PeriodsDiffer(KaifangError):
    """A table prints another period than the one given."""

    code = "KF-EXCH-016"


class NoRows(KaifangError):
    """A table has no row that its map knows."""

    code = "KF-EXCH-012"


# -- rows and cells ---------------------------------------------------------------------------


class NotNumeric(KaifangError):
    """A cell that should hold a number holds something else."""

    code = "KF-EXCH-007"


class UnknownOrgName(KaifangError):
    """A map does not know the name of an organisation."""

    code = "KF-EXCH-008"


class SaidTwice(KaifangError):
    """A table gives one value twice, differently."""

    code = "KF-EXCH-011"


class NoOrgName(KaifangError):
    """A row holds values and names no organisation."""

    code = "KF-EXCH-017"


class ShiftedRow(KaifangError):
    """A row of a CSV file is longer than its head: an unquoted comma moved its cells."""

    code = "KF-EXCH-018"


class ErrorValue(KaifangError):
    """A cell of a workbook holds an error such as #DIV/0!."""

    code = "KF-EXCH-019"


class NoCachedValue(KaifangError):
    """A formula was saved without its value."""

    code = "KF-EXCH-020"


class ScaledFormat(KaifangError):
    """A number format shows another number than the cell holds."""

    code = "KF-EXCH-021"


class HiddenRow(KaifangError):
    """A hidden row carries values."""

    code = "KF-EXCH-022"


class HiddenColumn(KaifangError):
    """A hidden column carries values."""

    code = "KF-EXCH-023"


# -- observations as SDMX-CSV ---------------------------------------------------------------------


class UnreadableField(KaifangError):
    """A field of a row holds what it cannot hold."""

    code = "KF-EXCH-024"


# -- code lists -------------------------------------------------------------------------------------


class NoCode(KaifangError):
    """A row names a thing and gives no code."""

    code = "KF-EXCH-025"


class NoName(KaifangError):
    """A code has no name in any language."""

    code = "KF-EXCH-026"


class DuplicateCode(KaifangError):
    """A code stands twice in a list."""

    code = "KF-EXCH-027"


class UnknownParent(KaifangError):
    """The code above another is in neither the file nor the sample of the pack."""

    code = "KF-EXCH-028"


class CircularParent(KaifangError):
    """A code stands, by way of others, above itself."""

    code = "KF-EXCH-029"


class OtherList(KaifangError):
    """A file lacks codes that the list must have: another list, edition, or codes as numbers."""

    code = "KF-EXCH-030"
