"""Names joined for a sentence."""

from collections.abc import Sequence


def joined_names(names: Sequence[str], most: int = 5) -> str:
    """Join names: "Ann, Bo". Of more than `most`, the first ones: "Ann, Bo, Cy, Di, Ed and 95 more"."""
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest
