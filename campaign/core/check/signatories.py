"""Checks what the letter says about its signatories: how many they are, and who is one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, shorten
from campaign.core.check.sentences import sentences
from campaign.core.languages.number_words import number_pattern, value_of
from campaign.core.letters import Letter
from campaign.errors import Problem


@dataclass(frozen=True, slots=True)
class SignatoryWords:
    """Parts of patterns in one language, in small letters."""

    organisations: str
    """Organisations, groups, associations."""
    signing: str
    """Undersigned, signatories, signing; what shows that the organisations are those of the letter."""
    one_of: str
    """What follows the name of a signatory: "one of the undersigned"."""
    at_least: str
    """More than, over: the number is a lower bound."""


_WORDS: Mapping[str, SignatoryWords] = {
    "en": SignatoryWords(
        r"organi[sz]ations|groups|associations|ngos|signatories|institutions|companies|undersigned",
        r"undersigned|signatories|sign|signing|signed\s{1,12}(?:below|here)",
        r"(?:one|two|three|both)\s{1,12}of\s{1,12}(?:the|our)\s{1,12}(?:undersigned|signatories)",
        r"more\s{1,12}than|over|at\s{1,12}least",
    ),
    "de": SignatoryWords(
        r"organisationen|verbände|vereine|gruppen|unterzeichne\w{1,12}|initiativen|unternehmen",
        r"unterzeichne\w{1,12}|unterschreiben\w{0,3}",
        r"eine[rs]?\s{1,12}der\s{1,12}unterzeichne\w{1,12}",
        r"mehr\s{1,12}als|über|mindestens",
    ),
    "fr": SignatoryWords(
        r"organisations|associations|groupes|signataires|ong|entreprises|soussignés|soussignées",
        r"soussigné\w{0,3}|signataires?|signent",
        r"(?:l[’']une?|une?)\s{1,12}des\s{1,12}(?:soussigné\w{0,3}|signataires)",
        r"plus\s{1,12}de|au\s{1,12}moins",
    ),
    "es": SignatoryWords(
        r"organizaciones|asociaciones|grupos|firmantes|entidades|abajo\s{1,12}firmantes",
        r"firmantes?|firman|suscriben",
        r"un[oa]\s{1,12}de\s{1,12}l[oa]s\s{1,12}(?:abajo\s{1,12})?firmantes",
        r"más\s{1,12}de|al\s{1,12}menos",
    ),
    "it": SignatoryWords(
        r"organizzazioni|associazioni|gruppi|firmatari\w{0,2}|sottoscritt[ei]|enti",
        r"firmatari\w{0,2}|sottoscritt[ei]|firmano|sottoscrivono",
        r"un[oa]\s{1,12}de(?:i|lle)\s{1,12}(?:firmatari\w{0,2}|sottoscritt[ei])",
        r"più\s{1,12}di|oltre|almeno",
    ),
    "nl": SignatoryWords(
        r"organisaties|verenigingen|groepen|ondertekenaars|ondergetekenden|bedrijven",
        r"onderteken\w{1,12}|ondergetekende[n]?",
        r"een\s{1,12}van\s{1,12}de\s{1,12}(?:ondertekenaars|ondergetekenden)",
        r"meer\s{1,12}dan|ruim|minstens",
    ),
    "pl": SignatoryWords(
        r"organizacj[iea]\w{0,2}|stowarzysze\w{1,3}|sygnatariusz\w{0,3}|podpisan\w{1,3}",
        r"podpisan\w{1,3}|niżej\s{1,12}podpisan\w{1,3}|sygnatariusz\w{0,3}|podpisuj\w{1,4}",
        r"jed(?:na|en)\s{1,12}z\s{1,12}(?:niżej\s{1,12})?(?:podpisanych|sygnatariuszy)",
        r"ponad|więcej\s{1,12}niż|co\s{1,12}najmniej",
    ),
}
# A name that stands before "one of the undersigned": words with capitals, and the small ones between them.
_NAME = re.compile(
    r"((?:[^\W\d_a-zß-öø-ÿ][\w’'&.-]{0,60}|\d{1,4})"
    r"(?:[ ](?:(?:of|the|for|and|de|des|du|la|le|der|die|für|und|del|di|van|voor|&)[ ]){0,2}"
    r"[^\W_a-zß-öø-ÿ][\w’'&.-]{0,60}){0,6})[*_]{0,3}(?:\]\([^()\s]{0,500}\))?[*_]{0,3},?[ \n]\(?$"
)
# "The undersigned organisation Free Rivers": the word in the singular, and the name after it.
_CALLED = re.compile(
    r"(?:\b(?i:the[ \n]undersigned(?:[ \n](?:organi[sz]ation|association|group))"
    r"|unterzeichnende[nr]?[ \n](?:organisation|vereinigung|initiative)"
    r"|(?:organisation|association)[ \n]signataire|(?:organizzazione|associazione)[ \n]firmataria"
    r"|ondertekenende[ \n](?:organisatie|vereniging)|podpisana[ \n]organizacja|organizacja[ \n]sygnatariusz)"
    r"|\b[Tt]he[ \n]undersigned)[ \n]"
    r"(?P<name>[^\W\d_a-zß-öø-ÿ][\w’'&-]{1,60}(?:[ ][^\W\d_a-zß-öø-ÿ][\w’'&-]{0,60}){1,5})"
)
_MOST_BEFORE = 300
# The words for signing are in the number's phrase, or follow within this many characters.
_NEAR = 45
# "The 12 organisations", "we, twelve groups": all of them. Without such a word some of them may be meant.
_ALL_OF_THEM = re.compile(
    r"\b(?:the|we|our|us|these|all|die|wir|uns|der|den|alle|diese|les|nous|ces|las|los|nosotr[oa]s|est[ao]s|le|i|gli|noi"
    r"|quest[ei]|de|wij|deze|my|te|wszystkie),?\s{1,12}$",
    re.IGNORECASE,
)
# "Three of the undersigned": a part of them.
_OF = r"(?!\s{1,12}(?:of|der|des|von|unserer|de|di|dei|delle|degli|van|z|ze|spośród)\b)"


def count(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a number of signatories in figures or words that differs from the list."""
    words = _WORDS.get(letter.language.partition("-")[0].lower())
    if words is None or not facts.signatories:
        return
    pattern, signing, at_least = _patterns(letter.language)
    total = len(facts.signatories)
    for start, end in sentences(text):
        if not signing.search(text.text, start, end):
            continue
        for match in pattern.finditer(text.text, start, end):
            number = value_of(match["number"], letter.language)
            before = text.text[max(start, match.start() - 20) : match.start()]
            may_be_fewer = at_least.search(before) or not _ALL_OF_THEM.search(before)
            right = number in (1, total) or (number < total and may_be_fewer)
            if right or not signing.search(text.text, match.start(), min(end, match.end() + _NEAR)):
                continue
            what = f"“{shorten(match.group())}”, but the list has {total}"
            yield text.problem(match.start(), what, "write {{ signatories.count }} for the number")


def unlisted(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Warn of an organisation that the letter calls one of the undersigned and the list does not have."""
    words = _WORDS.get(letter.language.partition("-")[0].lower())
    if words is None or not facts.signatories:
        return
    listed = [_key(name) for name in facts.signatories]
    initials = {_initials(name) for name in facts.signatories}
    called = [(match.start(), match["name"]) for _, match in text.find(_CALLED)]
    several = re.compile(rf"\b(?:{words.organisations})\b", re.IGNORECASE)
    names = [(offset, name) for offset, name in called if not several.search(name)]
    for paragraph, match in text.find(_one_of(words)):
        before = text.text[max(paragraph.start, match.start() - _MOST_BEFORE) : match.start()]
        if name := _NAME.search(before):
            names.append((match.start(), name[1]))
    for offset, named in names:
        key = _key(named)
        if named.upper() not in initials and not any(key in other or other in key for other in listed):
            what = f"the letter calls {shorten(named)} one of its signatories; the list does not have that name"
            yield text.problem(offset, what, "add it to the list, or correct the name")


@lru_cache(maxsize=len(_WORDS))
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns for a number of organisations, for signing, and for a lower bound before the number."""
    words = _WORDS[language.partition("-")[0].lower()]
    between = r"(?:[\w’'-]{1,40}\s{1,12}){0,4}"
    number = rf"(?<![\w.,/(])(?P<number>{number_pattern(language)}){_OF}\s{{1,12}}{between}?(?:{words.organisations})\b"
    return (
        re.compile(number, re.IGNORECASE),
        re.compile(rf"\b(?:{words.signing})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{words.at_least})\s{{1,12}}$", re.IGNORECASE),
    )


@lru_cache(maxsize=len(_WORDS))
def _one_of(words: SignatoryWords) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words.one_of})\b", re.IGNORECASE)


def _key(name: str) -> str:
    """Return the letters and figures of a name, in small letters."""
    return re.sub(r"[\W_]+", "", name).casefold()


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", name) if not word.islower()).upper()
