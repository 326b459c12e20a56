"""The kinds of entries a pack may hold, by the file or folder they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaifang.core.bilingual import Text
from kaifang.packs.schema.base import Entry
from kaifang.packs.schema.figures import FactEntry, IndicatorEntry, ParameterEntry, TargetEntry
from kaifang.packs.schema.head import DocumentEntry
from kaifang.packs.schema.places import (
    CodeListEntry,
    ConcordanceEntry,
    GridEntry,
    GroupingEntry,
    OrgEntry,
)
from kaifang.packs.schema.processes import ProcessEntry
from kaifang.packs.schema.reporting import CalendarEntry, FormEntry, WorkdaysEntry
from kaifang.packs.schema.rules import (
    CheckEntry,
    CodeMapEntry,
    DifferenceEntry,
    FactMapEntry,
    LightEntry,
    ListEntry,
    NotFigureEntry,
    SeasonEntry,
    TaskEntry,
)
from kaifang.packs.schema.supervising import NoticeEntry, SlipEntry

KINDS: Mapping[str, type[Entry]] = {
    "documents": DocumentEntry,
    "orgs": OrgEntry,
    "groupings": GroupingEntry,
    "grids": GridEntry,
    "codes": CodeListEntry,
    "concordances": ConcordanceEntry,
    "indicators": IndicatorEntry,
    "facts": FactEntry,
    "targets": TargetEntry,
    "parameters": ParameterEntry,
    "tasks": TaskEntry,
    "lists": ListEntry,
    "lights": LightEntry,
    "seasons": SeasonEntry,
    "workdays": WorkdaysEntry,
    "calendars": CalendarEntry,
    "forms": FormEntry,
    "processes": ProcessEntry,
    "notices": NoticeEntry,
    "slips": SlipEntry,
    "maps": FactMapEntry,
    "differences": DifferenceEntry,
    "checks": CheckEntry,
    "not_figures": NotFigureEntry,
}
LABELS: Mapping[str, Text] = {
    "documents": Text("文件", "document"),
    "orgs": Text("单位", "organisation"),
    "groupings": Text("分组", "grouping"),
    "grids": Text("瓦片图", "tile grid"),
    "codes": Text("代码表", "code list"),
    "concordances": Text("对照表", "concordance"),
    "indicators": Text("指标", "indicator"),
    "facts": Text("数据", "fact"),
    "targets": Text("目标", "target"),
    "parameters": Text("参数", "parameter"),
    "tasks": Text("任务", "task"),
    "lists": Text("名单", "list"),
    "lights": Text("灯号", "light"),
    "seasons": Text("季节曲线", "seasonal profile"),
    "workdays": Text("工作日通知", "notice of working days"),
    "calendars": Text("填报日历", "reporting calendar"),
    "forms": Text("报表", "form"),
    "processes": Text("流程", "process"),
    "notices": Text("通报约谈规则", "rule of notices"),
    "slips": Text("督办规则", "rule of slips"),
    "maps": Text("导入映射", "import map"),
    "differences": Text("差异", "difference"),
    "checks": Text("核算", "check"),
    "not_figures": Text("非数据", "not-figure"),
    "bodies": Text("单位、分组或名单", "organisation, grouping or list"),
    "rows": Text("报表行", "row of the form"),
    "code_lists": Text("代码表", "code list"),
    "work_calendars": Text("工作日历", "calendar of working days"),
    "wholes": Text("单位或指标", "organisation or indicator"),
    "entries": Text("条目", "entry"),
    "figures": Text("数据、目标或参数", "fact, target or parameter"),
}
FIGURE_KINDS = ("facts", "targets", "parameters")


def model_for(kind: str, data: Any) -> type[Entry]:
    """The model of one entry; an import map with `list` is the map of a code list."""
    if kind == "maps" and isinstance(data, dict) and "list" in data:
        return CodeMapEntry
    return KINDS[kind]


def entry_id(entry: Entry) -> str:
    """The id of an entry; entries without one of their own go by what they say."""
    if isinstance(entry, NotFigureEntry):
        return f"{entry.doc}:{entry.text or entry.pattern}"
    if isinstance(entry, CodeListEntry):
        return f"{entry.id}@{entry.edition}"
    return str(getattr(entry, "id"))  # noqa: B009 - every other entry has one
