"""Spanish, French, Italian, Portuguese, Romanian."""

from campaign.core.languages.language import AcademicTitle, Envelope, Form, Greeting, JointOpening, Language, Terms

ROMANCE = (
    Language(
        "es",
        "Spanish",
        Greeting(
            Form("Estimado | Sr. {family}", "Estimado | {title} {family}"),
            Form("Estimada | Sra. {family}", "Estimada | {title} {family}"),
            Form("A la atención de | {name}"),
            {"Dr": AcademicTitle("Dr.", "Dra."), "Prof": AcademicTitle("Prof.", "Prof.ª")},
            mark=":",
        ),
        "Atentamente,",
        Terms("Notas", "Enlaces", "Firmantes:", "Versión del texto", "Esta carta en línea"),
        remark="Ends with a colon. An academic title replaces Sr. or Sra.",
    ),
    Language(
        "fr",
        "French",
        Greeting(
            Form("Monsieur", "Monsieur le {title}"),
            Form("Madame", "Madame la {title}"),
            Form("Madame, Monsieur"),
            {"Prof": AcademicTitle("Professeur", "Professeure")},
            JointOpening("Messieurs", "Mesdames", "Mesdames, Messieurs"),
        ),
        "Nous vous prions d’agréer l’expression de notre haute considération.",
        Terms("Notes", "Liens", "Signataires\u00a0:", "Version du texte\u00a0", "Cette lettre en ligne\u00a0"),
        first_day="1er",
        dateline="{place}, le {day}",
        envelope=Envelope("Monsieur {name}", "Madame {name}"),
        remark="Without the name, as is usual in formal French, and without the office: not every addressee is a "
        "Député, and both Madame le Député and Madame la Députée are in use. Write such a greeting in `salutation`.",
    ),
    Language(
        "it",
        "Italian",
        Greeting(
            Form("Gentile | Signor {family}", "Gentile | {title} {family}"),
            Form("Gentile | Signora {family}", "Gentile | {title} {family}"),
            Form("Gentile | {name}"),
            {"Dr": AcademicTitle("Dott.", "Dott.ssa"), "Prof": AcademicTitle("Prof.", "Prof.ssa")},
        ),
        "Distinti saluti",
        Terms("Note", "Link", "Firmatari:", "Versione del testo", "Questa lettera online"),
        first_day="1º",
        remark="An academic title replaces Signor or Signora.",
    ),
    Language(
        "pt",
        "Portuguese",
        Greeting(
            Form("Exmo. Senhor | {title} {family}"),
            Form("Exma. Senhora | {title} {family}"),
            Form("À atenção de | {name}"),
            {"Dr": AcademicTitle("Dr.", "Dra."), "Prof": AcademicTitle("Professor", "Professora")},
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
            Form("Stimate | domnule {title} {family}"),
            Form("Stimată | doamnă {title} {family}"),
            Form("Bună ziua, | {name}"),
            {"Dr": AcademicTitle("doctor", "doctor"), "Prof": AcademicTitle("profesor", "profesor")},
        ),
        "Cu stimă,",
        Terms("Note", "Linkuri", "Semnatari:", "Versiunea textului", "Această scrisoare pe internet"),
        remark="The honorific is in the vocative, the name unchanged.",
    ),
)
