"""How many firms a value rests on, through the store, its mirror and SDMX."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kaifang.core.errors import SeveralErrors
from kaifang.core.observation import Observation
from kaifang.core.period import Period
from kaifang.exchange.sdmx import read_sdmx, write_sdmx
from kaifang.store import mirror
from kaifang.store.observations import append, by_id

pytestmark = pytest.mark.django_db

VALUE = Observation("fdi", "210000", Period.parse("2022"), Decimal("5.20"), "亿元",
                    announced=date(2023, 1, 20), firms=2)  # fmt: skip


def test_the_count_is_kept_and_mirrored(tmp_path, settings) -> None:
    settings.HOME = tmp_path
    append([VALUE, replace(VALUE, org="210100", firms=None)], kind="entry", reason="")
    assert [by_id([row])[row].firms for row in (1, 2)] == [2, None]
    assert mirror.columns().firms.tolist() == [2, -1]
    with mirror.duckdb_view() as duck:
        told = duck.execute('SELECT firms FROM facts ORDER BY "row"').fetchall()
    assert told == [(2,), (None,)]


def test_another_count_of_the_same_value_is_recorded() -> None:
    append([VALUE], kind="entry", reason="")
    assert append([VALUE], kind="entry", reason="").unchanged == 1
    assert append([replace(VALUE, firms=4)], kind="entry", reason="").confirmed == 1


@pytest.mark.parametrize("wrong", [{"firms": -1}, {"withheld": True}])
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(SeveralErrors):
        append([replace(VALUE, **wrong)], kind="entry", reason="")


def test_sdmx_carries_the_count_and_tells_what_is_suppressed(tmp_path) -> None:
    file = tmp_path / "facts.csv"
    hidden = replace(VALUE, org="210100", value=None, firms=None, withheld=True)
    file.write_bytes(write_sdmx([VALUE, hidden]))
    assert ",Q," in file.read_text("utf-8").splitlines()[2]
    assert read_sdmx(file) == [VALUE]
