"""Bulgarian, Czech, Croatian, Polish, Slovak, Slovenian."""

from campaign.core.languages.language import Form, Grade, Greeting, JointOpening, Language, Terms, same_grade

SLAVIC = (
    Language(
        "bg",
        "Bulgarian",
        Greeting(
            Form("Уважаеми | господин {family}", "Уважаеми | {grade} {family}"),
            Form("Уважаема | госпожо {family}", "Уважаема | {grade} {family}"),
            Form("Здравейте, | {grade} {name}"),
            {"Dr": same_grade("д-р"), "Prof": same_grade("проф.")},
        ),
        "С уважение,",
        Terms("Бележки", "Връзки", "Подписали:", "Версия на текста", "Това писмо в интернет"),
        remark="The name is unchanged, as in the table of addressees, in any script.",
    ),
    Language(
        "cs",
        "Czech",
        Greeting(
            Form("Vážený pane", "Vážený pane {grade}"),
            Form("Vážená paní", "Vážená paní {grade}"),
            Form("Vážená paní, vážený pane"),
            {"Dr": Grade("doktore", "doktorko"), "Prof": Grade("profesore", "profesorko")},
            JointOpening("Vážení pánové", "Vážené dámy", "Vážené dámy, vážení pánové"),
        ),
        "S úctou",
        Terms("Poznámky", "Odkazy", "Signatáři:", "Verze textu", "Tento dopis na webu"),
        dateline="{place} {day}",
        located={"Brusel": "V Bruselu", "Štrasburk": "Ve Štrasburku", "Praha": "V Praze", "Brno": "V Brně"},
        remark="Without the name, because it would need the vocative. The grade is in the vocative.",
    ),
    Language(
        "hr",
        "Croatian",
        Greeting(
            Form("Poštovani | gospodine {grade} {family}"),
            Form("Poštovana | gospođo {grade} {family}"),
            Form("Dobar dan, | {grade} {name}"),
            {"Dr": same_grade("dr."), "Prof": same_grade("prof.")},
        ),
        "S poštovanjem",
        Terms("Bilješke", "Poveznice", "Potpisnici:", "Verzija teksta", "Ovo pismo na internetu"),
        remark="The honorific is in the vocative, the name unchanged, as institutions write it.",
    ),
    Language(
        "pl",
        "Polish",
        Greeting(
            Form("Szanowny Panie", "Szanowny Panie {grade}"),
            Form("Szanowna Pani", "Szanowna Pani {grade}"),
            Form("Szanowna Pani, Szanowny Panie"),
            {"Dr": Grade("Doktorze", "Doktor"), "Prof": Grade("Profesorze", "Profesor")},
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
            Form("Vážený | pán {grade} {family}"),
            Form("Vážená | pani {grade} {family}"),
            Form("Dobrý deň, | {name}"),
            {"Dr": Grade("doktor", "doktorka"), "Prof": Grade("profesor", "profesorka")},
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
            Form("Spoštovani | gospod {grade} {family}"),
            Form("Spoštovana | gospa {grade} {family}"),
            Form("Pozdravljeni, | {grade} {name}"),
            {"Dr": same_grade("dr."), "Prof": same_grade("prof.")},
        ),
        "S spoštovanjem",
        Terms("Opombe", "Povezave", "Podpisniki:", "Različica besedila", "To pismo na spletu"),
    ),
)
