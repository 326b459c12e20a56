"""Cases 办件: event logs clustered by case, and what they tell; usable alone in a notebook."""

from kaifang.cases.building import build, log_of, of_frame
from kaifang.cases.cohorts import Cohort, Rate, RateRule, cohort_curve, cohort_rate
from kaifang.cases.conformance import Conformance, Deviation, Way, conform
from kaifang.cases.contrasts import Contrast, Contribution, contrast
from kaifang.cases.durations import between, durations, lead_times, lead_times_by, overdue
from kaifang.cases.graphs import Edge, Graph, directly_follows
from kaifang.cases.landing import Incidence, Landing, expected_landing, incidence
from kaifang.cases.limits import over_limit, working_days, working_seconds
from kaifang.cases.logs import Attribute, EventLog
from kaifang.cases.months import cases_between, cases_of_months, months_of
from kaifang.cases.rework import Rework, rework
from kaifang.cases.spreads import Spread, spread, spreads_by
from kaifang.cases.studies import Change, Step, StepTimes, changes, study, study_by
from kaifang.cases.summaries import summary
from kaifang.cases.variants import Variant, Variants, variants
from kaifang.cases.waiting import Held, waiting
from kaifang.cases.worktables import WorkTable

__all__ = [
    "Attribute",
    "Change",
    "Cohort",
    "Conformance",
    "Contrast",
    "Contribution",
    "Deviation",
    "Edge",
    "EventLog",
    "Graph",
    "Held",
    "Incidence",
    "Landing",
    "Rate",
    "RateRule",
    "Rework",
    "Spread",
    "Step",
    "StepTimes",
    "Variant",
    "Variants",
    "Way",
    "WorkTable",
    "between",
    "build",
    "cases_between",
    "cases_of_months",
    "changes",
    "cohort_curve",
    "cohort_rate",
    "conform",
    "contrast",
    "directly_follows",
    "durations",
    "expected_landing",
    "incidence",
    "lead_times",
    "lead_times_by",
    "log_of",
    "months_of",
    "of_frame",
    "over_limit",
    "overdue",
    "rework",
    "spread",
    "spreads_by",
    "study",
    "study_by",
    "summary",
    "variants",
    "waiting",
    "working_days",
    "working_seconds",
]
