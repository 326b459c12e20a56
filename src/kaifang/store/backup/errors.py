"""What backing up and restoring refuse, one class a situation; nothing is changed then."""

from __future__ import annotations

from kaifang.core.errors import KaifangError


class BackupExists(KaifangError):
    """A backup never writes over a file."""

    code = "KF-STORE-060"


class BackupUnwritable(KaifangError):
    """The file cannot be written: a full disk, a folder without rights."""

    code = "KF-STORE-061"


class NoBackup(KaifangError):
    """The file is no backup of ours."""

    code = "KF-STORE-062"


class BackupDamaged(KaifangError):
    """A backup of ours that is cut short or not what was written."""

    code = "KF-STORE-063"


class NewerBackup(KaifangError):
    """A newer Kaifang made it; this one does not know its tables."""

    code = "KF-STORE-064"


class StoreNotEmpty(KaifangError):
    """There are records where a backup is to be restored."""

    code = "KF-STORE-065"


class RestoreFailed(KaifangError):
    """The database or the disk refuses what is being restored."""

    code = "KF-STORE-066"


class StoreInUse(KaifangError):
    """Somebody has the database open that is to be moved aside."""

    code = "KF-STORE-067"
