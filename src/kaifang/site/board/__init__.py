"""The board: every target and figure of a programme, organisation by organisation."""
