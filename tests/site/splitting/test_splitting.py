"""Splitting a target: by base, by potential, by hand, pressed; rounds are kept for ever."""

from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model

from kaifang.packs.law import load
from kaifang.site.splitting.forms import DecimalText
from tests.site.tables import rows_of, text_of

TARGET = "/data/split/trade.total.2023/"
SHIYUAN, LANPU = "demo.shiyuan", "demo.lanpu"


@pytest.fixture
def inside(client):
    """Somebody who has signed in."""
    client.force_login(get_user_model().objects.create_user("anna"))
    return client


def rounds() -> list[object]:
    from kaifang.store.models import SplitRound

    return list(SplitRound.objects.order_by("number"))


def test_a_stranger_may_neither_look_nor_keep(demo, client) -> None:
    assert client.get(TARGET).status_code == 403
    assert client.post(TARGET, {"reason": "征求意见"}).status_code == 403
    assert client.get("/data/split/").status_code == 403
    assert rounds() == []


def test_a_post_without_its_token_is_refused(demo, inside) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(get_user_model().objects.get(username="anna"))
    assert strict.post(TARGET, {"reason": "征求意见"}).status_code == 403
    assert rounds() == []


def test_by_base_the_parts_add_up_exactly(demo, inside, read) -> None:
    rows = rows_of(read(TARGET), "parts")
    assert rows[-1][0] == "分解数合计"
    assert rows[-1][4].startswith("9,846.6")  # 9,289.2 grown by 6%, as the plan of the demo asks
    parts = [Decimal(row[4].split()[0].replace(",", "")) for row in rows[:-1]]
    assert sum(parts) == Decimal("9846.6")


def test_a_part_by_hand_is_kept_and_the_rest_spread(demo, inside, read) -> None:
    page = read(f"{TARGET}?f.{SHIYUAN}=２０００．５")
    assert "2,000.5" in text_of(page)
    assert 'value="２０００．５"' in page  # what was typed stays


def test_pressed_parts_come_to_more(demo, inside, read) -> None:
    rows = rows_of(read(f"{TARGET}?pressed=on&factor=1.05"), "parts")
    total = Decimal(rows[-1][4].split()[0].replace(",", ""))
    assert total >= Decimal("9846.6") * Decimal("1.05")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("factor=0.9&pressed=on", "不得小于 1"),
        ("share=many", "请填写数字"),
        (f"f.{SHIYUAN}=99999", "分解"),
        ("way=base_and_potential", "按潜力分解时必填"),
        (f"f.{LANPU}=-5", "不得小于 0"),
        ("way=sideways", "sideways"),
    ],
)
def test_what_does_not_fit_is_told_at_the_form(demo, inside, read, query, says) -> None:
    page = read(f"{TARGET}?{query}")
    assert 'role="alert"' in page
    assert says in page
    assert "保存本轮" not in page


def test_rounds_are_kept_and_compared(demo, inside, read) -> None:
    assert inside.post(TARGET, {"reason": "第一次征求意见"}).status_code == 302
    changed = f"{TARGET}?f.{SHIYUAN}=1950"
    answer = inside.post(changed, {"reason": "石原市有困难"}, follow=True)
    page = answer.content.decode()
    assert "第2轮已保存" in page
    assert [row.number for row in rounds()] == [1, 2]
    assert [row.who for row in rounds()] == ["anna", "anna"]
    assert "石原市有困难" in page
    assert "最后一轮的变动" in page
    assert "1,950.0" in text_of(page)


def test_a_round_needs_a_reason(demo, inside) -> None:
    answer = inside.post(TARGET, {"reason": " "})
    assert answer.status_code == 400
    assert "请简要写明保存本轮的理由" in answer.content.decode()
    assert rounds() == []


def test_targets_without_bases_are_listed_with_the_reason(liaoning, inside, read) -> None:
    page = read("/data/split/")
    assert "暂无可分解的目标" in page
    assert "暂不能分解：缺基数" in page


def test_an_unknown_target_is_not_found(demo, inside, read) -> None:
    assert read("/data/split/nothing/", status=404)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.5", "1234.5"), ("１２３４．５", "1234.5"), ("１，２３４", "1234"), (" 0 ", "0")],
)
def test_numbers_are_read_as_people_write_them(text: str, value: str) -> None:
    assert DecimalText().clean(text) == Decimal(value)
    assert DecimalText().clean("  ") is None


@pytest.mark.parametrize("text", ["十", "NaN", "Infinity", "1e400", "1.0000001", "12a", "--3"])
def test_what_is_no_number_is_refused(text: str) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        DecimalText().clean(text)


def test_the_demo_sets_what_the_test_expects() -> None:
    entry = load("demo").targets["trade.total.2023"]
    assert str(entry.target.growth) == "6%"
