"""kaifang facts import: counts and revisions told, to people and to programs."""

from pathlib import Path
from typing import Any

import pytest

from kaifang.store.models import Record
from tests.cli.conftest import Run
from tests.exchange.customs import PLACES, Customs, values

pytestmark = pytest.mark.django_db

MAP = ("--map", "customs.monthly", "--pack", "liaoning-2022")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


@pytest.fixture
def may(tmp_path: Path) -> Path:
    return Customs().csv(tmp_path)


def revised(tmp_path: Path) -> Path:
    """Dalian's exports of May were 40.0 and are 41.5."""
    return Customs(cells={"E8": "41.5"}).csv(tmp_path)


def imported() -> int:
    return Record.objects.filter(batch__kind="import").count()


def test_counts_are_told(kaifang: Run, may: Path) -> None:
    answer = kaifang("facts", "import", may, *MAP, "--announced", "2022-06-18")
    assert answer.code == 0
    assert answer.out.strip() == "读到 144 个数：新增 144，未变 0，被修订 0。"
    assert imported() == 144


def test_revisions_are_listed(kaifang: Run, may: Path, tmp_path: Path) -> None:
    kaifang("facts", "import", may, *MAP, "--announced", "2022-06-18")
    later = ("--announced", "2022-07-18")
    out = kaifang("facts", "import", revised(tmp_path), *MAP, *later, "--lang", "en").out
    first, *_, last = out.strip().splitlines()
    assert first == "144 values read: 0 added, 143 unchanged, 1 revised."
    told = ["Dalian", "May", "2022", "value", "40.0亿元", "41.5亿元"]
    assert last.split()[-6:] == told


def test_revisions_are_given_as_json(kaifang: Run, may: Path, tmp_path: Path) -> None:
    kaifang("facts", "import", may, *MAP, "--announced", "2022-06-18")
    later = ("--announced", "2022-07-18")
    answer = kaifang("facts", "import", revised(tmp_path), *MAP, *later, "--json").json
    assert answer["revised"] == [
        {
            "indicator": "trade.exports",
            "org": "210200",
            "period": "2022-05",
            "measure": "level",
            "unit": "亿元",
            "before": "40.0",
            "now": "41.5",
        }
    ]
    assert (answer["added"], answer["implied"]) == (0, [])


def test_last_month_revised_is_told_apart(kaifang: Run, may: Path, tmp_path: Path) -> None:
    kaifang("facts", "import", may, *MAP, "--announced", "2022-06-18")
    rows = [[name, *values(n, 6)] for n, name in enumerate(PLACES, 1)]
    june = Customs(month="2022年6月", rows=rows, cells={"F8": "260.0"}).csv(tmp_path)
    out = kaifang("facts", "import", june, *MAP, "--announced", "2022-07-18").out
    assert "上月被修订" in out
    assert out.strip().endswith("200.0亿元  220.0亿元")


def test_dry_run_keeps_nothing(kaifang: Run, may: Path) -> None:
    answer = kaifang("facts", "import", may, *MAP, "--dry-run")
    assert "将新增 144" in answer.out
    assert imported() == 0


def test_wrong_cells_are_refused_with_their_places(kaifang: Run, tmp_path: Path) -> None:
    path = Customs(cells={"D7": "待定", "A9": "鞍山"}).xlsx(tmp_path)
    answer = kaifang("facts", "import", path, *MAP)
    assert (answer.code, answer.out) == (1, "")
    assert "表一!D7:[KF-EXCH-007]" in answer.err
    assert "表一!A9:[KF-EXCH-008]" in answer.err
    assert imported() == 0


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (("--period", "May"), "KF-CORE-002", 1),
        (("--period", "2022-04"), "KF-EXCH-016", 1),
        (("--announced", "18 June"), "KF-CLI-005", 2),
    ],
)
def test_wrong_option_is_refused(
    kaifang: Run, may: Path, words: tuple[str, ...], code: str, exit_code: int
) -> None:
    answer = kaifang("facts", "import", may, *MAP, *words)
    assert (answer.code, answer.out) == (exit_code, "")
    assert f"[{code}]" in answer.err


def test_file_that_is_not_there_is_refused(kaifang: Run, tmp_path: Path) -> None:
    answer = kaifang("facts", "import", tmp_path / "nowhere.csv", *MAP)
    assert answer.code == 1
    assert "[KF-CLI-006]" in answer.err


def test_map_may_lie_in_a_file(kaifang: Run, may: Path) -> None:
    map = Path(__file__).parents[2] / "packs" / "liaoning-2022" / "maps" / "customs_monthly.yaml"
    answer = kaifang("facts", "import", may, "--map", map, "--pack", "liaoning-2022", "--json")
    assert answer.json["added"] == 144


# -- the pack of the map, where nobody names it --------------------------------------------------

MAP_FILE = Path(__file__).parents[2] / "packs" / "liaoning-2022" / "maps" / "customs_monthly.yaml"


@pytest.mark.parametrize("map", [MAP_FILE, "customs.monthly"], ids=["file", "id"])
def test_pack_is_the_one_that_the_map_stands_in(kaifang: Run, may: Path, map: object) -> None:
    answer = kaifang("facts", "import", may, "--map", map, "--json")
    assert answer.json["added"] == 144


def test_misspelt_map_is_told_with_the_nearest(kaifang: Run, may: Path) -> None:
    answer = kaifang("facts", "import", may, "--map", "customs.montly")
    assert answer.code == 1
    assert "[KF-PACK-011]" in answer.err
    assert "customs.monthly" in answer.err


def test_map_that_stands_in_no_pack_needs_its_pack(kaifang: Run, may: Path, tmp_path: Path) -> None:
    map = tmp_path / "map.yaml"
    map.write_bytes(MAP_FILE.read_bytes())
    answer = kaifang("facts", "import", may, "--map", map)
    assert answer.code == 2
    assert "[KF-CLI-004] 缺少“--pack”" in answer.err
    assert kaifang("facts", "import", may, "--map", map, "--pack", "liaoning-2022").code == 0


def test_file_that_holds_no_map_is_refused(kaifang: Run, may: Path, tmp_path: Path) -> None:
    map = tmp_path / "map.yaml"
    map.write_text("- {id: a, name: nothing}\n", "utf-8")
    answer = kaifang("facts", "import", may, "--map", map, "--pack", "liaoning-2022")
    assert answer.code == 1
    assert f"{map}:1:" in answer.err
    assert imported() == 0
