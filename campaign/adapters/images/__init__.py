"""Logos: reads, checks and redraws them; one that a visitor uploads in a separate process."""
