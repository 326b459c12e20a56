"""Dispatch: the table of a period, its checking and issue, slips, suggestions, the leader's page."""
