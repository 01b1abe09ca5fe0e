"""Looking for a text anywhere in a column, with LIKE."""


def pattern_of(text: str) -> str:
    """Return what `column LIKE :pattern ESCAPE '!'` compares to find a text, which may itself have % or _."""
    safe = text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{safe}%"
