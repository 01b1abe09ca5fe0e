"""A person's own words stay whole, whichever language and program quoted the letter."""

import re

import pytest

from campaign.core.replies.quotes import without_quotes

WHO = "Anna Berg <anna@coalition.example>"
# How email programs introduce the quoted letter, by language: Gmail, then Apple Mail or Thunderbird.
ATTRIBUTIONS = {
    "bg": [f"На пн, 19.04.2027 г. в 9:00 {WHO} написа:", f"На 19.04.2027 г. в 09:00, {WHO} написа:"],
    "cs": [f"po 19. 4. 2027 v 9:00 odesílatel {WHO} napsal:", f"Dne 19. 04. 27 v 9:00 {WHO} napsal(a):"],
    "da": [f"Den man. 19. apr. 2027 kl. 09.00 skrev {WHO}:", f"Den 19-04-2027 kl. 09:00 skrev {WHO}:"],
    "de": [f"Am Mo., 19. Apr. 2027 um 09:00 Uhr schrieb {WHO}:", f"Am 19.04.27 um 09:00 schrieb {WHO}:"],
    "el": [
        f"Στις Δευ 19 Απρ 2027 στις 9:00 π.μ., ο χρήστης {WHO} έγραψε:",
        "Στις 19/4/2027 9:00 π.μ., ο/η Anna Berg έγραψε:",
    ],
    "en": [f"On Mon, 19 Apr 2027 at 09:00, {WHO} wrote:", "On 19/04/2027 09:00, Anna Berg wrote:"],
    "es": [f"El lun, 19 abr 2027 a las 9:00, {WHO} escribió:", "El 19/4/27 a las 9:00, Anna Berg escribió:"],
    "et": [
        f"Kuupäev E, 19. aprill 2027 kell 09:00 kirjutas {WHO}:",
        f"{WHO} kirjutas kuupäeval E, 19. aprill 2027 kell 09:00:",
    ],
    "fi": [f"ma 19. huhtik. 2027 klo 9.00 {WHO} kirjoitti:", f"Anna Berg kirjoitti 19.4.2027 klo 9.00: <{WHO[11:]}:"],
    "fr": [f"Le lun. 19 avr. 2027 à 09:00, {WHO} a écrit :", "Le 19/04/2027 à 09:00, Anna Berg a écrit\u00a0:"],
    "ga": [f"Ar an Luan 19 Aib 2027 ag 09:00, scríobh {WHO}:", f"Scríobh {WHO} an 19/04/2027 09:00:"],
    "hr": [f"pon, 19. tra 2027. u 09:00 {WHO} napisao je:", f"Dana 19.04.2027. u 09:00, {WHO} je napisala:"],
    "hu": [f"{WHO} ezt írta (időpont: 2027. ápr. 19., H, 9:00):", f"2027. 04. 19. 9:00 keltezéssel, {WHO} írta:"],
    "it": [
        f"Il giorno lun 19 apr 2027 alle ore 09:00 {WHO} ha scritto:",
        "Il 19/04/27 09:00, Anna Berg ha scritto:",
    ],
    "lt": [f"2027-04-19, pr, 09:00 {WHO} rašė:", f"2027-04-19 09:00, {WHO} rašė:"],
    "lv": [
        f"pirmd., 2027. g. 19. apr., plkst. 09:00 — lietotājs {WHO} rakstīja:",
        f"19.04.2027 09:00, {WHO} rakstīja:",
    ],
    "mt": [f"Fit-Tnejn, 19 ta' April 2027 fid-9:00, {WHO} kiteb:", f"{WHO} kitbet fid-19/04/2027 09:00:"],
    "nl": [f"Op ma 19 apr 2027 om 09:00 schreef {WHO}:", "Op 19-04-2027 om 09:00 schreef Anna Berg:"],
    "pl": [f"pon., 19 kwi 2027 o 09:00 {WHO} napisał(a):", f"W dniu 19.04.2027 o 09:00, {WHO} pisze:"],
    "pt": [f"{WHO} escreveu (segunda, 19/04/2027 à(s) 09:00):", "Em 19/04/2027 09:00, Anna Berg escreveu:"],
    "ro": [f"În lun., 19 apr. 2027 la 09:00, {WHO} a scris:", "Pe 19.04.2027 09:00, Anna Berg a scris:"],
    "sk": [f"po 19. 4. 2027 o 9:00 {WHO} napísal(a):", f"Dňa 19. 4. 2027 o 9:00 {WHO} napísal(a):"],
    "sl": [f"V V pon., 19. apr. 2027 ob 09:00 je oseba {WHO} napisala:", f"Dne 19.04.2027 ob 09:00 je {WHO} napisal:"],
    "sv": [f"Den mån 19 apr. 2027 kl 09:00 skrev {WHO}:", "Den 2027-04-19 kl. 09:00, skrev Anna Berg:"],
}
# The head of a quoted message in Outlook, by language: from, sent, to, subject.
HEADS = {
    "bg": ("От", "Изпратено", "До", "Относно"),
    "cs": ("Od", "Odesláno", "Komu", "Předmět"),
    "da": ("Fra", "Sendt", "Til", "Emne"),
    "de": ("Von", "Gesendet", "An", "Betreff"),
    "el": ("Από", "Στάλθηκε", "Προς", "Θέμα"),
    "en": ("From", "Sent", "To", "Subject"),
    "es": ("De", "Enviado el", "Para", "Asunto"),
    "et": ("Saatja", "Saadetud", "Adressaat", "Teema"),
    "fi": ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"),
    "fr": ("De", "Envoyé", "À", "Objet"),
    "ga": ("Ó", "Seolta", "Chuig", "Ábhar"),
    "hr": ("Šalje", "Poslano", "Prima", "Predmet"),
    "hu": ("Feladó", "Elküldve", "Címzett", "Tárgy"),
    "it": ("Da", "Inviato", "A", "Oggetto"),
    "lt": ("Nuo", "Išsiųsta", "Kam", "Tema"),
    "lv": ("No", "Nosūtīts", "Kam", "Tēma"),
    "mt": ("Minn", "Mibgħut", "Lil", "Suġġett"),
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp"),
    "pl": ("Od", "Wysłano", "Do", "Temat"),
    "pt": ("De", "Enviado", "Para", "Assunto"),
    "ro": ("De la", "Trimis", "Către", "Subiect"),
    "sk": ("Od", "Odoslané", "Komu", "Predmet"),
    "sl": ("Od", "Poslano", "Za", "Zadeva"),
    "sv": ("Från", "Skickat", "Till", "Ämne"),
}
LETTER = ("Dear Ms Halm,", "", "please keep the exemption: it helps.", "", "Anna")
OWN = ("I agree, and will say so on 26 April 2027.", "Eva Halm: MEP", "Tel: +32 2 284 00 00")
BELOW = "One more question: who else signed?"
FORMS = {
    "a blank line above": lambda attribution: [*OWN, "", attribution, "", *marked()],
    "no blank line": lambda attribution: [*OWN, attribution, *marked()],
    "broken in two": lambda attribution: [*OWN, *broken(attribution), *marked()],
    "words below": lambda attribution: [attribution, *marked(), "", *OWN],
    "words between": lambda attribution: [OWN[0], attribution, *marked()[:2], *OWN[1:], *marked()[2:]],
    "unmarked": lambda attribution: [*OWN, "", attribution, "", *LETTER],
}


def marked() -> list[str]:
    """The letter as most programs quote it."""
    return [f"> {line}".rstrip() for line in LETTER]


def broken(attribution: str) -> list[str]:
    """An attribution that a program broke at its address."""
    return re.sub(r" (?=<)", "\n", attribution, count=1).split("\n")


def own_words(text: str) -> list[str]:
    """What is left of a text, without empty lines."""
    return [line for line in without_quotes(text).splitlines() if line]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("language", "client"), [(language, at) for language in ATTRIBUTIONS for at in range(2)])
def test_own_words_are_whole(language: str, client: int, form: str) -> None:
    """The lines of the person stay, all of them and nothing else, in 24 languages and two programs."""
    assert own_words("\n".join(FORMS[form](ATTRIBUTIONS[language][client]))) == list(OWN)


@pytest.mark.parametrize("rule", ["", "________________________________"])
@pytest.mark.parametrize("bold", ["", "*"])
@pytest.mark.parametrize("language", HEADS)
def test_the_head_of_outlook(language: str, bold: str, rule: str) -> None:
    """Outlook's head in 24 languages ends the person's words, with and without a rule above and bold labels."""
    values = (WHO, "Monday, 19 April 2027 09:00", "Eva Halm", "Keep it")
    head = [f"{bold}{label}:{bold} {value}" for label, value in zip(HEADS[language], values, strict=True)]
    assert own_words("\n".join([*OWN, "", rule, *head, "", *LETTER])) == list(OWN)


DIVIDERS = {
    "an office in two languages": ["Ich stimme zu.", "*** English version below ***", "I agree."],
    "dashes around words": ["Je suis d'accord.", "--- Nederlandse versie ---", "Ik ga akkoord."],
    "equals signs": ["Souhlasím.", "=== English ===", "I agree."],
    "a signature with labels": ["I agree.", "Phone: +32 2", "Fax: +32 3", "Email: eva@parliament.example", "BELOW"],
    "a sentence with a colon": ["In 2019 my colleague wrote:", "keep it. I still think so."],
    "a list": ["My points:", "Costs: too high", "Time: too short", "Scope: unclear", "That is all."],
    "a rule": ["I agree.", "____________________", "Eva Halm"],
}


@pytest.mark.parametrize("name", DIVIDERS)
def test_own_words_that_look_like_a_head(name: str) -> None:
    """Dividers of bilingual offices, signatures and lists end nothing."""
    assert own_words("\n".join(DIVIDERS[name])) == DIVIDERS[name]


@pytest.mark.parametrize(
    "divider",
    [
        "-----Original Message-----", "-----Ursprüngliche Nachricht-----", "-----Message d'origine-----",
        "---------- Forwarded message ---------", "----- Původní zpráva -----", "-----Wiadomość oryginalna-----",
        "-------- Alkuperäinen viesti --------", "Begin forwarded message:",
    ],
)  # fmt: skip
def test_the_divider_of_a_quoted_message(divider: str) -> None:
    """A line that names a quoted message ends the person's words."""
    assert own_words("\n".join([*OWN, "", divider, "", f"From: {WHO}", "Date: 19 April 2027", "To: x", *LETTER])) == [
        *OWN
    ]


def test_nothing_but_a_quotation() -> None:
    """When nothing would be left, the whole text is shown."""
    assert without_quotes("\n".join(marked())) == "\n".join(marked())


@pytest.mark.parametrize(
    "attribution",
    [
        f"On Mon, 19 Apr 2027,\nat 09:00, Anna Berg\n<{WHO[11:]} wrote:",
        "Am Montag, 19. April 2027, um 09:00\nAnna Berg hat geschrieben - schrieb:",
        f"Am 19. April 2027 um 09:00\n{WHO} schrieb:",
    ],
)
def test_an_attribution_in_several_lines(attribution: str) -> None:
    """An attribution that was broken more than once goes as a whole."""
    assert own_words("\n".join(["I agree.", attribution, *marked()])) == ["I agree."]


@pytest.mark.parametrize(
    "text", ["Hello.\n\nMy points on this:\n- one", "On 19.04.2027 " + "she " * 100 + "wrote:\n- one"]
)
def test_a_sentence_with_a_colon_stays(text: str) -> None:
    """A sentence that only ends with a colon is the person's own."""
    assert without_quotes(text) == text
