"""The coalition's own pages, on this machine."""
