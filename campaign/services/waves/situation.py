"""All that decides what would be sent, read at one moment from folder and store."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from jinja2 import Environment

from campaign.adapters.files import content, folder
from campaign.adapters.store import Store, people, signons, versions
from campaign.core.addressees import Addressee
from campaign.core.letters import Letter, digest_of, letters_of, texts_of
from campaign.core.letters.version import Version
from campaign.core.settings import Settings
from campaign.core.signatories import Organisation, listed


@dataclass(frozen=True, slots=True)
class Situation:
    """`letters` holds the text as it is in the folder now, `frozen` as the newest version has it; both by language.
    `version` is None, and `frozen` empty, while nothing is frozen. `left_out` says of those who are not written to in
    this wave why, by their keys. `directory` holds the coalition's organisations, `organisations` those that sign the
    newest version, and those that do not sign, with their states. `begun` has, in a wave that follows another, by
    mail address the Message-ID of the first letter that went there."""

    name: str
    folder: folder.Folder
    settings: Settings
    letters: Mapping[str, Letter]
    version: Version | None
    frozen: Mapping[str, Letter]
    addressees: tuple[Addressee, ...]
    directory: tuple[Organisation, ...]
    organisations: tuple[Organisation, ...]
    templates: Environment
    left_out: Mapping[str, str] = field(default_factory=dict)
    begun: Mapping[str, str] = field(default_factory=dict)

    @property
    def stale(self) -> bool:
        """Whether the folder's text differs from the newest version."""
        return self.version is not None and digest_of(texts_of(self.letters)) != self.version.digest

    @property
    def writable(self) -> tuple[Addressee, ...]:
        """The addressees who have a mail address and are in this wave."""
        return tuple(person for person in self.addressees if person.mail and person.key not in self.left_out)

    @property
    def without_mail(self) -> tuple[Addressee, ...]:
        return tuple(person for person in self.addressees if not person.mail)

    @property
    def signatories(self) -> tuple[Organisation, ...]:
        return listed(self.organisations)


def gather(place: folder.Folder, settings: Settings, store: Store, name: str) -> Situation:
    """Read the situation of a letter."""
    letters, _ = folder.read_letters(place, name)
    version = store.read(versions.latest, name)
    texts = store.read(versions.texts, version.id) if version else ()
    return Situation(
        name=name,
        folder=place,
        settings=settings,
        letters=letters,
        version=version,
        frozen=letters_of(texts),
        addressees=store.read(people.addressees, name),
        directory=store.read(people.organisations),
        organisations=store.read(signons.signatories, name, version.id if version else None),
        templates=content.templates(place.templates),
    )


def language_for(person: Addressee, languages: Mapping[str, object]) -> str:
    """The language an addressee is written to in: his or her own where the letter has it (de for de-AT), else English,
    else the letter's first."""
    return language_among(person.language, languages)


def language_among(code: str, languages: Mapping[str, object]) -> str:
    """The one of a letter's languages for a reader of `code`, as above."""
    own = (code, code.partition("-")[0], "en")
    return next((each for each in own if each in languages), min(languages))


def day_of(at: dt.datetime, settings: Settings) -> dt.date:
    """The day of a moment in the campaign's zone."""
    return at.astimezone(settings.campaign.zone).date()
