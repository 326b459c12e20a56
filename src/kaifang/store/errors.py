"""What the store refuses, one class a situation."""

from __future__ import annotations

from kaifang.core.errors import KaifangError


class RecordsStay(KaifangError):
    """A record was to be changed or deleted."""

    code = "KF-STORE-001"


class TooManyDigits(KaifangError):
    """A value does not fit 18 digits."""

    code = "KF-STORE-002"


class TooManyDecimals(KaifangError):
    """A value has more decimals than the store keeps."""

    code = "KF-STORE-003"


class NotFinite(KaifangError):
    """A value is NaN or infinite."""

    code = "KF-STORE-004"


class OverlappingRevisions(KaifangError):
    """One batch says two things of the same key."""

    code = "KF-STORE-005"


class TooWideTogether(KaifangError):
    """One value has so many digits, another so many decimals, that no column holds both."""

    code = "KF-STORE-006"


class ReasonMissing(KaifangError):
    """A value was to be revised without saying why."""

    code = "KF-STORE-007"


class IncompleteObservation(KaifangError):
    """An observation does not say what it is about, or says it unreadably."""

    code = "KF-STORE-008"


class FileGone(KaifangError):
    """The bytes of a stored file are missing or not what they were."""

    code = "KF-STORE-009"


class OtherText(KaifangError):
    """A text is not the one its document names."""

    code = "KF-STORE-010"


class UnreadableText(KaifangError):
    """The bytes of a text are in no encoding we read."""

    code = "KF-STORE-011"


class PackDamaged(KaifangError):
    """The stored content of a pack is not what was installed."""

    code = "KF-STORE-012"


class OtherStoreOpen(KaifangError):
    """This process has already opened another store."""

    code = "KF-STORE-013"


class MirrorDamaged(KaifangError):
    """A part of the columnar mirror is missing or not what was written."""

    code = "KF-STORE-014"


class MirrorUnwritable(KaifangError):
    """The columnar mirror could not be written: a full disk, a folder without rights."""

    code = "KF-STORE-015"


class OtherUnit(KaifangError):
    """An indicator's level is given in another unit than before."""

    code = "KF-STORE-016"


class StoreUnreachable(KaifangError):
    """The database cannot be opened or brought up to date."""

    code = "KF-STORE-017"


class UnreadableHead(KaifangError):
    """A head of the audit chain is not as it is printed."""

    code = "KF-STORE-018"


class SealBroken(KaifangError):
    """A sealed secret was changed, or sealed with another key."""

    code = "KF-PROG-046"


class SealingKeyUnreadable(KaifangError):
    """The key that secrets are sealed with is missing or damaged."""

    code = "KF-PROG-047"


class ChangedMeanwhile(KaifangError):
    """Somebody else acted on the same matter first."""

    code = "KF-STORE-050"
