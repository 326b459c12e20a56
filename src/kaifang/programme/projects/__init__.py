"""Projects 招商: where they stand, what became of each cohort, what holds them up, and what comes."""
