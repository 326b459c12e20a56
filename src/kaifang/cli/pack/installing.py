"""kaifang pack install: packs into the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kaifang.cli.options import AsJson, AsUser, actor_named
from kaifang.cli.voice import (
    progress,
    say,
    show_json,
    word,
)
from kaifang.packs.law import Law, load
from kaifang.packs.loading import find_pack
from kaifang.programme.setting_up import install_pack

if TYPE_CHECKING:
    from kaifang.programme.casework.earlier import RuleChange

_TOLD = 5  # of the rules that changed


def install_packs(
    packs: Annotated[list[str], typer.Argument(metavar="PACK...")],
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Install packs into the store; a pack with findings is refused, and nothing is recorded."""
    laws = [load(str(find_pack(name))) for name in packs]
    who = actor_named(actor)
    done = [(law, install_pack(law, who)) for law in progress(laws, "cli.installing")]
    if as_json:
        show_json([_installed(law, one.recorded, one.vanished) for law, one in done])
        return
    for law, one in done:
        counts = {"added": one.recorded.added, "unchanged": one.recorded.unchanged}
        say(word("cli.installed", name=law.id, **counts))
        if one.vanished:
            say(word("cli.vanished", names=", ".join(one.vanished)))
        for change in _unraised(law):
            _warn(change)


def _unraised(law: Law) -> list[RuleChange]:
    from kaifang.programme.casework.earlier import unraised_changes

    return unraised_changes(law)


def _warn(change: RuleChange) -> None:
    """Say which process changed although the version of its pack did not, and what follows."""
    more = "…" if len(change.rules) > _TOLD else ""
    rules = ", ".join(change.rules[:_TOLD]) + more
    process = change.process
    named = {"name": process.name.text, "id": process.id, "version": change.version}
    say(word("cli.unraised", rules=rules, **named))


def _installed(law: Law, recorded: Any, vanished: tuple[str, ...]) -> dict[str, Any]:
    return {
        "pack": law.id,
        "version": law.version,
        "hash": law.hash,
        "added": recorded.added,
        "unchanged": recorded.unchanged,
        "vanished": list(vanished),
        "unraised": [
            {"process": one.process.id, "version": one.version, "rules": list(one.rules)}
            for one in _unraised(law)
        ],
    }
