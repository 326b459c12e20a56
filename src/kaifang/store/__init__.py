"""The Django app that holds records: appended, never overwritten, on SQLite or PostgreSQL.

`observations` writes and reads single records, `mirror` gives all of them as columns,
`installing` keeps policy packs, `files` and `sources` keep bytes and texts by their hash.
"""
