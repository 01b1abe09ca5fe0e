"""What the pages say about signing, earlier versions and individuals."""

import datetime as dt
import html
import re
from dataclasses import replace

import pytest

from campaign.core.letters import VersionKind
from campaign.core.publish import Person, SigningStatus
from campaign.core.publish.edition import LetterDelivery, PublicAnswer, SignatoryQuote
from campaign.core.publish.site import text_files
from campaign.core.signons.change import ChangePolicy, VersionChange
from campaign.core.signons.consent import Consent
from campaign.core.signons.signing_state import SigningState
from tests.helpers.edition import ADDRESSEES, ENGLISH, GERMAN, ORGANISATIONS, edition, frozen_version

AT = "https://forests.example/letter"
NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
UNTIL = dt.datetime(2027, 4, 20, 16, tzinfo=dt.UTC)
PEOPLE = (Person(9, "Ève <b>", "Greece"), Person(7, "Ana", ""))


def _page(path="index.html", *versions, **changed):
    return text_files(edition(*versions, **changed))[path].decode()


def _status(page):
    block = page[page.index('<div class="status">') : page.index("</div>")]
    return [re.sub(r"<[^>]*>", "", line) for line in re.findall(r"<p.*?</p>", block)]


def _notices(page):
    return [
        " ".join(re.sub(r"<[^>]*>", "", notice).split())
        for notice in re.findall(r'<p class="earlier".*?</p>', page, re.S)
    ]


@pytest.mark.parametrize(("individuals", "sentence"), [(True, True), (False, False)])
def test_signers_read_about_their_data_where_they_can_sign(individuals, sentence):
    """Controller, contact and date of deletion are named; individuals only if they can sign."""
    consent = Consent("The coalition", "privacy@coalition.example", dt.date(2027, 10, 23))
    page = _page(consent=consent, signing=SigningStatus("sign", closes_at=UNTIL, individuals=individuals))

    assert "The coalition is the controller of your data." in page
    assert "delete it by 23 October 2027" in page
    assert "write to privacy@coalition.example" in page
    assert ("If you sign as an individual:" in page) is sentence


@pytest.mark.parametrize(
    ("made", "sentence", "button"),
    [
        (
            SigningStatus("sign", SigningState.OPEN, None, UNTIL),
            "Sign by Tuesday, 20 April 2027, 18:00 (Brussels)",
            1,
        ),
        (
            SigningStatus("sign", SigningState.CLOSED, None, NOW),
            "Signing closed on Monday, 1 March 2027, 10:00 (Brussels)",
            0,
        ),
        (
            SigningStatus("sign", SigningState.NOT_YET, NOW, UNTIL),
            "Signing opens on Monday, 1 March 2027, 10:00 (Brussels)",
            0,
        ),
    ],
)
def test_status_stands_in_words(made, sentence, button):
    """Open, closed or not yet open, with time and zone; the button is there only while signing is open, above the
    letter and again below it."""
    page = _page(signing=made)

    assert _status(page) == [sentence, "Vote: Monday, 26 April 2027, 12:00 (Brussels)"]
    assert page.count('href="sign?lang=en"') == 2 * button
    assert _page("embed.html", signing=made).count('href="sign?lang=en"') == button


def test_a_site_without_a_form_says_nothing_of_signing():
    """Without a form there is no button and no deadline to sign."""
    page = _page()

    assert _status(page) == ["Vote: Monday, 26 April 2027, 12:00 (Brussels)"]
    assert "Sign this letter" not in page


def test_a_letter_that_went_out_says_when_and_to_how_many():
    """The day in the campaign's zone."""
    sent = dt.datetime(2027, 4, 20, 22, 30, tzinfo=dt.UTC)

    assert _status(_page(delivery=LetterDelivery(sent, 2)))[0] == "Delivered on 21 April 2027 to 2 addressees"
    assert _status(_page(delivery=LetterDelivery(sent, 1)))[0] == "Delivered on 21 April 2027 to 1 addressee"


def test_those_who_may_object_are_counted_with_the_moment():
    """During an objection window the page says how many signed the earlier text, and until when they can object."""
    first = replace(frozen_version(1, en=ENGLISH), organisations=ORGANISATIONS[:2], people=1)
    window = VersionChange("forests", 1, 2, ChangePolicy.WINDOW, NOW, UNTIL)
    page = _page(
        "index.html", first, frozen_version(2, VersionKind.SUBSTANCE, en=ENGLISH), organisations=(), changes=(window,)
    )

    sentence = (
        "Signed the earlier version 1: 2 organisations, 1 individual. If they do not object, they are listed under "
        "this text from Tuesday, 20 April 2027, 18:00 (Brussels)."
    )
    assert _notices(page) == [sentence, sentence]
    assert "Signatories: 0" in page


@pytest.mark.parametrize(
    "change",
    [
        VersionChange("forests", 1, 2, ChangePolicy.WINDOW, NOW, NOW, NOW),
        VersionChange("x", 1, 2, ChangePolicy.CORRECTION, NOW),
    ],
)
def test_who_stays_under_an_earlier_text_is_counted_under_the_list(change):
    """After the decision, the remaining signatories of the earlier text are named once."""
    first = replace(frozen_version(1, en=ENGLISH), organisations=ORGANISATIONS[:1])
    page = _page("index.html", first, frozen_version(2, en=ENGLISH), organisations=ORGANISATIONS[1:], changes=(change,))

    assert _notices(page) == ["Signed the earlier version 1: 1 organisation."]


def test_who_is_asked_again_is_counted():
    """Until they agree they are counted under the earlier text; individuals are counted as individuals."""
    first = replace(frozen_version(1, en=ENGLISH, de=GERMAN), people=5)
    ask = VersionChange("forests", 1, 2, ChangePolicy.ASK, NOW)
    page = _page("index.html", first, frozen_version(2, en=ENGLISH), changes=(ask,))

    assert _notices(page)[0] == (
        "Signed the earlier version 1: 5 individuals. We are asking them whether they agree to this text."
    )


def test_a_versions_page_names_who_stands_under_it():
    """A version's page names its signatories only, with their number; individuals are counted."""
    first = replace(frozen_version(1, en=ENGLISH), organisations=ORGANISATIONS[:1], people=2)
    files = text_files(edition(first, frozen_version(2, en=ENGLISH), organisations=ORGANISATIONS[1:2]))
    old, new = files["versions/1.html"].decode(), files["versions/2.html"].decode()

    assert ("The 1 organisations below" in old, "The 1 organisations below" in new) == (True, True)
    assert [organisation.name in old for organisation in ORGANISATIONS[:2]] == [True, False]
    assert [organisation.name in new for organisation in ORGANISATIONS[:2]] == [False, True]
    assert "2 individuals have signed this version." in old
    assert "<ins>" not in new


def test_people_stand_apart_from_organisations():
    """Their number, the newest names with countries, and on the live site a link to the others."""
    page = _page(people=1234, newest_people=PEOPLE, is_live=True)
    apart = page[page.index('<section class="people"') :]

    assert "Individuals: 1,234" in apart
    assert '<li><bdi>Ève &lt;b&gt;</bdi><span class="soft">, Greece</span></li>' in apart
    assert "These are the latest 2." in apart
    assert '<a href="people.html">All individuals who have signed</a>' in apart
    assert 'href="people.html"' not in _page(people=1234, newest_people=PEOPLE)
    assert "These are" not in _page(people=2, newest_people=PEOPLE)


def test_the_page_of_people_has_the_newest():
    """Name and country, in the same order."""
    page = _page("people.html", people=2, newest_people=PEOPLE)

    assert re.findall(r"<li>(.*?)</li>", page) == [
        '<bdi>Ève &lt;b&gt;</bdi><span class="soft">, Greece</span>', "<bdi>Ana</bdi>",
    ]  # fmt: skip


def test_the_older_people_are_where_a_program_answers():
    """The link to older individuals is only on the live site, and only if there are more."""
    page = _page("people.html", people=1234, newest_people=PEOPLE, is_live=True)

    assert f'<a href="people?lang=en&amp;before={PEOPLE[-1].id}" rel="next">Older</a>' in page
    assert '<a href="names?lang=en">Find a name</a>' in page
    for less in ({"people": 2, "is_live": True}, {"people": 1234}):
        assert "before=" not in _page("people.html", newest_people=PEOPLE, **less)
    assert "names?" not in _page("people.html", people=1234, newest_people=PEOPLE)
    assert "before=" not in _page("people.html", people=1234, is_live=True)


def test_the_first_names_stand_at_the_top():
    """The first five in the coalition's order, and a sign that there are more."""
    names = [replace(ORGANISATIONS[1], key=str(at), name=f"Name {at}") for at in range(6)]
    page = _page(organisations=tuple(names))

    assert "<bdi>Name 4</bdi> …</dd>" in page
    assert "…</dd>" not in _page(organisations=tuple(names[:5]))


def test_countries_have_a_page():
    """Each country has an anchor and its organisations; those without a country come last."""
    files = text_files(edition())
    page = files["countries.html"].decode()

    assert re.findall(r'<h2 id="([\w-]+)">(?:<span>)?([^<(]+)', page) == [
        ("FR", "France "), ("DE", "Germany "), ("none", "No country given"),
    ]  # fmt: skip
    assert '<a href="countries.html#DE">Germany</a> (2)' in files["index.html"].decode()
    assert "countries.html" not in text_files(edition(organisations=ORGANISATIONS[:1]))


def test_a_country_that_nobody_knows_has_a_place_of_its_own():
    """The name of an unknown country is never an anchor."""
    strange = replace(ORGANISATIONS[0], country='"><script>')
    page = _page("countries.html", organisations=(strange, ORGANISATIONS[1]))

    assert len(re.findall(r'<h2 id="x-[0-9a-f]{12}">', page)) == 1
    assert "<script>" not in page


def test_what_signatories_say_is_quoted():
    """Quotations are shown with the signatory's name."""
    page = _page(quotes=(SignatoryQuote("LAION <b>", "Open & free"),))

    assert "<blockquote><p>Open &amp; free</p></blockquote>\n<figcaption><bdi>LAION &lt;b&gt;</bdi>" in page


def test_words_to_pass_on_need_an_address():
    """The text to share has ask, number and address; the HTML of the frame leads to the site."""
    page = html.unescape(_page(public_url=AT, people=3, signing=SigningStatus("sign", closes_at=UNTIL)))

    assert f"Adopt amendment 4; reject 5, please.\n\nSignatories: 7\nSign this letter: {AT}/index.html</pre>" in page
    assert f'<iframe src="{AT}/embed.html" title="Keep forests standing" width="100%" height="380"' in page
    assert "<iframe" not in html.unescape(_page())


def test_words_of_ours_without_a_translation_are_marked():
    """Around a Polish letter, English texts are marked as English."""
    page = _page("index.html", frozen_version(1, pl=ENGLISH.replace("salutation:", "language: pl\nsalutation:")))

    assert '<html lang="pl">' in page
    assert '<h2 id="privacy" lang="en">Privacy</h2>' in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            VersionChange("forests", 1, 2, ChangePolicy.WINDOW, NOW, UNTIL),
            " They can object until Tuesday, 20 April 2027, 18:00 (Brussels).",
        ),
        (VersionChange("forests", 1, 2, ChangePolicy.ASK, NOW), ""),
    ],
)
def test_a_proposed_text_is_named_and_linked(change, sentence):
    """While signatories decide about a new text, the page shows the one before, says until when they can object, and
    links the proposed text: in the page's language, or else in the main one."""
    versions = (
        frozen_version(1, en=ENGLISH, de=GERMAN),
        frozen_version(2, VersionKind.SUBSTANCE, en=ENGLISH.replace("**one thing**", "**two things**")),
    )
    site = text_files(edition(*versions, changes=(change,), proposals=1))
    page, german = (site[path].decode() for path in ("index.html", "index.de.html"))
    notice = re.search(r'<p class="notice".*?</p>', page, re.S)
    assert notice
    assert html.unescape(re.sub(r"<[^>]*>", "", notice[0])) == (
        "A new text is proposed. Until the signatories have decided, this page shows the text that they signed."
        f"{sentence} Read the proposed text"
    )
    links = [re.findall(r'<p class="notice".*?<a href="([^"]*)"', text, re.S) for text in (page, german)]
    assert links == [["versions/2.html"]] * 2
    assert ("one thing" in page, "two things" in page) == (True, False)


def test_answers_are_named_only_where_the_campaign_publishes_them() -> None:
    """The page lists who has had the letter, with the day of the answer and the position; without answers there is no
    list."""
    first, second = ADDRESSEES[:2]
    answers = (PublicAnswer(first, dt.date(2027, 4, 13), "supports"), PublicAnswer(second, None))
    page = text_files(edition(answers=answers))["index.html"].decode()
    section = page.partition('aria-labelledby="answers"')[2].partition("</section>")[0]
    text = " ".join(re.sub("<[^>]+>", " ", section).split())
    assert "Answers so far: 1 of 2" in text
    assert re.search(rf"{first.name} .*supports the letter *, 13 April 2027", text)
    assert text.endswith("has not answered yet")
    assert 'aria-labelledby="answers"' not in text_files(edition())["index.html"].decode()
