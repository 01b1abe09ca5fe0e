"""Folds texts for comparison."""

import unicodedata


def fold(text: str) -> str:
    """Return the text in lower case without accents; everything else stays."""
    split = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("đ", "d").replace("ø", "o"))
    return "".join(sign for sign in split if not unicodedata.combining(sign))
