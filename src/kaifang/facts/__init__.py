"""Indicators, growth, targets, pace, lights and forecasts: values in, values out."""
