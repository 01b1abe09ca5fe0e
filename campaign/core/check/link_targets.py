"""Checks where links lead: to a host that can be, to what their words say, and not through a tracker or to a draft."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from campaign.core.check.facts import LetterFacts
from campaign.core.check.prose import Prose, shorten
from campaign.core.letters import Letter
from campaign.core.letters.tree import Code, Link, every_inline, plain
from campaign.errors import Problem

_MOST_PLACES = 5
# A search for an address that the source does not have takes time in proportion to the length of the letter.
_MOST_MISSES = 40

_BARE = re.compile(r"(?<![\w(<\[/@])(?:https?://|www\.)[^\s<>\[\]]{3,2000}")
_LINKED = re.compile(r"!?\[(?:[^\[\]]++|\[[^\[\]]*+\])*\](?:\((?:[^()]++|\([^()]*+\))*\)|:[ \t]*\S+)|<[^<>\s]*>")
_SITE = re.compile(r"(?:https?://)?((?:[\w-]{1,63}\.){1,20}[a-z]{2,24})(?:[/?#:]\S*+)?", re.IGNORECASE)
_NUMERIC_HOST = re.compile(r"[\d.]+|(?=[^:]*:)[\da-f:.]+")
_TOP = re.compile(r"(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@,;:<>()\[\]\"]{1,64}@(?:[\w-]{1,63}\.)+(?:[^\W\d_]{2,24}|xn--[a-z0-9-]{2,59})", re.IGNORECASE)
_MAIL_IN_TEXT = re.compile(r"(?<![\w.+@/:-])[\w.+-]{1,64}@[\w-]{1,63}(?![\w.@-]{0,99}\.\w)(?![\w@-])")
_TRACKING = re.compile(r"(?:^|&)(?:utm_[a-z]{1,20}|fbclid|gclid|mc_cid|mc_eid)=", re.IGNORECASE)
_SHORT_HOSTS = frozenset({"t.co", "bit.ly", "tinyurl.com", "goo.gl", "ow.ly", "lnkd.in", "buff.ly"})
_EDITABLE = re.compile(
    r"docs\.google\.com/(?:document|spreadsheets|presentation)/(?:u/\d/)?d/[^/]+/edit|drive\.google\.com/"
    r"|[\w.-]*sharepoint\.com/|onedrive\.live\.com/|1drv\.ms/|(?:www\.)?dropbox\.com/scl?/|pad\.[\w.-]+/|[\w.-]*etherpad",
    re.IGNORECASE,
)
# Public suffixes of two parts, so that two sites below one are not taken for the same.
_TWO_PARTS = frozenset({"co.uk", "org.uk", "gov.uk", "ac.uk", "com.au", "co.at", "or.at", "gv.at", "europa.eu"})


@dataclass(frozen=True, slots=True)
class _Target:
    """A link of the letter, with the offset of its address in the source."""

    href: str
    words: str
    offset: int

    @property
    def parts(self) -> SplitResult | None:
        """The parts of the address; None if it cannot be taken apart."""
        try:
            return urlsplit(self.href)
        except ValueError:
            return None


def hosts(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report links to a host or a mail address that cannot exist."""
    for target in _targets(text, letter):
        if target.href.lower().startswith("mailto:"):
            address = target.href[len("mailto:") :].partition("?")[0]
            if address and not all(_MAIL.fullmatch(part.strip()) for part in address.replace("%40", "@").split(",")):
                what = f"the link on “{shorten(target.words)}” has no valid email address ({shorten(address)})"
                yield text.problem(target.offset, what, "write name@organisation.example in full")
        elif target.parts is None or not _can_be(target.parts.hostname or ""):
            host = shorten(target.href.partition("//")[2].partition("/")[0])
            what = f"the link on “{shorten(target.words)}” leads to {host}, which is not a web address"
            yield text.problem(target.offset, what, "write the whole name, such as www.organisation.example")
    for _, match in text.find(_MAIL_IN_TEXT):
        fix = "write name@organisation.example in full"
        yield text.problem(match.start(), f"{shorten(match.group())} is not an email address: its end is missing", fix)


def other_address(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report a link whose words are one address and which leads to another."""
    for target in _targets(text, letter):
        site_words = target.words.strip()
        if "@" in site_words:
            differs = _MAIL.fullmatch(site_words) and site_words.lower() not in target.href.lower()
        else:
            site = _SITE.fullmatch(site_words)
            host = target.parts.hostname if target.parts else ""
            differs = site and _site(site[1]) != _site(host or "")
        if differs:
            what = f"the link shows {shorten(site_words)} and leads to {shorten(target.href)}"
            yield text.problem(target.offset, what, "correct the one that is wrong")


def detours(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Report links that lead through another company, show who clicked, or lead to a draft that readers may edit."""
    for target in _targets(text, letter):
        if target.parts and (wrong := _detour(target.parts, target.href)):
            what, fix = wrong
            yield text.problem(target.offset, f"the link on “{shorten(target.words)}” {what}", fix)


def trackers(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Warn of links with tracking parameters, shortened ones, and those that are not encrypted."""
    for target in _targets(text, letter):
        host = target.parts.hostname if target.parts else ""
        if target.parts and _TRACKING.search(target.parts.query):
            what = f"the link on “{shorten(target.words)}” says where a reader came from"
            yield text.problem(target.offset, what, "delete what follows ? or & and begins with utm_ or fbclid")
        elif host in _SHORT_HOSTS:
            what = f"the link on “{shorten(target.words)}” is shortened ({host})"
            yield text.problem(target.offset, what, "link to the page itself, so that readers see where they go")
    plain_http = [target for target in _targets(text, letter) if target.href.lower().startswith("http:")]
    yield from _together(text, [target.offset for target in plain_http], "http: and not https:", "write https://")


def bare(text: Prose, letter: Letter, facts: LetterFacts) -> Iterator[Problem]:
    """Warn, once, of web addresses in the text that are not links."""
    blocks = (*letter.document.blocks, *(block for note in letter.document.notes for block in note.blocks))
    code = "\n".join(inline.text for inline in every_inline(blocks) if isinstance(inline, Code))
    offsets: list[int] = []
    for paragraph in text.paragraphs:
        source = _LINKED.sub(lambda match: " " * len(match.group()), text.text[paragraph.start : paragraph.end])
        offsets += [paragraph.start + match.start() for match in _BARE.finditer(source) if match.group() not in code]
    yield from _together(text, offsets, "not a link", "write <https://address> or [words](https://address)")


def _together(text: Prose, offsets: list[int], what: str, fix: str) -> Iterator[Problem]:
    """Report several places in one problem, at the first of them."""
    if len(offsets) == 1:
        yield text.problem(offsets[0], f"a web address is {what}", fix)
    elif offsets:
        lines = list(dict.fromkeys(text.line(offset) for offset in sorted(offsets)))
        places = ", ".join(map(str, lines[:_MOST_PLACES])) + (", …" if len(lines) > _MOST_PLACES else "")
        yield text.problem(min(offsets), f"{len(offsets)} web addresses are {what} (lines {places})", fix)


def _detour(parts: SplitResult, href: str) -> tuple[str, str] | None:
    host = parts.hostname or ""
    if host.endswith("safelinks.protection.outlook.com"):
        return "is a redirect that contains the email address of the person who copied it", "link to the page itself"
    if (_is_google(host) and parts.path == "/url") or host in ("l.facebook.com", "lm.facebook.com"):
        return f"leads through {host}", "link to the page itself: its address is after q= or url="
    if _EDITABLE.match(href.partition("//")[2]):
        return f"leads to a file that people edit ({host})", "publish the file, and link to the published page"
    return None


def _is_google(host: str) -> bool:
    return re.fullmatch(r"(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?", host) is not None


def _can_be(host: str) -> bool:
    """Whether a name may be that of a host on the web: it has a dot and a top-level domain, or is a number."""
    if _NUMERIC_HOST.fullmatch(host):
        return True
    names = host.rstrip(".").split(".")
    return len(names) > 1 and all(names) and _TOP.fullmatch(names[-1]) is not None


def _site(host: str) -> str:
    """Return the part of a host by which people know a site: example.org of www.example.org."""
    names = host.lower().rstrip(".").split(".")
    return ".".join(names[-3:] if ".".join(names[-2:]) in _TWO_PARTS else names[-2:])


def _targets(text: Prose, letter: Letter) -> Iterator[_Target]:
    """Yield the links of body and notes, each at the place of its address in the source."""
    at = text.body
    misses = 0
    blocks = (*letter.document.blocks, *(block for note in letter.document.notes for block in note.blocks))
    for inline in every_inline(blocks):
        if not isinstance(inline, Link) or not inline.href:
            continue
        offset = text.text.find(inline.href, at) if misses < _MOST_MISSES else -1
        if offset < 0:  # an address that stands before, or that the parser reads from other signs
            misses += 1
            offset = max(text.text.find(inline.href, text.body) if misses < _MOST_MISSES else 0, text.body)
        else:
            at = offset + len(inline.href)
        yield _Target(inline.href, plain(inline.children), offset)
