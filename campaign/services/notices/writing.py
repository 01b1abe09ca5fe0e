"""Composes emails to signers from the data in store and folder."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from campaign.adapters.dkim import signer_for
from campaign.adapters.files import content
from campaign.adapters.files.folder import Folder
from campaign.adapters.store import Store, keys, versions
from campaign.adapters.store.signons import record
from campaign.core.check.changes import compare_language
from campaign.core.compose import frame_of, identity
from campaign.core.compose.notices import Deadlines, NoticeContext, notice_message, signer_links
from campaign.core.compose.values import day_in_words
from campaign.core.delivery.records import PlannedDelivery
from campaign.core.languages.catalogue import catalogue_for
from campaign.core.letters import Letter, letters_of
from campaign.core.letters.covering_note import CoveringNote, fill_signer_note, read_signer_note
from campaign.core.letters.fill import blank_placeholders
from campaign.core.letters.front_matter import LetterFile
from campaign.core.letters.redline_changes import cut_to_changes
from campaign.core.letters.tree import Document
from campaign.core.letters.version import Version
from campaign.core.message.wire import UNSHARED
from campaign.core.settings import Settings
from campaign.core.signons import Signer, SignOn
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.record import RecordHead
from campaign.core.signons.submission import Submission
from campaign.errors import Refused
from campaign.services.campaign import Campaign
from campaign.services.notices.signer_covering_notes import SignerNote, read_signer_notes
from campaign.services.waves.languages import language_among
from campaign.services.waves.letter_state import LetterState, read_letter_state

_RECEIPT_DIGITS = 16  # enough that no other line fits by chance


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a signer gets an email, and the data for it."""

    kind: NoticeKind
    signon: SignOn
    signer: Signer
    facts: Mapping[str, str] = field(default_factory=dict)
    """The facts of a pending notice; empty for invitations and reminders."""
    asked_at: dt.datetime | None = None
    """For a reminder: when the signer was invited (aware UTC)."""
    submission: Submission | None = None
    """The form that the email asks to confirm; None for a sign-on."""


class NoticeWriter:
    """Composes the emails to the signers of one letter. Once created, it only reads the store.

    Raises Refused if no version is frozen or no public page is set: there would be nothing to sign, or no page to link
    to.
    """

    def __init__(self, store: Store, folder: Folder, settings: Settings, state: LetterState) -> None:
        if state.version is None:
            raise Refused("no version of the letter is frozen yet", fix="campaign letter freeze")
        if not settings.campaign.public_url:
            raise Refused(
                "public_url is not set: emails to signatories need it for their links",
                fix="set public_url in [campaign] to the address of the public pages",
            )
        self.newest_version: Version = state.version
        self.budget = settings.signing.budget
        self._folder = folder
        self._notes: dict[NoticeKind, Mapping[str, SignerNote]] = {}
        self._store = store
        self._settings = settings
        self._state = state
        self._id_secret = store.write(keys.secret, keys.MESSAGE_IDS)
        self._signing = signer_for(folder, settings)
        self._secret = store.write(keys.secret, keys.LINKS)
        self._catalogues = content.catalogues(folder.templates)
        self._templates = content.trusted_templates(folder.templates)
        self._texts: dict[int, Mapping[str, Letter]] = {state.version.id: state.frozen}
        self._versions: dict[int, Version] = {state.version.id: state.version}

    def write(self, occasion: Occasion, wave: str, key: str, at: dt.datetime) -> PlannedDelivery:
        """Compose an email, dated `at` (aware UTC). `key` identifies it within the wave. Raises ComposeError, naming
        the sign-on."""
        settings, sender = self._settings, self._settings.sender
        signon, signer, context = occasion.signon, occasion.signer, self.context(occasion)
        name = f"{settings.campaign.name}/{signon.letter}"
        message_identity = identity(name, wave, key, sender.address, at, secret=self._id_secret)
        frame = frame_of(settings.campaign, at, context.digest)
        mail = notice_message(context, frame, message_identity, self._templates)
        return PlannedDelivery(
            addressee=key,
            name=signer.person or signon.name,
            address=mail.recipient,
            language=context.language,
            sender=mail.sender,
            message_id=message_identity.message_id,
            dated_at=at,
            wire=UNSHARED,
            pieces=self._signing.sign_pieces(UNSHARED, (mail.content,)) if self._signing else (mail.content,),
        )

    def context(self, occasion: Occasion) -> NoticeContext:
        """The data from which the email's templates are filled."""
        settings, facts = self._settings, occasion.facts
        signon, signer, asked_at = occasion.signon, occasion.signer, occasion.asked_at
        version = self._version(int(facts["version"]) if "version" in facts else signon.version)
        letter = self._letter(version.id, signon.language)
        say = catalogue_for(self._catalogues, signon.language or letter.language)
        until = facts.get("until")
        return NoticeContext(
            kind=occasion.kind,
            catalogue=say,
            letter=letter,
            version=version.number,
            digest=version.digest,
            signon=signon,
            signer=signer,
            links=signer_links(
                settings.campaign.public_url,
                self._secret,
                signer,
                occasion.submission,
                letter.language if len(self._texts[version.id]) > 1 else "",
            ),
            sender=settings.sender,
            zone=settings.campaign.zone,
            deadlines=Deadlines(settings.signing_closes_at, settings.inviting.soft_deadline_at),
            signatory_count=len(self._state.signatories),
            coordinator_text=facts.get("typed", ""),
            redline=self._redline(facts, letter),
            until=dt.datetime.fromisoformat(until) if until else None,
            note=self._note(occasion, letter.language),
            sent_on=dt.date.fromisoformat(facts["day"]) if "day" in facts else None,
            reached=int(facts.get("reached", "0")),
            merged_name=facts.get("name", ""),
            is_contact="contact" not in facts,
            record=self._record_of(signon),
            asked_on=asked_at.astimezone(settings.campaign.zone).date() if asked_at else None,
        )

    def _note(self, occasion: Occasion, language: str) -> CoveringNote | None:
        """The campaign's own words: those kept with the notice, or the folder's for an invitation or a reminder."""
        kind = occasion.kind
        if kind.is_announcement:
            source = occasion.facts.get("note", "")
            note = read_signer_note(LetterFile(f"note.{kind}.{language}.md", source))[0] if source else None
        elif kind.is_request:
            if kind not in self._notes:
                self._notes[kind] = read_signer_notes(self._folder, self._state.name, kind, tuple(self._state.frozen))
            text = self._notes[kind].get(language)
            note = text.note if text else None
        else:
            return None
        vote_at, zone = self._settings.campaign.vote_at, self._settings.campaign.zone
        vote = day_in_words(vote_at.astimezone(zone).date(), language)
        values = {"signatories.count": str(self._state.signatory_count), "vote": vote}
        return fill_signer_note(note, values) if note else None

    def _record_of(self, signon: SignOn) -> str:
        entry = self._store.read(record.newest_of, signon.id) if signon.id else None
        return str(RecordHead(entry.number, entry.digest.hex()[:_RECEIPT_DIGITS])) if entry else ""

    def _version(self, number: int | None) -> Version:
        if number is None:
            return self.newest_version
        if number not in self._versions:
            self._versions[number] = self._store.read(versions.one, number)
        return self._versions[number]

    def _letter(self, version: int, language: str) -> Letter:
        if version not in self._texts:
            self._texts[version] = letters_of(self._store.read(versions.texts, self._version(version).id))
        texts = self._texts[version]
        letter = texts[language_among(language, texts)]
        draft = self._state.letters.get(letter.language)  # `why` is not part of what is signed, so use the newest
        return replace(letter, why=draft.why) if draft and draft.why else letter

    def _redline(self, facts: Mapping[str, str], letter: Letter) -> Document | None:
        if "before" not in facts:
            return None
        old = self._letter(int(facts["before"]), letter.language)
        return (
            cut_to_changes(blank_placeholders(compare_language(old, letter).redline))
            if old.language == letter.language
            else None
        )


def notice_writer(campaign: Campaign) -> NoticeWriter:
    """The writer for the campaign's letter as it is now. Raises as NoticeWriter does."""
    state = read_letter_state(campaign.folder, campaign.store, campaign.letter)
    return NoticeWriter(campaign.store, campaign.folder, campaign.settings, state)
