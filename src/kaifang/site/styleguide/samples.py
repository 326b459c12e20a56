"""Values for the stories: published figures under real names, invented ones in 示例省 only."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from kaifang.core.bilingual import Text
from kaifang.core.citation import Citation, Document, Quality, Rank
from kaifang.core.statement import Explanation, Versions
from kaifang.core.units import unit
from kaifang.site.components.bars import Bar
from kaifang.site.components.charts import Break, Chart, Line, Series
from kaifang.site.components.figures import Figure
from kaifang.site.components.lights import Light
from kaifang.site.components.maps import Tile, TileMap
from kaifang.site.components.sparklines import Sparkline
from kaifang.site.components.tables import Column, Row, Table, named

PERCENT = unit("%")
YI_YUAN = unit("亿元")
PRESS = Document(
    "press-2022-01-25",
    Text("贯彻省“两会”精神主题系列新闻发布会（第二场）", "Press conferences on the provincial two sessions (second)"),
    Text("辽宁省政府新闻办公室", "Information Office of the Liaoning Government"),
    date(2022, 1, 25), Rank.PRESS_CONFERENCE, Quality.ORIGINAL,
)  # fmt: skip
MEDIA = Document(
    "media-2023-02-07",
    Text("辽宁打造东北亚开放合作枢纽", "Liaoning builds a hub of opening-up in Northeast Asia"),
    Text("媒体", "Media"), date(2023, 2, 7), Rank.MEDIA, Quality.MACHINE_TRANSLATION, lang="en",
)  # fmt: skip
TRADE = Citation(PRESS, "全省货物进出口7724亿元,同比增长17.6%,规模占全国份额超过2%", "7724亿元")
TARGET = Citation(PRESS, "锚定全年进出口增长6%的目标不放松", "6%")
LONG_NAME = Text(
    "示例省望潮国家级经济技术开发区（临港新材料与高端装备产业园）管理委员会",
    "Administrative Committee of the Wangchao National Economic and Technological Development Zone "
    "(Harbour Park for New Materials and High-end Equipment), Shili Province",
)
# name, romanised, column, row of the tile grid, trade of 2023-01/2023-06 in 亿元, growth, light
CITIES = (
    ("云屏市", "Yunping", 2, 1, "1284.6", "7.2", "green"),
    ("望潮市", "Wangchao", 3, 4, "2406.3", "9.8", "green"),
    ("鹤汀市", "Heting", 1, 2, "386.9", "3.1", "amber"),
    ("青崖市", "Qingya", 3, 1, "214.0", "-4.6", "red"),
    ("松堤市", "Songdi", 4, 1, "98.7", "1.5", "amber"),
    ("白渡市", "Baidu", 4, 2, "163.2", "6.4", "green"),
    ("临澜市", "Linlan", 2, 3, "452.8", "5.9", "green"),
    ("石桥浦市", "Shiqiaopu", 1, 3, "77.4", "-12.3", "red"),
    ("金穗市", "Jinsui", 0, 2, "41.9", "0.4", "amber"),
    ("北岭市", "Beiling", 3, 0, "35.2", "2.7", "amber"),
    ("星渚市", "Xingzhu", 3, 3, "188.5", "8.1", "green"),
    ("柳溪市", "Liuxi", 2, 2, None, None, "grey"),
    ("霜原市", "Shuangyuan", 4, 0, "29.6", "11.9", "green"),
    ("岚口市", "Lankou", 3, 2, "129.3", "4.0", "amber"),
)
SENTENCES = {
    "green": Text("高于序时进度2.1个百分点", "2.1 points ahead of schedule"),
    "amber": Text("低于序时进度1.4个百分点，需关注", "1.4 points behind schedule, to be watched"),
    "red": Text(
        "低于序时进度6.8个百分点，需加力", "6.8 points behind schedule, more effort needed"
    ),
    "grey": Text("6月数据缺失", "June is missing"),
}


def decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def figure(value: str | None, unit: object = "", place: int = 0, **more: object) -> Figure:
    return Figure(decimal(value), f"/styleguide/explanations/{place}/", unit, **more)


def headline_table(query: object) -> Table:
    """The headline rows of document 000, as published."""
    columns = [
        Column("name", Text("指标", "Indicator")),
        Column("target", Text("目标", "Target")),
        Column("value", Text("2021年", "2021"), YI_YUAN, kind="number"),
        Column("growth", Text("同比", "Growth"), PERCENT, kind="number", hint=Text("比上年同期", "over the same period last year")),
        Column("schedule", Text("超欠序时", "Ahead of schedule"), Text("百分点", "points"), kind="number"),
        Column("share", Text("全国份额", "Share of the nation"), PERCENT, kind="number"),
        Column("line", Text("走势", "Course"), kind="spark"),
        Column("light", Text("灯号", "Light"), kind="light"),
    ]  # fmt: skip
    no_month = Text("无月度数据", "no monthly data")
    rows = [
        Row({
            "name": named(Text("进出口总额", "Total imports and exports"), "#", Text("锚定增长6%", "hold to growth of 6%")),
            "target": figure("6", PERCENT, 2), "value": figure("7724", YI_YUAN, digits=1),
            "growth": figure("17.6", PERCENT, 1, digits=1), "schedule": Figure(None, reason=no_month),
            "share": figure("2", PERCENT, comparator="gt"), "line": Sparkline([]),
            "light": Light("grey", no_month),
        }),
        Row({
            "name": named(Text("招商引资实际到位资金", "Funds in place from investment promotion"), "#", Text("增长10%左右", "growth of about 10%")),
            "target": figure("10", PERCENT, comparator="about"), "value": figure("5942.4", YI_YUAN, digits=1),
            "growth": figure("13.8", PERCENT, digits=1), "schedule": Figure(None, reason=no_month),
            "share": Figure(None, reason=Text("未载入全国数据", "national data not loaded")), "line": Sparkline([]),
            "light": Light("grey", no_month),
        }),
    ]  # fmt: skip
    source = Text(
        "数据截至2021-12 · 公布 · 2022-01-25 新闻发布会 · 政策包 liaoning-2022",
        "Data up to 2021-12 · published · press conference of 2022-01-25 · pack liaoning-2022",
    )
    return Table("headline", Text("主要指标", "Headline indicators"), columns, rows, query, source)


def city_table(query: object, long: bool = False) -> Table:
    """The fourteen cities of 示例省, with a missing month and, if asked, the longest names."""
    columns = [
        Column("city", Text("单位", "Organisation"), sort=True),
        Column("value", Text("累计", "To date"), YI_YUAN, "number", sort=True, group=Text("进出口总额", "Total trade")),
        Column("growth", Text("同比", "Growth"), PERCENT, "number", sort=True, group=Text("进出口总额", "Total trade")),
        Column("pull", Text("拉动", "Pull"), Text("百分点", "points"), "number", sort=True, group=Text("进出口总额", "Total trade")),
        Column("attainment", Text("完成率", "Attainment"), PERCENT, "number", sort=True, group=Text("全年目标", "Target of the year")),
        Column("bar", Text("进度", "Progress"), kind="bar", group=Text("全年目标", "Target of the year")),
        Column("line", Text("走势", "Course"), kind="spark"),
        Column("light", Text("灯号", "Light"), kind="light"),
    ]  # fmt: skip
    rows = [_city_row(city, place, long) for place, city in enumerate(CITIES)]
    source = Text(
        "演示数据，数字为虚构 · 截至2023-06 · 政策包 demo",
        "Demonstration: the numbers are invented · up to 2023-06 · pack demo",
    )
    return Table(
        "cities",
        Text("各市进出口进度", "Trade by city against schedule"),
        columns,
        rows,
        query,
        source,
    )


def _city_row(city: tuple, place: int, long: bool) -> Row:
    zh, en, _column, _row, value, growth, colour = city
    name = LONG_NAME if long and place % 4 == 1 else Text(zh, f"{en} City")
    gap = {"reason": Text("6月数据缺失", "June is missing"), "authority": "demo"}
    share = None if value is None else (Decimal(50) + Decimal(growth) * Decimal("0.6"))
    return Row({
        "city": named(name, f"#{en.lower()}"),
        "value": figure(value, YI_YUAN, 3, digits=1, **gap),
        "growth": figure(growth, PERCENT, 3, digits=1, **gap),
        "pull": figure(growth and str(Decimal(growth) / 50), Text("百分点", "points"), 3, digits=2, **gap),
        "attainment": figure(share and str(share), PERCENT, 3, digits=1, **gap),
        "bar": Bar(share, Decimal(50)) if share else Figure(None, reason=gap["reason"]),
        "line": Sparkline(course(place, missing=colour == "grey"), 1),
        "light": Light(colour, SENTENCES[colour] if long or colour != "green" else ""),
    }, key=en)  # fmt: skip


def course(seed: int, months: int = 18, missing: bool = False) -> list[Decimal | None]:
    """An invented course: a trend, a season and a little noise, the same every time."""
    season = (-8, -14, 2, 4, 3, 6, 1, -2, 5, 3, 6, 9)
    values: list[Decimal | None] = [
        Decimal(100 + month * (seed % 5 - 1) + season[month % 12] + (seed * 7 + month * 13) % 9)
        for month in range(months)
    ]
    return [*values[:-3], None, *values[-2:]] if missing else values


MONTHS = [f"2022-{m:02}" for m in range(1, 13)] + [f"2023-{m:02}" for m in range(1, 7)]


def line_chart(gap: bool = False) -> Chart:
    main = course(3, missing=gap)
    return Chart(
        "trade-months", Text("示例省进出口连续四个月回升", "Trade of Shili Province has risen for four months"), MONTHS,
        [
            Series(Text("示例省", "Shili"), main, main=True),
            Series(Text("全国（折算）", "Nation (scaled)"), course(1)),
            Series(Text("邻省", "Neighbour"), course(6)),
        ],
        YI_YUAN, lines=[Line(Text("月均目标", "Monthly target"), Decimal(118))],
        breaks=[Break("2023-01", Text("口径调整", "definition changed"))],
        source=Text("演示数据，数字为虚构", "Demonstration: the numbers are invented"),
    )  # fmt: skip


def forecast_chart() -> Chart:
    labels = [f"2023-{m:02}" for m in range(1, 13)]
    known = [Decimal(v) for v in (92, 171, 268, 371, 476, 585)]
    ahead = [Decimal(v) for v in (585, 684, 780, 884, 990, 1102, 1221)]
    low = [a - i * 7 for i, a in enumerate(ahead)]
    high = [a + i * 8 for i, a in enumerate(ahead)]
    pad: list[Decimal | None] = [None] * 5
    return Chart(
        "trade-forecast", Text("按现速，全年约1,221亿元，达标概率62%", "At this pace the year ends at about 122.1 billion yuan; 62% likely to meet the target"), labels,
        [
            Series(Text("累计", "To date"), [*known, *[None] * 6], main=True),
            Series(Text("预测", "Forecast"), [*pad, *ahead], dashed=True, low=[*pad, *low], high=[*pad, *high]),
        ],
        YI_YUAN, lines=[Line(Text("全年目标1,200", "Target 1,200"), Decimal(1200))],
        source=Text("演示数据，数字为虚构 · 区间为80%", "Demonstration: the numbers are invented · 80% interval"),
    )  # fmt: skip


def bar_chart() -> Chart:
    known = [c for c in CITIES if c[5] is not None]
    return Chart(
        "growth-cities", Text("十四市中两市下降", "Two of fourteen cities declined"), [Text(c[0][:-1], c[1]) for c in known],
        [Series(Text("同比", "Growth"), [decimal(c[5]) for c in known], main=True)], PERCENT, kind="rows",
        source=Text("演示数据，数字为虚构", "Demonstration: the numbers are invented"),
        label_head=Text("单位", "Organisation"),
    )  # fmt: skip


def tile_map(empty: bool = False) -> TileMap:
    tiles = [
        Tile(Text(zh, en, zh.removesuffix("市")), column, row, None if empty else decimal(value), f"#{en.lower()}",
             "" if value else SENTENCES["grey"])
        for zh, en, column, row, value, _growth, _light in CITIES
    ]  # fmt: skip
    return TileMap("trade-map", Text("进出口总额，2023年1—6月", "Total trade, January to June 2023"), tiles, YI_YUAN, 1, "demo",
                   Text("演示数据，数字为虚构。", "Demonstration: the numbers are invented."))  # fmt: skip


def explanations() -> list[Explanation]:
    """Five explanations: published, computed, a target, demo, missing."""
    versions = Versions(
        "liaoning-2022",
        "9f2c41d07a55be10",
        12,
        "0.1.0",
        date(2022, 6, 30),
        datetime(2022, 7, 1, 0, 20, tzinfo=UTC),
    )
    exports = Explanation(
        Text("出口总额 · 辽宁省 · 2021年", "Exports · Liaoning · 2021"),
        Text("3,312.6亿元", "331.26 billion yuan"),
        address="/styleguide/explanations/4/",
    )
    imports = Explanation(
        Text("进口总额 · 辽宁省 · 2021年", "Imports · Liaoning · 2021"),
        Text("4,411.4亿元", "441.14 billion yuan"),
        address="/styleguide/explanations/1/",
    )
    trade = Explanation(
        Text("进出口总额 · 辽宁省 · 2021年", "Total imports and exports · Liaoning · 2021"), Text("7,724亿元", "772.4 billion yuan"),
        Text("核对：出口3,312.6 + 进口4,411.4 = 7,724.0，相符", "Check: exports 3,312.6 + imports 4,411.4 = 7,724.0, agrees"),
        (exports, imports), (TRADE,), (Text("口径：海关货物进出口，人民币；断点无", "Definition: customs, goods, in yuan; no break"),),
        {"谁报": "海关", "何时": "2022-01-25"}, versions,
    )  # fmt: skip
    growth = Explanation(Text("进出口总额同比 · 辽宁省 · 2021年", "Growth of total trade · Liaoning · 2021"), Text("17.6%", "17.6%"),
        Text("公布值领先；测算需2020年基数", "The published value leads; computing it needs the base of 2020"), (trade,), (TRADE,),
        (Text("缺2020年基数，无法测算", "The base of 2020 is missing, so it cannot be computed"),), versions=versions)  # fmt: skip
    target = Explanation(Text("进出口总额目标 · 辽宁省 · 2022年", "Target of total trade · Liaoning · 2022"), Text("增长6%（锚定）", "growth of 6% (hold)"),
        None, (), (TARGET, Citation(MEDIA, "The province aims for import and export growth of about 6 percent", "about 6 percent")), versions=versions)  # fmt: skip
    demo = Explanation(Text("进出口总额 · 云屏市 · 2023年1—6月", "Total trade · Yunping · January to June 2023"), Text("1,284.6亿元", "128.46 billion yuan"),
        Text("各月之和", "the sum of the months"), (), (), (Text("演示数据，数字为虚构", "Demonstration: the number is invented"),), versions=versions)  # fmt: skip
    absent = Explanation(
        Text("出口总额 · 辽宁省 · 2020年", "Exports · Liaoning · 2020"),
        Text("—", "—"),
        notes=(Text("文件未给出数值", "the document gives no figure"),),
    )
    return [trade, growth, target, demo, absent]


class Card:
    """A definition card as the packs give it."""

    id = "trade.total"
    name = Text("进出口总额", "Total imports and exports")
    unit = YI_YUAN
    kind = Text("流量，逐月累加", "flow, adds up over the months")
    source = Text("海关", "Customs")
    frequency = Text("月", "month")
    definition = Text(
        "海关统计的货物进出口总额，人民币值。",
        "Goods imported and exported as counted by customs, in yuan.",
    )
    release = Text("每月18日前后", "about the 18th of each month")
    formula = Text("出口总额 + 进口总额", "exports + imports")
    breaks = ()
    contact = Text("外贸管理处", "Foreign trade division")


class ShortCard:
    """A card of which little is known."""

    id = "zone.innovation.cases"
    name = Text(
        "入选国家“最佳实践案例”的国资国企改革案例数",
        "Reform cases of state-owned enterprises chosen as national best practice",
    )
    unit = Text("项", "items")
    definition = Text(
        "入选国家“最佳实践案例”的国资国企改革案例。",
        "Reform cases of state capital and enterprises chosen as national best practice.",
    )
    breaks = ()
