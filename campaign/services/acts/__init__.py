"""What can be done at the desk: one registry of acts, each with its right. Every act passes through `perform`."""
