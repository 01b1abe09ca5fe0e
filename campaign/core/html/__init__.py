"""Splits HTML from outside into tags and texts."""
