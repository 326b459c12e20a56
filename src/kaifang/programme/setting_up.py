"""Open a store, bring it up to date, and install packs into it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kaifang.packs.law import Law
from kaifang.programme.rights import Act, Actor

if TYPE_CHECKING:
    from kaifang.store.installing import Installation

SETTINGS = "kaifang.site.settings"


def ready_store(home: str | Path | None = None, database: str | None = None) -> None:
    """Open the store of this process; it is made, and its tables brought up to date, if need be."""
    from kaifang.store.setup import open_store

    open_store(Path(home) if home else None, database, settings=SETTINGS)


def install_pack(law: Law, actor: Actor | None = None) -> Installation:
    """Install a pack and say so in the audit; without an actor it is whoever sits at the machine.

    The store has to be open. Raises: NotAllowed; what `store.installing.install` raises.
    """
    from kaifang.programme.permitting import allowed
    from kaifang.store import audit
    from kaifang.store.installing import install
    from kaifang.store.models import InstalledPack
    from kaifang.store.writing import one_writer

    who = allowed(actor, Act.INSTALL_PACK)
    with one_writer():
        is_active = InstalledPack.objects.filter(hash=law.hash, active=True).exists()
        done = install(law, who=who.user)
        if not is_active:
            audit.record(
                "install_pack",
                f"pack:{law.id}",
                actor=who.user,
                after={"version": law.version, "hash": law.hash},
                person=who.told,
            )
    return done


def ensure_installed(law: Law) -> None:
    """Install a law whose hash the store does not hold yet."""
    from kaifang.store.installing import install, is_installed

    if not is_installed(law):
        install(law)
