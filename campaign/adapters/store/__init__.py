"""The store: a SQLite file, or a PostgreSQL database. All SQL stands here; its functions take and return core values.

- `connection`, `database`, `sqlite`, `postgres`: how statements reach a database; `migrations`, `columns`: its schema
- `people`, `directory`, `versions`, `replies`: addressees, organisations, frozen letters, what came back
- `ledger`: dispatches, their deliveries and messages; what mailers write while they send
- `signons`: sign-ons with their signers, counters, record and notices; `signons.transitions` changes their states
"""

from campaign.adapters.store.connection import Store

__all__ = ["Store"]
