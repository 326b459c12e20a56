"""Suggestions 建议名单: a rule of the pack suggests, a person decides."""
