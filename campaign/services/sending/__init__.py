"""Sending a released wave: one mailer on this machine, or workers on many that share one PostgreSQL store."""
