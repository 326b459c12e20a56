"""The throw-away server is real, takes Chinese text and goes away."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from tests.databases import find_server, running_postgres

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
        sockets = Path(unquote(urlsplit(url).netloc.partition("@")[2]))
        assert sockets.exists()
    assert not sockets.parent.exists()
