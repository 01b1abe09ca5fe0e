"""Tables of people and organisations imported, and what is kept of a person given out, erased and purged."""
