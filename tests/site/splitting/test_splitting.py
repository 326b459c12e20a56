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
def inside(client, alone):
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
    assert all("演示" in row[4] for row in rows)  # whatever is told of an invented place says so
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


def answers(*given: tuple[str, str, str, bool], number: int = 1, **more: str) -> dict[str, str]:
    """What is typed into the table of proposals."""
    typed = {"round": str(number), **more}
    for org, proposed, why, accepted in given:
        typed |= {f"a.{org}": proposed, f"c.{org}": why} | ({f"k.{org}": "on"} if accepted else {})
    return typed


def test_an_accepted_proposal_stands_and_the_other_city_takes_the_rest(demo, inside, read) -> None:
    from kaifang.store.models import AuditEntry

    inside.post(TARGET, {"reason": "第一轮征求意见"})
    typed = answers((SHIYUAN, "1950", "两个项目推迟投产", True))
    shown = inside.post(TARGET, typed | {"show": "1"}).content.decode()
    assert "7,896.6" in text_of(shown)  # 9,846.6 − 1,950 is left to the other city
    assert len(rounds()) == 1  # looking keeps nothing
    answer = inside.post(TARGET, typed | {"keep": "1", "reason": "采纳石原市"}, follow=True)
    page = answer.content.decode()
    assert "第2轮已保存" in page
    second = rounds()[1].content
    assert {ask["org"]: Decimal(ask["asked"]) for ask in second["asks"]} == {
        SHIYUAN: Decimal(1950),
        LANPU: Decimal("7896.6"),
    }
    assert "两个项目推迟投产" in text_of(page)
    sealed = [one for one in AuditEntry.objects.order_by("id") if one.act == "split_target"]
    assert [one.subject[-2:] for one in sealed] == ["#1", "#2"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ((SHIYUAN, "1950", "", False), "请写明提出该数的理由"),
        ((SHIYUAN, "", "有困难", True), "没有可采纳的自报数"),
        ((SHIYUAN, "一千", "有困难", False), "请填写数字"),
    ],
)
def test_an_answer_that_does_not_fit_is_told_and_nothing_is_kept(demo, inside, given, says) -> None:
    inside.post(TARGET, {"reason": "第一轮征求意见"})
    answer = inside.post(TARGET, answers(given, keep="1", reason="采纳"))
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert len(rounds()) == 1


def test_an_answer_to_a_round_that_is_no_longer_the_last_is_refused(demo, inside) -> None:
    inside.post(TARGET, {"reason": "第一轮征求意见"})
    inside.post(TARGET, {"reason": "第二轮征求意见"})
    typed = answers((SHIYUAN, "1950", "有困难", True), keep="1", reason="采纳")
    answer = inside.post(TARGET, typed)
    assert answer.status_code == 400
    assert "期间已有人保存了第2轮" in answer.content.decode()
    assert len(rounds()) == 2


def test_a_stranger_may_not_answer_nor_a_city_keep(demo, inside, client, settings) -> None:
    inside.post(TARGET, {"reason": "第一轮征求意见"})
    settings.SOLO = False
    typed = answers((SHIYUAN, "1950", "有困难", True), keep="1", reason="采纳")
    assert inside.post(TARGET, typed).status_code == 403
    assert inside.post(TARGET, {"reason": "再来一轮"}).status_code == 403
    client.logout()
    assert client.post(TARGET, typed).status_code == 403
    assert len(rounds()) == 1


def test_a_city_looks_and_may_not_keep(demo, client, settings) -> None:
    from kaifang.programme.opening import Programme
    from kaifang.programme.rights import Actor, NotAllowed, Post, Role
    from kaifang.programme.splitting import keep_round, prepare
    from kaifang.programme.viewer import INTERNAL

    one = prepare(Programme.of(load("demo"), viewer=INTERNAL), "trade.total.2023")
    city = Actor("7", "李", (Post(Role.CITY, SHIYUAN),))
    with pytest.raises(NotAllowed):
        keep_round(city, one, one.plan(), reason="自定")
    assert rounds() == []


def test_next_round_is_tried_before_anybody_gives_a_reason(demo, inside, read) -> None:
    """The browser must not hold the trial back for the reason that only keeping needs."""
    inside.post(TARGET, {"reason": "第一轮征求意见"})
    assert '<button class="button" name="show" value="1" formnovalidate>' in read(TARGET)
