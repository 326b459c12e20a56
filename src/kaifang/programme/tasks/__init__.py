"""Tasks 任务清单 under way: who keeps them, what was done, what proves it."""
