"""Danish, German, English, Dutch, Swedish."""

from campaign.core.languages.language import Envelope, Form, Greeting, Language, Terms, same_grade, same_opening

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
        remark="Full name without honorific or grade.",
    ),
    Language(
        "de",
        "German",
        Greeting(
            Form("Sehr geehrter | Herr {grade} {family}"),
            Form("Sehr geehrte | Frau {grade} {family}"),
            Form("Guten Tag | {grade} {name}"),
            {"Dr": same_grade("Dr."), "Prof": same_grade("Prof.")},
        ),
        "Mit freundlichen Grüßen",
        Terms("Anmerkungen", "Links", "Unterzeichnet:", "Textfassung", "Dieser Brief im Web"),
        envelope=Envelope("Herrn {grade} {name}", "Frau {grade} {name}", "{grade} {name}"),
        remark="An academic grade stands between Herr or Frau and the name.",
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
        remark="A grade takes the place of Mr or Ms. `honorific_style` sets the full stop: Mr (eu), Mr. (us).",
    ),
    Language(
        "nl",
        "Dutch",
        Greeting(
            Form("Geachte | heer {capital}", "Geachte | {grade} {capital}"),
            Form("Geachte | mevrouw {capital}", "Geachte | {grade} {capital}"),
            Form("Geachte | {grade} {name}"),
            {"Dr": same_grade("dr."), "Prof": same_grade("professor")},
        ),
        "Hoogachtend,",
        Terms("Noten", "Links", "Ondertekend door:", "Versie van de tekst", "Deze brief op het web"),
        envelope=Envelope("De heer {grade} {name}", "Mevrouw {grade} {name}", "{grade} {name}"),
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
        remark="Full name without honorific or grade.",
    ),
)
