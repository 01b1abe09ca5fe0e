"""Writing a mail to a signer: what it is about gathered from store and folder, then composed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from campaign.adapters.dkim import signing_of
from campaign.adapters.files import content
from campaign.adapters.files.folder import Folder
from campaign.adapters.store import Store, keys, versions
from campaign.core.check.changes import changed
from campaign.core.compose import frame_of, identity
from campaign.core.compose.notices import Deadlines, Matter, links_of, notice_mail
from campaign.core.delivery.records import Planned
from campaign.core.languages.catalogue import speaking
from campaign.core.letters import Letter, letters_of
from campaign.core.letters.excerpt import only_changed
from campaign.core.letters.fill import blanked
from campaign.core.letters.tree import Document
from campaign.core.letters.version import Version
from campaign.core.message.wire import WHOLE
from campaign.core.settings import Settings
from campaign.core.signons import Signer, SignOn
from campaign.core.signons.notice import NoticeKind
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.waves.languages import language_among
from campaign.services.waves.state import LetterState, letter_state


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a signer is written to."""

    kind: NoticeKind
    signon: SignOn
    signer: Signer
    facts: Mapping[str, str] = field(default_factory=dict)
    """The notice's, where it is one that is owed."""
    asked_at: dt.datetime | None = None
    """When a reminder's signer was asked, aware UTC."""


class Writer:
    """Writes mails to the signers of one letter. It reads the store, and never writes to it once it is made.

    Raises Refused where no version is frozen or no public page is set: a mail would bind nobody, or lead nowhere.
    """

    def __init__(self, store: Store, folder: Folder, settings: Settings, state: LetterState) -> None:
        if state.version is None:
            raise Refused("no version of the letter is frozen yet", hint="campaign letter freeze")
        if not settings.campaign.public_url:
            raise Refused(
                "public_url is not set: the links in mails to signatories lead below it",
                hint="set public_url in [campaign], where `campaign serve` answers",
            )
        self.newest: Version = state.version
        self._store = store
        self._settings = settings
        self._state = state
        self._signing = signing_of(folder, settings)
        self._secret = store.write(keys.secret, keys.LINKS)
        self._catalogues = content.catalogues(folder.templates)
        self._templates = content.templates(folder.templates)
        self._texts: dict[int, Mapping[str, Letter]] = {state.version.id: state.frozen}
        self._versions: dict[int, Version] = {state.version.id: state.version}

    def mail(self, occasion: Occasion, wave: str, key: str, at: dt.datetime) -> Planned:
        """A finished mail, dated `at` (aware UTC). `key` is what the ledger calls it within the wave. Raises
        ComposeError naming the sign-on."""
        settings, sender = self._settings, self._settings.sender
        signon, signer, matter = occasion.signon, occasion.signer, self.matter(occasion)
        own = identity(f"{settings.campaign.name}/{signon.letter}", wave, key, sender.address, at)
        frame = frame_of(settings.campaign, at, matter.digest)
        mail = notice_mail(matter, frame, own, self._templates)
        return Planned(
            addressee=key,
            name=signer.person or signon.name,
            mail=mail.recipient,
            language=matter.language,
            sender=mail.sender,
            message_id=own.message_id,
            dated_at=at,
            wire=WHOLE,
            own=self._signing.own(WHOLE, (mail.message,)) if self._signing else (mail.message,),
        )

    def matter(self, occasion: Occasion) -> Matter:
        """What the mail is about."""
        settings, facts = self._settings, occasion.facts
        signon, signer, asked_at = occasion.signon, occasion.signer, occasion.asked_at
        version = self._version(int(facts["version"]) if "version" in facts else signon.version)
        letter = self._letter(version.id, signon.language)
        say = speaking(self._catalogues, signon.language or letter.language)
        until = facts.get("until")
        return Matter(
            kind=occasion.kind,
            say=say,
            letter=letter,
            digest=version.digest,
            signon=signon,
            signer=signer,
            links=links_of(settings.campaign.public_url, self._secret, signer),
            sender=settings.sender,
            zone=settings.campaign.zone,
            deadlines=Deadlines(settings.signing_closes_at, settings.inviting.soft_deadline_at),
            signed=len(self._state.signatories),
            typed=facts.get("typed", ""),
            redline=self._redline(facts, version, letter),
            until=dt.datetime.fromisoformat(until) if until else None,
            asked_on=asked_at.astimezone(settings.campaign.zone).date() if asked_at else None,
        )

    def _version(self, number: int | None) -> Version:
        if number is None:
            return self.newest
        if number not in self._versions:
            self._versions[number] = self._store.read(versions.one, number)
        return self._versions[number]

    def _letter(self, version: int, language: str) -> Letter:
        if version not in self._texts:
            self._texts[version] = letters_of(self._store.read(versions.texts, self._version(version).id))
        texts = self._texts[version]
        letter = texts[language_among(language, texts)]
        written = self._state.letters.get(letter.language)  # why is no part of what is signed, so the newest is good
        return replace(letter, why=written.why) if written and written.why else letter

    def _redline(self, facts: Mapping[str, str], version: Version, letter: Letter) -> Document | None:
        if "before" not in facts:
            return None
        old = self._letter(int(facts["before"]), letter.language)
        return only_changed(blanked(changed(old, letter).redline)) if old.language == letter.language else None


def writer_of(campaign: Campaign) -> Writer:
    """What writes to the signers of the campaign's letter as things stand now. Raises as Writer does."""
    state = letter_state(campaign.folder, campaign.store, campaign.letter)
    return Writer(campaign.store, campaign.folder, campaign.settings, state)
