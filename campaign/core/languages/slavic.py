"""Bulgarian, Czech, Croatian, Polish, Slovak, Slovenian."""

from campaign.core.languages.language import AcademicTitle, Form, Greeting, JointOpening, Language, Terms, same_title

SLAVIC = (
    Language(
        "bg",
        "Bulgarian",
        Greeting(
            Form("Уважаеми | господин {family}", "Уважаеми | {title} {family}"),
            Form("Уважаема | госпожо {family}", "Уважаема | {title} {family}"),
            Form("Здравейте, | {title} {name}"),
            {"Dr": same_title("д-р"), "Prof": same_title("проф.")},
        ),
        "С уважение,",
        Terms("Бележки", "Връзки", "Подписали:", "Версия на текста", "Това писмо в интернет"),
        remark="The name is unchanged, as in the table of addressees, in any script.",
    ),
    Language(
        "cs",
        "Czech",
        Greeting(
            Form("Vážený pane", "Vážený pane {title}"),
            Form("Vážená paní", "Vážená paní {title}"),
            Form("Vážená paní, vážený pane"),
            {"Dr": AcademicTitle("doktore", "doktorko"), "Prof": AcademicTitle("profesore", "profesorko")},
            JointOpening("Vážení pánové", "Vážené dámy", "Vážené dámy, vážení pánové"),
        ),
        "S úctou",
        Terms("Poznámky", "Odkazy", "Signatáři:", "Verze textu", "Tento dopis na webu"),
        dateline="{place} {day}",
        located={"Brusel": "V Bruselu", "Štrasburk": "Ve Štrasburku", "Praha": "V Praze", "Brno": "V Brně"},
        remark="Without the name, because it would need the vocative. The academic title is in the vocative.",
    ),
    Language(
        "hr",
        "Croatian",
        Greeting(
            Form("Poštovani | gospodine {title} {family}"),
            Form("Poštovana | gospođo {title} {family}"),
            Form("Dobar dan, | {title} {name}"),
            {"Dr": same_title("dr."), "Prof": same_title("prof.")},
        ),
        "S poštovanjem",
        Terms("Bilješke", "Poveznice", "Potpisnici:", "Verzija teksta", "Ovo pismo na internetu"),
        remark="The honorific is in the vocative, the name unchanged, as institutions write it.",
    ),
    Language(
        "pl",
        "Polish",
        Greeting(
            Form("Szanowny Panie", "Szanowny Panie {title}"),
            Form("Szanowna Pani", "Szanowna Pani {title}"),
            Form("Szanowna Pani, Szanowny Panie"),
            {"Dr": AcademicTitle("Doktorze", "Doktor"), "Prof": AcademicTitle("Profesorze", "Profesor")},
            JointOpening("Szanowni Panowie", "Szanowne Panie", "Szanowni Państwo"),
        ),
        "Z poważaniem",
        Terms("Przypisy", "Linki", "Sygnatariusze:", "Wersja tekstu", "Ten list w internecie"),
        dateline="{place}, {day} r.",
        remark="Without the name, as is polite in Polish.",
    ),
    Language(
        "sk",
        "Slovak",
        Greeting(
            Form("Vážený | pán {title} {family}"),
            Form("Vážená | pani {title} {family}"),
            Form("Dobrý deň, | {name}"),
            {"Dr": AcademicTitle("doktor", "doktorka"), "Prof": AcademicTitle("profesor", "profesorka")},
        ),
        "S úctou",
        Terms("Poznámky", "Odkazy", "Signatári:", "Verzia textu", "Tento list na webe"),
        dateline="{place} {day}",
        located={"Brusel": "V Bruseli", "Štrasburg": "V Štrasburgu", "Bratislava": "V Bratislave"},
    ),
    Language(
        "sl",
        "Slovenian",
        Greeting(
            Form("Spoštovani | gospod {title} {family}"),
            Form("Spoštovana | gospa {title} {family}"),
            Form("Pozdravljeni, | {title} {name}"),
            {"Dr": same_title("dr."), "Prof": same_title("prof.")},
        ),
        "S spoštovanjem",
        Terms("Opombe", "Povezave", "Podpisniki:", "Različica besedila", "To pismo na spletu"),
    ),
)
