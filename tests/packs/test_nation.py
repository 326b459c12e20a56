"""Which organisation a programme takes for the nation."""

from pathlib import Path

from kaifang.core.orgs import NATION
from kaifang.packs.law import UnknownName, compose
from kaifang.packs.linting import lint
from tests.packs.authors import altered, copied


def test_nation_is_china_where_a_pack_names_none() -> None:
    assert compose("liaoning-2022").head.nation == NATION


def test_nation_of_a_pack_is_an_organisation_that_it_knows(tmp_path: Path) -> None:
    folder = copied("liaoning-2022", tmp_path)
    altered(folder / "pack.yaml", "zone:", "nation: demo.nowhere\nzone:")
    (finding,) = lint(compose(folder))
    assert isinstance(finding, UnknownName)
    assert finding.where == "packs/liaoning-2022/pack.yaml:7"
