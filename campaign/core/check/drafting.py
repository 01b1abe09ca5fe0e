"""Finds what is only for drafting: comments, tracked changes, notes to the editors, a greeting typed by hand.

A letter shows it to everybody, or loses it without a word. A text that proposes changes of the law marks them in an
amendment, which is not reported.
"""

import re
from collections.abc import Iterator

from campaign.core.check import leftovers
from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, SourceParagraph, shorten
from campaign.core.languages import find_language
from campaign.core.letters import Letter
from campaign.core.letters.fill import CLOSING, SALUTATION, SIGNATORIES
from campaign.errors import Problem

_SIGN = re.compile(r"(?:(?<!\\)\\+)?(?:\{(?:\+\+|--|~~|>>)|(?:\+\+|--|~~|<<)\})")
_CLOSES = {"{++": "++}", "{--": "--}", "{~~": "~~}", "{>>": "<<}"}
_KINDS = {"{++": "an insertion", "{--": "a deletion", "{~~": "a change", "{>>": "a comment"}
_AMENDMENT = re.compile(r"^///[ ]*(amendment\b)?[^\n]*$", re.MULTILINE)

_DRAFT_WORD = "draft|entwurf|brouillon|projet|borrador|bozza|rascunho|concept|ontwerp|utkast|udkast|luonnos|projekt"
_START = r"^(?:[a-z_]{2,20}:)?(?:[^\w\n]|_){0,9}"
# In a short line of their own these words are for the editors; in a sentence they may be a demand of the letter.
_ORDER = "(?:do not|don['’]t) (?:publish|share|quote|forward)|nicht (?:veröffentlichen|weitergeben)|ne pas publier"
_READERS = "INTERNAL|INTERN|INTERNE|CONFIDENTIAL|VERTRAULICH|CONFIDENTIEL|EMBARGO(?:ED)?"
_EDITORIAL = re.compile(
    "|".join(
        (
            # DRAFT alone or with a number, but not "DRAFT REPORT", a document of the Parliament.
            rf"{_START}(?:{_DRAFT_WORD.upper()})\b(?=[ ]?(?:[vV]?\d|[Vv]ersion\b|[^\w\s]|$))[^\n]{{0,60}}",
            rf"{_START}(?i:{_DRAFT_WORD})[ ](?i:v|version[ ]|rev\.?[ ]?)\d+\b",
            r"\b(?i:(?:do not|don['’]t) (?:circulate|distribute)|not for (?:circulation|distribution|publication))\b",
            r"\b(?i:nicht zur (?:weitergabe|veröffentlichung|verteilung))\b",
            r"\b(?i:ne pas (?:diffuser|faire circuler)|pas pour diffusion)\b",
            r"\b(?i:no (?:difundir|circular)|non (?:diffondere|divulgare)|niet verspreiden)\b",
            rf"^[^\n]{{0,40}}\b(?i:{_ORDER})\b[^\n]{{0,20}}$",
            rf"{_START}(?:{_READERS})\b(?=[ ]?(?:[^\w\s]|$))[^\n]{{0,60}}",
        )
    ),
    re.MULTILINE,
)
_FIELD_ERROR = re.compile(
    r"\b(?:Error|Fehler|Erreur|Fout|Błąd|Chyba|Hiba|Fel|Fejl|Virhe)[ \u00a0]?![^\n.]{0,80}\.?"
    r"|\bErrore\.[ ]L['’]origine[^\n.]{0,60}"
    r"|#(?:REF!|NAME\?|VALUE!|N/A\b|DIV/0!)|\b(?i:reference source not found|bookmark not defined)\b"
)
_PROMPT = re.compile(
    r"\b(?i:click (?:or tap )?(?:here )?to (?:enter|insert|add|choose)\w*[^\n.]{0,40}\.?|choose an item\.?"
    r"|enter any content[^\n.]{0,60}\.?|klicken (?:oder tippen )?sie[^\n.]{0,20}(?:um|text)[^\n.]{0,60}\.?"
    r"|wählen sie ein element[^\n.]{0,20}\.?|cliquez (?:ou appuyez )?ici[^\n.]{0,60}\.?|choisissez un élément\.?"
    r"|haga clic (?:o pulse )?aquí[^\n.]{0,60}\.?|fare clic (?:o toccare )?qui[^\n.]{0,60}\.?"
    r"|klik (?:of tik )?om tekst[^\n.]{0,40}\.?|type (?:your )?text here)"
    r"|\[(?i:(?:type|company|author|document|recipient|sender) (?:name|address|title|the [^\n\]]{1,40}))\]"
)
_GREETING_END = re.compile(r"[,:;!]\W{0,3}$")
_MORE_OPENINGS = {
    "en": ("Honourable", "Honorable", "Hello", "Hi", "Esteemed", "Distinguished", "To whom it may concern"),
    "de": ("Sehr geehrte", "Liebe", "Guten Tag", "Verehrte", "Hallo"),
    "fr": ("Madame", "Monsieur", "Mesdames", "Messieurs", "Cher", "Chère", "Chers", "Chères", "Bonjour"),
}
_LONGEST_GREETING = 400
_FIRST_PARAGRAPHS = 4


def changes(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report comments, changes outside an amendment, and marks of changes that are not closed."""
    amendments = _amendments(text)
    for paragraph in text.paragraphs:
        for kind, start, end in _marks(text, paragraph):
            if not end:
                what = f"{_KINDS[kind]} without its {_CLOSES[kind]} in the paragraph is shown as text"
                yield text.problem(start, what, f"close it with {_CLOSES[kind]}, or remove it")
            elif kind == "{>>" and not text.text[start + 3 : end - 3].strip():
                continue  # an empty one only keeps two lists apart
            elif kind == "{>>":
                what = f"a comment for the editors: {_excerpt(text, start, end)}"
                yield text.problem(start, what, "answer it and remove it, or freeze with --with-changes")
            elif not any(first <= start < last for first, last in amendments):
                what = f"{_KINDS[kind]} that nobody has decided: {_excerpt(text, start, end)}"
                fix = "accept or reject it, put it into an amendment, or freeze with --with-changes"
                yield text.problem(start, what, fix)


def notes_to_editors(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report words that only editors should see: DRAFT, do not circulate, errors of fields, prompts of forms."""
    for pattern, what, fix in (
        (_EDITORIAL, "a note to the editors", "remove it when the text is agreed"),
        (_FIELD_ERROR, "an error of a word processor's field", "write what the field should show"),
        (_PROMPT, "the prompt of a form", "fill it in, or remove it"),
    ):
        for match in pattern.finditer(text.text):
            words = shorten(match.group().strip(" *_>-").removeprefix("# "))
            offset = match.start() + len(match.group()) - len(match.group().lstrip())
            yield text.problem(offset, f"{what}: {words}", fix)


def second_greeting(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a greeting that was typed by hand: the program writes its own."""
    openings = _openings(letter.language)
    for offset, line in _first_lines(text):
        words = line.strip(" \t*_>#")
        if len(words) <= _LONGEST_GREETING and _GREETING_END.search(words) and words.startswith(openings):
            if leftovers.is_leftover(words):
                continue
            what = f"a second greeting, typed by hand: {shorten(words)}"
            yield text.problem(offset, what, "remove it; {{ salutation }} greets the addressees")


def placeholders_twice(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a greeting, closing or list of signatories that the letter would show twice."""
    for name in (SALUTATION, CLOSING, SIGNATORIES):
        places = [match for _, match in text.find(re.compile(rf"\{{\{{\s*{name}\s*\}}\}}"))]
        for match in places[1:]:
            what = f"{{{{ {name} }}}} is in the letter twice; the first is in line {text.line(places[0].start())}"
            yield text.problem(match.start(), what, "remove one of them")


def _amendments(text: Prose) -> list[tuple[int, int]]:
    """Return the spans of the amendments that are closed."""
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for match in _AMENDMENT.finditer(text.text, text.body):
        if match.group(1):
            start = match.start() if start is None else start
        elif start is not None and match.group().strip() == "///":
            spans.append((start, match.start()))
            start = None
    return spans


def _marks(text: Prose, paragraph: SourceParagraph) -> Iterator[tuple[str, int, int]]:
    """Yield each mark of a paragraph: how it opens, where, and where it ends, 0 if it is not closed."""
    kind, start = "", 0
    for match in _SIGN.finditer(text.text, paragraph.start, paragraph.end):
        sign = match.group().lstrip("\\")
        at = match.end() - len(sign)
        if (len(match.group()) - len(sign)) % 2:  # escaped
            continue
        if kind and sign == _CLOSES[kind]:
            yield kind, start, match.end()
            kind = ""
        elif sign in _CLOSES and (not kind or (sign == "{>>" and kind != "{>>")):
            if kind:
                yield kind, start, match.end()
            kind, start = sign, at
    if kind:
        yield kind, start, 0


def _excerpt(text: Prose, start: int, end: int) -> str:
    inside = text.text[start + 3 : end - 3]
    return f"“{shorten(inside)}”"


def _openings(code: str) -> tuple[str, ...]:
    """Return the words that begin a greeting in a language."""
    language = find_language(code)
    words = list(_MORE_OPENINGS.get(code.partition("-")[0], ()))
    if language:
        greeting = language.greeting
        words += [form.plain.partition("|")[0].strip() for form in (greeting.man, greeting.woman, greeting.unknown)]
        joint = greeting.joint_opening
        words += [joint.men, joint.women, joint.mixed] if joint else []
    return tuple(word for word in words if word and "{" not in word)


def _first_lines(text: Prose) -> Iterator[tuple[int, str]]:
    """Yield the lines of the first paragraphs, with their offsets."""
    for paragraph in text.paragraphs[:_FIRST_PARAGRAPHS]:
        offset = paragraph.start
        for line in text.text[paragraph.start : paragraph.end].split("\n"):
            yield offset, line
            offset += len(line) + 1
