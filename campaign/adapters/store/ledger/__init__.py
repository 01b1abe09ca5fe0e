"""The ledger: mailings, their deliveries and messages, and what mailers write while they send."""
