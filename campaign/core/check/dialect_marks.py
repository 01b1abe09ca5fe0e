"""Finds marks of other dialects of Markdown, which a letter shows as they are typed."""

import re
from collections.abc import Iterator

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, shorten
from campaign.core.letters import Letter
from campaign.errors import Problem

_WORDS = r"(?:[^\s{0}\n]|[^\s{0}\n][^{0}\n]{{0,300}}[^\s{0}\n])"
_STRUCK = re.compile(r"(?<![~\\{])~~(?!~)" + _WORDS.format("~") + r"~~(?![~}])")
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})[ \t]*+[\w+#.-]{0,40}[ \t]*+$", re.MULTILINE)
_BREAK = re.compile(r"(?<=[^\s\\])\\$", re.MULTILINE)
_MARKS = (
    (re.compile(r"(?<![=\\])==(?!=)" + _WORDS.format("=") + r"==(?!=)"), "highlighted words", "use **bold**"),
    (re.compile(r"(?<=\w)\^[^\s^\n]{1,12}\^(?!\^)"), "raised words", "type the raised sign, such as ²"),
    (re.compile(r"(?<=\w)~[\w+-]{1,12}~(?!~)"), "lowered words", "type the lowered sign, such as ₂"),
    (re.compile(r"\^\[[^\[\]\n]{1,500}\]"), "a note within the text", "write [^1], and below it [^1]: the note"),
    (re.compile(r"^ {0,3}\*\[[^\[\]\n]{1,60}\]:", re.MULTILINE), "an abbreviation", "explain it in a sentence"),
    (re.compile(r"^(?:> ?)\[!\w{1,20}\]", re.MULTILINE), "the head of a notice", "remove it, or write a heading"),
    (re.compile(r"^ {0,3}:{3,}[ \t]*+[\w{.}-]{0,40}[ \t]*+$", re.MULTILINE), "a fence of a block", "remove the line"),
    (re.compile(r"^ {0,3}: +(?=\S)", re.MULTILINE), "a definition", "write it as a sentence, or as a list"),
    (re.compile(r"^ {0,3}(?:[*+-]|\d{1,9}[.)])[ ]\[[ xX]\][ ]", re.MULTILINE), "a box to tick", "remove [ ] or [x]"),
    (re.compile(r"\[\[[^\[\]\n]{1,200}\]\](?!\()"), "a link of a wiki", "write [words](https://address)"),
    (re.compile(r"\|\|(?=\S)[^|\n]{1,200}(?<=\S)\|\|"), "covered words", "remove ||"),
    (re.compile(r"(?<![\w:])(?::[a-z]{2,}(?:_[a-z]+){0,5}:)(?![\w:])"), "the name of an emoji", "remove it"),
    (re.compile(r"(?<![\w@])\[@[\w:.-]{1,80}[^\[\]\n]{0,100}\]"), "a quotation of a source", "use a footnote, [^1]"),
    (re.compile(r"^#{1,6}(?=[^\W\d_])[^\n]{1,200}$", re.MULTILINE), "a heading", "put a space after #"),
    (
        re.compile(r"(?<=\S)[ \t]+\{[#.][\w-]{1,60}(?:[ \t][^{}\n]{0,100})?\}[ \t]*$", re.MULTILINE),
        "an attribute",
        "remove it",
    ),
    (re.compile(r"\$\$[^$\n]{1,300}\$\$|(?<![\w$])\$\\[a-z]+[^$\n]{0,200}\$"), "a formula", "write it in words"),
)


def marks(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report marks that other programs turn into something, and that a letter shows as they are."""
    for pattern, kind, fix in _MARKS:
        for _, match in text.find(pattern):
            yield _as_typed(text, match, kind, fix)
    for _, match in text.find(_BREAK):
        yield text.problem(match.start(), "a \\ at the end of a line is shown as text", "end the line with two spaces")
    yield from _fences(text, letter)


def struck(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report words struck with ~~, which everybody would read."""
    for _, match in text.find(_STRUCK):
        yield _as_typed(text, match, "struck words", "remove the words, or write {--words--}")


def _fences(text: Prose, letter: Letter) -> Iterator[Problem]:
    """Report the lines ``` around code. They are looked for in the file, because code is blanked out in the prose."""
    source = letter.source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for match in list(_FENCE.finditer(source, text.body))[::2]:
        fix = "remove the lines, and indent code by four spaces"
        yield text.problem(match.start(), f"code is not marked by {match.group().strip()[:60]}", fix)


def _as_typed(text: Prose, match: re.Match[str], kind: str, fix: str) -> Problem:
    return text.problem(match.start(), f"{kind}: {shorten(match.group())} is shown as it is typed", fix)
