"""Imports of addressees and organisations; export, erasure and purge of personal data."""
