"""Finds what is left of a template, and markup that a letter would show as text."""

import re
from collections.abc import Iterator

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, shorten
from campaign.core.letters import Letter
from campaign.errors import Problem

_THINGS = (
    "first ?name|last ?name|full ?name|names?|date|title|organi[sz]ation|country|link|url|signatures?|address|number"
    "|logo|place|city|role|e-?mail|recipients?|addressee|member state|tb[acd]|todo|x{2,}|placeholder|source"
    "|vorname|nachname|datum|ort|nom|prénom|lieu|pays"
)
_ORDERS = (
    "insert|add|fill|enter|replace|please|describe|your|to be|hier|bitte|einfügen|insérer|ajouter|compléter|votre|à"
)
_PROVISION = (
    r"(?:Articles?|Art\.?|Artikel|Recitals?|Erwägungsgrund|Considérant|Amendments?|Änderungsantrag|Amendement|Annex)"
)

_LEFTOVER = re.compile(
    "|".join(
        (
            rf"\[\s?(?i:(?:{_ORDERS})\b[^\[\]\n]*|(?:{_THINGS}))\s?\](?![(\[:])",
            r"\[(?:_+|\?+|\s)\](?![(\[:])",
            rf"\b{_PROVISION}[ ]?(?:(?:No\.?|Nr\.?)[ ])?(?:\(?X{{1,3}}\b\)?|_{{2,}}|\?+|\.{{3}}|…)",
            r"\bXX+\b(?!e?[ ](?:century|siècle|Jahrhundert))",
            r"\b(?:TBA|TBC|TBD|TODO|FIXME)\b",
            r"\b(?i:lorem ipsum)\b",
            r"\bDear[ ](?:(?i:first ?name|last ?name|full ?name|name|recipient|member name)\b|X\b|[\[<_])",
            r"(?<=\w )_{3,}|\?{3,}",
            r"\*\|\w+\|\*|%[A-Z][A-Z_]{2,}%|\$\{[\w.]+\}|«[ ]?(?i:(?:first|last|full)?_?name)[ ]?»|\{%[^%\n]*%\}",
        )
    )
)
_TAG = re.compile(r"<!--|</?([A-Za-z][A-Za-z0-9-]*)(?:[ \t\n][^<>]*)?/?>")
_HTML = re.compile(
    "a|abbr|address|article|aside|audio|b|blockquote|body|br|button|center|code|col|del|details|div|dl|dt|dd|em|embed"
    "|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|li|link|main|mark|meta|nav|object|ol|p"
    "|pre|q|s|script|section|small|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|title|tr"
    "|u|ul|video",
    re.IGNORECASE,
)


def leftovers(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report words of a template that were not replaced, also in the front matter."""
    for match in _LEFTOVER.finditer(text.text):
        yield _leftover(text, match)
    for match in _TAG.finditer(text.text):
        if not _is_html(match):
            yield _leftover(text, match)


def is_leftover(words: str) -> bool:
    """Whether words of a template are in a text."""
    return _LEFTOVER.search(words) is not None


def html(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report HTML tags and comments, which a letter shows as text."""
    for _, match in text.find(_TAG):
        if _is_html(match):
            fix = "use Markdown, for example **bold**, *italic* or [words](https://address)"
            yield text.problem(match.start(), f"HTML is shown as text: {shorten(match.group())}", fix)


def _is_html(tag: re.Match[str]) -> bool:
    """Whether it is an HTML tag or a comment; otherwise it is a `<name>` to be filled in."""
    return tag.group(1) is None or _HTML.fullmatch(tag.group(1)) is not None


def _leftover(text: Prose, match: re.Match[str]) -> Problem:
    fix = "fill it in, or remove it"
    return text.problem(match.start(), f"left over from a template: {shorten(match.group())}", fix)
