"""A text stands in both languages, and is filled in each with its own words."""

from kaifang.core.bilingual import Text, joined, same

TRADE = Text("进出口总额", "Total trade", "进出口")


def test_a_text_is_read_in_either_language() -> None:
    assert TRADE.in_("zh-hans") == str(TRADE) == "进出口总额"
    assert TRADE.in_("en-us") == TRADE.in_("en", short=True) == "Total trade"
    assert TRADE.in_("zh", short=True) == "进出口"
    assert Text("出口", "Exports").in_("zh", short=True) == "出口"


def test_a_text_within_a_text_is_filled_in_its_own_language() -> None:
    template = Text("缺{name}", "{name} is missing", "缺{name}")
    assert template.format(name=TRADE) == Text(
        "缺进出口总额", "Total trade is missing", "缺进出口总额"
    )
    assert template.format(name="x{y}").zh == "缺x{y}"


def test_texts_are_joined_with_the_marks_of_each_language() -> None:
    assert joined([TRADE, same("2021")]) == Text("进出口总额、2021", "Total trade, 2021")
    assert joined([]) == Text("", "")
