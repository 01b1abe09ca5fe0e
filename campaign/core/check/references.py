"""Checks references to law: numbers of procedures, CELEX numbers, and articles beside a quotation.

Each is compared with what the letter says elsewhere and with the annexes, because one of two that differ is wrong.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from campaign.core.check import quotations
from campaign.core.check.facts import LetterFacts
from campaign.core.check.passages import contains
from campaign.core.check.prose import Prose, shorten
from campaign.core.check.sentences import sentences
from campaign.core.languages.days_in_text import days_in
from campaign.core.letters import Letter
from campaign.errors import Problem

_PROCEDURE = re.compile(r"(?<![\w/])((?:19|20)\d\d)/(\d{4})([A-Z]?)(?:\s?\(([A-Z]{3})\))?(?![\w/])")
_CELEX = re.compile(r"CELEX(?::|%3A)([0-9CE])(\d{4})([A-Z]{1,2})(\d{4})", re.IGNORECASE)
# The number of an act in words: "Regulation (EU) 2016/679", "Directive 95/46/EC", "COM(2021) 206".
_ACT = re.compile(
    r"(?P<kind>Regulation|Directive|Decision|Verordnung|Richtlinie|Beschluss|Règlement|Directive|Décision)\s{1,4}"
    r"(?:\((?:EU|EC|EEC|CE|UE|EG|EWG)\)\s{0,4})?(?:No\.?\s{0,4}|Nr\.?\s{0,4}|n[°o]\s{0,4})?(?P<one>\d{2,4})/(?P<two>\d{1,4})"
    r"|(?P<com>COM)\s{0,2}\(?(?P<year>\d{4})\)?\s{0,4}(?:final\s{0,4})?(?P<number>\d{1,4})(?!\d)",
    re.IGNORECASE,
)
# "Regulation (EU) 2016/679 (CELEX 32016R0679)".
_CELEX_BESIDE = re.compile(
    r"(?:/(?:EC|EU|EEC|EG|CE|EWG))?[ \n]?[(,\[][ \n]?CELEX(?:[ \n](?:number|no\.|nr\.|n°))?:?[ \n]?"
    r"(?P<number>\d{5}[A-Z]{1,2}\d{4})\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[((?:[^\[\]]++|\[[^\[\]]*+\])*)\]\(((?:[^()]++|\([^()]*+\))*)\)")
_ACT_TYPES = frozenset({"R", "L", "D", "PC"})
# The letter of a CELEX number by the first letters of the kind of act in English, German and French.
_LETTERS_OF = {"re": "R", "rè": "R", "ve": "R", "di": "L", "ri": "L", "de": "D", "dé": "D", "be": "D"}

# Acts that letters often link to by name, with their CELEX numbers and those of their proposals (source: EUR-Lex).
_ACTS: Mapping[str, frozenset[str]] = {
    "gdpr": frozenset({"32016R0679", "52012PC0011"}),
    "dsgvo": frozenset({"32016R0679", "52012PC0011"}),
    "rgpd": frozenset({"32016R0679", "52012PC0011"}),
    "ai act": frozenset({"32024R1689", "52021PC0206"}),
    "digital services act": frozenset({"32022R2065", "52020PC0825"}),
    "digital markets act": frozenset({"32022R1925", "52020PC0842"}),
    "data act": frozenset({"32023R2854", "52022PC0068"}),
    "data governance act": frozenset({"32022R0868", "52020PC0767"}),
    "cyber resilience act": frozenset({"32024R2847", "52022PC0454"}),
    "csa regulation": frozenset({"52022PC0209"}),
    "eprivacy directive": frozenset({"32002L0058"}),
    "nis 2 directive": frozenset({"32022L2555", "52020PC0823"}),
    "european media freedom act": frozenset({"32024R1083", "52022PC0457"}),
}

_ARTICLE = re.compile(
    r"\b(?:Articles?|Art\.?|Artikels?|Artículos?|Articol[oi]|Artykuł\w{0,2}|Artigos?|čl(?:\.|án\w{1,4}))\s{0,4}(?P<number>\d{1,4}[a-z]{0,3})"
    r"(?:\s{0,4}\((?P<part>\d{1,3}[a-z]?)\)|,?\s{1,4}(?:paragraphs?|paragraphe|Absatz|Abs\.|apartado|paragrafo|lid|ust\.|n\.º)"
    r"\s{1,4}(?P<part2>\d{1,3}[a-z]?))?",
    re.IGNORECASE,
)
# Words between a reference and the quotation that it introduces.
_MOST_BETWEEN = 40
_MOST_PROCEDURES = 50

_Article = tuple[str, str]


def procedures(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Warn of two numbers of procedures that are so alike that one may be a slip of the other."""
    places: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for match in _PROCEDURE.finditer(text.text):
        number = f"{match[1]}/{match[2]}"
        places.setdefault(number, match.start())
        counts[number] += 1
    known = list(places)[:_MOST_PROCEDURES]
    for at, number in enumerate(known):
        other = next((before for before in known[:at] if _is_slip(before, number)), None)
        if other:
            rare, common = (other, number) if counts[other] < counts[number] else (number, other)
            what = f"procedure {rare} here, {common} in line {text.line(places[common])}"
            yield text.problem(places[rare], what, "correct the one that is wrong, if they are the same")


def celex(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report an act that is linked to another act on EUR-Lex, or stands beside the CELEX number of another."""
    yield from _celex_beside(text)
    for _, match in text.find(_LINK):
        target = _CELEX.search(match[2])
        if not target:
            continue
        number = "".join(target.groups()).upper()
        words = " ".join(match[1].split())
        # Reports, positions and opinions have the name of the act that they are about.
        if target[3].upper() not in _ACT_TYPES:
            continue
        if (named := _named_act(words)) and not any(_is_same_act(act, number) for act in named):
            what = f"the link on “{shorten(words)}” leads to CELEX {number}, not to {' or '.join(sorted(named))}"
            yield text.problem(match.start(), what, "correct the words or the address")


def _celex_beside(text: Prose) -> Iterator[Problem]:
    for paragraph, match in text.find(_ACT):
        beside = _CELEX_BESIDE.match(text.text, match.end(), paragraph.end)
        named = _named_act(match.group()) if beside else frozenset()
        if beside and named and not any(_is_same_act(act, beside["number"].upper()) for act in named):
            what = (
                f"CELEX {beside['number']} is beside {shorten(match.group())}, which has {' or '.join(sorted(named))}"
            )
            yield text.problem(match.start(), what, "correct the one that is wrong")


def articles(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a quotation that is in an annex, and whose sentence names another provision than the annex does."""
    law = [source for source in quotations.law_sources(letter) if source.kind == quotations.ANNEX]
    provisions = {source.label: _articles_in(source.draft.provision) for source in law if source.draft}
    spans = list(sentences(text)) if law else []
    at = 0
    for quotation in list(quotations.quotations_of(text, law))[: quotations.MOST_QUOTATIONS]:
        holding = [source for source in quotation.possible_sources(law) if contains(source.wording, quotation.pieces)]
        expected = {article for source in holding for article in provisions[source.label]}
        while at < len(spans) - 1 and spans[at][1] <= quotation.offset:
            at += 1
        before = text.text[max(spans[at][0], quotation.offset - 200) : quotation.offset]
        named = list(_ARTICLE.finditer(before))
        if not expected or not named or len(before) - named[-1].end() > _MOST_BETWEEN:
            continue
        article = _article(named[-1])
        if not any(_is_same_article(article, other) for other in expected):
            source = holding[0]
            provision = source.draft.provision if source.draft else ""
            what = f"{shorten(named[-1].group())} here, but the quotation is in {source.name}: {provision}"
            offset = quotation.offset - len(before) + named[-1].start()
            yield text.problem(offset, what, "correct the one that is wrong")


def law(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a source of law whose date or provision is not that of any annex with its label."""
    for label, source in letter.law.items():
        annexes = [annex for annex in letter.annexes if annex.label == label]
        drafts = {annex.draft for annex in annexes if annex.draft}
        dates = {(day.year, day.month, day.day) for day in days_in(source, 0, len(source), letter.language) if day.year}
        line = text.keys.get("law")
        if drafts and dates and not dates & {(draft.year, draft.month, draft.day) for draft in drafts}:
            newest = max(drafts)
            what = f"law names another draft for [^{label}] than its annexes, the newest of which is of {newest}"
            yield Problem(text.path, line, what, f"write {newest}, or add annex.{label}.DATE.md with that draft")
        named, annexed = (_articles_in(words) for words in (source, " ".join(annex.provision for annex in annexes)))
        if named and annexed and not any(_is_same_article(one, other) for one in named for other in annexed):
            what = f"law names another provision for [^{label}] than its annex ({annexes[-1].provision})"
            yield Problem(text.path, line, what, "correct the one that is wrong")


def _is_slip(one: str, other: str) -> bool:
    """Whether two numbers of the same length differ in two figures that are swapped, or in one that is far off."""
    differing = [at for at, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
    if len(differing) == 2:
        first, second = differing
        return one[first] == other[second] and one[second] == other[first]
    # Procedures with numbers that follow each other are often of one package.
    return len(differing) == 1 and abs(int(one[differing[0]]) - int(other[differing[0]])) > 1


def _named_act(words: str) -> frozenset[str]:
    """Return the CELEX numbers, perhaps without sector, that words may stand for; empty if they name no act."""
    if act := _ACT.match(words):
        if act["com"]:
            return frozenset({f"5{act['year']}PC{int(act['number']):04}"})
        # Since 2015 the year comes first; before, only in directives.
        one, two = act["one"], act["two"]
        year, number = (one, two) if len(one) == 4 or (len(one) == 2 and len(two) != 4) else (two, one)
        year = f"19{year}" if len(year) == 2 else year
        return (
            frozenset({f"3{year}{_LETTERS_OF[act['kind'][:2].lower()]}{int(number):04}"})
            if len(year) == 4
            else frozenset()
        )
    return _ACTS.get(words.casefold().removeprefix("the "), frozenset())


def _is_same_act(act: str, number: str) -> bool:
    """Whether two CELEX numbers are of one act; its consolidated text begins with 0."""
    return act == number or (act[0] == "3" and number[0] in "03" and act[1:] == number[1:])


def _articles_in(words: str) -> set[_Article]:
    return {_article(match) for match in _ARTICLE.finditer(words)}


def _article(match: re.Match[str]) -> _Article:
    return match["number"].lower(), (match["part"] or match["part2"] or "").lower()


def _is_same_article(one: _Article, other: _Article) -> bool:
    """Whether two references may be to one provision: the paragraph counts where both have one."""
    return one[0] == other[0] and (not one[1] or not other[1] or one[1] == other[1])
