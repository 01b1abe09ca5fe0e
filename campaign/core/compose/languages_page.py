"""Generates docs/languages.md: the greetings, closings and dates of each language."""

import datetime as dt
from collections.abc import Iterator

from campaign.core.addressees import Addressee
from campaign.core.addressees.salutation import EU, joint_salutation, personal_salutation
from campaign.core.compose.values import day_in_words
from campaign.core.languages import LANGUAGES, Language

_MAN = Addressee("1", "Jan Wit", "Wit", "Jan", "Mr")
_WOMAN = Addressee("2", "Anna Roth", "Roth", "Anna", "Ms")
_DOCTOR = Addressee("3", "Eva Stern", "Stern", "Eva", "Ms", "Dr")
_UNKNOWN = Addressee("4", "Kim Berg", "Berg", "Kim")
_DAY = dt.date(2027, 5, 1)

_INTRO = """\
# Languages

Made from the program's own table by `python -m tools.docs`; edit the rows in `campaign/core/languages/`, not this page.

A letter greets, closes and dates in the language of its text (`letter.de.md` in German). The 24 official languages of
the European Union have a row; a text in any other language can be sent with a greeting given word for word.

- **Gender** is told by the honorific (Mr, Ms) and never guessed. Who has none is greeted without one.
- **Names are never declined.** Where good usage would want the vocative of a name, the greeting leaves the name out or
  sets it as it is; the note says which. A greeting written into the column `salutation` of the addressees wins, in
  letters with `salutation: single`.
- **Formal closings** are printed for `closing: formal` in the letter; without a closing stands the plain line.
- **\\* marks a row that no native speaker has reviewed yet.** The check says so too. Please look at a preview with
  somebody who grew up with the language, and tell us what is wrong.

"""


def reference() -> str:
    """docs/languages.md."""
    rows = (
        "| Language | A man | A woman | A woman with a grade | Unknown gender | Two together |",
        "|---|---|---|---|---|---|",
        *map(_greetings, LANGUAGES.values()),
        "",
        "| Language | Plain line | Formal closing | Notes, links | 1 May 2027 |",
        "|---|---|---|---|---|",
        *map(_words, LANGUAGES.values()),
        "",
        "## Notes",
        "",
        *_notes(),
    )
    return _INTRO + "\n".join(rows) + "\n"


def _greetings(row: Language) -> str:
    singles = [personal_salutation(person, row.code, EU) for person in (_MAN, _WOMAN, _DOCTOR, _UNKNOWN)]
    return _cells(_name(row), *singles, joint_salutation([_MAN, _WOMAN], row.code, EU))


def _words(row: Language) -> str:
    terms = row.terms
    day = day_in_words(_DAY, row.code)
    return _cells(_name(row), terms.signed, row.closing, f"{terms.notes}, {terms.links}", day)


def _notes() -> Iterator[str]:
    for row in LANGUAGES.values():
        if row.remark:
            yield f"- **{row.name}.** {row.remark}"


def _name(row: Language) -> str:
    return f"{row.name} ({row.code})" + ("" if row.reviewed else " \\*")


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
