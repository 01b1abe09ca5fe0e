"""PostgreSQL in the place of SQLite's one file, for several machines: the same statements, in its dialect."""
