"""kaifang pack new-register: begin a register of one's own in a pack."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from kaifang.cli.options import PackName
from kaifang.cli.voice import say, word
from kaifang.core.bilingual import Text
from kaifang.packs.law import compose
from kaifang.packs.loading import find_pack
from kaifang.packs.registering import draft_register


def new_register(
    pack: PackName,
    id: Annotated[str, typer.Argument(metavar="ID")],
    name: Annotated[str, typer.Option("--name", metavar="TEXT")] = "",
    name_en: Annotated[str, typer.Option("--name-en", metavar="TEXT")] = "",
    indicator: Annotated[str, typer.Option("--indicator", metavar="ID")] = "",
    doc: Annotated[str, typer.Option("--doc", metavar="ID")] = "",
    quote: Annotated[str, typer.Option("--quote", metavar="TEXT")] = "",
) -> None:
    """Draft a register of a pack: states, fields, one clock, one feed, with what is to fill in."""
    folder = find_pack(pack)
    path = draft_register(
        compose(folder),
        folder,
        id,
        Text(name or id, name_en or id),
        indicator=indicator,
        doc=doc,
        quote=quote,
        day=datetime.now(UTC).date(),
    )
    say(word("cli.register.done", path=str(path)))
    for missing in (() if doc and quote else ("cite",)) + (() if indicator else ("feeds",)):
        say(word(f"cli.register.fill.{missing}"))
