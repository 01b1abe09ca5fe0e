"""What waits for the coordinator's approval, each with what speaks for it and against it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.store import Store, people, signons
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signatories.domains import is_free_mail, of_mail, of_site
from campaign.core.signatories.export import read_export
from campaign.core.signatories.likeness import Known
from campaign.core.signatories.register import Asked, Register
from campaign.core.signons import Kind, Signer, SignOn
from campaign.core.signons.judgement import judge
from campaign.core.signons.reasons import Judgement
from campaign.errors import FolderError


@dataclass(frozen=True, slots=True)
class Case:
    """A sign-on that was judged. Nobody's data is left of a signer who was erased."""

    signon: SignOn
    signer: Signer
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Desk:
    """What a letter's sign-ons are judged by: the directory, all that is known, and every sign-on by its key."""

    directory: Mapping[str, Organisation]
    known: Known
    signed: Mapping[str, SignOn]

    def name(self, key: str) -> str:
        """The name that is known under a key."""
        found = self.known.get(key)
        return found.name if found else ""


def desk(store: Store, letter: str) -> Desk:
    """Gather it. A merged or withdrawn sign-on is nobody's double."""
    directory = store.read(people.organisations)
    signed = [each for each in store.read(signons.organisations, letter) if each.state is not SignOnState.WITHDRAWN]
    # The directory's last: of one that is in both, its name and its site are the ones that are known.
    known = Known([*(each.public for each in signed), *directory])
    return Desk({each.key: each for each in directory}, known, {each.key: each for each in signed})


def waiting(store: Store, letter: str) -> tuple[SignOn, ...]:
    """The sign-ons that are confirmed and not listed, organisations first, oldest first."""
    found = (store.read(signons.in_state, letter, kind, SignOnState.CONFIRMED) for kind in Kind)
    return tuple(each for some in found for each in some)


def judged(store: Store, by: Desk, found: Sequence[SignOn], export: Path | None = None) -> tuple[Case, ...]:
    """Judge sign-ons of a letter by its desk. `export` is the Transparency Register's, streamed once for all.

    Raises FolderError where it cannot be read, ExportError where it is none.
    """
    pairs = [(each, store.read(signons.signer, each.id) or Signer(each.id, "", "", "")) for each in found]
    register = _register(pairs, export) if export and pairs else None
    judgements = (judge(each, who, by.directory, by.known, register, who.register) for each, who in pairs)
    return tuple(Case(each, who, found) for (each, who), found in zip(pairs, judgements, strict=True))


def _register(pairs: Iterable[tuple[SignOn, Signer]], export: Path) -> Register:
    pairs = tuple(pairs)
    mails = {of_mail(who.mail) for _, who in pairs if not is_free_mail(who.mail)}
    sites = {of_site(each.url) for each, _ in pairs}
    asked = Asked((each.name for each, _ in pairs), mails | sites, (who.register for _, who in pairs))
    try:
        with export.open("rb") as file:
            return Register(read_export(file, str(export)), asked)
    except OSError as error:
        raise FolderError(f"{export}: cannot be read ({error.strerror or error})", hint="name the export") from error
