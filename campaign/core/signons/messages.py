"""The messages about forms and sign-ons, in English: one table, from which the catalogues are made.

A message's id is its key in the table; `{...}` are values.
"""

from collections.abc import Callable, Mapping

LABELS: Mapping[str, str] = {
    "organisation": "Name of the organisation",
    "country": "Country",
    "register": "Transparency Register number",
    "person": "Your name",
    "role": "Your role",
    "affiliation": "Affiliation",
    "mail": "Email address",
    "authority": "Authority",
    "language": "Language",
    "version": "Text",
    "url": "Website",
    "quote": "Quote",
    "until": "When will you answer?",
    "logo": "Logo",
}

# The box that signers tick; stored with the sign-on as it was shown.
AUTHORITY = "I am authorised to sign this letter for the organisation"

MESSAGES: Mapping[str, str] = {
    # A form's fields: what to do.
    "organisation.empty": "Enter the name of the organisation as it should be listed",
    "person.empty": "Enter your name",
    "person.mail-address": "Enter your name, not your email address",
    "role.empty": "Enter your role in the organisation",
    "country.empty": "Select a country",
    "country.unknown": "Select a country from the list",
    "register.wrong": "Enter the register number, like 123456789012-34, or leave the field empty",
    "mail.empty": "Enter your email address",
    "mail.wrong": "Enter one email address, like name@organisation.example",
    "mail.slip": "Check the email address: did you mean {meant}?",
    "authority.unticked": "Tick the box if you are authorised to sign for the organisation",
    "language.unknown": "The letter does not exist in this language. Open the page again and sign there",
    "version.unknown": "The form does not say which text you are signing. Open the page again and sign there",
    "url.wrong": "Enter the address of the website, like https://organisation.example",
    "quote.web-address": "Remove the web address",
    "until.wrong": "Choose a day from today until {last}",
    # A logo's file.
    "logo.empty": "Choose a file",
    "logo.large": "Choose a file of up to 2 MB",
    "logo.program": "The file contains a script or entities. Export it again as plain SVG, or save it as PNG",
    "logo.outside": "The file loads other files. Export it again with everything in it, or save it as PNG",
    "logo.bitmap": "The file contains a bitmap. Save it as PNG",
    "logo.intricate": "The file is too complex. Save it as PNG",
    "logo.shape": "The logo is too long and narrow, or its size is missing. Save it as PNG, cropped to what is visible",
    "logo.pixels": "The picture has too many pixels. Make it smaller: 1,200 pixels are enough for the longer side",
    "logo.invisible": "The logo would be invisible on white paper. Choose the version for a light background",
    "logo.unreadable": "We cannot read this file as a picture. Choose an SVG, PNG, JPEG or WebP file",
    # Any name.
    "name.too-long": "Use at most {most} characters",
    "name.line-break": "Write it on one line",
    "name.control": "Type it again: it contains an invisible character",
    "name.direction": "Type it again: it contains a character that changes the reading direction",
    "name.unknown-sign": "Type it again: it contains a damaged character or one that belongs to no script",
    "name.marks": "Remove the extra accents",
    "name.no-letters": "Use letters or numbers",
    "name.markup": "Remove the HTML",
    "name.web-address": "Remove the web address. You can add your website after you have signed",
    "name.mail-address": "Remove the email address",
    # The reasons of a judgement.
    "judged.own-domain": "The email address is at {domain}, the site of {name} in the directory",
    "judged.register-domain": "The email address is at {domain}, the site of {name} in the Transparency Register"
    " ({number})",
    "judged.near-site": "The email address is at {host}, and the site of {name} is {site}: others may have addresses"
    " there, too",
    "judged.registered": "In the Transparency Register: {name} ({number})",
    "judged.typed-domain": "The email address is at {domain}, the site that the signer typed: nothing else shows"
    " that it is the organisation's",
    "judged.unknown-site": "The email address is at {domain}: no site of this organisation is known",
    "judged.free-mail": "Anybody can get an email address at {domain}",
    "judged.other-domain": "The email address is at {domain}, but the organisation's site is at {site}",
    "judged.same-mailbox": "The same mailbox signed before, with its address spelt differently: {other}",
    "judged.other-name": "The name of this organisation in the directory is {name}",
    "judged.host": "The name contains what looks like the address of a website: {host}",
    "judged.letters": "The name has letters of another script that look like Latin ones: {words}",
    "judged.person": "This may be a person who signed as an organisation: {name}",
    "judged.organisation": "This may be an organisation that signed as an individual: the name has the word {word}",
    "judged.near-name": "A known organisation has the same name: {name}",
    "judged.near-looks": "A known organisation has a name that looks the same: {name}",
    "judged.near-form": "A known organisation has the same name, apart from legal form and small words: {name}",
    "judged.near-part": "A known organisation has a name that contains this one or is part of it: {name}",
    "judged.near-acronym": "One name has the initials of the other, which is known: {name}",
    "judged.near-spelling": "A known organisation has a name that differs by a few letters: {name}",
    "judged.near-domain": "The email address or the site is at the domain of another organisation: {name}",
    "judged.near-host": "The email address or the site is at a domain that looks like the one of {name}",
    "judged.number-form": "This is not a Transparency Register number, for example 123456789012-02: {number}",
    "judged.number-check": "The last two digits of the Transparency Register number {number} are unexpected:"
    " compare it with the Register",
    "judged.number-unknown": "The export of the Transparency Register does not have the number {number}",
    "judged.number-other": "The Transparency Register has the number {number} for another name: {name}",
}


def message_text(message: str, values: Mapping[str, str] | None = None, gettext: Callable[[str], str] = str) -> str:
    """A message in English, or in the language of a catalogue's `gettext`. Values are inserted unchanged."""
    return gettext(MESSAGES[message]).format_map(values or {})
