"""Print what an event log holds; works on files alone, without a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kaifang.cases import summary
from kaifang.cases.building import ZONE
from kaifang.cli.options import AsJson
from kaifang.cli.voice import say, show_json, show_table, word
from kaifang.programme.event_logs import read_log

_MOST = 12  # rows of a table that a person reads
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def summarise(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    case: Annotated[str, typer.Option("--case", metavar="COLUMN")] = "",
    activity: Annotated[str, typer.Option("--activity", metavar="COLUMN")] = "",
    time: Annotated[str, typer.Option("--time", metavar="COLUMN")] = "",
    zone: Annotated[str, typer.Option("--zone", metavar="ZONE")] = ZONE,
    as_json: AsJson = False,
) -> None:
    """Print what an event log holds: cases, variants, edges with their times, durations."""
    found = summary(read_log(file, case=case, activity=activity, time=time, zone=zone))
    if as_json:
        show_json(found)
    else:
        _show(found)


def _show(found: dict[str, Any]) -> None:
    counts = {name: found[name] for name in ("cases", "events")}
    kinds = {name: len(found[name]) for name in ("activities", "variants", "edges")}
    say(word("cli.cases.counted", **counts, **kinds))
    if found["durations"]:
        say(word("cli.cases.durations", **_times(found["durations"])))
    say("")
    edges = sorted(found["edges"], key=lambda edge: -edge["count"])
    heads = ["source", "then", "count", "mean", "median", "p90"]
    show_table(_heads(heads), [_edge(edge) for edge in edges[:_MOST]], right=[2, 3, 4, 5])
    _more(len(edges))
    say("")
    rows = [[str(one["count"]), " → ".join(one["activities"])] for one in found["variants"]]
    show_table(_heads(["count", "variant"]), rows[:_MOST], right=[0])
    _more(len(rows))


def _heads(names: list[str]) -> list[str]:
    return [f"cli.head.{name}" for name in names]


def _more(rows: int) -> None:
    if rows > _MOST:
        say(word("cli.cases.more", count=rows - _MOST))


def _edge(edge: dict[str, Any]) -> list[str]:
    return [edge["source"], edge["target"], str(edge["count"]), *_times(edge).values()]


def _times(took: dict[str, Any]) -> dict[str, str]:
    return {name: _long(took[name]) for name in ("mean", "median", "p90")}


def _long(seconds: float) -> str:
    """Seconds in the unit that a person would use."""
    for unit, size in (("day", _DAY), ("hour", _HOUR), ("minute", _MINUTE)):
        if seconds >= 2 * size:
            return word(f"cli.cases.{unit}", value=f"{seconds / size:.1f}")
    return word("cli.cases.second", value=f"{seconds:.1f}")
