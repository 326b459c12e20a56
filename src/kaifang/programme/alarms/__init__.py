"""Alarms 预警: whose clocks have come to a rung, told once to those who hold the roles there."""
