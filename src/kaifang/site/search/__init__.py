"""Search: indicators, places, targets, tasks, documents and sentences by words."""
