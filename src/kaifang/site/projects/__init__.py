"""Projects: the pipeline, its funnel and cohorts, what stalls, and what events brought."""
