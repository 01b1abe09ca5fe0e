"""Logos read, checked and drawn again as pictures; one from a stranger in a process of its own."""
