"""Recording: what is new, what repeats, what revises, what is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from kaifang.core.errors import SeveralErrors
from kaifang.core.observation import Measure, Observation, Visibility
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.store.errors import OverlappingRevisions, ReasonMissing
from kaifang.store.models import Batch, Record
from kaifang.store.observations import BatchResult, Origin, append, by_id, vintages
from kaifang.store.writing import data_version
from tests.store.people import CITY, OTHER_CITY, PROVINCE, trade

pytestmark = pytest.mark.django_db


def record(*observations: Observation, reason: str = "首次录入") -> BatchResult:
    return append(observations, kind=Batch.Kind.ENTRY, reason=reason)


def test_every_field_comes_back() -> None:
    stated = Observation(
        indicator="investment.projects",
        org=CITY,
        period=Period.parse("2021-04/2022-03"),
        value=Decimal(1),
        unit="家",
        measure=Measure.CHANGE,
        base="2017",
        part="mode=0110;partner=JP",
        comparator="range",
        high=Decimal("2.50"),
        authority=Authority.VERIFIED,
        source="商务厅",
        definition="2022-05",
        visibility=Visibility.SECRET,
        embargo=datetime(2022, 7, 18, 10, 0, 0, 123456, tzinfo=ZoneInfo("Asia/Shanghai")),
        announced=date(2022, 4, 1),
        figure="projects.2021",
        pack="liaoning-2022",
        reason="口径调整",
    )
    record(stated)
    (back,) = vintages(stated.key)
    assert back.recorded is not None
    assert back.id == 1
    assert back.embargo == datetime(2022, 7, 18, 2, 0, 0, 123456, tzinfo=UTC)
    fields = [f for f in Observation.__dataclass_fields__ if f not in {"id", "recorded"}]
    assert [getattr(back, f) for f in fields] == [getattr(stated, f) for f in fields]


@pytest.mark.parametrize(
    "value",
    ["12345678901234567.89", "-12345678901234567.89", "3312.60", "0.000001", "0", "0.00"],
)
def test_value_comes_back_to_the_last_digit(value: str) -> None:
    record(trade(value))
    (back,) = vintages(trade().key)
    assert str(back.value) == str(Decimal(value))


def test_statement_without_a_number_is_recorded() -> None:
    record(trade(None, measure=Measure.RECORD))
    assert [o.value for o in vintages(trade(measure=Measure.RECORD).key)] == [None]


def test_repeated_statement_is_not_stored_again() -> None:
    record(trade())
    again = record(trade("7724"))
    assert (again.batch, again.added, again.unchanged) == (None, 0, 1)
    assert Record.objects.count() == 1


def test_revision_names_old_and_new() -> None:
    record(trade("7700", announced=date(2022, 1, 18)))
    result = record(trade("7724.0"), reason="海关修订")
    (revision,) = result.revisions
    assert (revision.old.value, revision.new.value) == (Decimal(7700), Decimal("7724.0"))
    assert [o.value for o in vintages(trade().key)] == [Decimal(7700), Decimal("7724.0")]


def test_same_value_announced_later_is_kept_but_revises_nothing() -> None:
    record(trade())
    result = record(trade(announced=date(2022, 2, 1)))
    assert (result.added, result.revisions) == (1, ())


def test_earlier_announcement_recorded_late_revises_nothing() -> None:
    record(trade("7724.0"))
    result = record(trade("7700", announced=date(2022, 1, 18)))
    assert (result.added, result.revisions) == (1, ())


def test_value_that_returns_is_recorded_again() -> None:
    for value in ("7724.0", "7742.0", "7724.0"):
        record(trade(value), reason="更正笔误")
    assert Record.objects.count() == 3


def test_other_authority_is_no_revision() -> None:
    record(trade("7700", authority=Authority.FLASH))
    result = record(trade("7724.0", authority=Authority.VERIFIED))
    assert (result.added, result.revisions) == (1, ())


def test_value_without_announcement_revises_the_latest() -> None:
    told = {"authority": Authority.REPORTED, "announced": None}
    record(trade("98", **told))
    assert record(trade("98", **told)).unchanged == 1
    (revision,) = record(trade("100", **told), reason="漏报").revisions
    assert revision.old.value == Decimal(98)


def test_vintages_of_one_batch_do_not_revise_each_other() -> None:
    result = record(trade("7700", announced=date(2022, 1, 18)), trade("7724"))
    assert (result.added, result.revisions) == (2, ())


def test_value_given_twice_revises_once() -> None:
    record(trade("7700"))
    result = record(trade("7724"), trade("7724", figure="again"), reason="更正")
    assert (result.added, len(result.revisions)) == (2, 1)


@pytest.mark.parametrize("many", [1, 400])
def test_few_or_many_organisations_are_compared_alike(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaifang.store.comparing._MANY", many)
    cities = [trade(org=str(n)) for n in range(5)]
    assert record(*cities).added == 5
    assert record(*cities).unchanged == 5


def test_one_document_may_give_a_figure_twice() -> None:
    both = [trade(), trade(figure="trade.total.2021.again")]
    assert record(*both).added == 2
    assert record(*both).unchanged == 2


def test_wider_visibility_is_a_new_record() -> None:
    record(trade(visibility=Visibility.INTERNAL))
    assert record(trade(visibility=Visibility.PUBLIC)).added == 1


def test_two_values_for_one_thing_in_one_batch_are_refused_by_name() -> None:
    with pytest.raises(SeveralErrors) as refusal:
        record(trade("5942.4"), trade("5949", figure="other.figure"), trade("1", org=CITY))
    (error,) = refusal.value.errors
    assert isinstance(error, OverlappingRevisions)
    for language in ("zh", "en"):
        assert "5942.4亿元 (trade.total.2021)" in error.text(language)
        assert "5949亿元 (other.figure)" in error.text(language)
    assert not Record.objects.exists()


def test_revision_without_a_reason_is_refused() -> None:
    record(trade("7700"))
    with pytest.raises(ReasonMissing):
        record(trade("7724"), reason=" ")
    assert Record.objects.count() == 1


def test_file_imported_twice_changes_nothing_even_after_a_correction() -> None:
    file = Origin(file_sha256="ab" * 32, map_id="customs-monthly")
    load = {"kind": Batch.Kind.IMPORT, "reason": "海关月报", "origin": file}
    first = append([trade("7700")], **load)
    record(trade("7724"), reason="更正")
    again = append([trade("7700")], **load)
    assert again.batch == first.batch
    assert (again.added, again.unchanged) == (0, 1)
    assert Record.objects.count() == 2


def test_clock_never_stands_still_or_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "kaifang.store.writing.timezone.now", lambda: datetime(2022, 7, 15, tzinfo=UTC)
    )
    for org in (PROVINCE, CITY, OTHER_CITY):
        record(trade(org=org))
    instants = [b.recorded_at for b in Batch.objects.order_by("id")]
    assert [i.microsecond for i in instants] == [0, 1, 2]


def test_batches_and_rows_are_numbered_without_gaps() -> None:
    assert data_version() == 0
    record(trade(), trade(org=CITY))
    record(trade(org=OTHER_CITY))
    spans = [(b.id, b.first_row, b.last_row) for b in Batch.objects.order_by("id")]
    assert spans == [(1, 1, 2), (2, 3, 3)]
    assert data_version() == 2


def test_records_are_found_by_number() -> None:
    record(trade(), trade(org=CITY))
    assert {n: o.org for n, o in by_id([1, 2, 99]).items()} == {1: PROVINCE, 2: CITY}
