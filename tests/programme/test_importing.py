"""Customs' monthly table goes into the store whole, or not at all; what it revises is told."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaifang.core.errors import SeveralErrors
from kaifang.core.messages import message
from kaifang.core.period import Period
from kaifang.core.statement import Authority
from kaifang.exchange import errors
from kaifang.packs.law import Law, UnknownName, load
from kaifang.packs.schema.rules import FactMapEntry
from kaifang.programme.importing import Imported, Revised, import_table
from kaifang.programme.opening import Programme
from kaifang.programme.rights import Actor, NotAllowed, Post, Role
from kaifang.programme.viewer import INTERNAL, PUBLIC
from kaifang.store import files
from kaifang.store.models import AuditEntry, Batch, Record, StoredFile
from tests.exchange.customs import PLACES, Customs, values

pytestmark = pytest.mark.django_db

DALIAN, MAY, JUNE = "210200", "2022-01/2022-05", "2022-01/2022-06"
MAY_TABLE, JUNE_TABLE = date(2022, 6, 18), date(2022, 7, 18)


@pytest.fixture(scope="module")
def law() -> Law:
    return load("liaoning-2022")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    """A folder of its own for the files of every test."""
    settings.HOME = tmp_path / "home"


def table(month: str = "2022年5月", months: int = 5, **cells: Any) -> Customs:
    rows = [[name, *values(n, months)] for n, name in enumerate(PLACES, 1)]
    return Customs(month=month, rows=rows, cells=cells)


def take(law: Law, path: Path, announced: date = MAY_TABLE, **options: Any) -> Imported:
    return import_table(law, path, "customs.monthly", announced=announced, **options)


def told(found: list[Revised] | Any) -> list[tuple[str, str, str, Decimal | None, Decimal | None]]:
    return [
        (one.indicator.zh, one.org.zh, one.period.zh, one.before.value, one.now.value)
        for one in found
    ]


# -- recorded, once ---------------------------------------------------------------------------


def test_table_is_recorded_with_its_file(law: Law, tmp_path: Path) -> None:
    path = table().xlsx(tmp_path)
    found = take(law, path, actor=Actor("李", "李", solo=True))
    assert (found.read, found.added, found.unchanged, list(found.revised)) == (144, 144, 0, [])
    batch, kept = Batch.objects.get(), StoredFile.objects.get()
    assert (batch.kind, batch.map_id, batch.who) == ("import", "customs.monthly", "李")
    assert (batch.pack_hash, batch.file_sha256) == (law.hash, kept.sha256)
    assert (kept.name, files.read(kept)) == ("customs.xlsx", path.read_bytes())


def test_figure_is_answered_and_says_where_it_comes_from(law: Law, tmp_path: Path) -> None:
    take(law, table().csv(tmp_path), reason="海关6月18日公布")
    programme = Programme.of(law)
    statement = programme.statement("trade.exports", DALIAN, MAY, as_of="2022-06-30")
    assert statement.text() == "200.0亿元"  # the fourth row: 10 x 4 x 5
    record = statement.explain().record
    assert (record["source"], record["announced"]) == ("海关", "2022-06-18")
    assert record["reason"] == "海关6月18日公布"


def test_same_file_twice_changes_nothing(law: Law, tmp_path: Path) -> None:
    path = table().csv(tmp_path)
    take(law, path)
    again = take(law, path)
    assert (again.added, again.unchanged, list(again.revised)) == (0, 144, [])
    assert (Batch.objects.count(), Record.objects.count()) == (1, 144)


def test_same_table_in_another_kind_of_file_changes_nothing(law: Law, tmp_path: Path) -> None:
    take(law, table().csv(tmp_path))
    assert take(law, table().xlsx(tmp_path)).unchanged == 144


def test_map_may_be_given_itself(law: Law, tmp_path: Path) -> None:
    assert import_table(law, table().csv(tmp_path), law.maps["customs.monthly"]).added == 144


def test_unknown_map_comes_with_the_nearest(law: Law, tmp_path: Path) -> None:
    with pytest.raises(UnknownName) as refusal:
        import_table(law, table().csv(tmp_path), "customs.montly")
    assert refusal.value.near == ("customs.monthly",)


def test_a_stranger_may_not_import(law: Law, tmp_path: Path) -> None:
    path = table().csv(tmp_path)
    for posts in ((), (Post(Role.CITY, DALIAN),), (Post(Role.SYSTEM, ""),)):
        with pytest.raises(NotAllowed):
            take(law, path, actor=Actor("9", "王", posts))
    assert (Batch.objects.count(), StoredFile.objects.count(), AuditEntry.objects.count()) == (
        0,
        0,
        0,
    )


def test_an_import_is_sealed_in_the_audit_once(law: Law, tmp_path: Path) -> None:
    path = table().csv(tmp_path)
    officer = Actor("7", "孙", (Post(Role.DIVISION, "210000"),))
    take(law, path, actor=officer, dry_run=True)
    assert not AuditEntry.objects.exists()
    for _ in range(2):
        take(law, path, actor=officer)
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor) == ("import_table", "7")
    assert entry.subject == f"batch:{Batch.objects.get().pk}"


# -- refused, whole -----------------------------------------------------------------------------


def test_wrong_cells_are_all_named_and_nothing_is_recorded(law: Law, tmp_path: Path) -> None:
    path = table(D7="待定", A9="鞍山", C12=("=1/0", "#DIV/0!")).xlsx(tmp_path)
    with pytest.raises(SeveralErrors) as refusal:
        take(law, path)
    assert {error.where: type(error) for error in refusal.value.errors} == {
        "表一!D7": errors.NotNumeric,
        "表一!A9": errors.UnknownOrgName,
        "表一!C12": errors.ErrorValue,
    }
    assert not Record.objects.exists()
    assert not StoredFile.objects.exists()


def test_map_that_fits_no_law_is_refused_before_reading(law: Law, tmp_path: Path) -> None:
    plain = law.maps["customs.monthly"].model_dump()
    stray = FactMapEntry.model_validate(plain | {"orgs": {"沈阳市": "210199"}})
    with pytest.raises(SeveralErrors) as refusal:
        import_table(law, tmp_path / "nowhere.csv", stray)
    assert isinstance(refusal.value.errors[0], UnknownName)


def test_value_too_long_for_a_record_is_refused(law: Law, tmp_path: Path) -> None:
    with pytest.raises(SeveralErrors):
        take(law, table(B7="12345678901234567890").csv(tmp_path))
    assert not Record.objects.exists()


def test_dry_run_tells_all_and_keeps_nothing(law: Law, tmp_path: Path) -> None:
    take(law, table().csv(tmp_path))
    revised = table(E8="41.5").csv(tmp_path)
    found = take(law, revised, JUNE_TABLE, dry_run=True)
    assert told(found.revised) == [
        ("出口总额", "大连市", "2022年5月", Decimal("40.0"), Decimal("41.5"))
    ]
    assert Record.objects.count() == 144
    assert StoredFile.objects.count() == 1
    assert len(take(law, revised, JUNE_TABLE).revised) == 1


# -- revised ------------------------------------------------------------------------------------


def test_table_issued_again_tells_what_it_revises(law: Law, tmp_path: Path) -> None:
    take(law, table().csv(tmp_path))
    found = take(law, table(E8="41.5", G8="5.9").csv(tmp_path), JUNE_TABLE)
    assert told(found.revised) == [
        ("出口总额", "大连市", "2022年5月", Decimal("40.0"), Decimal("41.5")),
        ("出口总额", "大连市", "2022年1-5月", Decimal("5.5"), Decimal("5.9")),
    ]
    assert [one.now.measure.value for one in found.revised] == ["level", "growth"]


def test_new_unchanged_and_revised_add_up_to_what_was_read(law: Law, tmp_path: Path) -> None:
    # May without its last place: 135 = 144 - 9 values are known when the whole table comes,
    # of which two differ; the nine of the last place are new.
    short = Customs(rows=[[name, *values(n, 5)] for n, name in enumerate(PLACES[:-1], 1)])
    take(law, short.csv(tmp_path))
    found = take(law, table(E8="41.5", G8="5.9").csv(tmp_path), JUNE_TABLE)
    assert (found.read, found.added, found.unchanged, len(found.revised)) == (144, 9, 133, 2)


def test_next_month_that_restates_the_total_tells_last_month_revised(
    law: Law, tmp_path: Path
) -> None:
    take(law, table().csv(tmp_path))
    # Dalian's exports: 200.0 to May were known; 260.0 to June with 40.0 in June makes 220.0.
    june = table("2022年6月", 6, F8="260.0").csv(tmp_path)
    found = take(law, june, JUNE_TABLE)
    assert list(found.revised) == []
    assert told(found.implied) == [
        ("出口总额", "大连市", "2022年1-5月", Decimal("200.0"), Decimal("220.0"))
    ]
    assert found.implied[0].now.authority is Authority.DERIVED


def test_next_month_that_adds_up_implies_nothing(law: Law, tmp_path: Path) -> None:
    take(law, table().csv(tmp_path))
    found = take(law, table("2022年6月", 6).csv(tmp_path), JUNE_TABLE)
    assert (found.added, list(found.revised), list(found.implied)) == (144, [], [])


def test_what_is_only_implied_is_not_recorded(law: Law, tmp_path: Path) -> None:
    take(law, table().csv(tmp_path))
    take(law, table("2022年6月", 6, F8="260.0").csv(tmp_path), JUNE_TABLE)
    assert Programme.of(law).statement("trade.exports", DALIAN, MAY).text() == "200.0亿元"


def test_stock_has_no_total_that_a_month_could_imply(law: Law, tmp_path: Path) -> None:
    stock = next(one for one in law.indicators.values() if one.kind == "stock")
    columns = [
        {"column": f"出口/{head}", "indicator": stock.id, "unit": stock.unit.code, "span": span}
        for head, span in (("当月", "month"), ("累计", "to_date"))
    ]
    plain = law.maps["customs.monthly"].model_dump()
    map = FactMapEntry.model_validate(plain | {"columns": columns})
    import_table(law, table().csv(tmp_path), map, announced=MAY_TABLE)
    june = table("2022年6月", 6, F8="260.0").csv(tmp_path)
    assert list(import_table(law, june, map, announced=JUNE_TABLE).implied) == []


# -- as seen --------------------------------------------------------------------------------------


def test_back_dated_import_does_not_change_what_was_seen(law: Law, tmp_path: Path) -> None:
    take(law, table().csv(tmp_path), date(2022, 6, 18))
    programme = Programme.of(law)
    seen_at = Batch.objects.order_by("-id").values_list("recorded_at", flat=True)[0]
    # Recorded today, announced the day before the table that is known.
    take(law, table(F8="199.0").csv(tmp_path), date(2022, 6, 17))
    question = ("trade.exports", DALIAN, MAY)
    early = {"as_of": "2022-06-17"}
    assert programme.statement(*question, **early).text() == "199.0亿元"
    assert programme.statement(*question, **early, seen_at=seen_at).text() == "—"
    assert programme.statement(*question, as_of="2022-06-30").text() == "200.0亿元"
    assert programme.statement(*question, as_of="2022-06-30", seen_at=seen_at).text() == "200.0亿元"


def test_period_may_be_given_where_the_table_prints_none(law: Law, tmp_path: Path) -> None:
    path = table("分市进出口").csv(tmp_path)
    with pytest.raises(errors.NoPeriod):
        take(law, path)
    assert take(law, path, period=Period.parse("2022-05")).added == 144


# -- invented places ------------------------------------------------------------------------------


def test_figures_of_an_invented_place_are_marked_demo(law: Law, tmp_path: Path) -> None:
    plain = law.maps["customs.monthly"].model_dump()
    map = FactMapEntry.model_validate(plain | {"orgs": {"石原市": "demo.shiyuan"}})
    rows = [["石原市", *values(1)]]
    import_table(load("demo"), Customs(rows=rows).csv(tmp_path), map)
    assert set(Record.objects.values_list("authority", flat=True)) == {Authority.DEMO}


# -- what rests on too few firms --------------------------------------------------------------


def test_an_imported_value_of_two_firms_is_shown_to_nobody(law: Law, tmp_path: Path) -> None:
    path = tmp_path / "capital.csv"
    path.write_text("地区,实际使用外资,企业数\n沈阳市,5200,2\n大连市,81000,61\n", "utf-8")
    plain = law.maps["customs.monthly"].model_dump() | {
        "first_row": 2, "period_cell": "", "period_pattern": "", "last_row_mark": "",
        "org_column": "地区",
        "columns": [{
            "column": "实际使用外资", "indicator": "investment.fdi_used", "unit": "万美元",
            "span": "year", "firms": "企业数",
        }],
    }  # fmt: skip
    map = FactMapEntry.model_validate(plain)
    import_table(law, path, map, period=Period.parse("2022"), announced=date(2023, 1, 18))
    assert dict(Record.objects.values_list("org", "firms")) == {"210100": 2, DALIAN: 61}
    for viewer in (PUBLIC, INTERNAL):
        programme = Programme.of(law, viewer=viewer)
        few = programme.statement("investment.fdi_used", "210100", "2022")
        assert (few.text(), few.missing) == ("—", message("missing.too_few_firms"))
        assert not re.search(r"5200|0\.52", str(few.explain().json()))
        many = programme.statement("investment.fdi_used", DALIAN, "2022")
        assert many.text() == "8.1亿美元"
