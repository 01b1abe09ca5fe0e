"""The ledger: dispatches, their deliveries and messages, and what mailers write while they send them."""
