"""kaifang dispatch: the dispatch table of a period."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from kaifang.cli.commands import App
from kaifang.cli.options import As, AsJson, AsOf, PackName, SeenAt, viewer_of
from kaifang.cli.voice import lang, say, show_json, show_table, word
from kaifang.core.messages import message
from kaifang.exchange.tables import write_xlsx
from kaifang.packs.loading import find_pack
from kaifang.programme.dispatch.freezing import frozen, in_language
from kaifang.programme.dispatch.sheets import dispatch_sheet
from kaifang.programme.dispatch.table import (
    DispatchLine,
    DispatchTable,
    dispatch_table,
    in_rank_order,
)
from kaifang.programme.opening import Programme
from kaifang.programme.tables import source_line

app = App()


@app.command("dispatch")
def show_dispatch(
    pack: PackName,
    period: Annotated[str, typer.Option("--period", metavar="PERIOD")] = "",
    org: Annotated[str, typer.Option("--org", metavar="CODE")] = "",
    behind: Annotated[bool, typer.Option("--behind")] = False,
    rank: Annotated[bool, typer.Option("--rank")] = False,
    as_of: AsOf = "",
    seen_at: SeenAt = "",
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE")] = None,
    viewer: As = "public",
    as_json: AsJson = False,
) -> None:
    """Show the dispatch table of a programme."""
    programme = Programme.open(str(find_pack(pack)), viewer=viewer_of(viewer))
    if org:
        programme.law.orgs[org]  # refuses an unknown one
    table = dispatch_table(programme, period, as_of or None, seen_at or None)
    kept = table.kept(org=org, behind=behind)
    lines = in_rank_order(kept) if rank else kept
    if xlsx:
        xlsx.write_bytes(write_xlsx(dispatch_sheet(table, lines, lang()), lang()))
        say(word("cli.board.written", path=str(xlsx), count=len(lines)))
    elif as_json:
        show_json(_told(table, lines))
    else:
        _print(table, lines)


def _told(table: DispatchTable, lines: Sequence[DispatchLine]) -> dict[str, Any]:
    return {
        "pack": table.programme.law.id,
        "period": table.period.code,
        "versions": table.figures.versions.json(),
        "rows": [in_language(frozen(line), lang()) for line in lines],
    }


def _print(table: DispatchTable, lines: Sequence[DispatchLine]) -> None:
    name, period = table.programme.law.head.name.text, table.period.name(cumulative=True)
    say(message("dispatch.caption", name=name, period=period))
    heads = [f"cli.head.{one}" for one in _HEADS]
    show_table(heads, [_glance(line) for line in lines], right=[3, 4, 5, 6, 7])
    say()
    say(source_line(table.programme, table.figures.versions))


_HEADS = (
    "organisation", "name", "target", "schedule", "latest", "attainment", "ahead", "rank", "light",
)  # fmt: skip


def _glance(line: DispatchLine) -> list[str]:
    return [
        line.org.name.in_(lang(), short=True),
        line.name.in_(lang(), short=True),
        line.asked.in_(lang()),
        line.schedule.text(lang()),
        line.actual.text(lang()) if line.actual else "—",
        line.attainment.text(lang()),
        line.ahead.text(lang()),
        str(line.rank or "—"),
        line.light.says.in_(lang()),
    ]
