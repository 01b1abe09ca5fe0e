"""One search over the letter's texts, organisations, people and answers, as the searcher's rights allow."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from campaign.core.addressees import Addressee
from campaign.core.signons.board_filter import read_filter
from campaign.core.team.account import TeamActor, need_right
from campaign.core.team.roles import Right
from campaign.errors import CampaignError
from campaign.services.campaign import Campaign
from campaign.services.letters import drafting
from campaign.services.people.listing import addressees
from campaign.services.replies.answer_desk import answer_page
from campaign.services.signons.directory_list import read_directory
from campaign.services.signons.signatory_list import read_signatories

MOST_CHARACTERS = 100
_MOST = 8
_LAST = 2**62
_AROUND = 60


class SearchPlace(StrEnum):
    """Where something matches."""

    LETTER = "letter"
    SIGNATORY = "signatory"
    DIRECTORY = "directory"
    ADDRESSEE = "addressee"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class SearchMatch:
    """Something that matches."""

    key: str
    """What leads to it: a language and a line, the number of a sign-on, an organisation's or an addressee's key, the
    number of an answer."""
    title: str
    about: str
    """A line about it, or the words around the match; "" for nothing."""


@dataclass(frozen=True, slots=True)
class SearchGroup:
    """The matches of one place."""

    place: SearchPlace
    matches: tuple[SearchMatch, ...]
    has_more: bool
    """Whether the place has more than these."""


def search(campaign: Campaign, actor: TeamActor, text: str) -> tuple[SearchGroup, ...]:
    """What matches, by place; only places with a match.

    Signers and their email addresses are searched for who may see people, answers for who may work on them. Individuals
    are not searched here: their list does that. Raises Refused without the right to see the campaign.
    """
    need_right(actor, Right.SEE)
    text = " ".join(text.split())[:MOST_CHARACTERS]
    if not text:
        return ()
    groups = [_letters(campaign, text)]
    try:
        groups += [
            _signatories(campaign, actor, text),
            _directory(campaign, actor, text),
            _people(campaign, actor, text),
        ]
        groups += [_answers(campaign, text)] if actor.may(Right.ANSWERS) else []
    except CampaignError:  # there is no letter yet, so there is nobody
        pass
    return tuple(group for group in groups if group.matches)


def _group(place: SearchPlace, matches: list[SearchMatch]) -> SearchGroup:
    return SearchGroup(place, tuple(matches[:_MOST]), len(matches) > _MOST)


def _letters(campaign: Campaign, text: str) -> SearchGroup:
    wanted, matches = _plain(text), list[SearchMatch]()
    try:
        drafts = [drafting.read_draft_text(campaign, one) for one in drafting.text_languages(campaign)]
    except CampaignError:  # several letters, of which none is chosen; or one that cannot be read
        drafts = []
    for draft in drafts:
        for number, line in enumerate(draft.text.split("\n"), 1):
            if wanted in _plain(line):
                matches.append(SearchMatch(f"{draft.language}/line/{number}", draft.language, _around(line, text)))
    return _group(SearchPlace.LETTER, matches)


def _signatories(campaign: Campaign, actor: TeamActor, text: str) -> SearchGroup:
    page = read_signatories(campaign, actor, read_filter({"q": text}))
    return _group(
        SearchPlace.SIGNATORY,
        [
            SearchMatch(str(row.signon.id), row.signon.name, row.signer.person if row.signer else "")
            for row in page.rows
        ],
    )


def _directory(campaign: Campaign, actor: TeamActor, text: str) -> SearchGroup:
    rows = read_directory(campaign, actor, text).rows
    return _group(
        SearchPlace.DIRECTORY,
        [SearchMatch(row.organisation.key, row.organisation.name, row.organisation.country) for row in rows],
    )


def _people(campaign: Campaign, actor: TeamActor, text: str) -> SearchGroup:
    wanted, may_see = _plain(text), actor.may(Right.SEE_PEOPLE)
    matches = [
        SearchMatch(person.key, person.name, ", ".join(filter(None, (person.country, person.group))))
        for person in addressees(campaign, campaign.letter)
        if wanted in _plain(_words_of(person, with_address=may_see))
    ]
    return _group(SearchPlace.ADDRESSEE, matches)


def _words_of(person: Addressee, *, with_address: bool) -> str:
    return "\n".join((person.name, person.country, person.group, person.address if with_address else ""))


def _answers(campaign: Campaign, text: str) -> SearchGroup:
    rows = answer_page(campaign, "person", _LAST, _MOST + 1, text=text)
    return _group(
        SearchPlace.ANSWER,
        [SearchMatch(str(row.id), row.reply.name, _around(row.reply.text, text)) for row in rows],
    )


def _around(line: str, text: str) -> str:
    """The words around the first match in a text."""
    line = " ".join(line.split())
    at = max(0, _plain(line).find(_plain(text)))
    before = max(0, at - _AROUND)
    start, end = min(line.find(" ", before) + 1, at) if before else 0, at + len(text) + _AROUND
    return f"{'… ' if start else ''}{line[start:end].strip()}{' …' if end < len(line) else ''}"


def _plain(text: str) -> str:
    """Text for comparing: without case and accents."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return re.sub(r"\s+", " ", "".join(sign for sign in decomposed if not unicodedata.combining(sign)))
