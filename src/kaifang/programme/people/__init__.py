"""People: who they are, which posts they hold today, and the acts that change either."""
