"""A dispatch: one decision to send one version of a letter to a list. Gathers, plans, guards and carries it out."""
