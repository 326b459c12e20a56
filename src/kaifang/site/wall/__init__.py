"""Wall: the programme on a screen in the hall, public data only."""
