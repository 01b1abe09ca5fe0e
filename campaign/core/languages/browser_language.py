"""The language of a page, by what the visitor's browser asks for (RFC 9110, 12.5.4)."""

from collections.abc import Sequence

_MOST_CHARACTERS = 500


def visitor_language(accepted: str, available: Sequence[str]) -> str:
    """The one of `available`, the letter's main language first, that Accept-Language prefers; the main one if it names
    none of them. de-AT is content with de, and de with de-AT."""
    weights = _weights(accepted[:_MOST_CHARACTERS])
    ranked = [
        (weights[tag], -at, language)
        for language in available
        for at, tag in enumerate(weights)
        if _fits(language, tag)
    ]
    best = max(((weight, at, language) for weight, at, language in ranked if weight > 0), default=None)
    return best[2] if best else available[0]


def _weights(accepted: str) -> dict[str, float]:
    """Each language tag with its weight, in the order of the header. A tag with a weight that is not one counts as
    0."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        tag, _, weight = part.replace(" ", "").partition(";q=")
        if tag:
            weights.setdefault(tag, _number(weight) if weight else 1.0)
    return weights


def _number(text: str) -> float:
    whole, _, digits = text.partition(".")
    is_number = whole in ("0", "1") and (not digits or (digits.isascii() and digits.isdecimal()))
    return min(float(f"{whole}.{digits or 0}"), 1.0) if is_number else 0.0


def _fits(language: str, tag: str) -> bool:
    own = language.lower()
    return own == tag or own.partition("-")[0] == tag.partition("-")[0]
