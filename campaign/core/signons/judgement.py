"""What speaks for a sign-on and what against it, for the coordinator to see; and whether it may be listed by itself.

It may where the signer's mail address is at the organisation's own site, as it is known to us from the directory or the
Transparency Register, and nothing speaks against it. What the signer typed about the site proves nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from campaign.core.addressees.names import without_titles
from campaign.core.signatories import Organisation
from campaign.core.signatories.domains import is_free_mail, of_mail, of_site, readable, same_domain
from campaign.core.signatories.legal import organisations_word
from campaign.core.signatories.likeness import Known, Likeness
from campaign.core.signatories.marks import Alike
from campaign.core.signatories.names import MOST_LETTERS
from campaign.core.signatories.register import Register, Registered, check_digits_fit, read_number
from campaign.core.signatories.skeleton import look_alikes
from campaign.core.signons.reasons import Finding, Judgement, Reason, Weight
from campaign.core.signons.signon import Kind, Signer, SignOn
from campaign.core.tables.text import folded, printable

_LONGEST_URL = 2_000
_MOST_ROWS = 3  # of the Register that are shown for a name or a domain
_NAMED_SO = frozenset({Alike.NAME, Alike.LOOKS, Alike.FORM})


Directory = Mapping[str, Organisation]  # by key, with the web addresses that the coordinator keeps


def judge(
    signon: SignOn,
    signer: Signer,
    directory: Directory,
    known: Known,
    register: Register | None = None,
    number: str = "",
) -> Judgement:
    """Judge a sign-on.

    `known` holds the directory and the organisations of the other sign-ons, `register` what the Transparency Register's
    export said when asked (None where there is no export), `number` the Register number that was stated, "" for none.
    `signon.organisation` must have been set by us, not by the signer.
    """
    signon = replace(signon, name=signon.name[:MOST_LETTERS], url=signon.url[:_LONGEST_URL])
    if signon.kind is Kind.PERSON:
        return Judgement(tuple(_of_person(signon, known)), automatic=False)
    own = directory.get(signon.organisation)
    reasons = (
        *_by_mail(signon, signer.mail, own, register or Register()),
        *_by_name(signon, signer, own),
        *_by_the_known(signon, signer.mail, own, known),
        *_by_register(signon, signer.mail, register or Register()),
        *_by_number(signon, number, register),
    )
    weights = {each.weight for each in reasons}
    return Judgement(reasons, automatic=Weight.FOR in weights and Weight.AGAINST not in weights)


def evidently(name: str, mail: str, directory: Directory, known: Known) -> str:
    """The key of the directory's organisation whose name this is, but for its legal form, and at whose site the mail
    address is; "" where there is none, or several. A sign-on may be bound to it once its mail address is confirmed."""
    keys = [each.key for each in known.like(name) if each.how in {Alike.NAME, Alike.FORM}]
    mine = [key for key in keys if _is_at(mail, directory.get(key))]
    return mine[0] if len(mine) == 1 else ""


def _is_at(mail: str, organisation: Organisation | None) -> bool:
    return organisation is not None and same_domain(mail, organisation.url)


def _of_person(signon: SignOn, known: Known) -> Iterator[Reason]:
    yield from _letters(signon.name)
    if word := organisations_word(signon.name):
        yield Reason(Finding.ORGANISATION, {"word": word})
    yield from _near((each for each in known.like(signon.name) if each.how in _NAMED_SO), known)


def _by_mail(signon: SignOn, mail: str, own: Organisation | None, register: Register) -> Iterator[Reason]:
    """What the signer's mail address says: one reason."""
    domain = readable(of_mail(mail)) or mail.rpartition("@")[2]
    rows = [row for row in register.named(signon.name) if of_site(row.url)]
    proof = next((row for row in rows if same_domain(mail, row.url)), None)
    if is_free_mail(mail):
        yield Reason(Finding.FREE_MAIL, {"domain": domain})
    elif own and of_site(own.url):
        yield _at_own(mail, own, domain)
    elif proof:
        yield Reason(Finding.REGISTER_DOMAIN, {"domain": domain, "name": proof.name, "number": proof.number})
    elif rows:
        yield Reason(Finding.OTHER_DOMAIN, {"domain": domain, "site": readable(of_site(rows[0].url))})
    elif same_domain(mail, signon.url):
        yield Reason(Finding.TYPED_DOMAIN, {"domain": domain})
    else:
        yield Reason(Finding.UNKNOWN_SITE, {"domain": domain})


def _at_own(mail: str, own: Organisation, domain: str) -> Reason:
    if same_domain(mail, own.url):
        return Reason(Finding.OWN_DOMAIN, {"domain": domain, "name": own.name}, own.key)
    return Reason(Finding.OTHER_DOMAIN, {"domain": domain, "site": readable(of_site(own.url))}, own.key)


def _by_name(signon: SignOn, signer: Signer, own: Organisation | None) -> Iterator[Reason]:
    yield from _letters(signon.name)
    if own is None and _is_persons(signon.name, signer.person):
        yield Reason(Finding.PERSON, {"name": signon.name})


def _letters(name: str) -> Iterator[Reason]:
    if words := look_alikes(name):
        yield Reason(Finding.LETTERS, {"words": ", ".join(words)})


def _is_persons(name: str, signer: str) -> bool:
    """Whether a name is the signer's own, or has a title before it, and no word of an organisation's."""
    words = set(folded(name).split())
    own = len(words) > 1 and words <= set(folded(signer).split())
    return (own or bool(without_titles(name)[0])) and not organisations_word(name)


def _by_the_known(signon: SignOn, mail: str, own: Organisation | None, known: Known) -> Iterator[Reason]:
    mine = {signon.key, own.key if own else signon.key}
    likes = known.like(signon.name)
    yield from _near((each for each in likes if each.key not in mine), known)
    if own and all(each.key != own.key for each in likes):
        yield Reason(Finding.OTHER_NAME, {"name": own.name}, own.key)
    if not _is_at(mail, own):
        domains = ("" if is_free_mail(mail) else of_mail(mail), of_site(signon.url))
        yield from _near((each for each in known.at(domains) if each.key not in mine), known)


def _near(likes: Iterable[Likeness], known: Known) -> Iterator[Reason]:
    for each in likes:
        other = known.get(each.key)
        yield Reason(Finding(f"near-{each.how}"), {"name": other.name if other else ""}, each.key)


def _by_register(signon: SignOn, mail: str, register: Register) -> Iterator[Reason]:
    at_domain = () if is_free_mail(mail) else register.at(of_mail(mail))
    rows = dict.fromkeys((*register.named(signon.name), *at_domain))
    return map(_registered, islice(rows, _MOST_ROWS))


def _registered(row: Registered) -> Reason:
    return Reason(Finding.REGISTERED, {"name": row.name, "number": row.number})


def _by_number(signon: SignOn, stated: str, register: Register | None) -> Iterator[Reason]:
    """What the number that was stated says."""
    number = read_number(stated)
    if not number:
        if stated.strip():
            yield Reason(Finding.NUMBER_FORM, {"number": printable(stated)})
        return
    if not check_digits_fit(number):
        yield Reason(Finding.NUMBER_CHECK, {"number": number})
    if register is None:
        return
    row = register.numbered(number)
    if row is None:
        yield Reason(Finding.NUMBER_UNKNOWN, {"number": number})
    elif row not in register.named(signon.name):
        yield Reason(Finding.NUMBER_OTHER, {"number": number, "name": row.name})
