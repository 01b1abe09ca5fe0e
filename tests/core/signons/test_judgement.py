"""How a sign-on is judged."""

import datetime as dt
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signatories.likeness import Known
from campaign.core.signatories.register import Register, Registered
from campaign.core.signons import Kind, Signer, SignOn, Source
from campaign.core.signons.judgement import evidently, judge
from campaign.core.signons.reasons import Finding, Judgement, Weight
from campaign.core.signons.words import MESSAGES

NGO = Organisation("ngo", "Good Digital Rights e.V.", "https://www.ngo.example")
SITELESS = Organisation("siteless", "Siteless Movement")
PAGE = Organisation("page", "Page Movement", "https://www.facebook.com/page")
DIRECTORY = {each.key: each for each in (NGO, SITELESS, PAGE)}
KNOWN = Known(DIRECTORY.values())
NUMBER = "123456789012-02"
EUROPEANS = Registered(NUMBER, "European Readers' Union", "ERU", "https://readers.example", "BELGIUM", "NGO")
REGISTER = Register([EUROPEANS])
SIGNON = SignOn(
    7, "letter", Kind.ORGANISATION, "ngo", "Good Digital Rights", "", "DE", "", "", SignOnState.CONFIRMED, 1,
    held=False, language="en", source=Source.PAGE, created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
)  # fmt: skip
STRANGER = replace(SIGNON, organisation="", name="Entirely Other Readers", url="https://other.example")
EUROPEAN = replace(STRANGER, name="European Readers Union (ERU)", url="")
PERSON = replace(STRANGER, kind=Kind.PERSON, name="Jo Example", url="")


def judged(
    signon: SignOn = SIGNON,
    mail: str = "info@ngo.example",
    person: str = "Jo Example",
    register: Register | None = REGISTER,
    number: str = "",
) -> Judgement:
    return judge(signon, Signer(7, person, "Director", mail), DIRECTORY, KNOWN, register, number)


def findings(judgement: Judgement) -> list[tuple[Finding, str]]:
    return [(each.finding, each.other) for each in judgement.reasons]


def test_a_mail_address_at_the_directorys_site_lists_by_itself() -> None:
    """The signer of an organisation of the directory, writing from its site, is listed by itself; a role mailbox does,
    and so does a subdomain."""
    for mail in ("info@ngo.example", "jo@mail.NGO.example"):
        found = judged(mail=mail)
        assert findings(found) == [(Finding.OWN_DOMAIN, "ngo")]
        assert found.automatic
        assert found.against == ()
        assert found.reasons[0].weight is Weight.FOR
        assert found.reasons[0].words == (
            "The email address is at ngo.example, the site of Good Digital Rights e.V. in the directory"
        )


def test_a_mail_address_at_the_registers_site_lists_by_itself() -> None:
    """An organisation that the Transparency Register knows by this name and site is listed by itself."""
    for name in ("European Readers' Union", "ERU aisbl"):
        found = judged(replace(EUROPEAN, name=name), "jo@readers.example", number=NUMBER)
        assert findings(found) == [(Finding.REGISTER_DOMAIN, ""), (Finding.REGISTERED, "")]
        assert found.automatic
        assert [each.words for each in found.reasons] == [
            (
                "The email address is at readers.example, the site of European Readers' Union in the Transparency"
                f" Register ({NUMBER})"
            ),
            f"In the Transparency Register: European Readers' Union ({NUMBER})",
        ]


@pytest.mark.parametrize(
    ("signon", "mail", "expected"),
    [
        (SIGNON, "jo@gmail.com", [(Finding.FREE_MAIL, "")]),
        (SIGNON, "jo@free.fr", [(Finding.FREE_MAIL, "")]),
        (SIGNON, "jo@other.example", [(Finding.OTHER_DOMAIN, "ngo")]),
        (STRANGER, "jo@other.example", [(Finding.TYPED_DOMAIN, "")]),
        (STRANGER, "jo@third.example", [(Finding.UNKNOWN_SITE, "")]),
        (STRANGER, "jo@nowhere", [(Finding.UNKNOWN_SITE, "")]),
        (
            replace(SIGNON, organisation="siteless", name="Siteless Movement", url="https://other.example"),
            "jo@other.example",
            [(Finding.TYPED_DOMAIN, "")],
        ),
        (
            replace(SIGNON, organisation="page", name="Page Movement", url=PAGE.url),
            "jo@facebook.com",
            [(Finding.UNKNOWN_SITE, "")],
        ),
        (
            replace(EUROPEAN, name="European Readers' Union"),
            "jo@other.example",
            [(Finding.OTHER_DOMAIN, ""), (Finding.REGISTERED, "")],
        ),
        (STRANGER, "jo@readers.example", [(Finding.UNKNOWN_SITE, ""), (Finding.REGISTERED, "")]),
        (
            replace(STRANGER, organisation="gone", name="Gone"),
            "jo@other.example",
            [(Finding.TYPED_DOMAIN, "")],
        ),
    ],
)
def test_other_mail_addresses_wait_for_a_look(signon: SignOn, mail: str, expected: list[tuple[Finding, str]]) -> None:
    """Anybody's provider, another domain, and a site that only the signer names prove nothing."""
    found = judged(signon, mail)
    assert findings(found) == expected
    assert not found.automatic


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("Good Digital Rights", Finding.NEAR_FORM),
        ("Good Digital Rights e.V.", Finding.NEAR_NAME),
        ("G00d Digital Rights e.V.", Finding.NEAR_LOOKS),
        ("Good Digital Rights – Berlin", Finding.NEAR_PART),
        ("GDR", Finding.NEAR_ACRONYM),
        ("Good Digitl Rights", Finding.NEAR_SPELLING),
    ],
)
def test_a_near_double_of_another_waits_for_a_look(name: str, finding: Finding) -> None:
    """A name that is like a known organisation's is named with it, though the mail address proves another."""
    found = judged(replace(SIGNON, organisation="siteless", name=name), "jo@other.example")
    assert findings(found)[1:] == [(finding, "ngo"), (Finding.OTHER_NAME, "siteless")]
    assert "Good Digital Rights e.V." in found.reasons[1].words


def test_domains_of_others_wait_for_a_look() -> None:
    """The domain of a known organisation, or one that looks like it, is named with it; a free mail's is nobody's."""
    assert findings(judged(STRANGER, "jo@ngo.example"))[1:] == [(Finding.NEAR_DOMAIN, "ngo")]
    assert findings(judged(STRANGER, "jo@ng0.example"))[1:] == [(Finding.NEAR_HOST, "ngo")]
    assert findings(judged(replace(STRANGER, url="https://ngo.example"), "jo@gmail.com")) == [
        (Finding.FREE_MAIL, ""),
        (Finding.NEAR_DOMAIN, "ngo"),
    ]


def test_chapters_may_share_a_domain() -> None:
    """One that writes from its own site is not held up by another at the same domain."""
    chapter = Organisation("chapter", "Chapter of Something Else", "https://ngo.example/chapter")
    signer = Signer(7, "Jo", "", "jo@ngo.example")
    assert judge(SIGNON, signer, DIRECTORY, Known([*DIRECTORY.values(), chapter])).automatic


def test_the_name_may_not_become_anothers() -> None:
    """A proof by mail does not let an organisation appear under a name that is not like its own."""
    found = judged(replace(SIGNON, name="Entirely Else"))
    assert findings(found) == [(Finding.OWN_DOMAIN, "ngo"), (Finding.OTHER_NAME, "ngo")]
    assert not found.automatic


def test_letters_that_look_alike_wait_for_a_look() -> None:
    """Letters of another script in a name are named, even of the right organisation."""
    found = judged(replace(SIGNON, name="G\u043eod Digital Rights"))
    assert findings(found) == [(Finding.OWN_DOMAIN, "ngo"), (Finding.LETTERS, "")]
    assert not found.automatic


@pytest.mark.parametrize("name", ["Jo Example", "EXAMPLE Jo", "Dr. Robin Someone"])
def test_a_person_entered_as_an_organisation(name: str) -> None:
    """The signer's own name, and one with a title, are no organisation's."""
    found = judged(replace(STRANGER, name=name), "jo@other.example", "Jo M. Example")
    assert findings(found) == [(Finding.TYPED_DOMAIN, ""), (Finding.PERSON, "")]


@pytest.mark.parametrize("name", ["Jo", "Jo Example Foundation", "Dr. Robin Someone Stiftung"])
def test_an_organisation_named_after_a_person(name: str) -> None:
    """A word of an organisation's makes it one; one word alone says nothing."""
    assert findings(judged(replace(STRANGER, name=name), "jo@other.example", "Jo Example Foundation")) == [
        (Finding.TYPED_DOMAIN, "")
    ]


def test_a_person_signs() -> None:
    """A person's sign-on has no reasons from mail, and is never said to be listed by itself."""
    assert judged(PERSON, "jo@gmail.com") == Judgement((), automatic=False)
    assert findings(judged(replace(PERSON, name="J\u043e Example"))) == [(Finding.LETTERS, "")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Umweltverein Musterstadt", [(Finding.ORGANISATION, "")]),
        ("Example asbl", [(Finding.ORGANISATION, "")]),
        ("Siteless Movement", [(Finding.ORGANISATION, ""), (Finding.NEAR_NAME, "siteless")]),
        ("good digital rights", [(Finding.NEAR_FORM, "ngo")]),
        ("GDR", []),
    ],
)
def test_an_organisation_entered_as_a_person(name: str, expected: list[tuple[Finding, str]]) -> None:
    """Legal forms, organisations' words and known names are found in a person's place."""
    assert findings(judged(replace(PERSON, name=name))) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("none", [Finding.NUMBER_FORM]),
        (" ", []),
        ("123456789012-34", [Finding.NUMBER_CHECK, Finding.NUMBER_UNKNOWN]),
        ("950328639092-74", [Finding.NUMBER_UNKNOWN]),
        (NUMBER, [Finding.NUMBER_OTHER]),
    ],
)
def test_register_numbers_are_looked_at(number: str, expected: list[Finding]) -> None:
    """A number's form, check digits and entry are remarks; only one that is another's speaks against the sign-on."""
    found = judged(number=number)
    assert [each.finding for each in found.reasons[1:]] == expected
    assert found.automatic == (Finding.NUMBER_OTHER not in expected)


def test_without_an_export_nothing_is_said_of_it() -> None:
    """Where there is no export at hand, only the number itself is looked at."""
    assert findings(judged(register=None, number="950328639092-74")) == [(Finding.OWN_DOMAIN, "ngo")]


def test_who_an_unbound_sign_on_evidently_is() -> None:
    """Name and mail address together say which organisation of the directory signs; each alone does not."""
    assert evidently("Good digital Rights", "jo@ngo.example", DIRECTORY, KNOWN) == "ngo"
    assert evidently("Good digital Rights", "jo@other.example", DIRECTORY, KNOWN) == ""
    assert evidently("Else", "jo@ngo.example", DIRECTORY, KNOWN) == ""
    assert evidently("GDR", "jo@ngo.example", DIRECTORY, KNOWN) == ""
    twins = DIRECTORY | {"twin": replace(NGO, key="twin", name="Good Digital Rights")}
    assert evidently("Good Digital Rights", "jo@ngo.example", twins, Known(twins.values())) == ""
    strangers = Known([replace(NGO, key="signon-9")])
    assert evidently("Good Digital Rights", "jo@ngo.example", {}, strangers) == ""


def test_a_site_that_another_sign_on_typed_proves_nothing() -> None:
    """What is merely known from sign-ons is compared with, and never a proof."""
    typed = Organisation("signon-9", "Entirely Other Readers", "https://other.example")
    found = judge(STRANGER, Signer(7, "Jo", "", "jo@other.example"), {}, Known([typed]))
    assert findings(found) == [
        (Finding.TYPED_DOMAIN, ""),
        (Finding.NEAR_NAME, "signon-9"),
        (Finding.NEAR_DOMAIN, "signon-9"),
    ]
    assert not found.automatic


def test_a_sign_on_is_no_double_of_itself() -> None:
    """A sign-on that is among the known already is not named as its own double."""
    known = Known([STRANGER.public])
    found = judge(STRANGER, Signer(7, "Jo", "", "jo@other.example"), {}, known)
    assert findings(found) == [(Finding.TYPED_DOMAIN, "")]


def test_every_finding_has_words() -> None:
    """No finding is without words, and no words are of no finding."""
    judging = {message for message in MESSAGES if message.startswith("judged.")}
    assert judging == {f"judged.{finding}" for finding in Finding}


_texts = st.text(st.characters(codec=None), max_size=60)


@given(_texts, _texts, _texts, _texts, st.sampled_from(Kind))
def test_whatever_is_signed_is_judged(name: str, mail: str, person: str, number: str, kind: Kind) -> None:
    """Any sign-on is judged, each reason has words, and none is listed by itself without a proof of ours."""
    found = judged(replace(STRANGER, name=name, kind=kind), mail, person, number=number)
    assert all(each.words for each in found.reasons)
    assert not found.automatic


def test_judging_is_quick_for_hostile_sign_ons() -> None:
    """However long name, mail address and number are, a sign-on is judged at once."""
    judged()
    before = time.perf_counter()
    evil = replace(STRANGER, name="\u0410a (" * 200_000, url="https://" + "a." * 200_000)
    assert not judged(evil, "@" * 200_000, "e" * 500_000, number="1" * 500_000).automatic
    assert time.perf_counter() - before < 5
