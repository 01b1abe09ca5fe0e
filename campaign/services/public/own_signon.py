"""What signers do with their own sign-on: correct it, set a logo, answer a new version, withdraw."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from campaign.adapters.images.logos import MOST_BYTES, Flaw
from campaign.adapters.store import people, signons, versions
from campaign.adapters.store.signons import merging, personal_link, proposed_changes, text_changes
from campaign.core.signatories import SignOnState
from campaign.core.signatories.domains import is_page_of
from campaign.core.signons import SignOn
from campaign.core.signons.correction import apply_correction, is_new_name, read_correction
from campaign.core.signons.countries import code_of, stored_name
from campaign.core.signons.form import FieldError, RejectedForm
from campaign.core.signons.proposed_change import ProposedChange, divide_change
from campaign.core.signons.record import Actor
from campaign.services.public.letter import PublicLetter
from campaign.services.public.link_holders import Holder
from campaign.services.signons import auto_listing, signon_logos

MOST_LOGO_BYTES = MOST_BYTES
TOO_LARGE = FieldError("logo", f"logo.{Flaw.LARGE}", {})


class CorrectionOutcome(StrEnum):
    """What happened to a change. The page has a message for each."""

    SAME = "same"  # as it was
    SAVED = "saved"
    WAITS = "waits"  # for somebody of the team to look at it


def merged_into(letter: PublicLetter, holder: Holder) -> SignOn | None:
    """The sign-on that the holder's was merged into, if somebody else answers for it; None if it was not merged."""
    if holder.signon.merged_into is None:
        return None
    return letter.campaign.store.read(merging.merge_target, holder.signon)


def may_correct(holder: Holder) -> bool:
    """Whether the sign-on can be corrected: it is confirmed or listed."""
    return holder.signon.state in (SignOnState.CONFIRMED, SignOnState.LISTED)


def may_have_logo(holder: Holder) -> bool:
    """Whether the sign-on can have a logo."""
    return signon_logos.can_have_logo(holder.signon)


def correct(letter: PublicLetter, holder: Holder, fields: Mapping[str, str]) -> RejectedForm | CorrectionOutcome:
    """Correct how a sign-on appears. Returns what happened to it, or the form with its errors.

    Changes of a listed sign-on wait for approval, except for what is taken away or known from the directory. Another
    name can let the sign-on be listed automatically.
    """
    old, store, now = as_proposed(letter, holder), letter.campaign.store, letter.campaign.now()
    form = read_correction(fields, old.kind)
    if isinstance(form, RejectedForm):
        return form
    country = old.country if form.country == code_of(old.country) else stored_name(form.country)
    new = apply_correction(old, form, country)
    if holder.signon.state is SignOnState.LISTED:
        return _propose(letter, holder.signon, new)
    changed = store.write(signons.correct, new, Actor.SIGNER, now)
    if is_new_name(old.name, new.name):
        auto_listing.list_automatically(store, old.id, now)
    return CorrectionOutcome.SAVED if changed else CorrectionOutcome.SAME


def proposal_of(letter: PublicLetter, holder: Holder) -> ProposedChange | None:
    """The signer's change that waits for a look; None for none."""
    return letter.campaign.store.read(proposed_changes.of_signon, holder.signon.id)


def as_proposed(letter: PublicLetter, holder: Holder) -> SignOn:
    """The sign-on as its signer wants it to appear."""
    proposal = proposal_of(letter, holder)
    return proposal.apply_to(holder.signon) if proposal else holder.signon


def logo_png(letter: PublicLetter, holder: Holder) -> bytes | None:
    """The logo that the signer set, as a PNG; None if there is none, or it cannot be read."""
    return signon_logos.logo_png(letter.campaign, as_proposed(letter, holder))


def set_logo(letter: PublicLetter, holder: Holder, file: bytes) -> FieldError | CorrectionOutcome:
    """Set the logo. It is stored as a newly drawn PNG; the file is discarded.

    Returns what happened to it, or what is wrong with the file.
    """
    picture = signon_logos.read_picture(file)
    return picture if isinstance(picture, FieldError) else _change_logo(letter, holder, picture)


def remove_logo(letter: PublicLetter, holder: Holder) -> CorrectionOutcome:
    """Remove the logo."""
    return _change_logo(letter, holder, None)


def withdraw(letter: PublicLetter, holder: Holder) -> None:
    """Withdraw the sign-on, with a notice. Does nothing if it is not signed."""
    letter.campaign.store.write(personal_link.withdraw, holder.signon.id, letter.campaign.now())


def agree(letter: PublicLetter, holder: Holder, version: str) -> bool:
    """Move the sign-on to the version with this id, as the form sends it. False if there is no such version.

    If a newer version came meanwhile, the signer is asked about that one separately.
    """
    store = letter.campaign.store
    known = {str(candidate.id): candidate.id for candidate in store.read(versions.all_of, holder.signon.letter)}
    if version not in known:
        return False
    store.write(text_changes.agree, holder.signon.id, known[version], letter.campaign.now())
    return True


def object_to(letter: PublicLetter, holder: Holder, version: str) -> bool:
    """Object to the version with this id, as the form sends it: the sign-on stays under its own version. False if it is
    too late."""
    store, signed, now = letter.campaign.store, holder.signon, letter.campaign.now()
    version_changes = store.read(text_changes.changes, signed.letter)
    change = next((candidate for candidate in version_changes if str(candidate.version) == version), None)
    if change is None or signed.version is None:
        return False
    if signed.has_objected and signed.version < change.version:  # sent twice
        return True
    return change.may_object(signed.version, now) and store.write(text_changes.object_to, signed.id, change, now)


def _change_logo(letter: PublicLetter, holder: Holder, png: bytes | None) -> CorrectionOutcome:
    campaign = letter.campaign
    if holder.signon.state is not SignOnState.LISTED:
        changed = signon_logos.change_logo(campaign, holder.signon, png, Actor.SIGNER)
        return CorrectionOutcome.SAVED if changed else CorrectionOutcome.SAME
    before = as_proposed(letter, holder)
    wanted = replace(before, logo=signon_logos.save_logo(campaign, holder.signon, png))
    outcome = _propose(letter, holder.signon, wanted)
    signon_logos.delete_unused_logos(campaign, before.id, before.logo, holder.signon.logo)
    return outcome


def _propose(letter: PublicLetter, listed: SignOn, wanted: SignOn) -> CorrectionOutcome:
    """Change how a listed sign-on appears, as far as nobody needs to look at it."""
    campaign = letter.campaign
    at_once, waiting = divide_change(listed, wanted, _certain_fields(letter, listed, wanted))
    has_changed, has_proposed = campaign.store.write(proposed_changes.propose, at_once, waiting, campaign.now())
    if has_proposed and waiting:
        return CorrectionOutcome.WAITS
    return CorrectionOutcome.SAVED if has_changed or has_proposed else CorrectionOutcome.SAME


def _certain_fields(letter: PublicLetter, listed: SignOn, wanted: SignOn) -> tuple[str, ...]:
    """The fields whose new value is that of the directory."""
    store = letter.campaign.store
    known = next((row for row in store.read(people.organisations) if row.key == listed.organisation), None)
    if known is None:
        return ()
    is_own_name = not is_new_name(known.name, wanted.name)
    is_own_page = is_page_of(wanted.url, known.url)
    return ("name",) * is_own_name + ("url",) * is_own_page
