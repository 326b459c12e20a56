"""The places of 示例省 and their size: invented, like everything about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PROVINCE, NATION = "demo", "demo.nation"


@dataclass(frozen=True, slots=True)
class City:
    """Size in 2019 in thousandths of the province, by what is measured.

    `lean` is how many thousandths a year it grows more than the province; what a city does not
    have (a port, a train) is left out of `size`.
    """

    id: str
    lean: int
    size: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a city: thousandths of the city in 2019, and how the share moves in a year."""

    id: str
    city: str
    share: int
    drift: int


def _city(name: str, lean: int, size: tuple[int, int, int, int], **more: int) -> City:
    exports, imports, domestic, foreign = size
    four = {"exports": exports, "imports": imports, "domestic": domestic, "foreign": foreign}
    return City(f"{PROVINCE}.{name}", lean, four | more)


def _zone(name: str, city: str, share: int, drift: int) -> Zone:
    return Zone(f"{PROVINCE}.zone.{name}", f"{PROVINCE}.{city}", share, drift)


# 铜岗 falls behind, 柏岭 declines, 云埠 and 北茂 run ahead.
CITIES = (
    _city("shiyuan", 8, (210, 190, 260, 240), trains=430),
    _city("lanpu", 12, (260, 330, 170, 250), trains=120, cargo=480, containers=560),
    _city("biwan", 4, (135, 115, 115, 135), cargo=210, containers=230),
    _city("qingjia", -2, (75, 80, 65, 75), cargo=150, containers=110),
    _city("mingyu", -6, (60, 50, 60, 60), cargo=100, containers=60),
    _city("shazhu", -14, (25, 30, 35, 30), cargo=60, containers=40),
    _city("yunbu", 34, (70, 45, 75, 60), trains=330),
    _city("boling", -128, (25, 20, 35, 20)),
    _city("tonggang", -62, (40, 35, 45, 40)),
    _city("hemei", 2, (30, 25, 40, 30)),
    _city("donglu", 16, (30, 20, 40, 30)),
    _city("daochuan", 6, (20, 15, 30, 15)),
    _city("beimao", 42, (12, 38, 18, 10), trains=120),
    _city("baihualinhe", -10, (8, 7, 12, 5)),
)
ZONES = (
    _zone("shiyuan-etdz", "shiyuan", 280, 6),
    _zone("shiyuan-hidz", "shiyuan", 180, 9),
    _zone("ftz-shiyuan", "shiyuan", 120, 12),
    _zone("lanpu-etdz", "lanpu", 260, 2),
    _zone("lanpu-cbz", "lanpu", 180, 14),
    _zone("lanpu-harbour", "lanpu", 110, -8),
    _zone("ftz-lanpu", "lanpu", 160, 10),
    _zone("biwan-etdz", "biwan", 330, 5),
    _zone("biwan-marine", "biwan", 120, -12),
    _zone("qingjia", "qingjia", 300, 4),
    _zone("mingyu", "mingyu", 260, -6),
    _zone("shazhu-model", "shazhu", 350, 20),
    _zone("yunbu-landport", "yunbu", 240, 16),
    _zone("ftz-yunbu", "yunbu", 170, 12),
    _zone("boling", "boling", 280, -20),
    _zone("tonggang", "tonggang", 300, 3),
    _zone("hemei", "hemei", 260, 6),
    _zone("donglu", "donglu", 180, 8),
    _zone("beimao-border", "beimao", 550, 8),
)
# Set up in 2023 and without any data yet: it has no size here.
ZONE_WITHOUT_DATA = f"{PROVINCE}.zone.daochuan"
