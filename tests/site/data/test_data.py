"""The data area: what the store holds, the fact table, the code lists."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model

from kaifang.core.observation import Observation, Visibility
from kaifang.core.period import Period
from kaifang.exchange.sdmx import read_sdmx
from tests.site.tables import rows_of, text_of


@pytest.fixture
def anna(db, alone):
    return get_user_model().objects.create_user("anna")


def may_2022(value: str, day: int, **more) -> Observation:
    """A total to May that the customs announced on a day of June."""
    return Observation(
        indicator="trade.total", org="210000", period=Period.to_date(2022, 5), unit="亿元",
        value=Decimal(value), announced=date(2022, 6, day), **more,
    )  # fmt: skip


def record(*observations: Observation, reason: str = "海关月报", who: str = "") -> None:
    from kaifang.store.models import Batch
    from kaifang.store.observations import Origin, append

    append(observations, kind=Batch.Kind.IMPORT, reason=reason, origin=Origin(who=who))


@pytest.fixture
def revised(liaoning) -> None:
    record(may_2022("3150.1", 9), who="bo")
    record(may_2022("3148.7", 20), reason="总署修订", who="bo")


def test_a_revision_shows_before_and_now(revised, read) -> None:
    page = text_of(read("/data/"))
    for text in ("3,150.1", "3,148.7", "−1.4", "2022-06-09 → 2022-06-20"):
        assert text in page, text


def test_only_signed_in_users_see_who_and_why(revised, read, client, anna) -> None:
    page = read("/data/")
    assert "总署修订" not in page
    assert ">bo<" not in page
    client.force_login(anna)
    page = read("/data/")
    assert "总署修订" in page
    assert ">bo<" in page


def test_every_revision_leaves_the_house(revised, client) -> None:
    told = json.loads(client.get("/data/revisions/?format=json").content)
    (row,) = told["rows"]
    assert (row["before"]["value"], row["now"]["value"]) == ("3150.1", "3148.7")


def test_the_packs_name_version_and_hash(liaoning, read) -> None:
    page = read("/data/")
    assert "liaoning-2022" in page
    assert "现行" in page


def test_the_fact_table_is_filtered(liaoning, read) -> None:
    rows = rows_of(read("/data/facts/?indicator=trade.total&org=210000"), "facts")
    assert "7,724.0" in [row[4] for row in rows]
    assert {row[0] for row in rows} == {"货物进出口总额"}


def test_the_download_holds_every_row_that_passes(liaoning, client) -> None:
    told = json.loads(client.get("/data/facts/?period=2021&format=json").content)
    assert len(told["rows"]) > 40
    trade = [
        row
        for row in told["rows"]
        if row["indicator"]["value"] == "trade.total" and row["measure"]["value"] == "数值"
    ]
    assert [Decimal(row["value"]["value"]) for row in trade] == [Decimal(7724)]
    assert client.get("/data/facts/?format=xlsx").content[:2] == b"PK"


def test_the_download_as_sdmx_reads_back(liaoning, client, tmp_path, anna) -> None:
    record(may_2022("3150.1", 9), reason="总署月报")
    address = "/data/facts/?indicator=trade.total&period=2022&format=sdmx"
    file = tmp_path / "facts.csv"
    file.write_bytes(client.get(address).content)
    (told,) = read_sdmx(file)
    assert (told.value, told.unit, told.period) == (
        Decimal("3150.1"),
        "亿元",
        Period.to_date(2022, 5),
    )
    assert told.reason == ""  # why it was recorded is for the office
    client.force_login(anna)
    assert "总署月报" in client.get(address).content.decode()


def test_a_period_that_cannot_be_read_is_told_and_kept(liaoning, read) -> None:
    page = read("/data/facts/?period=soon")
    assert "KF-" not in page
    assert "无法识别时期“soon”" in page
    assert 'value="soon"' in page


def test_an_unknown_filter_is_refused(liaoning, read) -> None:
    assert "trade.totl" in read("/data/facts/?indicator=trade.totl", status=400)


def test_the_public_never_sees_an_internal_value(liaoning, read, client, anna) -> None:
    record(may_2022("3333.3", 9, visibility=Visibility.INTERNAL), reason="内部快报")
    addresses = ("/data/", "/data/facts/?indicator=trade.total", "/data/revisions/",
                 "/data/facts/?indicator=trade.total&format=csv")  # fmt: skip
    for address in addresses:
        page = read(address)
        assert "3,333.3" not in text_of(page), address
        assert "3333.3" not in page, address
    client.force_login(anna)
    assert "3,333.3" in text_of(read("/data/facts/?indicator=trade.total"))


def test_code_lists_carry_edition_and_sample_mark(liaoning, read) -> None:
    page = read("/data/codes/")
    assert "样本" in page
    assert "/data/codes/hs@2022/" in page


def test_a_code_list_is_searched(liaoning, read) -> None:
    page = read("/data/codes/country@2022/?has=日本")
    assert "Japan" in page
    assert "Korea" not in page
    assert "不是完整代码表" in read("/data/codes/hs@2022/")
    assert read("/data/codes/hs@1996/", status=404)
