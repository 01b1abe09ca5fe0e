"""The sign-ons that wait for approval, each with its judgement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from campaign.adapters.store import people, signons
from campaign.adapters.store.database import Database
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signatories.domains import domain_of_address, domain_of_site, is_free_mail
from campaign.core.signatories.known_organisations import KnownOrganisations
from campaign.core.signatories.register import Register, RegisterQuery
from campaign.core.signatories.register_export import read_export
from campaign.core.signons import Signer, SignOn, SignOnKind
from campaign.core.signons.judgement import judge
from campaign.core.signons.reasons import Judgement
from campaign.core.signons.signer_address import InvalidAddress, read_address
from campaign.errors import FolderError, Refused, cause_of
from campaign.services.campaign import Campaign
from campaign.services.signons.lookup import SignOnView, find_signon, signon_view


@dataclass(frozen=True, slots=True)
class Case:
    """A sign-on that waits for approval, and its judgement."""

    view: SignOnView
    """Pass it to `approve`, `refuse` or `plan_merge`."""
    judgement: Judgement
    """The reasons for and against it."""

    @property
    def signon(self) -> SignOn:
        return self.view.signon

    @property
    def signer(self) -> Signer:
        """The signer; one without data after erasure."""
        return self.view.signer_or_blank


@dataclass(frozen=True, slots=True)
class ReviewContext:
    """The data by which a letter's sign-ons are judged."""

    directory: Mapping[str, Organisation]
    """The coalition's directory, by key."""
    known: KnownOrganisations
    """All known names and sites, to find near-doubles."""
    signons: Mapping[str, SignOn]
    """The organisations' sign-ons, by key, without withdrawn and merged ones."""

    def name_of(self, key: str) -> str:
        """The name of the organisation with a key, "" for none."""
        organisation = self.known.get(key)
        return organisation.name if organisation else ""


@dataclass(frozen=True, slots=True)
class Review:
    """The cases to review."""

    cases: tuple[Case, ...]
    """Organisations first, oldest first."""
    context: ReviewContext
    """For the names and states of the other organisations that reasons mention."""


def review(campaign: Campaign, register: Path | None = None) -> Review:
    """Judge all sign-ons of the letter that wait for approval.

    `register` is the Transparency Register's export; None for the one that campaign.toml names, if any. Raises
    FolderError if it cannot be read, ExportError if it is not an export.
    """
    return _review(campaign, campaign.store.read(waiting_views, campaign.letter), register)


def review_one(campaign: Campaign, view: SignOnView, register: Path | None = None) -> Review:
    """Judge one sign-on. Parameters and errors are those of `review`."""
    return _review(campaign, (view,), register)


def waiting_signon(campaign: Campaign, who: str) -> SignOnView:
    """Find a sign-on that waits for approval.

    Raises UsageError as `find_signon` does, Refused if it does not wait.
    """
    view = find_signon(campaign, who)
    if view.signon.state is not SignOnState.CONFIRMED:
        what = f"{view.signon.name} is {view.signon.state}: it does not wait for approval"
        raise Refused(what, fix="campaign signatory list")
    return view


def refresh_case(campaign: Campaign, case: Case) -> Case:
    """Read the case again, because earlier decisions may have changed it. The judgement stays."""
    signon = campaign.store.read(signons.one, case.signon.id)
    return replace(case, view=campaign.store.read(signon_view, signon)) if signon else case


def review_context(db: Database, letter: str) -> ReviewContext:
    """Read the data by which a letter's sign-ons are judged. A function for `Store.read` and `Store.write`."""
    directory = people.organisations(db)
    signed = [signon for signon in signons.organisations(db, letter) if signon.state is not SignOnState.WITHDRAWN]
    # The directory comes last: its name and site replace those of a sign-on with the same key.
    known = KnownOrganisations([*(signon.as_organisation for signon in signed), *directory])
    by_key = {organisation.key: organisation for organisation in directory}
    return ReviewContext(by_key, known, {signon.key: signon for signon in signed})


def waiting_views(db: Database, letter: str) -> tuple[SignOnView, ...]:
    """Read all sign-ons that wait for approval, organisations first, oldest first."""
    groups = (signons.in_state(db, letter, kind, SignOnState.CONFIRMED) for kind in SignOnKind)
    return tuple(signon_view(db, signon) for group in groups for signon in group)


def _review(campaign: Campaign, views: Sequence[SignOnView], register: Path | None) -> Review:
    context = campaign.store.read(review_context, campaign.letter)
    rows = read_register(views, register or configured_register(campaign))
    return Review(tuple(judge_case(campaign, view, context, rows) for view in views), context)


def _same_mailbox(campaign: Campaign, view: SignOnView) -> tuple[str, ...]:
    """Who else signed from this mailbox, as text."""
    read = read_address(view.signer.address) if view.signer else None
    if read is None or isinstance(read, InvalidAddress):
        return ()
    others = campaign.store.read(signons.of_mailbox, view.signon, read.key)
    return tuple(f"{signon.name} ({signer.address})" for signon, signer in others)


def judge_case(campaign: Campaign, view: SignOnView, context: ReviewContext, register: Register | None) -> Case:
    """Judge one sign-on by what is known."""
    same_mailbox = _same_mailbox(campaign, view)
    signer = view.signer_or_blank
    judgement = judge(view.signon, signer, context.directory, context.known, register, signer.register, same_mailbox)
    return Case(view, judgement)


def configured_register(campaign: Campaign) -> Path | None:
    """The export that campaign.toml names."""
    named = campaign.settings.inviting.register
    return campaign.folder.root / named if named else None


def read_register(views: Iterable[SignOnView], export: Path | None) -> Register | None:
    """The rows of the export that match these sign-ons. Raises FolderError, ExportError."""
    pairs = [(view.signon, view.signer_or_blank) for view in views]
    if export is None or not pairs:
        return None
    mail_domains = {domain_of_address(signer.address) for _, signer in pairs if not is_free_mail(signer.address)}
    sites = {domain_of_site(signon.url) for signon, _ in pairs}
    query = RegisterQuery(
        (signon.name for signon, _ in pairs), mail_domains | sites, (signer.register for _, signer in pairs)
    )
    try:
        with export.open("rb") as file:
            return Register(read_export(file, str(export)), query)
    except OSError as error:
        raise FolderError(
            f"{export}: cannot be read ({cause_of(error)})", fix="check the path of the Register's export"
        ) from error
