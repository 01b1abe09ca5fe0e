"""What waits for the coordinator's approval, each with what speaks for it and against it."""

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
from campaign.errors import FolderError, Refused, cause_of
from campaign.services.campaign import Campaign
from campaign.services.signons.lookup import SignOnView, find_signon, signon_view


@dataclass(frozen=True, slots=True)
class Case:
    """A sign-on that waits, and how it was judged."""

    view: SignOnView
    """What is decided about: pass it on to `approve`, `refuse` or `plan_merge`."""
    judgement: Judgement
    """What speaks for it and against it, and whether it is listed without a look."""

    @property
    def signon(self) -> SignOn:
        return self.view.signon

    @property
    def signer(self) -> Signer:
        """Who signed. Nobody's data is left of a signer who was erased."""
        return self.view.signer or Signer(self.view.signon.id, "", "", "")


@dataclass(frozen=True, slots=True)
class ReviewContext:
    """What a letter's sign-ons are judged by."""

    directory: Mapping[str, Organisation]
    """The coalition's directory, by key."""
    known: KnownOrganisations
    """All names and sites that are known, to find what is nearly the same."""
    signons: Mapping[str, SignOn]
    """Every sign-on of an organisation, by key, but for those that were merged or withdrawn: they are nobody's
    double."""

    def name_of(self, key: str) -> str:
        """The name that is known under a key, "" for none."""
        organisation = self.known.get(key)
        return organisation.name if organisation else ""


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer sees."""

    cases: tuple[Case, ...]
    """Organisations first, oldest first."""
    context: ReviewContext
    """To show the names and states of the others that the reasons speak of."""


def review(campaign: Campaign, register: Path | None = None) -> Review:
    """All sign-ons of the letter that wait for approval. `register` is the Transparency Register's export, the one of
    campaign.toml where it is None; it is read once for all.

    Raises FolderError where it cannot be read, ExportError where it is none.
    """
    return _review(campaign, campaign.store.read(_waiting_views, campaign.letter), register)


def review_one(campaign: Campaign, view: SignOnView, register: Path | None = None) -> Review:
    """The same of one sign-on."""
    return _review(campaign, (view,), register)


def waiting_signon(campaign: Campaign, who: str) -> SignOnView:
    """The sign-on that is meant, as one that can be approved or refused.

    Raises UsageError as `find_signon` does, Refused where it waits for no approval.
    """
    view = find_signon(campaign, who)
    if view.signon.state is not SignOnState.CONFIRMED:
        what = f"{view.signon.name} is {view.signon.state}: it waits for no approval"
        raise Refused(what, fix="campaign signatory list")
    return view


def refresh_case(campaign: Campaign, case: Case) -> Case:
    """A case as it stands now: what was decided about those before it may have changed it. It is not judged again."""
    signon = campaign.store.read(signons.one, case.signon.id)
    return replace(case, view=campaign.store.read(signon_view, signon)) if signon else case


def review_context(db: Database, letter: str) -> ReviewContext:
    """Gather what a letter's sign-ons are judged by. A function for `Store.read` and `Store.write`."""
    directory = people.organisations(db)
    signed = [signon for signon in signons.organisations(db, letter) if signon.state is not SignOnState.WITHDRAWN]
    # The directory's last: of one that is in both, its name and its site are the ones that are known.
    known = KnownOrganisations([*(signon.as_organisation for signon in signed), *directory])
    by_key = {organisation.key: organisation for organisation in directory}
    return ReviewContext(by_key, known, {signon.key: signon for signon in signed})


def _waiting_views(db: Database, letter: str) -> tuple[SignOnView, ...]:
    groups = (signons.in_state(db, letter, kind, SignOnState.CONFIRMED) for kind in SignOnKind)
    return tuple(signon_view(db, signon) for group in groups for signon in group)


def _review(campaign: Campaign, views: Sequence[SignOnView], register: Path | None) -> Review:
    context = campaign.store.read(review_context, campaign.letter)
    rows = _read_register(views, register or _configured_register(campaign))
    return Review(tuple(_case(view, context, rows) for view in views), context)


def _case(view: SignOnView, context: ReviewContext, register: Register | None) -> Case:
    signer = view.signer or Signer(view.signon.id, "", "", "")
    judgement = judge(view.signon, signer, context.directory, context.known, register, signer.register)
    return Case(view, judgement)


def _configured_register(campaign: Campaign) -> Path | None:
    """The export that campaign.toml names."""
    named = campaign.settings.inviting.register
    return campaign.folder.root / named if named else None


def _read_register(views: Iterable[SignOnView], export: Path | None) -> Register | None:
    """Its rows about these sign-ons alone."""
    pairs = [(view.signon, view.signer or Signer(view.signon.id, "", "", "")) for view in views]
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
        raise FolderError(f"{export}: cannot be read ({cause_of(error)})", fix="name the export") from error
