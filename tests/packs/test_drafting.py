"""A new pack is valid from the first minute, and its examples are right."""

import re
from pathlib import Path

import pytest

from kaifang.core.bilingual import Text
from kaifang.core.errors import SeveralErrors
from kaifang.core.period import Period
from kaifang.packs.drafting import (
    City,
    OrgNameMissing,
    PackExists,
    Plan,
    draft,
    read_cities,
    title_for,
)
from kaifang.packs.kinds import KINDS
from kaifang.packs.law import compose
from kaifang.packs.linting import lint
from kaifang.packs.loading import InvalidValue

ZHEJIANG = Plan(
    "zhejiang-2024", "330000", Text("浙江省对外开放2024", "Zhejiang 2024"), Period.year(2024)
)
# Kinds of entries that belong to libraries, not to the pack of a province.
OF_LIBRARIES = {"groupings", "grids", "codes", "concordances", "workdays"}


def uncommented(folder: Path) -> None:
    """Do what the files ask for: take "# " away and remove the [] at the end."""
    for file in folder.rglob("*.yaml"):
        lines = [
            line[2:] if re.match(r"# (?:- |  )", line) else line
            for line in file.read_text("utf-8").splitlines()
            if line != "[]"
        ]
        file.write_text("\n".join(lines) + "\n", "utf-8")


def test_new_pack_has_no_finding_and_no_figure(tmp_path: Path) -> None:
    law = compose(draft(tmp_path, ZHEJIANG))
    assert lint(law) == []
    assert law.pack.count == 0
    assert (law.head.org, law.head.period) == ("330000", Period.year(2024))
    assert law.head.name.zh == "浙江省对外开放2024"


def test_new_pack_has_a_file_for_every_kind_of_entry(tmp_path: Path) -> None:
    folder = draft(tmp_path, ZHEJIANG)
    files = {file.relative_to(folder).parts[0].split(".")[0] for file in folder.rglob("*.yaml")}
    assert files == set(KINDS) - OF_LIBRARIES | {"pack"}


def test_examples_are_right_when_they_are_uncommented(tmp_path: Path) -> None:
    liaoning = Plan("mine-2022", "210000", Text("辽宁", "Liaoning"), Period.year(2022))
    folder = draft(tmp_path, liaoning)
    uncommented(folder)
    law = compose(folder)
    assert [str(finding) for finding in lint(law)] == []
    assert all(law.pack.entries[kind] for kind in set(KINDS) - OF_LIBRARIES)


def test_cities_stand_in_the_order_given(tmp_path: Path) -> None:
    cities = (City("330100", "杭州市", "Hangzhou"), City("330200", "宁波市", "Ningbo"))
    plan = Plan("zj", "330000", Text("浙江", "Zhejiang"), Period.year(2024), cities=cities)
    law = compose(draft(tmp_path, plan))
    assert lint(law) == []
    names = [org.name.zh for org in law.orgs.children("330000", "city")]
    assert names == ["杭州市", "宁波市"]


def test_cities_that_the_library_holds_are_not_written_twice(tmp_path: Path) -> None:
    cities = (City("210100", "沈阳市", "Shenyang"),)
    plan = Plan("ln", "210000", Text("辽宁", "Liaoning"), Period.year(2024), cities=cities)
    folder = draft(tmp_path, plan)
    assert lint(compose(folder)) == []
    assert not (folder / "orgs").exists()


def test_a_city_of_its_own_stands_below_its_province(tmp_path: Path) -> None:
    plan = Plan(
        "hangzhou-2024",
        "330100",
        Text("杭州市对外开放2024", "Hangzhou 2024"),
        Period.year(2024),
        Text("杭州市", "Hangzhou"),
    )
    law = compose(draft(tmp_path, plan))
    assert lint(law) == []
    assert (law.orgs["330100"].parent, law.orgs["330100"].kind) == ("330000", "city")


def test_unknown_organisation_needs_a_name(tmp_path: Path) -> None:
    plan = Plan("a", "330100", Text("杭州", "Hangzhou"), Period.year(2024))
    with pytest.raises(OrgNameMissing):
        draft(tmp_path, plan)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    folder = draft(tmp_path, ZHEJIANG)
    (folder / "README.md").write_text("mine", "utf-8")
    with pytest.raises(PackExists):
        draft(tmp_path, ZHEJIANG)
    assert (folder / "README.md").read_text("utf-8") == "mine"


@pytest.mark.parametrize("id", ["", "../away", "Zhejiang 2024", "浙江", ".hidden"])
def test_id_that_makes_no_good_folder_is_refused(tmp_path: Path, id: str) -> None:
    plan = Plan(id, "330000", Text("浙江", "Zhejiang"), Period.year(2024))
    with pytest.raises((InvalidValue, PackExists)):
        draft(tmp_path, plan)


def test_title_with_marks_of_yaml_stays_a_title(tmp_path: Path) -> None:
    plan = Plan("a", "330000", Text('浙江：{开放}, "2024"', "a: b, {c}"), Period.year(2024))
    law = compose(draft(tmp_path, plan))
    assert (law.head.name.zh, law.head.name.en) == ('浙江：{开放}, "2024"', "a: b, {c}")


def test_title_is_made_of_organisation_and_year() -> None:
    title = title_for("330000", Period.year(2024))
    assert (title.zh, title.en) == ("浙江省对外开放2024", "Zhejiang opening-up 2024")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("head", ["", "code,zh,en\n", "代码,名称,英文\n"])
def test_list_of_cities_is_read(tmp_path: Path, encoding: str, head: str) -> None:
    file = tmp_path / "cities.csv"
    file.write_bytes(f"{head}330100,杭州市,Hangzhou\n\n330200,宁波市,Ningbo\n".encode(encoding))
    assert read_cities(file) == (
        City("330100", "杭州市", "Hangzhou"),
        City("330200", "宁波市", "Ningbo"),
    )


def test_all_wrong_rows_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "cities.csv"
    file.write_text(
        "330100,杭州市,Hangzhou\n330100,杭州,H\n3302,宁波市,N\n330300,温州市\n", "utf-8"
    )
    with pytest.raises(SeveralErrors) as refused:
        read_cities(file)
    places = [error.where for error in refused.value.errors]
    assert places == ["cities.csv:2", "cities.csv:3", "cities.csv:4"]
