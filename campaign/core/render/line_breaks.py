"""Where a line of print must not end, and where it may: no-break spaces, and breaks in words longer than a line.

"Dr. Lagodinsky", "EUR 95 billion", "Art. 28b" and "26 April" stay on one line. An address of a page, or a chain of
letters without a space, may break.
"""

import re
from functools import cache

from campaign.core.languages.locale import locale

GLUE = "\u00a0"
_BREAK = "\u200b"  # a line may end here, and nothing shows it

_TITLES = frozenset(
    "Mr Mrs Ms Dr Prof MEP Herr Herrn Frau Hr Fr M MM Mme Mmes Mlle Sr Sra Sig Dott Ir St Sen Dhr Mevr Pan Pani".split()  # noqa: SIM905 -- a list of words is read better without quotes
)
_PARTICLES = frozenset("van von de der den di da del du".split())  # noqa: SIM905 -- as above
_BEFORE_FIGURE = frozenset(
    "art arts article articles artikel artikels artykuł artículo articolo artigo abs absatz paragraph paragraphs para "  # noqa: SIM905 -- as above
    "paragraphe nr no nos n° nº p pp s rn recital title titel titre annex anhang annexe chapter section considérant ca "
    "eur usd gbp chf € $ £ § §§".split()
)
_UNITS = frozenset(
    "% ‰ ° € $ £ EUR USD GBP CHF euro euros Euro percent Prozent thousand million millions billion billions trillion "  # noqa: SIM905 -- as above
    "Tsd Mio Mrd Millionen Milliarden milliard milliards miljoen miljard milione milioni miliardo miliardi millones "
    "milhões milionów miliardów mln mld bn kg km m cm mm ha t kWh MWh TWh MW GW MB GB TB kHz MHz GHz".split()
)
_LARGE = frozenset(
    "thousand million billion trillion Tsd Mio Mrd Millionen Milliarden millions milliards miljoen miljard".split()  # noqa: SIM905 -- as above
)
_CURRENCIES = frozenset("euro euros Euro EUR € USD dollars".split())  # noqa: SIM905 -- as above
_ROMAN = re.compile(r"[IVXLC]+")
_SPACE = re.compile(r"(?<!\S)(?P<before>\S{1,24}) (?=(?P<after>\S{1,24}))")
_AROUND = "()[]„“”«»\"'‘’.,;:!?"
_LONG = re.compile(r"[^\s\u00a0\u200b]{32,}")
_AFTER_SIGN = re.compile(r"(?<=[/?&=._,;:])(?=[^\W_])")
_STEP = 16
_CHAIN = re.compile(rf"[^\W_]{{{_STEP}}}(?=[^\W_]{{8}})")
# French puts a space inside quotation marks and before the high signs.
_FRENCH = re.compile(r"(?<=«) | (?=[»:;!?](?!\w))")


def glue(text: str, language: str) -> str:
    """Put a no-break space wherever a line must not end, and a place to break into words longer than 31 characters."""
    months = _months(language)

    def joined(match: re.Match[str]) -> str:
        together = _belong_together(match["before"], match["after"], months)
        return match["before"] + (GLUE if together else " ")

    text = _SPACE.sub(joined, text)
    if language.partition("-")[0].lower() == "fr":
        text = _FRENCH.sub(GLUE, text)
    return _LONG.sub(_breakable, text)


@cache
def _months(language: str) -> frozenset[str]:
    return frozenset(locale(language).months["format"]["wide"].values())


def _belong_together(before: str, after: str, months: frozenset[str]) -> bool:
    """Whether two neighbours are read as one: honorific and name, number and unit, day and month, article and
    number."""
    word, following = before.lstrip(_AROUND).removesuffix("."), after.strip(_AROUND)
    if word in _TITLES:
        return following[:1].isupper() or following in _PARTICLES
    if word[-1:].isdigit() and (following in _UNITS or (len(word) <= 2 and following in months)):
        return True
    if word in _LARGE and following in _CURRENCIES:
        return True
    return word.lower() in _BEFORE_FIGURE and (following[:1].isdigit() or _ROMAN.fullmatch(following) is not None)


def _breakable(match: re.Match[str]) -> str:
    pieces = _AFTER_SIGN.sub(_BREAK, match[0])
    return _CHAIN.sub(lambda chain: chain[0] + _BREAK, pieces)
