"""The headers of contacts that Google and Outlook export, in English, German and French, and those that people write
for several addresses or numbers. The first address or number of a contact counts."""

# fmt: off
MAIL = (
    "E-mail 1 - Value", "e-mail 1", "mail 1", "e-mail 1 address", "Adresse de messagerie", "primary e-mail",
    "work e-mail", "business e-mail", "office e-mail", "contact e-mail", "contact mail", "e-mail of contact",
    "E-Mail dienstlich", "E-Mail Büro", "Kontakt-E-Mail", "E-Mail Kontakt",
)
COUNTRY = (
    "Address 1 - Country", "country/region", "Business Country/Region", "Business Country", "Land/Region",
    "Land/Region geschäftlich", "Pays/Région (bureau)", "Pays/Région", "country of registration", "country of origin",
    "Herkunftsland",
)
PHONE = (
    "Phone 1 - Value", "Business Phone", "work phone", "phone 1", "Telefon geschäftlich", "Telefon Büro",
    "Téléphone (bureau)", "Company Main Phone", "Primary Phone",
)
ROLE = (
    "job title", "Organization Title", "Organization 1 - Title", "Stelle", "Titre du poste", "poste",
)
ORGANISATION = (
    "Organization 1 - Name", "company", "company name", "Firma", "société", "NGO", "NGO name",
    "name of signing organisation", "name of your organization", "legal name of organisation", "Name der Organisation",
    "Name des Vereins", "organización", "organizzazione",
)
WEBSITE = (
    "Website 1 - Value", "web page", "website of organisation", "Internetadresse", "Website der Organisation",
    "page web", "web address",
)
FIRST_NAME = ("given name", "first name", "forename", "Vorname", "prénom", "first")
FAMILY_NAME = ("family name", "last name", "surname", "Nachname", "Familienname", "nom de famille", "last")
# fmt: on
