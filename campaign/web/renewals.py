"""What a newer text of the letter asks of those who signed an earlier one."""

from dataclasses import dataclass
from enum import StrEnum

from campaign.adapters.store.signons import record, standing
from campaign.core.languages.page import page_words
from campaign.core.publish.titles import kind_in_words
from campaign.core.render.html import Fragments
from campaign.core.signons import SignOn
from campaign.core.signons.record import Deed
from campaign.core.signons.states import SIGNED
from campaign.web import redlines
from campaign.web.site import Site
from campaign.web.texts import Text


class Question(StrEnum):
    """What the page says of the newer text."""

    WINDOW = "window"  # the sign-on goes on to it, unless there is an objection
    HELD = "held"  # there was one; an agreement is still welcome
    ASK = "ask"  # it goes on with an agreement only
    CARRIED = "carried"  # it has gone on already


@dataclass(frozen=True, slots=True)
class Renewal:
    """A newer text beside the one that was signed. `version` is its id; `until` is a moment in words, "" for none."""

    question: Question
    version: int
    name: str
    redline: Fragments
    until: str = ""


class Renewals:
    """Looks for what is newer than a sign-on's text."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def of(self, signon: SignOn, language: str) -> Renewal | None:
        """What the newest text asks of a sign-on; None where nothing."""
        newest = self._site.texts.newest()
        if newest is None or signon.version is None or signon.state not in SIGNED:
            return None
        if signon.version == newest.version.id:
            return self._carried(signon, newest, language)
        changes = self._site.store.read(standing.changes, signon.letter)
        now = self._site.clock()
        window = next((each for each in changes if each.may_object(signon.version, now)), None)
        if signon.held or window is None or window.until is None:
            question = Question.HELD if signon.held else Question.ASK
            return self._renewal(question, signon.version, newest, language)
        target = self._site.texts.one(window.version)
        return self._renewal(
            Question.WINDOW, signon.version, target, language, self._site.moment(window.until, language)
        )

    def _carried(self, signon: SignOn, newest: Text, language: str) -> Renewal | None:
        entry = self._site.store.read(record.last_of, signon.id, Deed.CARRIED)
        if entry is None or entry.line.facts["version"] != str(newest.version.id):
            return None
        return self._renewal(Question.CARRIED, int(entry.line.facts["before"]), newest, language)

    def _renewal(self, question: Question, before: int, after: Text, language: str, until: str = "") -> Renewal:
        redline = redlines.of(self._site, self._site.texts.one(before), after, language)
        name = kind_in_words(after.version, page_words(self._site.catalogue(language).language))
        return Renewal(question, after.version.id, name, redline, until)
