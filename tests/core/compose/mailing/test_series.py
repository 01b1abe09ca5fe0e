"""One letter to many: each mail is the one that `compose` makes, to the byte."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.adapters.files.content import templates
from campaign.core.addressees import Addressee
from campaign.core.compose import Attachment, mails
from campaign.core.compose.mailing.series import Series
from campaign.core.compose.mailing.single import compose
from campaign.core.message.wire import UNSHARED
from campaign.core.settings import Sender
from campaign.errors import ComposeError
from tests.helpers.examples import examples
from tests.helpers.sample_letter import PEOPLE, SENDER, TEMPLATES, context, letter, recipient

FRONT = "---\ntitle: Keep the exemption\nsubject: Re: open source\nsalutation: {}\n---\n\n"
WORDS = "words that fill a line or two, so that each name moves the lines that come after it, and the ends of them"
BLOCKS = (
    "{{ salutation }}",
    "We write to you, {{ addressee.name }}, of {{ addressee.country }}: " + WORDS + ".",
    f"Nothing here is yours: {WORDS}[^law].",
    "As {{ addressee.role }}[^law]{{ addressee.group }}[^own] you decide, " + WORDS,
    "**{{ addressee.name }}** and *you, {{ addressee.family_name }}* [source](https://s.example/) {{ addressee.role }}",
    "## To {{ addressee.honorific }} {{ addressee.family_name }}",
    "- {{ addressee.role }}\n- of {{ addressee.country }} " + WORDS + "\n- all",
    "1. one {{ addressee.group }}\n\n    more of {{ addressee.name }}\n2. two",
    "> {{ addressee.name }} said it in {{ addressee.country }} " + WORDS,
    "| who | what |\n|---|---|\n| {{ addressee.name }} | {{ addressee.role }} |\n| all | no |",
    "[a link](https://t.example/) and {{ vote }} and {{ signatories.count }}  \n{{ addressee.name }}",
    "{{ addressee.sentence }}",
    "You said: {{ addressee.sentence }}",
    "{{ closing }}",
    "{{ signatories }}",
    "Ανοικτό λογισμικό, ανοικτά δεδομένα και ανοικτά πρότυπα για όλους, {{ addressee.name }}.",
)  # fmt: skip
NOTES = "\n\n[^law]: Article 2(5), as of {{ date }}.\n\n[^own]: You, {{ addressee.name }}, said so " + WORDS + ".\n"
characters = st.characters(blacklist_categories=("Cs",)) | st.sampled_from("<&>\"'\u00a0 ²¹.=*_[]`é{}")
values = st.one_of(
    st.text(characters, max_size=40), st.sampled_from(["Anna Berg", " Anna", "Anna ", "x²", "李明", "a" * 90])
)
people = st.builds(
    Addressee, st.just("1"), values, values, honorific=st.sampled_from(["Mr", "Ms", "", "Rev"]),
    address=st.sampled_from(
        ["anna@parliament.example", "änna@parliament.example", "anna@bücher.example", "no address", ""]
    ),
    country=values, group=values, role=values, sentence=values, salutation=st.sampled_from(["", "Dear President,"]),
)  # fmt: skip


def compose_alone(text, person, everybody=PEOPLE, used=TEMPLATES, files=()):
    """The message that `compose` returns, or the text of its error."""
    try:
        return compose(context(text, everybody), SENDER, used, person, recipient(person).identity, files)
    except ComposeError as error:
        return error.message


def among_others(series, person, files=()):
    try:
        composed = series.compose(recipient(person, files))
    except ComposeError as error:
        return error.message
    assert (composed.wire.size(composed.own_pieces), composed.wire.message(composed.own_pieces)) == (
        len(composed.message),
        composed.message,
    )
    return composed


def started_series(text, everybody=PEOPLE, used=TEMPLATES, files=()):
    """A series after its first message, which shares nothing."""
    series = Series(context(text, everybody), SENDER, used, files)
    among_others(series, PEOPLE[0])
    return series


def same(series, text, person, **arguments):
    """Compare the two ways. Returns whether the message shares anything."""
    one, other = among_others(series, person), compose_alone(text, person, **arguments)
    if isinstance(one, str) or isinstance(other, str):
        assert one == other
        return False
    assert (one.message, one.sender_address, one.recipient_address) == (other.content, other.sender, other.recipient)
    return one.wire is not UNSHARED


@settings(deadline=None, max_examples=examples(60))
@given(
    st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=6, unique=True),
    st.sampled_from(["single", "joint"]),
    st.sampled_from(["en", "el", "hu"]),
    st.lists(people, min_size=2, max_size=4),
)
def test_every_message_is_as_if_it_were_the_only_one(blocks, salutation, language, addressees):
    """For any letter and any addressees, both ways give the same bytes or the same error."""
    text = letter(FRONT.format(salutation) + "\n\n".join(blocks) + NOTES, language)
    series = started_series(text, addressees)
    for person in addressees:
        same(series, text, person, everybody=addressees)


def test_a_mail_that_continues_another():
    """Each message has its own thread headers, or none."""
    to = recipient(PEOPLE[1])
    identity = replace(to.identity, in_reply_to="<first@coalition.example>")
    composed = started_series(letter()).compose(replace(to, identity=identity))
    alone = compose(context(), SENDER, TEMPLATES, PEOPLE[1], identity)
    assert (composed.message, composed.wire is UNSHARED) == (alone.content, False)
    thread_headers = b"\r\nIn-Reply-To: <first@coalition.example>\r\nReferences: <first@coalition.example>\r\n"
    assert composed.message.count(thread_headers) == 1


@pytest.mark.parametrize("block", BLOCKS)
def test_every_kind_of_block_is_shared(block):
    """Messages with any kind of block are shared, and a message's own part is small."""
    text = letter(FRONT.format("single") + block + NOTES)
    person = replace(PEOPLE[0], group="Greens", role="rapporteur", sentence="You chaired it.")
    series = started_series(text)
    assert same(series, text, person)
    composed = series.compose(recipient(person))
    assert sum(map(len, composed.own_pieces)) < len(composed.message) / 3


def test_the_first_mail_shares_nothing():
    """For a single message nothing is prepared."""
    first, second, third, _ = mails({"en": context()}, SENDER, TEMPLATES, map(recipient, PEOPLE))
    assert first.wire is UNSHARED
    assert second.wire is not UNSHARED
    assert second.wire is third.wire


@pytest.mark.parametrize(
    "source",
    [
        FRONT.format("single") + "See [{{ addressee.name }}](https://x.example/).\n",
        FRONT.format("single") + "A mark \ue0000\ue001 of our own.\n",
        FRONT.format("joint") + "{{ vote }}\n",
    ],
)
def test_what_cannot_be_shared_is_built(source):
    """A letter with a personal link, or with the characters of marks, is composed one message at a time."""
    text = letter(source)
    assert same(started_series(text), text, PEOPLE[1]) is ("joint" in source)


def test_files():
    """A common attachment is shared, a personal one is not."""
    text, print_ = letter(), Attachment("Brief für alle.pdf", "application/pdf", bytes(range(256)) * 9)
    mine = replace(print_, name="mine.pdf")
    series = started_series(text, files=(print_,))
    composed = series.compose(recipient(PEOPLE[1], (mine,)))
    assert composed.message == compose_alone(text, PEOPLE[1], files=(print_, mine)).content
    assert [len(piece) > 2000 for piece in composed.own_pieces].count(True) == 1


def test_errors_are_those_of_a_single_mail():
    """A letter without a subject, and a wrong sender address, give the same error as for one message."""
    bad = replace(letter(), title="", subject="")
    series = Series(context(bad), SENDER, TEMPLATES)
    for person in PEOPLE:
        assert among_others(series, person) == compose_alone(bad, person)
    nobody = Series(context(), Sender("x", "no address"), TEMPLATES)
    for person in PEOPLE:
        with pytest.raises(ComposeError, match="'no address' is not an email address"):
            nobody.compose(recipient(person))


TEMPLATES_OF_CAMPAIGNS = {
    "{{ body }}": True,
    "{% extends 'default:mail/letter.html' %}{% block footer %}<p>{{ title }}</p>{% endblock %}": True,
    "{% extends 'default:mail/letter.html' %}{% block letter %}{{ super() }}<p>x</p>{% endblock %}": True,
    "<p>{{ version | length }}{% for each in [1, 2] %}{{ each }}{% endfor %}</p>{{ body }}{{ body }}": True,
    "{% if notes %}{{ notes }}{% endif %}{{ body }}{% set x = 1 %}": True,
    "no body at all": True,
    "<title>{{ body }}</title>": True,
    "{{ body | replace('Benifei', 'B') }}": False,
    "{% if 'Voss' in body %}for you alone{% endif %}{{ body }}": False,
    "{% if body | length > 99 %}{{ body }}{% endif %}": False,
    "{% set b = body %}{{ b }}": False,
    "{% for c in [body] %}{{ c }}{% endfor %}": False,
    "{% filter upper %}{{ body }}{% endfilter %}": False,
    "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(body) }}": False,
    "{% block letter %}{{ body }}{% endblock %}{{ self.letter() | length }}": False,
    "{% autoescape false %}{{ body }}{% endautoescape %}": False,
    "{% include 'mail/letter.txt' %}{{ body }}": False,
    '<p title="{{ body }}">x</p>': False,
    "<!-- {{ body }} -->": False,
    "<style>{{ body }}</style>": False,
}


@pytest.mark.parametrize(("source", "shared"), TEMPLATES_OF_CAMPAIGNS.items())
def test_templates_of_a_campaign(tmp_path, source, shared):
    """A template that only prints the text is rendered once; one that does more, for each addressee."""
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail/letter.html").write_text(source)
    text = letter(FRONT.format("single") + "To {{ addressee.name }}: \"'&\n" + NOTES)
    used = templates(tmp_path)
    series = started_series(text, used=used)
    for person in (*PEOPLE, replace(PEOPLE[1], name='O\'Neil <b> & "x"\u00a0²')):
        assert same(series, text, person, used=used) is shared


def test_text_templates_of_a_campaign(tmp_path):
    """Personal words after a prefix in a text template are inserted after it."""
    (tmp_path / "mail").mkdir()
    for source, shared in (
        ("> {{ body }} <{{ notes }}\n", True), ("{{ body | trim }}", False),
        ("{{ body }}{{ '\\r' }}", False), ("{{ nobody }}", False), ("{% if %}", False),
    ):  # fmt: skip
        (tmp_path / "mail/letter.txt").write_text(source)
        text = letter(FRONT.format("single") + "To {{ addressee.name }}: " + WORDS + NOTES)
        used = templates(tmp_path)
        assert same(started_series(text, used=used), text, PEOPLE[1], used=used) is shared
