"""Reads Word files as a letter, with pandoc or without it."""
