"""Data: what the store holds, the fact table, code lists, forecasts and the splitting of targets."""
