"""Indicators: what is measured, how it is defined, where everybody stands."""
