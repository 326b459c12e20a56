"""Where the figures of clearance lead: to what explains them, and to the cases behind them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaifang.programme.clearance.parts import FlowPart
from kaifang.programme.clearance.picking import Selection
from kaifang.site.asking import Asked
from kaifang.site.clearance.forms import parameters
from kaifang.site.clearance.tables.naming import authority


def selection_query(picked: Selection) -> dict[str, str]:
    """What stands in the address for a selection."""
    months = picked.period.each_month() if picked.period else []
    ends = {"first": months[0].code, "last": months[-1].code} if months else {}
    return {"process": picked.process.id, **ends, **parameters(picked.where)}


def step_address(asked: Asked, picked: Selection, step: str, **more: str) -> str:
    """Where the times of a step are explained."""
    return asked.address("/clearance/step/", **{**selection_query(picked), "step": step, **more})


def part_address(asked: Asked, picked: Selection, part: FlowPart) -> str:
    """Where a row of the flow is explained."""
    return asked.address("/clearance/part/", **selection_query(picked), part=part.key)


def part_opened(asked: Asked, picked: Selection, part: FlowPart) -> dict[str, str]:
    """Whose a figure of the flow is, and where it opens."""
    return {"authority": authority(asked), "href": part_address(asked, picked, part)}


def case_links(asked: Asked, picked: Selection) -> list[tuple[object, str]]:
    """Where the cases behind a step's figures are listed, for those who may see them."""
    held = {**selection_query(picked), "step": asked.query.get("step", "")}
    return [
        (label, asked.address("/clearance/cases/", **{**held, "way": way})) for way, label in ways()
    ]


def part_links(asked: Asked, picked: Selection, part: FlowPart) -> list[tuple[object, str]]:
    """Where the cases behind a row of the flow are listed, for those who may see them."""
    label = _("Cases beyond the limit") if part.kind == "limit" else _("Cases behind it")
    return [(label, asked.address("/clearance/cases/", **selection_query(picked), part=part.key))]


def ways() -> list[tuple[str, object]]:
    """What cases may be to a step."""
    return [
        ("through", _("Cases that went through")),
        ("open", _("Cases still open")),
        ("backwards", _("Cases that went backwards")),
    ]
