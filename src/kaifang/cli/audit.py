"""kaifang audit: the head of the chain, and whether the chain still is what was written."""

from __future__ import annotations

from typing import Annotated

import typer

from kaifang.cli.commands import App
from kaifang.cli.options import AsJson
from kaifang.cli.voice import lang, say, show_json, word
from kaifang.programme.setting_up import ready_store

app = App()


@app.command("head")
def show_head(as_json: AsJson = False) -> None:
    """Print the head of the chain, as it is printed on notices."""
    ready_store()
    from kaifang.store.audit import head

    if as_json:
        show_json({"head": head().printed})
    else:
        say(head().printed)


@app.command("verify")
def verify(
    head: Annotated[str, typer.Option("--head", metavar="HEAD")] = "", as_json: AsJson = False
) -> int:
    """Find what was changed, removed or inserted; with a head printed earlier, what was rewritten."""
    ready_store()
    from kaifang.store import audit

    faults = audit.verify(audit.Head.read(head) if head else None)
    if as_json:
        show_json([{"kind": one.kind, "number": one.number} for one in faults])
    elif faults:
        for fault in faults:
            say(fault.says.in_(lang()))
    else:
        say(word("cli.audit.whole", head=audit.head().printed))
    return 1 if faults else 0
