"""Serialisers of the letter's tree: HTML, plain text, Markdown, PDF and Word."""
