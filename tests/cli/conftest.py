"""Run the command as a user would, and read what it printed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from typer.testing import CliRunner

from kaifang.cli.main import app


@dataclass(frozen=True)
class Answer:
    """What a command printed, on which stream, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture
def kaifang(request: pytest.FixtureRequest) -> Run:
    """Run `kaifang WORDS…`, in Chinese unless the environment says otherwise.

    Where a database is named, as on PostgreSQL, even linting asks it for texts of documents.
    """
    if os.environ.get("DATABASE_URL"):
        request.getfixturevalue("db")

    def run(*words: object, **environment: str) -> Answer:
        # Whatever the machine says; what `--home` sets is taken back after the command.
        outside = {"KAIFANG_LANG": None, "LANG": "zh_CN.UTF-8"}
        env = {**outside, "KAIFANG_HOME": os.environ["KAIFANG_HOME"], **environment}
        result = CliRunner().invoke(app, [str(word) for word in words], env=env)
        return Answer(result.exit_code, result.stdout, result.stderr)

    return run
