"""The work queue that shares mails out among workers on many machines: Procrastinate on PostgreSQL."""
