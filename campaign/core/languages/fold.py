"""Texts made alike for comparing."""

import unicodedata


def fold(text: str) -> str:
    """Small letters without accents; all else stays."""
    split = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("đ", "d").replace("ø", "o"))
    return "".join(sign for sign in split if not unicodedata.combining(sign))
