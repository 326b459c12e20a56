"""Arguments and options that commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from kaifang.cli.edge import BadWord
from kaifang.programme.viewer import INTERNAL, PUBLIC, Viewer

AsJson = Annotated[bool, typer.Option("--json")]
PackName = Annotated[str, typer.Argument(metavar="PACK")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE")]
SeenAt = Annotated[str, typer.Option("--seen-at", metavar="DATE")]
As = Annotated[str, typer.Option("--as", metavar="public|internal")]
_VIEWERS = {"public": PUBLIC, "internal": INTERNAL}


def viewer_of(name: str) -> Viewer:
    """Whoever asks. Raises: BadWord."""
    if name not in _VIEWERS:
        raise BadWord(found="--as", expected=" | ".join(_VIEWERS))
    return _VIEWERS[name]
