"""Many machines: workers on one PostgreSQL store, woken by a work queue in that same database."""
