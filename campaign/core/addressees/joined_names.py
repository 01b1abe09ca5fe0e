"""Names in a sentence."""

from collections.abc import Sequence


def joined_names(names: Sequence[str], most: int = 5) -> str:
    """ "Ann, Bo"; the first ones of many: "Ann, Bo, Cy, Di, Ed and 95 more"."""
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest
