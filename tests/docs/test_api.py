"""What the page on the API shows is run as it stands, by curl, against a server."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from typing import Any

import pytest

from tests.docs.pages import page
from tests.flushing import records_may_be_flushed
from tests.site.conftest import demo

__all__ = ["demo", "records_may_be_flushed"]

SERVER = "http://127.0.0.1:8000"
COMMANDS = [
    line
    for block in page("docs/api.md").blocks
    if block.lang == "console"
    for line in block.text.splitlines()
]


@pytest.fixture
def token(settings, transactional_db, demo) -> str:
    """The token of an officer of the zone of the example."""
    from kaifang.programme.people.actors import actor_of
    from kaifang.programme.people.tokens import make_token
    from tests.site.api.province import ZONE
    from tests.site.holders import holder

    settings.SOLO = False
    user = holder("zone", "zone", ZONE)
    return make_token(actor_of(user), user, "示例", "read_write").secret


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_examples_answer_what_the_page_says(live_server, token) -> None:
    me, duties, form, saved = (run(line, live_server.url, token) for line in COMMANDS)
    assert me["posts"][0]["acts"]["fill"] == "own"
    assert (duties["limit"], {one["form"] for one in duties["items"]}) == (
        5,
        {"demo.zones.quarter"},
    )
    assert (form["version"], form["rows"][0]["value"]) == (0, None)
    assert f"`{json.dumps(saved)}`" in page("docs/api.md").text
    again = run(COMMANDS[-1], live_server.url, token)
    assert (again["version"], again["changed"]) == (1, 0)


def run(command: str, server: str, token: str) -> Any:
    """Run a command of the page with its variables filled in."""
    filled = command.replace(SERVER, server).replace("$TOKEN", token)
    done = subprocess.run(
        [*shlex.split(filled), "--silent", "--noproxy", "*"],
        env=os.environ, capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_statuses_of_the_page_are_those_of_the_description() -> None:
    from kaifang.site.api.docs import described

    told = {
        line.split("|")[1].strip()
        for line in page("docs/api.md").prose.splitlines()
        if line.startswith("| 4")
    }
    assert told == _statuses(described()["paths"]) | {"405"}


def _statuses(paths: dict[str, Any]) -> set[str]:
    return {
        str(status)
        for methods in paths.values()
        for operation in methods.values()
        for status in operation["responses"]
        if int(status) >= 400
    }
