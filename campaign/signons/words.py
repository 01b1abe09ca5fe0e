"""What people read about a form and a sign-on, in English: one table, so that catalogues have one place to look.

A message's id is its place in the table; `{...}` are values. The page may say it in another language by the same id.
"""

from collections.abc import Callable, Mapping

LABELS: Mapping[str, str] = {
    "organisation": "Name of the organisation",
    "country": "Country",
    "person": "Your name",
    "role": "Your role",
    "affiliation": "Affiliation",
    "mail": "Email address",
    "authority": "Authority",
    "language": "Language",
    "version": "Text",
}

# What is ticked, and kept with the sign-on as it was said.
AUTHORITY = "I am authorised to sign this letter for the organisation"

MESSAGES: Mapping[str, str] = {
    # A form's fields: what to do.
    "organisation.empty": "Enter the name of the organisation as it should appear",
    "person.empty": "Enter your name",
    "person.mail-address": "Enter your name, not your email address",
    "role.empty": "Enter your role in the organisation",
    "country.empty": "Select a country",
    "country.unknown": "Select a country from the list",
    "mail.empty": "Enter your email address",
    "mail.wrong": "Enter one email address, like name@organisation.example",
    "mail.slip": "Check the email address: did you mean {meant}?",
    "authority.unticked": "Tick the box if you are authorised to sign for the organisation",
    "language.unknown": "The letter is not there in this language: open the page again and sign there",
    "version.unknown": "The form does not say which text it is about: open the page again and sign there",
    # What any name can have.
    "name.too-long": "Use at most {most} characters",
    "name.line-break": "Write it in one line",
    "name.control": "Type it anew: it holds a character that cannot be seen",
    "name.direction": "Type it anew: it holds a character that turns the direction of reading",
    "name.unknown-sign": "Type it anew: it holds a character that is not a letter of any script, or one that got lost",
    "name.marks": "Write each letter with its own accents only",
    "name.no-letters": "Use letters or digits",
    "name.markup": "Take out the HTML",
    "name.web-address": "Take out the web address: there will be a place for it after you have signed",
}


def said(message: str, values: Mapping[str, str] | None = None, gettext: Callable[[str], str] = str) -> str:
    """A message, in English or the language of a catalogue's `gettext`. Values stand in it as they are."""
    return gettext(MESSAGES[message]).format_map(values or {})
