"""The store: one SQLite file. All SQL stands in these rooms; they take and return core values."""

from campaign.adapters.store.connection import Store

__all__ = ["Store"]
