"""Numbers that people and addresses write in digits."""

MOST_DIGITS = 18  # a row of the database can have any number with so many digits


def read_digits(text: str, most_digits: int = MOST_DIGITS) -> int | None:
    """The number that a text writes in the digits 0 to 9; None for anything else, or with more digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= most_digits else None
