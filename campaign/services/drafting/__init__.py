"""Drafting together: reading a draft with what stands beside it, commenting, suggesting, saying who will sign."""
