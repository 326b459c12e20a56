"""Open a store, bring it up to date, and install packs into it."""

from __future__ import annotations

from pathlib import Path

from kaifang.packs.law import Law

SETTINGS = "kaifang.site.settings"


def ready_store(home: str | Path | None = None, database: str | None = None) -> None:
    """Open the store of this process; it is made, and its tables brought up to date, if need be."""
    from kaifang.store.setup import open_store

    open_store(Path(home) if home else None, database, settings=SETTINGS)


def ensure_installed(law: Law) -> None:
    """Install a law whose hash the store does not hold yet."""
    from kaifang.store.installing import install, is_installed

    if not is_installed(law):
        install(law)
