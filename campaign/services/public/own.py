"""What signers do with their own sign-on: correct it, set a logo, answer a new version, withdraw."""

from collections.abc import Mapping

from campaign.adapters.images.logos import MOST_BYTES, Flaw
from campaign.adapters.store import signons, versions
from campaign.adapters.store.signons import merging, personal_link, text_changes
from campaign.core.signatories import SignOnState
from campaign.core.signons import SignOn
from campaign.core.signons.correction import apply_correction, is_new_name, read_correction
from campaign.core.signons.countries import code_of, stored_name
from campaign.core.signons.form import FieldError, RejectedForm
from campaign.core.signons.record import Actor
from campaign.services.public.holders import Holder
from campaign.services.public.letter import PublicLetter
from campaign.services.signons import auto_listing, signon_logos

MOST_LOGO_BYTES = MOST_BYTES
TOO_LARGE = FieldError("logo", f"logo.{Flaw.LARGE}", {})


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


def correct(letter: PublicLetter, holder: Holder, fields: Mapping[str, str]) -> RejectedForm | bool:
    """Correct how a sign-on appears. Returns whether anything has changed, or the form with its errors.

    After a change of name the sign-on is reviewed again, unless it can be listed automatically.
    """
    old, store, now = holder.signon, letter.campaign.store, letter.campaign.now()
    form = read_correction(fields, old.kind)
    if isinstance(form, RejectedForm):
        return form
    country = old.country if form.country == code_of(old.country) else stored_name(form.country)
    new = apply_correction(old, form, country)
    has_new_name = is_new_name(old.name, new.name)
    is_certain = not has_new_name or bool(auto_listing.certain_organisation(store, old.id, new.name))
    changed = store.write(signons.correct, new, Actor.SIGNER, now, needs_review=not is_certain)
    if has_new_name and is_certain:
        auto_listing.list_automatically(store, old.id, now)
    return changed


def logo_png(letter: PublicLetter, holder: Holder) -> bytes | None:
    """The sign-on's logo as a PNG; None if it has none, or it cannot be read."""
    return signon_logos.logo_png(letter.campaign, holder.signon)


def set_logo(letter: PublicLetter, holder: Holder, file: bytes) -> FieldError | bool:
    """Set the logo. It is stored as a newly drawn PNG; the file is discarded.

    Returns whether the logo has changed, or what is wrong with the file.
    """
    picture = signon_logos.read_picture(file)
    return picture if isinstance(picture, FieldError) else _change_logo(letter, holder.signon, picture)


def remove_logo(letter: PublicLetter, holder: Holder) -> bool:
    """Remove the logo. Returns whether there was one."""
    return _change_logo(letter, holder.signon, None)


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


def _change_logo(letter: PublicLetter, old: SignOn, png: bytes | None) -> bool:
    return signon_logos.change_logo(letter.campaign, old, png, Actor.SIGNER)
