"""The team that runs a campaign: accounts, roles and rights, signing in, sessions, and the record of what they did."""
