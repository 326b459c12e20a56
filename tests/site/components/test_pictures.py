"""Small pictures say in words what they show."""

from decimal import Decimal

import pytest

from kaifang.core.bilingual import Text
from kaifang.site.components.bars import Bar
from kaifang.site.components.charts import Chart, Series
from kaifang.site.components.lights import LIGHTS, Light
from kaifang.site.components.maps import Tile, TileMap
from kaifang.site.components.sparklines import Sparkline


def decimals(*values: int | None) -> list[Decimal | None]:
    return [None if v is None else Decimal(v) for v in values]


@pytest.mark.parametrize("colour", LIGHTS)
def test_light_has_shape_and_word(chinese, colour: str) -> None:
    html = Light(colour, Text("低于序时进度3.2个百分点", "3.2 points behind schedule")).__html__()
    assert "<svg" in html
    assert str(LIGHTS[colour][0]) in html
    assert "3.2个百分点" in html


def test_four_lights_have_four_shapes_and_four_words(chinese) -> None:
    assert len({path for _word, path in LIGHTS.values()}) == 4
    assert {str(word) for word, _path in LIGHTS.values()} == {"正常", "关注", "滞后", "无数据"}


def test_missing_month_leaves_a_gap(chinese) -> None:
    assert Sparkline(decimals(1, 2, None, 3, 4)).__html__().count("<polyline") == 2


def test_sparkline_is_told_in_words(chinese) -> None:
    html = Sparkline(decimals(3, 1, 2)).__html__()
    assert "共3期：最低1，最高3，最新2" in html


def test_one_period_makes_no_line(chinese) -> None:
    assert "<svg" not in Sparkline(decimals(1, None)).__html__()


def test_flat_line_is_drawn(chinese) -> None:
    assert 'points="3.0,12.0 85.0,12.0"' in Sparkline(decimals(5, 5)).__html__()


def test_bar_stops_at_the_end_but_its_words_do_not(chinese) -> None:
    html = Bar(Decimal("104.5"), Decimal(50)).__html__()
    assert 'width="96.0" height="6" class="bar-done"' in html
    assert "完成104.5%, 序时50.0%" in html


def tile_map(*values: int | None) -> TileMap:
    tiles = [Tile(f"市{i}", i, 0, v, f"/org/{i}/") for i, v in enumerate(decimals(*values))]
    return TileMap("map", "图", tiles)


def test_tiles_are_shaded_in_steps_of_equal_count() -> None:
    steps = tile_map(*range(10)).legend
    assert [(s.shade, s.low, s.high) for s in steps] == [
        (1, "0", "1"), (2, "2", "3"), (3, "4", "5"), (4, "6", "7"), (5, "8", "9"),
    ]  # fmt: skip


def test_missing_tile_has_its_own_shade_and_each_tile_is_a_link(chinese) -> None:
    picture = tile_map(1, None, 3).picture
    assert picture.count("<a href=") == 3
    assert picture.count("shade-0") == 1


def test_equal_values_share_a_shade() -> None:
    assert len(tile_map(4, 4, 4).legend) == 1


def test_map_without_data_has_no_legend() -> None:
    assert tile_map(None, None).legend == []


def test_chart_carries_its_data_as_a_table(chinese) -> None:
    series = Series(Text("示例省", "Shili"), decimals(1, None), main=True)
    chart = Chart("c", Text("一句话", "one thing"), ["2023-01", "2023-02"], [series])
    assert chart.spec["series"][0]["values"] == [1.0, None]
    assert [row.cells["label"] for row in chart.table.rows] == ["2023-01", "2023-02"]
    assert "—" in chart.table.body


def test_picture_without_a_target_or_schedule_draws_no_word(chinese) -> None:
    assert "None" not in Sparkline([Decimal(1), Decimal(2)]).__html__()
    assert "None" not in Bar(Decimal(50)).__html__()
