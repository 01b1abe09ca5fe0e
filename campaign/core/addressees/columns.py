"""The headers that tables of addressees may have: English, German, French, and parliaments' own layouts.

They cover the European Parliament's open data (`mep_family_name`), HowTheyVote's members (`last_name`),
EveryPolitician (`id,name,email,group`), TechToThePeople's list of Members (`epid,eugroup`), Popolo's field names, and
the contacts that Google and Outlook export.
"""

from campaign.core.tables import TableField
from campaign.core.tables import contact_headers as contacts

FIELDS = (
    TableField(
        "key",
        ("key", "id", "epid", "mep identifier", "identifier", "person id", "member id", "ep id", "Kennung",
         "identifiant", "dxid"),
    ),
    TableField(
        "name",
        ("name", "full name", "display name", "label", "addressee", "member", "mep", "vollständiger Name", "Empfänger",
         "nom complet", "nom", "destinataire", "Name, Vorname", "name, first name", "nom, prénom", "MEP name",
         "member of the European Parliament", "member of parliament", "person"),
    ),
    TableField(
        "family_name",
        ("family name", "last name", "surname", "mep family name", "Nachname", "Familienname", "Zuname",
         "nom de famille", "surnames", "last"),
    ),
    TableField(
        "given_name",
        ("given name", "first name", "forename", "mep given name", "Vorname", "prénom", "given names", "first names",
         "Vornamen", "first"),
    ),
    TableField(
        "honorific",
        ("honorific", "honorific prefix", "mep honorific prefix", "form of address", "prefix", "title", "Anrede",
         "civilité", "name prefix"),
    ),
    TableField(
        "honorific_override",
        ("honorific override", "override", "academic title", "field title", "akademischer Titel", "Titel", "titre"),
    ),
    TableField("salutation", ("salutation", "greeting", "Briefanrede", "Grußformel", "formule d'appel", "appel")),
    TableField(
        "mail",
        ("mail", "e-mail", "e-mail address", "mail address", "mep email", "Mailadresse", "E-Mail-Adresse", "courriel",
         "adresse e-mail", "adresse mail", "adresse électronique", "mél", *contacts.MAIL),
    ),
    TableField(
        "country",
        ("country", "country code", "country name", "member state", "mep citizenship", "Land", "Staat",
         "Mitgliedstaat", "pays", "état membre", *contacts.COUNTRY),
    ),
    TableField(
        "group",
        ("group", "political group", "EU group", "group code", "faction", "Fraktion", "Gruppe", "groupe",
         "groupe politique", "party", "Partei", "parti"),
    ),
    TableField("role", ("role", "function", "position", "Rolle", "Funktion", "Amt", "rôle", "fonction",
                         *contacts.ROLE)),
    TableField(
        "phone",
        ("phone", "telephone", "phone number", "telephone number", "tel", "office phone", "Telefon", "Telefonnummer",
         "Rufnummer", "téléphone", "numéro de téléphone", *contacts.PHONE),
    ),
    TableField(
        "sentence",
        ("sentence", "own sentence", "personal sentence", "eigener Satz", "Satz", "phrase", "phrase personnelle"),
    ),
    TableField("language", ("language", "lang", "language code", "Sprache", "langue")),
    TableField("gender", ("gender", "mep gender", "sex", "Geschlecht", "sexe", "genre")),
)  # fmt: skip
