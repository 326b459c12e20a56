"""kaifang explain: one figure, opened to its sentence and its records."""

from __future__ import annotations

from typing import Annotated

import typer

from kaifang.cli.commands import App
from kaifang.cli.options import As, AsJson, AsOf, SeenAt, viewer_of
from kaifang.cli.voice import lang, say, show_json
from kaifang.core.period import Period
from kaifang.packs.loading import find_pack
from kaifang.programme.choosing import choose_pack
from kaifang.programme.opening import Programme

app = App()


@app.command("explain")
def explain(
    indicator: Annotated[str, typer.Argument(metavar="INDICATOR")],
    org: Annotated[str, typer.Option("--org", metavar="CODE")],
    period: Annotated[str, typer.Option("--period", metavar="PERIOD")],
    measure: Annotated[str, typer.Option("--measure", metavar="MEASURE")] = "level",
    base: Annotated[str, typer.Option("--base", metavar="BASE")] = "",
    part: Annotated[str, typer.Option("--part", metavar="PART")] = "",
    pack: Annotated[str, typer.Option("--pack", metavar="PACK")] = "",
    as_of: AsOf = "",
    seen_at: SeenAt = "",
    viewer: As = "public",
    as_json: AsJson = False,
) -> None:
    """Explain one figure: formula, inputs, citations, versions."""
    about = Period.parse(period)
    folder = find_pack(pack) if pack else choose_pack(indicator, org, about).pack.folder
    programme = Programme.open(str(folder), viewer=viewer_of(viewer))
    statement = programme.statement(
        indicator,
        org,
        about,
        measure,
        base=base,
        part=part,
        as_of=as_of or None,
        seen_at=seen_at or None,
    )
    if as_json:
        show_json({**statement.json(lang()), "explanation": statement.explain().json(lang())})
    else:
        say(statement.explain().text(lang()))
