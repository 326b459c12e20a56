"""Clearance: step times, promises, bottlenecks, comparisons, bands and the time release study."""
