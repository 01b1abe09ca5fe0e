"""The team in the database: accounts, links to sign in, sessions, and the record of what was done."""
