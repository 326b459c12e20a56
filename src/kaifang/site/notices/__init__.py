"""Notices to firms: the list with its times, and one of them; the firm acknowledges it there."""
