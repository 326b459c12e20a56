"""Tables and charts of clearance, one subject a file."""

from kaifang.site.clearance.tables.banding import band_words, bands
from kaifang.site.clearance.tables.comparing import contributions, contributions_chart, means
from kaifang.site.clearance.tables.flowing import bottlenecks_chart, deviating, flow
from kaifang.site.clearance.tables.leading import case_links, part_links, ways
from kaifang.site.clearance.tables.naming import authority, selection_name, value_name
from kaifang.site.clearance.tables.promising import promises
from kaifang.site.clearance.tables.reporting import sheet
from kaifang.site.clearance.tables.timing import holders, holders_chart, stated, steps, steps_chart
from kaifang.site.clearance.tables.trending import months, months_chart

__all__ = [
    "authority", "band_words", "bands", "bottlenecks_chart", "case_links", "contributions",
    "contributions_chart", "deviating", "flow", "holders", "holders_chart", "means", "months", "months_chart",
    "part_links", "promises", "selection_name", "sheet", "stated", "steps", "steps_chart", "value_name", "ways",
]  # fmt: skip
