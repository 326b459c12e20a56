"""kaifang cases feed: count the registers of a programme into their indicators, now."""

from __future__ import annotations

from typing import Annotated

import typer

from kaifang.cli.forms import programme_named
from kaifang.cli.options import AsJson, AsUser, PackName, actor_named
from kaifang.cli.voice import say, show_json, show_table, word


def feed_registers(
    pack: PackName,
    process: Annotated[str, typer.Option("--process", metavar="PROCESS")] = "",
    actor: AsUser = "",
    as_json: AsJson = False,
) -> None:
    """Count registers into indicators; what has not changed is not recorded again."""
    who, programme = actor_named(actor), programme_named(pack)
    from kaifang.programme.casework.feeding import feed

    told = [
        {
            "process": one.process,
            "figures": one.figures,
            "recorded": one.result.added,
            "revised": len(one.result.revisions),
        }
        for one in feed(who, programme, process)
    ]
    if as_json:
        show_json(told)
        return
    heads = ["process", "figures", "recorded", "revised"]
    rows = [[str(one[head]) for head in heads] for one in told]
    show_table([f"cli.feed.head.{head}" for head in heads], rows, right=[1, 2, 3])
    say(word("cli.feed.done", count=len(told)))
