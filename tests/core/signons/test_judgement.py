"""The judgement of sign-ons."""

import datetime as dt
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signatories.known_organisations import KnownOrganisations
from campaign.core.signatories.register import Register, RegisterEntry
from campaign.core.signons import Signer, SignOn, SignOnKind, SignOnSource
from campaign.core.signons.judgement import certain_match, judge
from campaign.core.signons.messages import MESSAGES
from campaign.core.signons.reasons import Judgement, ReasonKind, ReasonWeight

NGO = Organisation("ngo", "Good Digital Rights e.V.", "https://www.ngo.example")
SITELESS = Organisation("siteless", "Siteless Movement")
PAGE = Organisation("page", "Page Movement", "https://www.facebook.com/page")
DIRECTORY = {organisation.key: organisation for organisation in (NGO, SITELESS, PAGE)}
KNOWN = KnownOrganisations(DIRECTORY.values())
NUMBER = "123456789012-02"
EUROPEANS = RegisterEntry(NUMBER, "European Readers' Union", "ERU", "https://readers.example", "BELGIUM", "NGO")
REGISTER = Register([EUROPEANS])
SIGNON = SignOn(
    7, "letter", SignOnKind.ORGANISATION, "ngo", "Good Digital Rights", "", "DE", "", "", SignOnState.CONFIRMED, 1,
    has_objected=False, language="en", source=SignOnSource.PAGE, created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
)  # fmt: skip
STRANGER = replace(SIGNON, organisation="", name="Entirely Other Readers", url="https://other.example")
EUROPEAN = replace(STRANGER, name="European Readers Union (ERU)", url="")
PERSON = replace(STRANGER, kind=SignOnKind.PERSON, name="Jo Example", url="")


def judgement_of(
    signon: SignOn = SIGNON,
    address: str = "info@ngo.example",
    person: str = "Jo Example",
    register: Register | None = REGISTER,
    number: str = "",
) -> Judgement:
    return judge(signon, Signer(7, person, "Director", address), DIRECTORY, KNOWN, register, number)


def kinds(judgement: Judgement) -> list[tuple[ReasonKind, str]]:
    return [(reason.kind, reason.other) for reason in judgement.reasons]


def test_an_address_at_the_directorys_site_lists_automatically() -> None:
    """The signer of an organisation of the directory, writing from its site, is listed by itself; a role mailbox does,
    too."""
    for address in ("info@ngo.example", "jo@NGO.example"):
        judgement = judgement_of(address=address)
        assert kinds(judgement) == [(ReasonKind.OWN_DOMAIN, "ngo")]
        assert judgement.automatic
        assert judgement.against == ()
        assert judgement.reasons[0].weight is ReasonWeight.FOR
        assert judgement.reasons[0].text == (
            "The email address is at ngo.example, the site of Good Digital Rights e.V. in the directory"
        )


@pytest.mark.parametrize(
    ("site", "address"),
    [
        ("https://www.ngo.example", "alice@students.ngo.example"),
        ("https://www.ngo.example", "me@lists.ngo.example"),
        ("https://ngo.example/~club", "mallory@ngo.example"),
        ("https://club.ngo.example", "mallory@ngo.example"),
    ],
)
def test_an_address_beside_the_site_waits_for_a_person(site: str, address: str) -> None:
    """At a subdomain, and where the site is a part of a host, others have addresses, too: a person decides."""
    own = replace(DIRECTORY["ngo"], url=site)
    judgement = judge(SIGNON, Signer(7, "Jo", "Director", address), {"ngo": own}, KnownOrganisations([own]))
    assert kinds(judgement)[0] == (ReasonKind.NEAR_SITE, "ngo")
    assert not judgement.automatic


def test_an_address_beside_the_registers_site_waits_for_a_person() -> None:
    """At a subdomain of the site in the Transparency Register others may have addresses: a person decides."""
    signon = replace(EUROPEAN, name="European Readers' Union")
    judgement = judgement_of(signon, "jo@lists.readers.example", number=NUMBER)
    assert kinds(judgement)[0] == (ReasonKind.NEAR_SITE, "")
    assert not judgement.automatic


def test_an_address_at_the_registers_site_lists_automatically() -> None:
    """An organisation with this name and site in the Transparency Register is listed automatically."""
    for name in ("European Readers' Union", "ERU aisbl"):
        judgement = judgement_of(replace(EUROPEAN, name=name), "jo@readers.example", number=NUMBER)
        assert kinds(judgement) == [(ReasonKind.REGISTER_DOMAIN, ""), (ReasonKind.REGISTERED, "")]
        assert judgement.automatic
        assert [reason.text for reason in judgement.reasons] == [
            (
                "The email address is at readers.example, the site of European Readers' Union in the Transparency"
                f" Register ({NUMBER})"
            ),
            f"In the Transparency Register: European Readers' Union ({NUMBER})",
        ]


@pytest.mark.parametrize(
    ("signon", "address", "expected"),
    [
        (SIGNON, "jo@gmail.com", [(ReasonKind.FREE_MAIL, "")]),
        (SIGNON, "jo@free.fr", [(ReasonKind.FREE_MAIL, "")]),
        (SIGNON, "jo@other.example", [(ReasonKind.OTHER_DOMAIN, "ngo")]),
        (STRANGER, "jo@other.example", [(ReasonKind.TYPED_DOMAIN, "")]),
        (STRANGER, "jo@third.example", [(ReasonKind.UNKNOWN_SITE, "")]),
        (STRANGER, "jo@nowhere", [(ReasonKind.UNKNOWN_SITE, "")]),
        (
            replace(SIGNON, organisation="siteless", name="Siteless Movement", url="https://other.example"),
            "jo@other.example",
            [(ReasonKind.TYPED_DOMAIN, "")],
        ),
        (
            replace(SIGNON, organisation="page", name="Page Movement", url=PAGE.url),
            "jo@facebook.com",
            [(ReasonKind.UNKNOWN_SITE, "")],
        ),
        (
            replace(EUROPEAN, name="European Readers' Union"),
            "jo@other.example",
            [(ReasonKind.OTHER_DOMAIN, ""), (ReasonKind.REGISTERED, "")],
        ),
        (STRANGER, "jo@readers.example", [(ReasonKind.UNKNOWN_SITE, ""), (ReasonKind.REGISTERED, "")]),
        (
            replace(STRANGER, organisation="gone", name="Gone"),
            "jo@other.example",
            [(ReasonKind.TYPED_DOMAIN, "")],
        ),
    ],
)
def test_other_addresses_are_reviewed(signon: SignOn, address: str, expected: list[tuple[ReasonKind, str]]) -> None:
    """A free provider, another domain, and a site that only the signer typed prove nothing."""
    judgement = judgement_of(signon, address)
    assert kinds(judgement) == expected
    assert not judgement.automatic


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Good Digital Rights", ReasonKind.NEAR_FORM),
        ("Good Digital Rights e.V.", ReasonKind.NEAR_NAME),
        ("G00d Digital Rights e.V.", ReasonKind.NEAR_LOOKS),
        ("Good Digital Rights – Berlin", ReasonKind.NEAR_PART),
        ("GDR", ReasonKind.NEAR_ACRONYM),
        ("Good Digitl Rights", ReasonKind.NEAR_SPELLING),
    ],
)
def test_near_doubles_are_reviewed(name: str, kind: ReasonKind) -> None:
    """A name like that of a known organisation is a reason against, even if the email address proves another one."""
    judgement = judgement_of(replace(SIGNON, organisation="siteless", name=name), "jo@other.example")
    assert kinds(judgement)[1:] == [(kind, "ngo"), (ReasonKind.OTHER_NAME, "siteless")]
    assert "Good Digital Rights e.V." in judgement.reasons[1].text


def test_domains_of_other_organisations_are_reviewed() -> None:
    """The domain of a known organisation, or one that looks like it, is a reason against; a free provider's is not."""
    assert kinds(judgement_of(STRANGER, "jo@ngo.example"))[1:] == [(ReasonKind.NEAR_DOMAIN, "ngo")]
    assert kinds(judgement_of(STRANGER, "jo@ng0.example"))[1:] == [(ReasonKind.NEAR_HOST, "ngo")]
    assert kinds(judgement_of(replace(STRANGER, url="https://ngo.example"), "jo@gmail.com")) == [
        (ReasonKind.FREE_MAIL, ""),
        (ReasonKind.NEAR_DOMAIN, "ngo"),
    ]


def test_chapters_may_share_a_domain() -> None:
    """An email address at the own site is enough, even if another organisation shares the domain."""
    chapter = Organisation("chapter", "Chapter of Something Else", "https://ngo.example/chapter")
    signer = Signer(7, "Jo", "", "jo@ngo.example")
    assert judge(SIGNON, signer, DIRECTORY, KnownOrganisations([*DIRECTORY.values(), chapter])).automatic


def test_another_name_is_reviewed() -> None:
    """A proven email address does not allow a name unlike the organisation's own."""
    judgement = judgement_of(replace(SIGNON, name="Entirely Else"))
    assert kinds(judgement) == [(ReasonKind.OWN_DOMAIN, "ngo"), (ReasonKind.OTHER_NAME, "ngo")]
    assert not judgement.automatic


def test_a_host_in_a_name_is_reviewed() -> None:
    """A name that looks like a website waits for a person, whoever signs, but for the name that the directory has."""
    for signon in (replace(STRANGER, name="Restore at login.evil.example"), replace(PERSON, name="evil.example")):
        judgement = judgement_of(signon, "jo@elsewhere.example")
        assert (ReasonKind.HOST, "") in kinds(judgement)
        assert not judgement.automatic
    known = {"ngo": replace(DIRECTORY["ngo"], name="Campact.de")}
    signon = replace(SIGNON, name="Campact.de")
    signer = Signer(7, "Jo Example", "Director", "info@ngo.example")
    assert kinds(judge(signon, signer, known, KnownOrganisations(known.values()))) == [(ReasonKind.OWN_DOMAIN, "ngo")]


def test_lookalike_letters_are_reviewed() -> None:
    """Letters of another script are a reason against, even for the right organisation."""
    judgement = judgement_of(replace(SIGNON, name="G\u043eod Digital Rights"))
    assert kinds(judgement) == [(ReasonKind.OWN_DOMAIN, "ngo"), (ReasonKind.LETTERS, "")]
    assert not judgement.automatic


@pytest.mark.parametrize("name", ["Jo Example", "EXAMPLE Jo", "Dr. Robin Someone"])
def test_a_person_who_signs_as_an_organisation(name: str) -> None:
    """The signer's own name, and a name with a title, do not look like an organisation's."""
    judgement = judgement_of(replace(STRANGER, name=name), "jo@other.example", "Jo M. Example")
    assert kinds(judgement) == [(ReasonKind.TYPED_DOMAIN, ""), (ReasonKind.PERSON, "")]


@pytest.mark.parametrize("name", ["Jo", "Jo Example Foundation", "Dr. Robin Someone Stiftung"])
def test_an_organisation_named_after_a_person(name: str) -> None:
    """A word typical of organisations makes it one; a single word proves nothing."""
    assert kinds(judgement_of(replace(STRANGER, name=name), "jo@other.example", "Jo Example Foundation")) == [
        (ReasonKind.TYPED_DOMAIN, "")
    ]


def test_a_person_signs() -> None:
    """An individual's sign-on has no reasons from the email address, and is never listed automatically."""
    assert judgement_of(PERSON, "jo@gmail.com") == Judgement((), automatic=False)
    assert kinds(judgement_of(replace(PERSON, name="J\u043e Example"))) == [(ReasonKind.LETTERS, "")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Umweltverein Musterstadt", [(ReasonKind.ORGANISATION, "")]),
        ("Example asbl", [(ReasonKind.ORGANISATION, "")]),
        ("Siteless Movement", [(ReasonKind.ORGANISATION, ""), (ReasonKind.NEAR_NAME, "siteless")]),
        ("good digital rights", [(ReasonKind.NEAR_FORM, "ngo")]),
        ("GDR", []),
    ],
)
def test_an_organisation_that_signs_as_an_individual(name: str, expected: list[tuple[ReasonKind, str]]) -> None:
    """Legal forms, words of organisations and known names are reasons against an individual."""
    assert kinds(judgement_of(replace(PERSON, name=name))) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("none", [ReasonKind.NUMBER_FORM]),
        (" ", []),
        ("123456789012-34", [ReasonKind.NUMBER_CHECK, ReasonKind.NUMBER_UNKNOWN]),
        ("950328639092-74", [ReasonKind.NUMBER_UNKNOWN]),
        (NUMBER, [ReasonKind.NUMBER_OTHER]),
    ],
)
def test_register_numbers_are_checked(number: str, expected: list[ReasonKind]) -> None:
    """The form, check digits and entry of a number are remarks; only another organisation's number speaks against."""
    judgement = judgement_of(number=number)
    assert [reason.kind for reason in judgement.reasons[1:]] == expected
    assert judgement.automatic == (ReasonKind.NUMBER_OTHER not in expected)


def test_without_an_export_there_is_no_reason_about_it() -> None:
    """Without an export only the number itself is checked."""
    assert kinds(judgement_of(register=None, number="950328639092-74")) == [(ReasonKind.OWN_DOMAIN, "ngo")]


def test_the_certain_match_of_a_sign_on() -> None:
    """Name and email address together show which organisation of the directory signs; each alone does not."""
    assert certain_match("Good digital Rights", "jo@ngo.example", DIRECTORY, KNOWN) == "ngo"
    assert certain_match("Good digital Rights", "jo@other.example", DIRECTORY, KNOWN) == ""
    assert certain_match("Else", "jo@ngo.example", DIRECTORY, KNOWN) == ""
    assert certain_match("GDR", "jo@ngo.example", DIRECTORY, KNOWN) == ""
    twins = DIRECTORY | {"twin": replace(NGO, key="twin", name="Good Digital Rights")}
    assert certain_match("Good Digital Rights", "jo@ngo.example", twins, KnownOrganisations(twins.values())) == ""
    strangers = KnownOrganisations([replace(NGO, key="signon-9")])
    assert certain_match("Good Digital Rights", "jo@ngo.example", {}, strangers) == ""


def test_a_site_that_another_sign_on_typed_proves_nothing() -> None:
    """A site known only from another sign-on is compared with, but proves nothing."""
    typed = Organisation("signon-9", "Entirely Other Readers", "https://other.example")
    judgement = judge(STRANGER, Signer(7, "Jo", "", "jo@other.example"), {}, KnownOrganisations([typed]))
    assert kinds(judgement) == [
        (ReasonKind.TYPED_DOMAIN, ""),
        (ReasonKind.NEAR_NAME, "signon-9"),
        (ReasonKind.NEAR_DOMAIN, "signon-9"),
    ]
    assert not judgement.automatic


def test_a_sign_on_is_no_double_of_itself() -> None:
    """A sign-on that is already known is not its own double."""
    known = KnownOrganisations([STRANGER.as_organisation])
    judgement = judge(STRANGER, Signer(7, "Jo", "", "jo@other.example"), {}, known)
    assert kinds(judgement) == [(ReasonKind.TYPED_DOMAIN, "")]


def test_every_reason_has_a_text() -> None:
    """Every kind of reason has a text, and every text belongs to one."""
    judging = {message for message in MESSAGES if message.startswith("judged.")}
    assert judging == {f"judged.{finding}" for finding in ReasonKind}


_texts = st.text(st.characters(codec=None), max_size=60)


@given(_texts, _texts, _texts, _texts, st.sampled_from(SignOnKind))
def test_any_sign_on_gets_a_judgement(name: str, address: str, person: str, number: str, kind: SignOnKind) -> None:
    """Any sign-on gets a judgement with texts, and is not listed automatically without our own proof."""
    judgement = judgement_of(replace(STRANGER, name=name, kind=kind), address, person, number=number)
    assert all(reason.text for reason in judgement.reasons)
    assert not judgement.automatic


def test_judging_is_quick_for_hostile_sign_ons() -> None:
    """Long names, email addresses and numbers take no noticeable time."""
    judgement_of()
    before = time.perf_counter()
    evil = replace(STRANGER, name="\u0410a (" * 200_000, url="https://" + "a." * 200_000)
    assert not judgement_of(evil, "@" * 200_000, "e" * 500_000, number="1" * 500_000).automatic
    assert time.perf_counter() - before < 5


def test_an_address_at_the_rows_own_site_speaks_for_it() -> None:
    """A sign-on that is not yet bound to the directory's row, with a like name and an address at the row's site: the
    address speaks for it, the double name against a row of its own, and the row to merge it into is named."""
    unbound = replace(SIGNON, organisation="", name="Good Digital Rights")
    judgement = judgement_of(unbound)
    assert kinds(judgement) == [(ReasonKind.OWN_DOMAIN, "ngo"), (ReasonKind.NEAR_FORM, "ngo")]
    assert (judgement.reasons[0].weight, judgement.automatic) == (ReasonWeight.FOR, False)
    assert judgement.same_as(unbound.key) == "ngo"
    assert judgement_of().same_as(SIGNON.key) == ""
    stranger = replace(unbound, name="Entirely Other Readers")
    assert kinds(judgement_of(stranger)) == [(ReasonKind.UNKNOWN_SITE, ""), (ReasonKind.NEAR_DOMAIN, "ngo")]
