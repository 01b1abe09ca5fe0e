"""Greek, Estonian, Finnish, Irish, Hungarian, Lithuanian, Latvian, Maltese."""

from campaign.core.languages.language import Form, Grade, Greeting, Language, Terms, Together, alike, for_all

OTHERS = (
    Language(
        "el",
        "Greek",
        Greeting(
            Form("Αξιότιμε κύριε", "Αξιότιμε κύριε {grade}"),
            Form("Αξιότιμη κυρία", "Αξιότιμη κυρία {grade}"),
            Form("Αξιότιμη κυρία, αξιότιμε κύριε"),
            {"Prof": Grade("καθηγητά", "καθηγήτρια")},
            Together("Αξιότιμοι κύριοι", "Αξιότιμες κυρίες", "Αξιότιμες κυρίες, αξιότιμοι κύριοι"),
        ),
        "Με εκτίμηση,",
        Terms("Σημειώσεις", "Σύνδεσμοι", "Υπογράφουν:", "Έκδοση του κειμένου", "Η επιστολή στο διαδίκτυο"),
        remark="Without the name: a man's would want its vocative. A doctor's grade is left out.",
    ),
    Language(
        "et",
        "Estonian",
        Greeting(
            Form("Lugupeetud | härra {family}", "Lugupeetud | {grade} {family}"),
            Form("Lugupeetud | proua {family}", "Lugupeetud | {grade} {family}"),
            Form("Lugupeetud | {grade} {name}"),
            {"Dr": for_all("dr"), "Prof": for_all("professor")},
            alike("Lugupeetud", "ja"),
        ),
        "Lugupidamisega",
        Terms("Märkused", "Lingid", "Allakirjutanud:", "Teksti versioon", "See kiri veebis"),
        remark="A grade takes the place of härra or proua.",
    ),
    Language(
        "fi",
        "Finnish",
        Greeting(
            Form("Hyvä | {name}", "Hyvä | {grade} {family}"),
            Form("Hyvä | {name}", "Hyvä | {grade} {family}"),
            Form("Hyvä | {grade} {name}"),
            {"Dr": for_all("tohtori"), "Prof": for_all("professori")},
            alike("Hyvät", "ja"),
        ),
        "Kunnioittavasti",
        Terms("Viitteet", "Linkit", "Allekirjoittajat:", "Tekstin versio", "Tämä kirje verkossa"),
        remark="Full name without honorific.",
    ),
    Language(
        "ga",
        "Irish",
        Greeting(Form("A chara"), Form("A chara"), Form("A chara"), together=alike("A chairde")),
        "Is mise le meas,",
        Terms("Nótaí", "Naisc", "Sínithe ag:", "Leagan an téacs", "An litir seo ar an ngréasán"),
        remark="Without the name: the vocative changes its first letters. The same for everybody.",
    ),
    Language(
        "hu",
        "Hungarian",
        Greeting(
            Form("Tisztelt | {grade} {own} Úr"),
            Form("Tisztelt | {grade} {own} Asszony"),
            Form("Tisztelt | {grade} {own}"),
            {"Dr": for_all("Dr."), "Prof": for_all("Prof.")},
            alike("Tisztelt", "és"),
            mark="!",
        ),
        "Tisztelettel:",
        Terms("Jegyzetek", "Hivatkozások", "Aláírók:", "A szöveg változata", "Ez a levél az interneten"),
        remark="Ends with an exclamation mark. The family name comes first, but for people whose country is another.",
    ),
    Language(
        "lt",
        "Lithuanian",
        Greeting(
            Form("Gerbiamasis pone", "Gerbiamasis {grade}"),
            Form("Gerbiamoji ponia", "Gerbiamoji {grade}"),
            Form("Gerbiamoji ponia, gerbiamasis pone"),
            {"Dr": Grade("daktare", "daktare"), "Prof": Grade("profesoriau", "profesore")},
            Together("Gerbiamieji ponai", "Gerbiamosios ponios", "Gerbiamosios ponios, gerbiamieji ponai"),
        ),
        "Pagarbiai",
        Terms("Pastabos", "Nuorodos", "Pasirašė:", "Teksto versija", "Šis laiškas internete"),
        remark="Without the name: it would want its vocative. The grade is in the vocative.",
    ),
    Language(
        "lv",
        "Latvian",
        Greeting(
            Form("Cien. | {grade} {name}"),
            Form("Cien. | {grade} {name}"),
            Form("Cien. | {grade} {name}"),
            {"Dr": for_all("Dr."), "Prof": for_all("prof.")},
            alike("Cien.", "un"),
            mark="!",
        ),
        "Ar cieņu",
        Terms("Piezīmes", "Saites", "Parakstījuši:", "Teksta versija", "Šī vēstule tīmeklī"),
        remark="Ends with an exclamation mark. Cien. is short for either gender; the name is undeclined, as campaigns "
        "write it. A fuller form would decline it.",
    ),
    Language(
        "mt",
        "Maltese",
        Greeting(
            Form("Għażiż | Sur {family}", "Għażiż | {grade} {family}"),
            Form("Għażiża | Sinjura {family}", "Għażiża | {grade} {family}"),
            Form("Lil | {grade} {name}"),
            {"Dr": for_all("Dr"), "Prof": for_all("Prof.")},
        ),
        "Tislijiet,",
        Terms("Noti", "Links", "Iffirmata minn:", "Verżjoni tat-test", "Din l-ittra fuq il-web"),
        remark="A grade takes the place of Sur or Sinjura.",
    ),
)
