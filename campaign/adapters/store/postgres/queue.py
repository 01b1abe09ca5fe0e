"""The tables of the work queue, in their own schema in the campaign's database."""

from typing import Any

import psycopg

from campaign.adapters.store.postgres.engine import PostgresDatabase, PostgresEngine, database

_IS_THERE = "SELECT 1 FROM pg_namespace WHERE nspname = %s"


def prepare(address: str, schema: str, tables: str) -> None:
    """Create the schema with its tables, if it does not exist; one process at a time. Raises StoreError."""
    try:
        with database(address) as db, db.conn.transaction():
            _make(db, schema, tables)
    except psycopg.Error as error:
        raise PostgresEngine(address).store_error(error) from error


def _make(db: PostgresDatabase, schema: str, tables: str) -> None:
    conn: psycopg.Connection[Any] = db.conn
    db.wait_turn(schema)
    if conn.execute(_IS_THERE, (schema,)).fetchone() is None:
        conn.execute(f"CREATE SCHEMA {schema}".encode())
        conn.execute(f"SET LOCAL search_path TO {schema}".encode())
        conn.execute(tables.encode())
