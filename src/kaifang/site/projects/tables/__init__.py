"""Tables and charts of projects, one subject a file: each number opens to the projects behind."""

from kaifang.site.projects.tables.admitting import (
    central_table,
    channel_table,
    not_compared,
    threshold,
)
from kaifang.site.projects.tables.cataloguing import list_table
from kaifang.site.projects.tables.funnelling import funnel_chart, funnel_table
from kaifang.site.projects.tables.hosting import occasion_table
from kaifang.site.projects.tables.landing import cohort_chart, cohort_table, group_table
from kaifang.site.projects.tables.placing import place_map, place_table
from kaifang.site.projects.tables.staging import lights_table, pipeline_chart, pipeline_table
from kaifang.site.projects.tables.waiting import reasons_chart, reasons_table, stalled_table
from kaifang.site.projects.tables.writing import field_unit, listing, number, part

__all__ = [
    "central_table", "channel_table", "cohort_chart", "cohort_table", "field_unit", "funnel_chart",
    "funnel_table", "group_table", "lights_table", "list_table", "listing", "not_compared", "number",
    "occasion_table", "part", "pipeline_chart", "pipeline_table", "place_map", "place_table",
    "reasons_chart", "reasons_table", "stalled_table", "threshold",
]  # fmt: skip
