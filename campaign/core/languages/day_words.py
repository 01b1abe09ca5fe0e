"""How each language writes a day of the year beyond the names in CLDR: inflected and other forms, and word order.

These are parts of regular expressions. CLDR (in Babel) has the name of a month beside a day and alone; the forms that
it takes in a sentence are here. Abbreviated names are left out, because too many are words ("pro" in Czech, "set" in
Italian).
"""

from collections.abc import Mapping
from dataclasses import dataclass

NONE = "-"  # in a list of forms: no further form


@dataclass(frozen=True, slots=True)
class DayWords:
    """The words of one language for days."""

    months: str = ""
    """Further forms, one for each month from January, or NONE."""
    month_endings: str = ""
    """What may follow any form of a month."""
    weekdays: str = ""
    """Further forms, one for each weekday from Monday, or NONE."""
    weekday_endings: str = ""
    """What may follow any form of a weekday."""
    between: str = ""
    """What may be between day and month, with its space."""
    month_first: str = ""
    """What follows the day if the month may come first; "" if it never does."""
    weekday_after: bool = False
    """Whether the weekday then follows the day."""
    year_first: str = ""
    """What follows a year that comes first; "" if it never does."""
    not_month: str = ""
    """What, after the name of a month, shows that it is another word."""


DAY_WORDS: Mapping[str, DayWords] = {
    "bg": DayWords(),
    "cs": DayWords(weekdays="- - středu - - sobotu neděli"),
    "da": DayWords(),
    "de": DayWords(months="Jänner Feber - - - - - - - - - -", weekdays="- - - - - Sonnabend -"),
    "el": DayWords(
        months="Γενάρη Φλεβάρη Μάρτη Απρίλη Μάη|Μαίου|Μαϊου Ιούνη Ιούλη - Σεπτέμβρη Οκτώβρη Νοέμβρη Δεκέμβρη"
    ),
    "en": DayWords(between=r"of\s+", month_first=r"(?:st|nd|rd|th)?\b(?!\s?[€%])"),
    "es": DayWords(months="- - - - - - - - setiembre - - -", between=r"de\s+"),
    "et": DayWords(month_endings="i?(?:l|ks|st|ni)?", weekday_endings="(?:a?l)?"),
    "fi": DayWords(month_endings="n?", month_first=r"(?=\.)"),
    "fr": DayWords(),
    "ga": DayWords(
        months=r"- Fheabhra Mhárta Aibreáin Bhealtaine Mheitheamh|Mheithimh|Meithimh - - Mheán\sFómhair "
        r"Dheireadh\sFómhair Shamhain|Samhna|Shamhna Nollag",
        between=r"(?:lá\s+)?(?:de\s+|d[’'])",
    ),
    "hr": DayWords(months="- - - - - - - - - - studenog -", weekdays="- - srijedu - - subotu nedjelju"),
    "hu": DayWords(
        weekdays="hétfőn kedden szerdán csütörtökön pénteken szombaton -",
        month_first=r"(?=\.|-[^\W\d])",
        weekday_after=True,
        year_first=r"\.",
    ),
    "it": DayWords(),
    "lt": DayWords(
        weekdays="pirmadienį antradienį trečiadienį ketvirtadienį penktadienį šeštadienį sekmadienį",
        month_first=r"(?=\s?d\b|\s?dien|-[^\W\d])",
        weekday_after=True,
        year_first=r"\s?(?:m\.|metų)",
    ),
    "lv": DayWords(
        months="janvār februār mart aprī[lļ] maij jūnij jūlij august septembr oktobr novembr decembr",
        month_endings="(?:is|ī|im|i|s|ā|am|a|u)?",
        weekdays="pirmdien otrdien trešdien ceturtdien piektdien sestdien svētdien",
        weekday_endings="ā?",
        year_first=r"\.\s?gada",
    ),
    "mt": DayWords(weekdays="it-Tnejn it-Tlieta l-Erbgħa il-Ħamis il-Ġimgħa is-Sibt il-Ħadd", between=r"ta[’']\s*"),
    "nl": DayWords(),
    "pl": DayWords(weekdays="- - środę - - sobotę niedzielę"),
    "pt": DayWords(weekdays="segunda terça quarta quinta sexta - -", between=r"de\s+"),
    "ro": DayWords(not_month=r"\s+(?:mul|puț|mar|mic|bun)"),  # "26 mai multe": 26 more
    "sk": DayWords(weekdays="- - stredu - - sobotu nedeľu"),
    "sl": DayWords(
        months="januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra",
        weekdays="- - sredo - - soboto nedeljo",
    ),
    "sv": DayWords(weekday_endings="(?:en)?"),
}
