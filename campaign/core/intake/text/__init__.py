"""Reads plain text and Markdown as a letter."""
