"""Received text is repaired the same way on both sides, and each character remembers its place."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kaifang.core.text import decode, is_damaged, repair

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
RECEIVED = st.text(
    st.sampled_from("务(wù)(de)務7７,，.。 \n\t\u3000\u200b\ufeff“”AbZ%％-（）開發⼀\u00ad")
    | st.characters(codec="utf-8"),
    max_size=60,
)


@pytest.mark.parametrize(
    ("received", "text"),
    [
        ("７７２４亿元，增长１７．６％", "7724亿元,增长17.6%"),
        ("（一）确定培育对象", "(一)确定培育对象"),
        ("貫徹落實(shí)黨的二十大精神", "贯彻落实党的二十大精神"),
        ("全省商務(wù)工作會(huì)議安排", "全省商务工作会议安排"),
        ("提質(zhì)、提量(liàng)", "提质、提量"),
        ("全省 货物\n进出口\u30007724 亿元", "全省货物进出口7724亿元"),
        ("the actual   use\nof foreign capital", "the actual use of foreign capital"),
        ("增长 5 % 左右", "增长5 %左右"),
        (" 两端的空白 ", "两端的空白"),
        ("77\u200b24\ufeff亿\u00ad元", "7724亿元"),
        ("⼀是⼈民", "一是人民"),
        ("RCEP (rcep) 成员国", "RCEP (rcep)成员国"),
        ("務 (wù)\u200b(de)工", "务工"),
        ("“一带 一路” — 倡议", "“一带一路”—倡议"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_repair(received: str, text: str) -> None:
    assert repair(received).text == text


@given(RECEIVED)
def test_every_character_remembers_its_place(received: str) -> None:
    repaired = repair(received)
    assert len(repaired.origin) == len(repaired.text)
    assert all(a < b for a, b in zip(repaired.origin, repaired.origin[1:], strict=False))
    assert all(0 <= at < len(received) for at in repaired.origin)
    for char, at in zip(repaired.text, repaired.origin, strict=True):
        assert (char == " " and received[at].isspace()) or repair(received[at]).text in (char, "")


@given(RECEIVED)
@example("務(wù)(de)工")
@example("務 (w\u200bù)工")
def test_repairing_twice_changes_nothing(received: str) -> None:
    once = repair(received).text
    assert repair(once).text == once


def test_a_quotation_is_found_as_received() -> None:
    received = "2021年,\n全省 貨物(wù)進出口７７２４億元;全省货物进出口7724亿元。"
    repaired = repair(received)
    first, second = repaired.spans("全省货物进出口7724亿元")
    start, end = repaired.received(first)
    assert received[start:end] == "全省 貨物(wù)進出口７７２４億元"
    start, end = repaired.received(second)
    assert received[start:end] == "全省货物进出口7724亿元"


def test_nothing_is_found_nowhere() -> None:
    assert repair("全省").spans("") == []
    assert repair("全省").spans("全国") == []
    with pytest.raises(ValueError, match="empty"):
        repair("全省").received((1, 1))


def test_the_fifth_document_reads_without_its_pinyin() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the documents are not there")
    text = repair(next(SEEDS.glob("004_*")).read_text("utf-8")).text
    assert "按照全省商务工作会议安排,为贯彻落实《国务院关于支持贵州" in text
    assert "20家外贸升级经开区力争完成外贸进出口130亿元以上" in text
    assert "(wù)" not in text


def test_damage_is_told_from_clean_documents() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the documents are not there")
    damaged = {p.name[:3]: is_damaged(p.read_text("utf-8")) for p in SEEDS.glob("*.txt")}
    assert damaged == {"000": False, "001": False, "002": False, "003": False, "004": True}


@pytest.mark.parametrize(
    "text",
    [
        "全省\ufffd物",
        "發(fā)展?jié)摿Υ?",
        "锟斤拷锟斤拷",
        "â€œone windowâ€",
        "Ã©change",
        "字\ue5e5",
    ],
)
def test_lost_characters_are_seen(text: str) -> None:
    assert is_damaged(text)


@pytest.mark.parametrize("text", ["能具体说一说吗?", "(why?because)", "“A”—B…", "café, naïve"])
def test_whole_text_is_not_called_damaged(text: str) -> None:
    assert not is_damaged(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_offices_encodings_are_read(encoding: str) -> None:
    text = "全省货物进出口7724亿元\r\n"
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("data", [b"\x80\xff\xff", b"PK\x03\x04\x00\x00", b"\xff\xfe\x00", b"\x00"])
def test_what_is_no_text_is_told(data: bytes) -> None:
    assert decode(data) is None
