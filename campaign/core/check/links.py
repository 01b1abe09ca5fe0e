"""Links: each leads somewhere that a reader of a mail can go. Images, which mails do not carry, are named too."""

import re
from collections.abc import Iterator

from campaign.core.check.facts import Facts
from campaign.core.check.prose import Prose, shortened
from campaign.core.letters import Letter
from campaign.core.letters.harvest import safe_href
from campaign.core.letters.tree import Link, every_inline, plain
from campaign.errors import Problem

# Possessive, so that hostile brackets are read once: words hold one level of brackets, an address one of parentheses.
_WORDS = r"\[((?:[^\[\]]++|\[[^\[\]]*+\])*+)\]"
_INLINE = re.compile(r"(!?)" + _WORDS + r"\(((?:[^()]++|\([^()]*+\))*+)\)")
_REFERENCE = re.compile(r"\[([^\[\]^][^\[\]]*+)\][ ]?\[([^\[\]^][^\[\]]*+|)\]")
_TARGET = re.compile(r"^ {0,3}\[([^\[\]^][^\[\]]*+)\]:[ \t]*(\S+)", re.MULTILINE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}(?:[/?#]|$)")

_WHOLE = "write the whole address, with https://"


def links(text: Prose, letter: Letter, facts: Facts) -> Iterator[Problem]:
    """Links without an address, with one that no mail can follow, or with a reference that is not defined."""
    targets = [found for _, found in text.finds(_TARGET)]
    faults = [*_inline(text), *_targets(text, targets)]
    yield from faults
    yield from _references(text, {_key(found.group(1)) for found in targets})
    yield from _unseen(text, letter, len(faults))


def images(text: Prose, letter: Letter, facts: Facts) -> Iterator[Problem]:
    """Images, which show as their description only."""
    for _, found in text.finds(_INLINE):
        if found.group(1):
            what = f"an image stands in the letter: {shortened(found.group(2)) or found.group(3)[:60]}"
            yield text.problem(found.start(), what, "mails carry none; link to it: take the ! away")


def _inline(text: Prose) -> Iterator[Problem]:
    for _, found in text.finds(_INLINE):
        if not found.group(1):
            yield from _judged(text, found.start(), found.group(2), _address(found.group(3)))


def _targets(text: Prose, targets: list[re.Match[str]]) -> Iterator[Problem]:
    for found in targets:
        yield from _judged(text, found.start(), found.group(1), found.group(2).strip("<>"))


def _judged(text: Prose, offset: int, words: str, address: str) -> Iterator[Problem]:
    if not safe_href(address):
        wrong, mend = _fault(address)
        yield text.problem(offset, f"the link on “{shortened(words)}” {wrong}", mend)


def _fault(address: str) -> tuple[str, str]:
    shown = shortened(address)
    if not address or address.startswith("#"):
        return f"leads nowhere ({shown or 'empty'})", "put the web address between the parentheses"
    if _HOST.match(address):
        return f"lacks https:// ({shown})", f"write https://{shown}"
    if "@" in address and not _SCHEME.match(address):
        return f"lacks mailto: ({shown})", f"write mailto:{shown}"
    if re.search(r"\s", address):
        return f"has a space in its address ({shown})", "write %20 for each space"
    if _SCHEME.match(address) and not address.lower().startswith(("http:", "https:", "mailto:")):
        return f"is of a kind that mails may not hold ({shown})", _WHOLE
    return f"leads nowhere ({shown})", _WHOLE


def _address(inside: str) -> str:
    """The address within a link's parentheses: without its angle brackets or its title."""
    inside = inside.strip()
    if inside.startswith("<"):
        return inside[1:].partition(">")[0]
    parts = inside.split(None, 1)
    return parts[0] if len(parts) > 1 and parts[1][0] in "\"'" else inside


def _references(text: Prose, known: set[str]) -> Iterator[Problem]:
    for _, found in text.finds(_REFERENCE):
        name = found.group(2) or found.group(1)
        if _key(name) not in known:
            what = f"the link on “{shortened(found.group(1))}” has no address: [{shortened(name)}] is not defined"
            yield text.problem(found.start(), what, f"add a line [{shortened(name)}]: https://...")


def _key(name: str) -> str:
    return " ".join(name.split()).lower()


def _unseen(text: Prose, letter: Letter, named: int) -> Iterator[Problem]:
    """A dead link in a form that the patterns above do not know must not go unnamed."""
    blocks = (*letter.document.blocks, *(block for note in letter.document.notes for block in note.blocks))
    dead = [inline for inline in every_inline(blocks) if isinstance(inline, Link) and not inline.href]
    if len(dead) > named:
        words = shortened(plain(dead[-1].children))
        yield Problem(text.path, None, f"a link leads nowhere, perhaps the one on “{words}”", _WHOLE)
