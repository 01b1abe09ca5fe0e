"""Whom to write to, and what came of it: the directory of people, choosing from it, votes and positions."""
