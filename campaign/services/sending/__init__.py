"""Sends released mailings: one mailer on this machine, or workers on several machines with one PostgreSQL database."""
