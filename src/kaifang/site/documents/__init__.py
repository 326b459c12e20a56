"""Documents: the text of each, and what is drawn from every sentence."""
