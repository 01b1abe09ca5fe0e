"""Spanish, French, Italian, Portuguese, Romanian."""

from campaign.core.languages.language import Envelope, Form, Grade, Greeting, JointOpening, Language, Terms

ROMANCE = (
    Language(
        "es",
        "Spanish",
        Greeting(
            Form("Estimado | Sr. {family}", "Estimado | {grade} {family}"),
            Form("Estimada | Sra. {family}", "Estimada | {grade} {family}"),
            Form("A la atención de | {name}"),
            {"Dr": Grade("Dr.", "Dra."), "Prof": Grade("Prof.", "Prof.ª")},
            mark=":",
        ),
        "Atentamente,",
        Terms("Notas", "Enlaces", "Firmantes:", "Versión del texto", "Esta carta en línea"),
        remark="Ends with a colon. A grade takes the place of Sr. or Sra.",
    ),
    Language(
        "fr",
        "French",
        Greeting(
            Form("Monsieur", "Monsieur le {grade}"),
            Form("Madame", "Madame la {grade}"),
            Form("Madame, Monsieur"),
            {"Prof": Grade("Professeur", "Professeure")},
            JointOpening("Messieurs", "Mesdames", "Mesdames, Messieurs"),
        ),
        "Nous vous prions d’agréer l’expression de notre haute considération.",
        Terms("Notes", "Liens", "Signataires\u00a0:", "Version du texte\u00a0", "Cette lettre en ligne\u00a0"),
        first_day="1er",
        dateline="{place}, le {day}",
        envelope=Envelope("Monsieur {name}", "Madame {name}"),
        remark="Without the name, as formal French greets, and without the mandate: not every addressee is a Député, "
        "and Madame le Député stands beside Madame la Députée. Give such a greeting word for word in `salutation`.",
    ),
    Language(
        "it",
        "Italian",
        Greeting(
            Form("Gentile | Signor {family}", "Gentile | {grade} {family}"),
            Form("Gentile | Signora {family}", "Gentile | {grade} {family}"),
            Form("Gentile | {name}"),
            {"Dr": Grade("Dott.", "Dott.ssa"), "Prof": Grade("Prof.", "Prof.ssa")},
        ),
        "Distinti saluti",
        Terms("Note", "Link", "Firmatari:", "Versione del testo", "Questa lettera online"),
        first_day="1º",
        remark="A grade takes the place of Signor or Signora.",
    ),
    Language(
        "pt",
        "Portuguese",
        Greeting(
            Form("Exmo. Senhor | {grade} {family}"),
            Form("Exma. Senhora | {grade} {family}"),
            Form("À atenção de | {name}"),
            {"Dr": Grade("Dr.", "Dra."), "Prof": Grade("Professor", "Professora")},
            small_after_comma=False,
        ),
        "Com os melhores cumprimentos,",
        Terms("Notas", "Ligações", "Signatários:", "Versão do texto", "Esta carta na Internet"),
        remark="Exmo. and Exma. keep their capital after a comma.",
    ),
    Language(
        "ro",
        "Romanian",
        Greeting(
            Form("Stimate | domnule {grade} {family}"),
            Form("Stimată | doamnă {grade} {family}"),
            Form("Bună ziua, | {name}"),
            {"Dr": Grade("doctor", "doctor"), "Prof": Grade("profesor", "profesor")},
        ),
        "Cu stimă,",
        Terms("Note", "Linkuri", "Semnatari:", "Versiunea textului", "Această scrisoare pe internet"),
        remark="The honorific is in the vocative, the name unchanged.",
    ),
)
