"""The throw-away server is real, takes Chinese text and goes away."""

import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tests.databases import find_server, main, running_postgres

pytestmark = pytest.mark.postgres


def test_server_keeps_chinese_text_and_long_decimals(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute("select '进出口总额', 12345678901234567.89::numeric").fetchone()
    assert row is not None
    assert row[0] == "进出口总额"
    assert str(row[1]) == "12345678901234567.89"


def test_server_leaves_nothing_behind() -> None:
    binaries = find_server()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed")
    with running_postgres(binaries) as url:
        sockets = Path(parse_qs(urlsplit(url).query)["host"][0])
        assert sockets.exists()
    assert not sockets.parent.exists()


def test_command_runs_on_a_server_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "none")
    code = "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL']).close()"
    assert main([sys.executable, "-c", code]) == 0
    assert main([sys.executable, "-c", "raise SystemExit(3)"]) == 3
