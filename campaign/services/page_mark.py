"""A mark of what a page shows, so that what is decided there is done only to the same."""

import hashlib


def mark_of(*values: object) -> str:
    """A mark of values as they were shown. The page sends it back, and another one means that something has changed."""
    return hashlib.sha256(repr(values).encode("utf-8", "replace")).hexdigest()[:24]
