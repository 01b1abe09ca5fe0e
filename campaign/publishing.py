"""Publishing a letter: what is public of it gathered from folder and store, and its site written."""

from dataclasses import dataclass, replace
from pathlib import Path

from campaign import content, folder, wholefolder
from campaign.compose import sheet
from campaign.errors import PrintError, Problem, Refused
from campaign.letters import Version, letter_of
from campaign.logos import read_logo
from campaign.press import Press
from campaign.publish import Contact, Edition, Fonts, Frozen, Logo, build
from campaign.publish.neutral import frame
from campaign.publish.site import SUMS
from campaign.settings import Settings
from campaign.signatories import Organisation, listed
from campaign.store import Store, people, signons, versions

_FONTS = content.CONTENT / "templates" / "fonts"


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the edition, how many files, and the logos and prints that had to be left out."""

    edition: Edition
    files: int
    problems: tuple[Problem, ...]


def publish(place: folder.Folder, settings: Settings, store: Store, name: str, out: Path) -> Published:
    """Write the site of the letter's newest version into `out`.

    Raises Refused when nothing is frozen or `out` holds other things than an earlier site, CampaignError for a
    template that cannot be used, FolderError when `out` cannot be written.
    """
    edition, problems = gather(place, settings, store, name)
    prints, unprinted = _prints(place, settings, edition)
    edition, problems = replace(edition, prints=prints), (*problems, *unprinted)
    files = build(edition)
    wholefolder.replace(out, files, SUMS)
    return Published(edition, len(files), problems)


def gather(place: folder.Folder, settings: Settings, store: Store, name: str) -> tuple[Edition, tuple[Problem, ...]]:
    """What is public of a letter now, and what is wrong with its logos. Raises Refused when nothing is frozen."""
    found = store.read(versions.all_of, name)
    if not found:
        raise Refused(f"letters/{name}: nothing is frozen yet, so there is no text to publish", hint=_FREEZE)
    organisations = listed(store.read(signons.signatories, name, found[-1].id))
    logos, problems = _logos(place, organisations)
    edition = Edition(
        name=name,
        campaign=settings.campaign.name,
        versions=tuple(_frozen(store, version) for version in found),
        addressees=store.read(people.addressees, name),
        organisations=organisations,
        contact=Contact(settings.sender.name, settings.sender.reply_to or settings.sender.address),
        zone=settings.campaign.zone,
        honorific_style=settings.campaign.honorific_style,
        vote_at=settings.campaign.vote_at,
        deadline_at=settings.campaign.deadline_at,
        templates=content.templates(place.templates),
        fonts=_fonts(),
        public_url=settings.campaign.public_url,
        logos=logos,
    )
    return edition, problems


_FREEZE = "campaign letter freeze -m MESSAGE"


def _frozen(store: Store, version: Version) -> Frozen:
    texts = store.read(versions.texts, version.id)
    signed = listed(store.read(signons.signatories, version.letter, version.id))
    return Frozen(version, texts, {text.language: letter_of(text) for text in texts}, signed)


def _logos(
    place: folder.Folder, organisations: tuple[Organisation, ...]
) -> tuple[dict[str, Logo], tuple[Problem, ...]]:
    logos: dict[str, Logo] = {}
    problems: list[Problem] = []
    for organisation in organisations:
        if not organisation.logo:
            continue
        path = place.signatories / organisation.logo
        try:
            logos[organisation.key] = read_logo(path)
        except ValueError as error:
            problems.append(Problem(place.shown(path), None, f"the logo {error}", "the site is without it"))
    return logos, tuple(problems)


def _prints(place: folder.Folder, settings: Settings, edition: Edition) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The neutral PDF in each language, dated when the version was frozen, and the languages that cannot be set."""
    prints: dict[str, bytes] = {}
    problems: list[Problem] = []
    said = frame(edition, edition.newest)
    with Press(place.templates, place.signatories, edition.organisations) as press:
        for language in edition.languages:
            letter = edition.newest.letters[language]
            page = sheet(letter, None, edition.addressees, edition.organisations, settings.sender, said)
            try:
                prints[language] = press.print_letter(page, edition.newest.version.frozen_at)
            except PrintError as error:
                problems.append(Problem(letter.path, None, f"no PDF: {error.message}", error.hint))
    return prints, tuple(problems)


def _fonts() -> Fonts:
    return Fonts(
        folder.read_bytes(_FONTS / "LibertinusSerif-Regular.otf"),
        folder.read_bytes(_FONTS / "LibertinusSerif-Bold.otf"),
    )
