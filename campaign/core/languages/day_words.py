"""How each language writes a day of the year, beyond the names that CLDR has: inflected and other forms, and order.

Parts of regular expressions. CLDR (by Babel) has the name of a month as it stands beside a day, and alone; what a
sentence does to it is here. Abbreviated names are left out: too many are words ("pro" in Czech, "set" in Italian).
"""

from collections.abc import Mapping
from dataclasses import dataclass

NONE = "-"  # in a list of forms: no further one


@dataclass(frozen=True, slots=True)
class DayWords:
    """`months` and `weekdays` are further forms, one each from January or Monday on, NONE for none; the `endings` are
    what may follow any form. `between` may stand between day and month, with its space.

    `month_first` is what follows the day where the month may stand before it, "" where it never does; the weekday then
    stands behind where `weekday_after`. `year_first` is what follows a year on top. What `not_month` matches behind a
    month's name shows that it is another word.
    """

    months: str = ""
    month_endings: str = ""
    weekdays: str = ""
    weekday_endings: str = ""
    between: str = ""
    month_first: str = ""
    weekday_after: bool = False
    year_first: str = ""
    not_month: str = ""


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
