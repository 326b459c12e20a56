"""Investors, products and sites of the demo's projects: coined, no two alike unless planted."""

from __future__ import annotations

from dataclasses import dataclass

from stdnum.cn import uscc

from kaifang.programme.demo.chances import one_of

_FIRST = "晨远海澜岳峻禾沐霁朗瀚翊琢砺蔚苍皓珩璞甄骁嵘"
_SECOND = "星川帆泽峰野渡笙原辰舟柏汐岚桥序弦矩衡域策图"
_ABROAD = ("诺", "海", "贝", "法", "洛", "瓦", "奥", "塔", "卡", "莱")
_MIDDLE = ("维", "德", "尔", "斯", "兰", "森", "特", "米")
_LAST = ("克", "曼", "堡", "顿", "娜", "里", "托", "加", "恩")
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015 leaves out I O Z S V


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """What a project makes, its kind of firm, its industry (GB/T 4754) and chain."""

    name: str
    firm: str
    industry: str
    chain: str


PRODUCTS = tuple(
    DemoProduct(*row.split())
    for row in (
        "数控机床主轴 装备 34 equipment", "工业机器人关节 装备 34 equipment",
        "海上风电塔筒 装备 34 equipment", "矿山智能装载机 重工 35 equipment",
        "船用低速柴油机 动力 37 equipment", "轨道车辆转向架 装备 37 equipment",
        "新能源汽车电驱 汽车 36 vehicles", "汽车线束 汽车 36 vehicles",
        "动力电池壳体 汽车 36 vehicles", "商用车底盘 汽车 36 vehicles",
        "高端聚烯烃 化工 26 chemicals", "电子级硫酸 化工 26 chemicals",
        "生物基尼龙 材料 28 chemicals", "农药中间体 化工 26 chemicals",
        "水性涂料 化工 26 chemicals", "特种橡胶制品 橡塑 29 chemicals",
        "镁铝轻量化铸件 材料 32 metals", "高纯金属靶材 材料 32 metals",
        "耐火陶瓷纤维 材料 30 metals", "冷轧硅钢薄带 钢材 31 metals",
        "钛合金锻件 材料 32 metals", "再生铜杆 金属 32 metals",
        "冷链预制菜 食品 14 food", "大豆蛋白精深加工 食品 13 food",
        "海参即食产品 水产 13 food", "乳品低温灌装 乳业 14 food",
        "蓝莓果酒 酒业 15 food", "稻米胚芽油 粮油 13 food",
        "车规级功率芯片 电子 39 electronics", "柔性显示模组 电子 39 electronics",
        "毫米波雷达 电子 39 electronics", "工业传感器 仪表 40 electronics",
        "存储器封装测试 电子 39 electronics", "光纤预制棒 光电 38 electronics",
        "光伏逆变器 能源 38 energy", "储能电站 能源 44 energy",
        "绿色甲醇 能源 26 energy", "氢燃料电堆 氢能 38 energy",
        "抽水蓄能 能源 44 energy", "锂电隔膜 新能 38 energy",
        "重组蛋白疫苗 医药 27 medicine", "中药配方颗粒 药业 27 medicine",
        "骨科植入器械 医疗 35 medicine", "体外诊断试剂 生物 27 medicine",
        "宠物药品 动保 27 medicine", "医用影像设备 医疗 35 medicine",
        "冷链物流枢纽 物流 59 logistics", "集装箱多式联运场站 物流 58 logistics",
        "汽车滚装码头 港务 55 logistics", "大宗粮食中转库 仓储 59 logistics",
        "跨境电商海外仓 供应 59 logistics", "保税维修中心 航修 43 logistics",
        "软件服务外包园 软件 65 services", "工业互联网平台 数据 64 services",
        "会展综合体 会展 72 services", "滨海康养社区 康养 84 services",
        "冰雪文旅小镇 文旅 90 services", "检验检测中心 检测 74 services",
    )
)  # fmt: skip
CENTRAL = (
    "示能集团", "示油化工集团", "示船重工集团", "示粮集团", "示建集团", "示铁集团",
    "示航工业集团", "示电装备集团", "示钢集团", "示药集团",
)  # fmt: skip
_NAMES = (
    "鹭", "松", "帆", "岭", "杉", "鹤", "桅", "礁", "荷", "雁", "芦", "屿", "橡", "鲸", "枫", "隼", "溪", "灯", "桦", "鸥",
)  # fmt: skip
_COLOURS = (
    "金", "银", "青", "白", "赤", "墨", "碧", "紫", "玄", "丹", "翠", "素", "绛", "黛", "缃", "玉", "铁", "云", "霜", "雪",
)  # fmt: skip


def firm_name(number: int) -> str:
    """A coined short name; no two numbers below 484 share one."""
    first, again = number % 22, number // 22
    return _FIRST[first] + _SECOND[(again + first) % 22]


def foreign_name(number: int) -> str:
    """A name coined as if written in Chinese by its sound; no two below 72 end alike."""
    last = _MIDDLE[number % 8] + _LAST[(number // 8 + number) % 9]
    return one_of(_ABROAD, "abroad", number) + last


def code_name(number: int) -> str:
    """What a project is called before it is signed; no two of 400 alike."""
    return _COLOURS[number % 20] + _NAMES[(number // 20 + number) % 20]


def credit_code_of(number: int) -> str:
    """A code that is well formed and belongs to nobody: its region 999999 is none."""
    body = ""
    for _ in range(9):
        number, place = divmod(number * 7 + 3, len(_ALPHABET))
        body += _ALPHABET[place]
    code = f"91999999{body}"
    return code + uscc.calc_check_digit(code)
