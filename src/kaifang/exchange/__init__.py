"""Formats at the border: workbooks, CSV and JSON in and out; no delivery."""
