"""A wave: one decision to send one version of a letter to a list of addressees."""
