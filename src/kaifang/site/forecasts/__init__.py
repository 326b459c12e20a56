"""Forecasts of the year's end, for those who may see them."""
