"""Policy packs 政策包: the law as data. Schema, reading, linting, composing and versions."""
