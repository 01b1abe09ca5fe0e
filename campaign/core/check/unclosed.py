"""Finds markup and signs that are opened and never closed, and so appear as they are typed."""

import re
from collections.abc import Iterator
from itertools import pairwise

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, SourceParagraph, blank, shorten
from campaign.core.letters import Letter
from campaign.core.letters.fill import PLACEHOLDERS
from campaign.core.letters.tree import Text, every_inline
from campaign.errors import Problem

# Words may have one level of brackets, an address of parentheses. Possessive, so that brackets are read once.
_LINK = re.compile(r"!?\[(?:[^\[\]]++|\[[^\[\]]*+\])*\]\((?:[^()]++|\([^()]*+\))*\)")
_LINK_PART = re.compile(
    r"\](?P<open>\()(?=<?(?:https?:|mailto:|www\.))"
    r"|\](?P<space>[ \t]+\()(?=<?(?:https?:|mailto:|www\.))"
    r"|(?<!\])(?<=[^\W_])(?P<words>\()(?=<?(?:https?:|mailto:|www\.)[^()\s]{1,2000}\))"
    r"|\)(?P<reversed>\[)(?=(?:https?:|mailto:|www\.)[^\[\]\s]{1,2000}\])"
)
_TARGETS = re.compile(
    r"\]\((?:[^()]++|\([^()]*+\))*\)|<(?:https?:|mailto:)[^<>\s]*>|\]\(\S*|https?://[^\s<>()]*(?:\([^\s()]*\))?"
)
_STARRED = re.compile(r"(?<![*\w])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{2,3}(?![*\w])")
_BRACE = re.compile(r"(?<!\{)\{[ \t]{0,9}([A-Za-z_][\w.]{0,60})[ \t]{0,9}\}(?!\})")
_ITEM = re.compile(r"^[ \t]*(?:[*+-]|\d{1,9}[.)])[ \t]", re.MULTILINE)
_STAR_RUN = re.compile(r"(?<!\\)\*+")
_PARENTHESIS = re.compile(r"(?<!\\)[()]")
_CHANGE = re.compile(r"\{\+\+|\{--|\{~~")
_QUOTES = re.compile("[“”„«»]")
# In these languages ” both opens and closes, and » may do so.
_SAME_SIGN = frozenset({"sv", "fi"})


def links(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a link that is not closed, or whose words and address are not joined."""
    for paragraph in text.paragraphs:
        source = _LINK.sub(blank, text.text[paragraph.start : paragraph.end])
        for match in _LINK_PART.finditer(source):
            offset = paragraph.start + match.start()
            excerpt = shorten(text.text[max(paragraph.start, offset - 30) : offset + 50])
            yield text.problem(offset, f"a link is not written as one: “{excerpt}”", _LINK_FIXES[match.lastgroup or ""])


_LINK_FIXES = {
    "open": "close it with ) after the address, without a space in it",
    "space": "remove the space between ] and (",
    "words": "put square brackets around the words: [words](https://address)",
    "reversed": "words come in square brackets, the address in round ones: [words](https://address)",
}


def emphasis(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report stars for bold or italic that are left in the text, because they are not closed."""
    blocks = (*letter.document.blocks, *(block for note in letter.document.notes for block in note.blocks))
    if not any(isinstance(inline, Text) and _STARRED.search(inline.text) for inline in every_inline(blocks)):
        return
    for paragraph in text.paragraphs:
        source = _TARGETS.sub(blank, text.text[paragraph.start : paragraph.end])
        for start, stars in _open_stars_of_items(source):
            what = f"{stars} has no counterpart, so it appears in the letter: “{_line(source, start)}”"
            yield text.problem(paragraph.start + start, what, r"close it, or write \* for a star")


def _line(source: str, start: int) -> str:
    """Return the beginning of what stands in one line from an offset on."""
    return shorten(source[start : start + 100].partition("\n")[0])


def _open_stars_of_items(source: str) -> Iterator[tuple[int, str]]:
    """Yield the runs of stars without a counterpart in each list item, or in the whole paragraph if it is no list."""
    starts = [0, *(match.start() for match in _ITEM.finditer(source)), len(source)]
    for start, end in pairwise(starts):
        yield from ((start + offset, stars) for offset, stars in _open_stars(source[start:end]))


def _open_stars(source: str) -> Iterator[tuple[int, str]]:
    """Yield the runs of stars in a paragraph that open or close emphasis and have no counterpart."""
    open_: dict[str, int] = {}
    for match in _STAR_RUN.finditer(source):
        before, after = source[max(0, match.start() - 1) : match.start()], source[match.end() : match.end() + 1]
        stars = match.group()
        if stars in open_ and before.strip():
            del open_[stars]
        elif (after.strip() and not before.isalnum()) or (before.strip() and len(stars) > 1 and not after.isalnum()):
            open_[stars] = match.start()
    yield from sorted((start, stars) for stars, start in open_.items())


def placeholders(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a placeholder with single braces."""
    for _, match in text.find(_BRACE):
        name = match[1]
        if name in PLACEHOLDERS or "." in name or "_" in name:
            fix = f"write {{{{ {name} }}}}" if name in PLACEHOLDERS else "write it with two braces, or remove it"
            yield text.problem(match.start(), f"{match.group()} has single braces, so it is not filled in", fix)


def quotes(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a quotation mark that is not closed in its paragraph, or not opened."""
    if letter.language.partition("-")[0].lower() in _SAME_SIGN:
        return
    last = len(text.paragraphs) - 1
    for at, paragraph in enumerate(text.paragraphs):
        after = text.paragraphs[at + 1] if at < last else None
        goes_on = after is not None and after.note == paragraph.note and _begins_quoted(text, after)
        if goes_on or _CHANGE.search(text.text, paragraph.start, paragraph.end):
            continue
        if (offset := _unpaired(text, paragraph)) is not None:
            excerpt = shorten(text.text[offset : offset + 60])
            yield text.problem(offset, f"a quotation mark has no counterpart: “{excerpt}”", "add the other one")


def parentheses(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Warn of a parenthesis that is not closed in its paragraph."""
    for paragraph in text.paragraphs:
        source = _TARGETS.sub(blank, text.text[paragraph.start : paragraph.end])
        open_: list[int] = []
        for match in _PARENTHESIS.finditer(source):
            if match.group() == "(":
                open_.append(match.start())
            elif open_:
                open_.pop()
        if open_:
            excerpt = shorten(source[open_[0] : open_[0] + 60])
            yield text.problem(paragraph.start + open_[0], f"a parenthesis is not closed: “{excerpt}”", "close it")


def _unpaired(text: Prose, paragraph: SourceParagraph) -> int | None:
    """Return the offset of the first quotation mark without its counterpart; None if all are in pairs."""
    open_: list[tuple[str, int]] = []
    for match in _QUOTES.finditer(text.text, paragraph.start, paragraph.end):
        sign = match.group()
        if open_ and sign in _CLOSERS[open_[-1][0]]:
            open_.pop()
        elif sign in "“„«»":
            open_.append((sign, match.start()))
        else:
            return match.start()
    return open_[0][1] if open_ else None


# What may close each sign: German „…“, Polish „…”, English “…”, French «…», Danish »…«.
_CLOSERS = {"“": "”", "„": "“”", "«": "»", "»": "«»"}


def _begins_quoted(text: Prose, paragraph: SourceParagraph) -> bool:
    """Whether a paragraph begins with a quotation mark: a quotation of several paragraphs opens in each."""
    return text.text[paragraph.start : paragraph.end].lstrip(" \t>*_")[:1] in ("“", "„", "«", "»")
