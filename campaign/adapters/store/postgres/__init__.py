"""PostgreSQL instead of SQLite, for several machines: the same statements, translated to its dialect."""
