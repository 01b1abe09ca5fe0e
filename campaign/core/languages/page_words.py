"""The fixed words of a letter's page, in the 24 official languages of the European Union.

They are nouns and whole sentences, never parts of one: a count follows a colon ("Organisations: 8"), so that no
language needs plural forms. `REVIEWED` names the languages that native speakers have reviewed.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of one language. `version` and `changes` have {} in place of a version's number."""

    skip: str
    languages: str
    open_letter: str
    vote: str
    deadline: str
    to: str
    ask: str
    organisations: str
    countries: str
    signatories: str
    by_country: str
    versions: str
    version: str
    newer: str
    to_newest: str
    changes: str
    cite: str
    contact: str
    download: str
    plain_text: str
    calendar: str
    privacy: str
    missing: str
    to_letter: str
    correction: str
    substance: str
    new_language: str
    colon: str = ":"
    """What follows a word before its value."""


REVIEWED = frozenset({"en"})

# fmt: off
PAGE_WORDS: Mapping[str, PageWords] = {
    "bg": PageWords(
        "Към съдържанието", "Езици", "Отворено писмо", "Гласуване", "Краен срок", "До", "Какво искаме", "Организации",
        "Държави", "Подписали", "По държави", "Версии", "Версия {}", "Има по-нова версия на този текст.",
        "Към най-новата версия", "Промени спрямо версия {}", "Как да се цитира", "Контакт", "Изтегляне",
        "Обикновен текст", "Календар", "Тази страница не използва бисквитки и не зарежда нищо от други сайтове.",
        "Тази страница не съществува.", "Към писмото", "Поправка", "Промяна по същество", "Нов език"),
    "cs": PageWords(
        "Přejít k obsahu", "Jazyky", "Otevřený dopis", "Hlasování", "Lhůta", "Adresáti", "Co žádáme", "Organizace",
        "Země", "Signatáři", "Podle zemí", "Verze", "Verze {}", "Existuje novější verze tohoto textu.",
        "Na nejnovější verzi", "Změny oproti verzi {}", "Jak citovat", "Kontakt", "Ke stažení", "Prostý text",
        "Kalendář", "Tato stránka nepoužívá soubory cookie a nic nenačítá z jiných webů.", "Tato stránka neexistuje.",
        "Na dopis", "Oprava", "Věcná změna", "Nový jazyk"),
    "da": PageWords(
        "Til indholdet", "Sprog", "Åbent brev", "Afstemning", "Frist", "Til", "Hvad vi beder om", "Organisationer",
        "Lande", "Underskrivere", "Efter land", "Versioner", "Version {}",
        "Der findes en nyere version af denne tekst.", "Til den nyeste version", "Ændringer siden version {}",
        "Sådan citeres brevet", "Kontakt", "Hent", "Ren tekst", "Kalender",
        "Denne side bruger ingen cookies og henter intet fra andre websteder.", "Denne side findes ikke.", "Til brevet",
        "Rettelse", "Ændring af indholdet", "Nyt sprog"),
    "de": PageWords(
        "Zum Inhalt", "Sprachen", "Offener Brief", "Abstimmung", "Frist", "An", "Was wir fordern", "Organisationen",
        "Länder", "Unterzeichnende", "Nach Ländern", "Fassungen", "Fassung {}",
        "Es gibt eine neuere Fassung dieses Textes.", "Zur neuesten Fassung", "Änderungen seit Fassung {}",
        "Zitieren als", "Kontakt", "Herunterladen", "Reiner Text", "Kalender",
        "Diese Seite setzt keine Cookies und lädt nichts von anderen Seiten.", "Diese Seite gibt es nicht.",
        "Zum Brief", "Berichtigung", "Änderung in der Sache", "Neue Sprache"),
    "el": PageWords(
        "Μετάβαση στο περιεχόμενο", "Γλώσσες", "Ανοικτή επιστολή", "Ψηφοφορία", "Προθεσμία", "Προς", "Τι ζητούμε",
        "Οργανώσεις", "Χώρες", "Υπογράφοντες", "Ανά χώρα", "Εκδόσεις", "Έκδοση {}",
        "Υπάρχει νεότερη έκδοση αυτού του κειμένου.", "Στη νεότερη έκδοση", "Αλλαγές από την έκδοση {}",
        "Τρόπος παραπομπής", "Επικοινωνία", "Λήψη", "Απλό κείμενο", "Ημερολόγιο",
        "Η σελίδα αυτή δεν χρησιμοποιεί cookies και δεν φορτώνει τίποτα από άλλους ιστοτόπους.",
        "Η σελίδα αυτή δεν υπάρχει.", "Στην επιστολή", "Διόρθωση", "Αλλαγή ουσίας", "Νέα γλώσσα"),
    "en": PageWords(
        "Skip to content", "Languages", "Open letter", "Vote", "Deadline", "To", "What we ask for", "Organisations",
        "Countries", "Signatories", "By country", "Versions", "Version {}", "There is a newer version of this text.",
        "See the latest version", "Changes since version {}", "How to cite", "Contact", "Download", "Plain text",
        "Calendar", "This page sets no cookies and loads nothing from other sites.", "Page not found",
        "Go to the letter", "Correction", "Change of substance", "New language"),
    "es": PageWords(
        "Ir al contenido", "Idiomas", "Carta abierta", "Votación", "Plazo", "A", "Qué pedimos", "Organizaciones",
        "Países", "Firmantes", "Por país", "Versiones", "Versión {}", "Hay una versión más reciente de este texto.",
        "A la versión más reciente", "Cambios desde la versión {}", "Cómo citar", "Contacto", "Descargar",
        "Texto sin formato", "Calendario", "Esta página no usa cookies ni carga nada de otros sitios.",
        "Esta página no existe.", "A la carta", "Corrección", "Cambio de fondo", "Nuevo idioma"),
    "et": PageWords(
        "Sisu juurde", "Keeled", "Avalik kiri", "Hääletus", "Tähtaeg", "Kellele", "Mida palume", "Organisatsioonid",
        "Riigid", "Allakirjutanud", "Riikide kaupa", "Versioonid", "Versioon {}",
        "Sellest tekstist on olemas uuem versioon.", "Uusima versiooni juurde", "Muudatused pärast versiooni {}",
        "Kuidas viidata", "Kontakt", "Laadi alla", "Lihttekst", "Kalender",
        "See leht ei kasuta küpsiseid ega laadi midagi teistelt saitidelt.", "Sellist lehte ei ole.", "Kirja juurde",
        "Parandus", "Sisuline muudatus", "Uus keel"),
    "fi": PageWords(
        "Siirry sisältöön", "Kielet", "Avoin kirje", "Äänestys", "Määräaika", "Vastaanottajat", "Mitä pyydämme",
        "Järjestöt", "Maat", "Allekirjoittajat", "Maittain", "Versiot", "Versio {}",
        "Tästä tekstistä on uudempi versio.", "Uusimpaan versioon", "Muutokset version {} jälkeen", "Viittaaminen",
        "Yhteystiedot", "Lataa", "Pelkkä teksti", "Kalenteri",
        "Tämä sivu ei käytä evästeitä eikä lataa mitään muilta sivustoilta.", "Tätä sivua ei ole.", "Kirjeeseen",
        "Korjaus", "Sisällön muutos", "Uusi kieli"),
    "fr": PageWords(
        "Aller au contenu", "Langues", "Lettre ouverte", "Vote", "Date limite", "À", "Ce que nous demandons",
        "Organisations", "Pays", "Signataires", "Par pays", "Versions", "Version {}",
        "Il existe une version plus récente de ce texte.", "Vers la version la plus récente",
        "Modifications depuis la version {}", "Comment citer", "Contact", "Télécharger", "Texte brut", "Calendrier",
        "Cette page ne dépose aucun cookie et ne charge rien depuis d’autres sites.", "Cette page n’existe pas.",
        "Vers la lettre", "Correction", "Modification de fond", "Nouvelle langue", "\u00a0:"),
    "ga": PageWords(
        "Chuig an ábhar", "Teangacha", "Litir oscailte", "Vótáil", "Spriocdháta", "Chuig", "An méid a iarraimid",
        "Eagraíochtaí", "Tíortha", "Sínitheoirí", "De réir tíre", "Leaganacha", "Leagan {}",
        "Tá leagan níos nuaí den téacs seo ann.", "Chuig an leagan is nuaí", "Athruithe ó leagan {}", "Conas é a lua",
        "Teagmháil", "Íoslódáil", "Gnáth-théacs", "Féilire",
        "Ní úsáideann an leathanach seo fianáin agus ní lódálann sé aon rud ó shuíomhanna eile.",
        "Níl an leathanach seo ann.", "Chuig an litir", "Ceartúchán", "Athrú substainteach", "Teanga nua"),
    "hr": PageWords(
        "Na sadržaj", "Jezici", "Otvoreno pismo", "Glasovanje", "Rok", "Za", "Što tražimo", "Organizacije", "Zemlje",
        "Potpisnici", "Po zemljama", "Verzije", "Verzija {}", "Postoji novija verzija ovog teksta.",
        "Na najnoviju verziju", "Promjene od verzije {}", "Kako citirati", "Kontakt", "Preuzimanje", "Običan tekst",
        "Kalendar", "Ova stranica ne upotrebljava kolačiće i ništa ne učitava s drugih stranica.",
        "Ova stranica ne postoji.", "Na pismo", "Ispravak", "Sadržajna promjena", "Novi jezik"),
    "hu": PageWords(
        "Ugrás a tartalomra", "Nyelvek", "Nyílt levél", "Szavazás", "Határidő", "Címzettek", "Mit kérünk",
        "Szervezetek", "Országok", "Aláírók", "Országok szerint", "Változatok", "{}. változat",
        "Ennek a szövegnek van újabb változata.", "A legújabb változathoz", "Módosítások a(z) {}. változathoz képest",
        "Hivatkozás", "Kapcsolat", "Letöltés", "Egyszerű szöveg", "Naptár",
        "Ez az oldal nem használ sütiket, és semmit sem tölt be más webhelyekről.", "Ez az oldal nem létezik.",
        "A levélhez", "Javítás", "Érdemi módosítás", "Új nyelv"),
    "it": PageWords(
        "Vai al contenuto", "Lingue", "Lettera aperta", "Votazione", "Scadenza", "A", "Che cosa chiediamo",
        "Organizzazioni", "Paesi", "Firmatari", "Per paese", "Versioni", "Versione {}",
        "Esiste una versione più recente di questo testo.", "Alla versione più recente", "Modifiche dalla versione {}",
        "Come citare", "Contatto", "Scarica", "Solo testo", "Calendario",
        "Questa pagina non usa cookie e non carica nulla da altri siti.", "Questa pagina non esiste.", "Alla lettera",
        "Correzione", "Modifica sostanziale", "Nuova lingua"),
    "lt": PageWords(
        "Pereiti prie turinio", "Kalbos", "Atviras laiškas", "Balsavimas", "Terminas", "Kam", "Ko prašome",
        "Organizacijos", "Šalys", "Pasirašiusieji", "Pagal šalį", "Versijos", "{} versija",
        "Yra naujesnė šio teksto versija.", "Į naujausią versiją", "Pakeitimai nuo {} versijos", "Kaip cituoti",
        "Kontaktai", "Atsisiųsti", "Paprastas tekstas", "Kalendorius",
        "Šis puslapis nenaudoja slapukų ir nieko neįkelia iš kitų svetainių.", "Tokio puslapio nėra.", "Į laišką",
        "Pataisymas", "Esminis pakeitimas", "Nauja kalba"),
    "lv": PageWords(
        "Pāriet uz saturu", "Valodas", "Atklāta vēstule", "Balsojums", "Termiņš", "Kam", "Ko mēs lūdzam",
        "Organizācijas", "Valstis", "Parakstītāji", "Pēc valsts", "Versijas", "{}. versija",
        "Šim tekstam ir jaunāka versija.", "Uz jaunāko versiju", "Izmaiņas kopš {}. versijas", "Kā citēt", "Saziņa",
        "Lejupielādēt", "Vienkāršs teksts", "Kalendārs",
        "Šī lapa neizmanto sīkdatnes un neko neielādē no citām vietnēm.", "Šādas lapas nav.", "Uz vēstuli", "Labojums",
        "Izmaiņas pēc būtības", "Jauna valoda"),
    "mt": PageWords(
        "Mur għall-kontenut", "Lingwi", "Ittra miftuħa", "Votazzjoni", "Skadenza", "Lil", "X’qed nitolbu",
        "Organizzazzjonijiet", "Pajjiżi", "Firmatarji", "Skont il-pajjiż", "Verżjonijiet", "Verżjoni {}",
        "Hemm verżjoni aktar ġdida ta’ dan it-test.", "Għall-aktar verżjoni ġdida", "Bidliet mill-verżjoni {}",
        "Kif tiċċita", "Kuntatt", "Niżżel", "Test sempliċi", "Kalendarju",
        "Din il-paġna ma tużax cookies u ma ttella’ xejn minn siti oħra.", "Din il-paġna ma teżistix.", "Għall-ittra",
        "Korrezzjoni", "Bidla fis-sustanza", "Lingwa ġdida"),
    "nl": PageWords(
        "Naar de inhoud", "Talen", "Open brief", "Stemming", "Termijn", "Aan", "Wat wij vragen", "Organisaties",
        "Landen", "Ondertekenaars", "Per land", "Versies", "Versie {}", "Er is een nieuwere versie van deze tekst.",
        "Naar de nieuwste versie", "Wijzigingen sinds versie {}", "Citeren als", "Contact", "Downloaden",
        "Platte tekst", "Agenda", "Deze pagina plaatst geen cookies en laadt niets van andere sites.",
        "Deze pagina bestaat niet.", "Naar de brief", "Correctie", "Inhoudelijke wijziging", "Nieuwe taal"),
    "pl": PageWords(
        "Przejdź do treści", "Języki", "List otwarty", "Głosowanie", "Termin", "Do", "O co prosimy", "Organizacje",
        "Kraje", "Sygnatariusze", "Według krajów", "Wersje", "Wersja {}", "Istnieje nowsza wersja tego tekstu.",
        "Do najnowszej wersji", "Zmiany od wersji {}", "Jak cytować", "Kontakt", "Pobierz", "Zwykły tekst", "Kalendarz",
        "Ta strona nie używa plików cookie i nie wczytuje niczego z innych witryn.", "Taka strona nie istnieje.",
        "Do listu", "Poprawka", "Zmiana merytoryczna", "Nowy język"),
    "pt": PageWords(
        "Ir para o conteúdo", "Línguas", "Carta aberta", "Votação", "Prazo", "A", "O que pedimos", "Organizações",
        "Países", "Signatários", "Por país", "Versões", "Versão {}", "Existe uma versão mais recente deste texto.",
        "Para a versão mais recente", "Alterações desde a versão {}", "Como citar", "Contacto", "Descarregar",
        "Texto simples", "Calendário", "Esta página não usa cookies e não carrega nada de outros sítios.",
        "Esta página não existe.", "Para a carta", "Correção", "Alteração de fundo", "Nova língua"),
    "ro": PageWords(
        "Salt la conținut", "Limbi", "Scrisoare deschisă", "Vot", "Termen", "Către", "Ce cerem", "Organizații", "Țări",
        "Semnatari", "Pe țări", "Versiuni", "Versiunea {}", "Există o versiune mai nouă a acestui text.",
        "La cea mai nouă versiune", "Modificări față de versiunea {}", "Cum se citează", "Contact", "Descărcare",
        "Text simplu", "Calendar", "Această pagină nu folosește cookie-uri și nu încarcă nimic de pe alte site-uri.",
        "Această pagină nu există.", "La scrisoare", "Corectură", "Modificare de fond", "Limbă nouă"),
    "sk": PageWords(
        "Prejsť na obsah", "Jazyky", "Otvorený list", "Hlasovanie", "Lehota", "Adresáti", "Čo žiadame", "Organizácie",
        "Krajiny", "Signatári", "Podľa krajín", "Verzie", "Verzia {}", "Existuje novšia verzia tohto textu.",
        "Na najnovšiu verziu", "Zmeny oproti verzii {}", "Ako citovať", "Kontakt", "Na stiahnutie", "Obyčajný text",
        "Kalendár", "Táto stránka nepoužíva súbory cookie a nič nenačítava z iných webov.", "Táto stránka neexistuje.",
        "Na list", "Oprava", "Vecná zmena", "Nový jazyk"),
    "sl": PageWords(
        "Na vsebino", "Jeziki", "Odprto pismo", "Glasovanje", "Rok", "Naslovniki", "Kaj zahtevamo", "Organizacije",
        "Države", "Podpisniki", "Po državah", "Različice", "Različica {}",
        "Na voljo je novejša različica tega besedila.", "Na najnovejšo različico", "Spremembe od različice {}",
        "Kako citirati", "Stik", "Prenos", "Golo besedilo", "Koledar",
        "Ta stran ne uporablja piškotkov in ničesar ne nalaga z drugih spletišč.", "Ta stran ne obstaja.", "Na pismo",
        "Popravek", "Vsebinska sprememba", "Nov jezik"),
    "sv": PageWords(
        "Till innehållet", "Språk", "Öppet brev", "Omröstning", "Tidsfrist", "Till", "Vad vi begär", "Organisationer",
        "Länder", "Undertecknare", "Efter land", "Versioner", "Version {}",
        "Det finns en nyare version av den här texten.", "Till den nyaste versionen", "Ändringar sedan version {}",
        "Så citeras brevet", "Kontakt", "Ladda ner", "Ren text", "Kalender",
        "Den här sidan använder inga kakor och laddar inget från andra webbplatser.", "Den här sidan finns inte.",
        "Till brevet", "Rättelse", "Ändring i sak", "Nytt språk"),
}
# fmt: on


def page_words(code: str) -> PageWords:
    """Return the words of a language code such as "de" or "de-AT"; English if there are none."""
    return PAGE_WORDS.get(_base_code(code), PAGE_WORDS["en"])


def words_language(code: str) -> str:
    """Return the language of the words that `page_words` returns: the code itself, or "en"."""
    return code if _base_code(code) in PAGE_WORDS else "en"


def _base_code(code: str) -> str:
    return code.partition("-")[0].lower()
