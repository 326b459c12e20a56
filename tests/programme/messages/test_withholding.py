"""What leaves the house says when and which, never how much."""

import pytest

from kaifang.core.bilingual import Text
from kaifang.programme.messages.withholding import without_figures


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("外贸增长17.6%", "外贸增长…"),
        ("外贸增长\uff11\uff17.\uff16\uff05", "外贸增长…"),
        ("落后3.2个百分点", "落后…"),
        ("进出口7724亿元", "进出口…"),
        ("进出口 1,234.5 亿美元", "进出口 …"),
        ("下降百分之五点六", "下降…"),
        ("落后三个百分点", "落后…"),
        ("占两成", "占…"),
        ("到位三百亿元", "到位…"),
        ("引进项目25个", "引进项目…"),
        ("up -17.6% to 7,724.0", "up … to …"),
    ],
)
def test_a_figure_is_withheld(text: str, outside: str) -> None:
    assert without_figures(Text(text, text)) == Text(outside, outside)


@pytest.mark.parametrize(
    "text",
    [
        "沈阳市2022年二季度报表逾期",
        "1—6月报表,7月15日前报送",
        "时限 2022-07-15 17:00",
        "2022-Q3 is open",
        "第17号督办单",
        "十四五规划",
        "the second quarter of 2022",
    ],
)
def test_a_date_or_an_ordinal_stays(text: str) -> None:
    assert without_figures(Text(text, text)) == Text(text, text)
