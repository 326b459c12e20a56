"""Dispatch 调度: the table of a period, its checking and issue, slips, suggestions, leader's page."""
