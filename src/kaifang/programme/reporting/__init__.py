"""Reporting 填报: what organisations owe, fill in, submit, have reviewed, closed and corrected."""
