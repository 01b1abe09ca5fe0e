"""Checks that each link works in an email, and reports images, which emails do not show."""

import re
from collections.abc import Iterator

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, shorten
from campaign.core.letters import Letter
from campaign.core.letters.tree import Link, every_inline, plain
from campaign.core.letters.tree_builder import safe_href
from campaign.errors import Problem

# Possessive, so that hostile brackets are read once. Words may have one level of brackets, an address of parentheses.
_WORDS = r"\[((?:[^\[\]]++|\[[^\[\]]*+\])*)\]"
_INLINE = re.compile(r"(!?)" + _WORDS + r"\(((?:[^()]++|\([^()]*+\))*)\)")
_REFERENCE = re.compile(r"\[([^\[\]^][^\[\]]*+)\][ ]?\[([^\[\]^][^\[\]]*+|)\]")
_TARGET = re.compile(r"^ {0,3}\[([^\[\]^][^\[\]]*+)\]:[ \t]*(\S+)", re.MULTILINE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,20}[A-Za-z]{2,24}(?:[/?#]|$)")

_WHOLE = "write the full address, with https://"


def links(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report links without an address, with one that does not work in an email, or with an undefined reference."""
    targets = [match for _, match in text.find(_TARGET)]
    faults = [*_inline(text), *_targets(text, targets)]
    yield from faults
    yield from _references(text, {_key(match.group(1)) for match in targets})
    yield from _unlocated(text, letter, len(faults))


def images(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report images, of which readers see only the description."""
    for _, match in text.find(_INLINE):
        if match.group(1):
            what = f"the letter has an image: {shorten(match.group(2)) or match.group(3)[:60]}"
            yield text.problem(match.start(), what, "emails do not show images; remove the ! to link to it")


def _inline(text: Prose) -> Iterator[Problem]:
    for _, match in text.find(_INLINE):
        if not match.group(1):
            yield from _check_address(text, match.start(), match.group(2), _address(match.group(3)))


def _targets(text: Prose, targets: list[re.Match[str]]) -> Iterator[Problem]:
    for match in targets:
        yield from _check_address(text, match.start(), match.group(1), match.group(2).strip("<>"))


def _check_address(text: Prose, offset: int, words: str, address: str) -> Iterator[Problem]:
    if not safe_href(address):
        wrong, fix = _explain(address)
        yield text.problem(offset, f"the link on “{shorten(words)}” {wrong}", fix)


def _explain(address: str) -> tuple[str, str]:
    excerpt = shorten(address)
    if not address or address.startswith("#"):
        return f"leads nowhere ({excerpt or 'empty'})", "put the web address between the parentheses"
    if _HOST.match(address):
        return f"has no https:// ({excerpt})", f"write https://{excerpt}"
    if "@" in address and not _SCHEME.match(address):
        return f"has no mailto: ({excerpt})", f"write mailto:{excerpt}"
    if re.search(r"\s", address):
        return f"has a space in its address ({excerpt})", "write %20 for each space"
    if _SCHEME.match(address) and not address.lower().startswith(("http:", "https:", "mailto:")):
        return f"does not work in an email ({excerpt})", _WHOLE
    return f"leads nowhere ({excerpt})", _WHOLE


def _address(inside: str) -> str:
    """Return the address in a link's parentheses, without angle brackets or title."""
    inside = inside.strip()
    if inside.startswith("<"):
        return inside[1:].partition(">")[0]
    parts = inside.split(None, 1)
    return parts[0] if len(parts) > 1 and parts[1][0] in "\"'" else inside


def _references(text: Prose, known: set[str]) -> Iterator[Problem]:
    for _, match in text.find(_REFERENCE):
        name = match.group(2) or match.group(1)
        if _key(name) not in known:
            what = f"the link on “{shorten(match.group(1))}” has no address: [{shorten(name)}] is not defined"
            yield text.problem(match.start(), what, f"add a line [{shorten(name)}]: https://...")


def _key(name: str) -> str:
    return " ".join(name.split()).lower()


def _unlocated(text: Prose, letter: Letter, named: int) -> Iterator[Problem]:
    """Report a dead link that the patterns above do not match, without its line."""
    blocks = (*letter.document.blocks, *(block for note in letter.document.notes for block in note.blocks))
    dead = [inline for inline in every_inline(blocks) if isinstance(inline, Link) and not inline.href]
    if len(dead) > named:
        words = shorten(plain(dead[-1].children))
        yield Problem(text.path, None, f"a link leads nowhere, perhaps the one on “{words}”", _WHOLE)
