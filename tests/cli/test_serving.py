"""Which programmes a site offers."""

from kaifang.cli.serve import programmes


def test_an_office_is_not_offered_the_invented_province() -> None:
    offered = {folder.name for folder in programmes()}
    assert {"liaoning-2022", "guizhou-2023"} <= offered
    assert "demo" not in offered
    assert not {"cn-places", "cn-codes"} & offered  # libraries are no programmes


def test_the_demo_offers_it_beside_the_others() -> None:
    assert {folder.name for folder in programmes(demo=True)} >= {"demo", "liaoning-2022"}
