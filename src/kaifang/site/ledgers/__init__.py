"""Ledgers 到位资金台账: what projects entered month by month, of a case and of organisations."""
