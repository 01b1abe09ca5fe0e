"""Danish, German, English, Dutch, Swedish."""

from campaign.core.languages.language import Envelope, Form, Greeting, Language, Terms, same_opening, same_title

GERMANIC = (
    Language(
        "da",
        "Danish",
        Greeting(
            Form("Kære | {name}"),
            Form("Kære | {name}"),
            Form("Kære | {name}"),
            joint_opening=same_opening("Kære", "og"),
        ),
        "Med venlig hilsen",
        Terms("Noter", "Links", "Underskrevet af:", "Tekstens version", "Dette brev på nettet"),
        dateline="{place}, den {day}",
        remark="Full name without honorific or academic title.",
    ),
    Language(
        "de",
        "German",
        Greeting(
            Form("Sehr geehrter | Herr {title} {family}"),
            Form("Sehr geehrte | Frau {title} {family}"),
            Form("Guten Tag | {title} {name}"),
            {"Dr": same_title("Dr."), "Prof": same_title("Prof.")},
        ),
        "Mit freundlichen Grüßen",
        Terms("Anmerkungen", "Links", "Unterzeichnet:", "Textfassung", "Dieser Brief im Web"),
        envelope=Envelope("Herrn {title} {name}", "Frau {title} {name}", "{title} {name}"),
        remark="An academic title is between Herr or Frau and the name.",
    ),
    Language(
        "en",
        "English",
        Greeting(
            Form("Dear | {called}"),
            Form("Dear | {called}"),
            Form("Dear | {called}"),
            joint_opening=same_opening("Dear"),
        ),
        "Yours sincerely,",
        Terms("Notes", "Links", "Signed:", "Version of this text", "This letter on the web"),
        reviewed=True,
        remark="An academic title replaces Mr or Ms. `honorific_style` sets the full stop: Mr (eu), Mr. (us).",
    ),
    Language(
        "nl",
        "Dutch",
        Greeting(
            Form("Geachte | heer {capital}", "Geachte | {title} {capital}"),
            Form("Geachte | mevrouw {capital}", "Geachte | {title} {capital}"),
            Form("Geachte | {title} {name}"),
            {"Dr": same_title("dr."), "Prof": same_title("professor")},
        ),
        "Hoogachtend,",
        Terms("Noten", "Links", "Ondertekend door:", "Versie van de tekst", "Deze brief op het web"),
        envelope=Envelope("De heer {title} {name}", "Mevrouw {title} {name}", "{title} {name}"),
        remark="A prefix (van, de) has a capital letter after heer or mevrouw, except in names from Belgium, which are "
        "written as in the table of addressees.",
    ),
    Language(
        "sv",
        "Swedish",
        Greeting(
            Form("Bästa | {name}"),
            Form("Bästa | {name}"),
            Form("Bästa | {name}"),
            joint_opening=same_opening("Bästa", "och"),
        ),
        "Med vänlig hälsning",
        Terms("Noter", "Länkar", "Undertecknat av:", "Textens version", "Detta brev på webben"),
        dateline="{place} den {day}",
        remark="Full name without honorific or academic title.",
    ),
)
