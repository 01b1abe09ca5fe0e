"""The campaign's database: a SQLite file, or PostgreSQL. All SQL is here; the functions take and return core values.

- `connection`, `database`, `sqlite`, `postgres`: how statements reach a database; `migrations`, `columns`: its schema
- `people`, `directory`, `versions`, `replies`: addressees, organisations, frozen letters, replies and bounces
- `ledger`: mailings, their deliveries and messages, and what mailers write while they send
- `signons`: sign-ons with their signers, counters, record and notices; `signons.transitions` changes their states
"""

from campaign.adapters.store.connection import Store

__all__ = ["Store"]
