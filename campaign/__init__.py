"""Undersigned: campaign letters, their signatories, and personal delivery before a deadline."""

__version__ = "0.1.0"
