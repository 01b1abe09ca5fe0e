"""PostgreSQL in the place of SQLite's one file, for several machines: the same statements, in its dialect."""

from campaign.store.postgres.engine import PostgresEngine

__all__ = ["PostgresEngine"]
