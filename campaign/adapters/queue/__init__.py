"""The work queue that shares deliveries among workers on several machines: Procrastinate on PostgreSQL."""
