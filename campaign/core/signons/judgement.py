"""The judgement of a sign-on: the reasons for and against it, and whether it may be listed automatically.

It may if the signer's email address is at the organisation's own site, as the directory or the Transparency Register
has it, and no reason speaks against it. The site that the signer typed proves nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from campaign.core.addressees.names import split_titles
from campaign.core.signatories import Organisation
from campaign.core.signatories.domains import (
    domain_of_address,
    domain_of_site,
    is_free_mail,
    readable_domain,
    same_domain,
    same_host,
)
from campaign.core.signatories.known_organisations import KnownOrganisations, NameMatch
from campaign.core.signatories.name_features import MatchKind
from campaign.core.signatories.name_parts import organisation_word
from campaign.core.signatories.names import MOST_LETTERS, host_in
from campaign.core.signatories.register import Register, RegisterEntry, check_digits_fit, read_number
from campaign.core.signatories.skeleton import lookalike_words
from campaign.core.signons.reasons import Judgement, Reason, ReasonKind, ReasonWeight
from campaign.core.signons.signon import Signer, SignOn, SignOnKind
from campaign.core.tables.text import escape_invisible, fold_words

_LONGEST_URL = 2_000
_MOST_ROWS = 3  # shown from the Register for a name or a domain
_SAME_NAME = frozenset({MatchKind.NAME, MatchKind.LOOKS, MatchKind.FORM})


Directory = Mapping[str, Organisation]  # by key


def judge(
    signon: SignOn,
    signer: Signer,
    directory: Directory,
    known: KnownOrganisations,
    register: Register | None = None,
    number: str = "",
    same_mailbox: Iterable[str] = (),
) -> Judgement:
    """Judge a sign-on.

    `known` holds the directory and the organisations of the other sign-ons. `register` holds the matching rows of the
    Transparency Register's export, None if there is no export. `number` is the Register number that the signer gave, ""
    for none. `same_mailbox` holds those who signed the letter from the same mailbox, with their spelling of its
    address, as text. `signon.organisation` must come from us, never from the signer.
    """
    signon = replace(signon, name=signon.name[:MOST_LETTERS], url=signon.url[:_LONGEST_URL])
    twins = tuple(Reason(ReasonKind.SAME_MAILBOX, {"other": other}) for other in same_mailbox)
    if signon.kind is SignOnKind.PERSON:
        return Judgement((*twins, *_reasons_for_person(signon, known)), automatic=False)
    own, matches = directory.get(signon.organisation), known.matches(signon.name)
    row = own or _row_at_address(matches, signer.address, directory)
    reasons = (
        *twins,
        *_by_address(signon, signer.address, row, register or Register()),
        *_by_name(signon, signer, own),
        *_by_known_organisations(signon, signer.address, own, row, known, matches),
        *_by_register(signon, signer.address, register or Register()),
        *_by_number(signon, number, register),
    )
    weights = {reason.weight for reason in reasons}
    return Judgement(reasons, automatic=ReasonWeight.FOR in weights and ReasonWeight.AGAINST not in weights)


def certain_match(name: str, address: str, directory: Directory, known: KnownOrganisations) -> str:
    """The key of the one organisation in the directory with this name, apart from its legal form, and with the email
    address at its site; "" if there is none or more than one. Use it only for a confirmed address."""
    keys = [match.key for match in known.matches(name) if match.kind in {MatchKind.NAME, MatchKind.FORM}]
    keys_at_address = [key for key in keys if _is_at(address, directory.get(key))]
    return keys_at_address[0] if len(keys_at_address) == 1 else ""


def _is_at(address: str, organisation: Organisation | None) -> bool:
    return organisation is not None and same_domain(address, organisation.url)


def _row_at_address(matches: Iterable[NameMatch], address: str, directory: Directory) -> Organisation | None:
    """The directory's organisation with a name like this one, if the address is at its site: probably the same."""
    rows = (directory.get(match.key) for match in matches)
    return next((row for row in rows if _is_at(address, row)), None)


def _reasons_for_person(signon: SignOn, known: KnownOrganisations) -> Iterator[Reason]:
    yield from _lookalike_letters(signon.name)
    yield from _host_in_name(signon.name)
    if word := organisation_word(signon.name):
        yield Reason(ReasonKind.ORGANISATION, {"word": word})
    yield from _near_doubles((match for match in known.matches(signon.name) if match.kind in _SAME_NAME), known)


def _by_address(signon: SignOn, address: str, own: Organisation | None, register: Register) -> Iterator[Reason]:
    """One reason, from the domain of the signer's email address. `own` is the row that is, or may be, the signer's."""
    domain = readable_domain(domain_of_address(address)) or address.rpartition("@")[2]
    rows = [row for row in register.by_name(signon.name) if domain_of_site(row.url)]
    proof = next((row for row in rows if same_domain(address, row.url)), None)
    if is_free_mail(address):
        yield Reason(ReasonKind.FREE_MAIL, {"domain": domain})
    elif own and domain_of_site(own.url):
        yield _at_own_site(address, own, domain)
    elif proof and not same_host(address, proof.url):
        host = address.rpartition("@")[2]
        yield Reason(ReasonKind.NEAR_SITE, {"host": host, "site": proof.url, "name": proof.name})
    elif proof:
        yield Reason(ReasonKind.REGISTER_DOMAIN, {"domain": domain, "name": proof.name, "number": proof.number})
    elif rows:
        yield Reason(ReasonKind.OTHER_DOMAIN, {"domain": domain, "site": readable_domain(domain_of_site(rows[0].url))})
    elif same_domain(address, signon.url):
        yield Reason(ReasonKind.TYPED_DOMAIN, {"domain": domain})
    else:
        yield Reason(ReasonKind.UNKNOWN_SITE, {"domain": domain})


def _at_own_site(address: str, own: Organisation, domain: str) -> Reason:
    if same_host(address, own.url):
        return Reason(ReasonKind.OWN_DOMAIN, {"domain": domain, "name": own.name}, own.key)
    if same_domain(address, own.url):
        host = address.rpartition("@")[2]
        return Reason(ReasonKind.NEAR_SITE, {"host": host, "site": own.url, "name": own.name}, own.key)
    return Reason(
        ReasonKind.OTHER_DOMAIN, {"domain": domain, "site": readable_domain(domain_of_site(own.url))}, own.key
    )


def _by_name(signon: SignOn, signer: Signer, own: Organisation | None) -> Iterator[Reason]:
    yield from _lookalike_letters(signon.name)
    if own is None or fold_words(own.name) != fold_words(signon.name):
        yield from _host_in_name(signon.name)
    if own is None and _is_persons_name(signon.name, signer.person):
        yield Reason(ReasonKind.PERSON, {"name": signon.name})


def _lookalike_letters(name: str) -> Iterator[Reason]:
    if words := lookalike_words(name):
        yield Reason(ReasonKind.LETTERS, {"words": ", ".join(words)})


def _host_in_name(name: str) -> Iterator[Reason]:
    if host := host_in(name):
        yield Reason(ReasonKind.HOST, {"host": host})


def _is_persons_name(name: str, signer: str) -> bool:
    """Whether a name is the signer's own, or begins with a title, and has no word typical of organisations."""
    words = set(fold_words(name).split())
    own = len(words) > 1 and words <= set(fold_words(signer).split())
    return (own or bool(split_titles(name)[0])) and not organisation_word(name)


def _by_known_organisations(
    signon: SignOn,
    address: str,
    own: Organisation | None,
    row: Organisation | None,
    known: KnownOrganisations,
    matches: Sequence[NameMatch],
) -> Iterator[Reason]:
    """Near-doubles of the name; then organisations at the domains, but for `row`, at whose site the address is."""
    own_keys = {signon.key, own.key if own else signon.key}
    yield from _near_doubles((match for match in matches if match.key not in own_keys), known)
    if own and all(match.key != own.key for match in matches):
        yield Reason(ReasonKind.OTHER_NAME, {"name": own.name}, own.key)
    if not _is_at(address, own):
        domains = ("" if is_free_mail(address) else domain_of_address(address), domain_of_site(signon.url))
        own_keys |= {row.key} if row else set()
        yield from _near_doubles((match for match in known.at_domains(domains) if match.key not in own_keys), known)


def _near_doubles(matches: Iterable[NameMatch], known: KnownOrganisations) -> Iterator[Reason]:
    for match in matches:
        other = known.get(match.key)
        yield Reason(ReasonKind(f"near-{match.kind}"), {"name": other.name if other else ""}, match.key)


def _by_register(signon: SignOn, address: str, register: Register) -> Iterator[Reason]:
    at_domain = () if is_free_mail(address) else register.by_domain(domain_of_address(address))
    rows = dict.fromkeys((*register.by_name(signon.name), *at_domain))
    return map(_register_reason, islice(rows, _MOST_ROWS))


def _register_reason(row: RegisterEntry) -> Reason:
    return Reason(ReasonKind.REGISTERED, {"name": row.name, "number": row.number})


def _by_number(signon: SignOn, typed: str, register: Register | None) -> Iterator[Reason]:
    number = read_number(typed)
    if not number:
        if typed.strip():
            yield Reason(ReasonKind.NUMBER_FORM, {"number": escape_invisible(typed)})
        return
    if not check_digits_fit(number):
        yield Reason(ReasonKind.NUMBER_CHECK, {"number": number})
    if register is None:
        return
    row = register.by_number(number)
    if row is None:
        yield Reason(ReasonKind.NUMBER_UNKNOWN, {"number": number})
    elif row not in register.by_name(signon.name):
        yield Reason(ReasonKind.NUMBER_OTHER, {"number": number, "name": row.name})
