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
        ("增长一成半，翻一番", "增长…，…"),
        ("占三分之一，万分之五", "占…，…"),
        ("新签三十个项目", "新签…项目"),
        ("Exports rose 17.6 percent to USD 3.2 billion", "Exports rose … to …"),
        ("behind by 3.2 percentage points", "behind by …"),
        ("RMB 7,724 hundred million, ¥3.2bn, US$45m", "…, …, …"),
        ("five hundred million yuan in place", "… yuan in place"),
        ("up twenty-three per cent, then five point six percent", "up …, then …"),
        ("funds doubled; one third of the target", "funds …; … of the target"),
        ("half of the zones, twelve projects", "… of the zones, … projects"),
        ("In July 15 projects were signed", "In July … projects were signed"),
        ("ranks 3rd of 14 cities", "ranks …rd of … cities"),
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
        "第二季度报表逾期，第二十次提醒",
        "Submit by 15 July 2022, or by July 15, 2022.",
        "due 22 April; slip No. 17, the 3rd reminder",
        "Q2 2022 and 2022 Q3 are late",
        "the first half of 2022",
    ],
)
def test_a_date_or_an_ordinal_stays(text: str) -> None:
    assert without_figures(Text(text, text)) == Text(text, text)
