"""What the store holds, as the public and as an office may know it."""

from datetime import date
from decimal import Decimal

import pytest

from kaifang.core.observation import Observation, Visibility
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.packs.law import load
from kaifang.programme.extracts import Extract, TooManyRows, extract_table
from kaifang.programme.holdings import batches, installed_packs, revised, revisions_of
from kaifang.programme.opening import Programme
from kaifang.programme.viewer import INTERNAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def liaoning() -> Programme:
    return Programme.of(load("liaoning-2022"))


def may_2022(value: str, day: int, **more) -> Observation:
    """A total to May that the customs announced on a day of June."""
    return Observation(
        indicator="trade.total",
        org="210000",
        period=Period.to_date(2022, 5),
        value=Decimal(value),
        unit="亿元",
        announced=date(2022, 6, day),
        authority=Authority.PUBLISHED,
        **more,
    )


def record(*observations: Observation, who: str = "") -> None:
    from kaifang.store.models import Batch
    from kaifang.store.observations import Origin, append

    append(observations, kind=Batch.Kind.IMPORT, reason="海关月报", origin=Origin(who=who))


def test_installing_a_pack_is_a_batch_of_its_figures(liaoning: Programme) -> None:
    (pack,) = [one for one in installed_packs() if one.pack == "liaoning-2022"]
    assert pack.is_active
    (batch,) = batches(liaoning)
    assert (batch.kind.zh, batch.pack) == ("政策包", "liaoning-2022")
    assert batch.rows == len(liaoning.law.pack.entries["facts"])


def test_only_an_office_reads_who_recorded_and_why(liaoning: Programme) -> None:
    record(may_2022("3150.1", 9), who="anna")
    first = batches(liaoning)[0]
    assert (first.who, first.reason) == ("", "")
    inside = batches(liaoning.for_viewer(INTERNAL))[0]
    assert (inside.who, inside.reason) == ("anna", "海关月报")


def test_a_batch_of_internal_rows_is_not_there_for_the_public(liaoning: Programme) -> None:
    record(may_2022("3150.1", 9, visibility=Visibility.INTERNAL))
    assert len(batches(liaoning)) == 1
    assert batches(liaoning.for_viewer(INTERNAL))[0].rows == 1


def test_a_revision_stands_with_what_was_known_before(liaoning: Programme) -> None:
    record(may_2022("3150.1", 9))
    record(may_2022("3148.7", 20))
    (one,) = revised(liaoning, revisions_of(liaoning))
    assert (one.before.value, one.now.value) == (Decimal("3150.1"), Decimal("3148.7"))
    assert revisions_of(Programme.of(load("demo"))) == []


def test_an_extract_keeps_to_the_programme(liaoning: Programme) -> None:
    record(may_2022("3150.1", 9))
    extract = Extract(liaoning.figures(), "trade.total", "210000", Period.year(2022))
    (held,) = extract.rows()
    assert held.period == Period.to_date(2022, 5)
    table = extract_table(liaoning, extract, "zh")
    row = dict(zip([c.key for c in table.columns], table.rows[0], strict=True))
    assert (row["unit"].value, row["org_name"].value) == ("亿元", "辽宁省")
    assert row["measure"].value == "数值"


def test_a_growth_keeps_its_own_unit(liaoning: Programme) -> None:
    extract = Extract(liaoning.figures(), "trade.total", "210000", Period.year(2021))
    table = extract_table(liaoning, extract, "zh")
    place = [c.key for c in table.columns].index
    units = {row[place("measure")].value: row[place("unit")].value for row in table.rows}
    assert units["同比"] == "%"
    assert units["数值"] == "亿元"


def test_too_much_at_once_is_refused(liaoning: Programme, monkeypatch) -> None:
    monkeypatch.setattr("kaifang.programme.extracts.MOST_ROWS", 3)
    with pytest.raises(TooManyRows):
        extract_table(liaoning, Extract(liaoning.figures()), "zh")


def test_an_extract_holds_nothing_internal(liaoning: Programme) -> None:
    record(may_2022("3150.1", 9, visibility=Visibility.INTERNAL))
    wanted = ("trade.total", "210000", Period.year(2022))
    assert len(Extract(liaoning.figures(), *wanted)) == 0
    assert len(Extract(liaoning.for_viewer(INTERNAL).figures(), *wanted)) == 1
