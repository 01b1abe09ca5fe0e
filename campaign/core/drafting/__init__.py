"""Drafting together: comments, suggestions and positions, which stand beside the text of a letter and never in it."""
