"""One setting written into campaign.toml."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.adapters.settings.edit import with_setting, with_settings, without_setting
from campaign.adapters.settings.settings_doc import starter_file
from campaign.errors import UsageError

STARTER = starter_file({})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('[campaign]\nletter = "a" # now\n', '[campaign]\nletter = "b" # now\n'),
        ("[campaign]\nname = 'X'\n# letter = \"first\"\n", "[campaign]\nname = 'X'\nletter = \"b\"\n"),
        ("[campaign] # about it\nname = 'X'\n", "[campaign] # about it\nletter = \"b\"\nname = 'X'\n"),
        ("[web]\nletter = 1\n[ campaign ]\n", '[web]\nletter = 1\n[ campaign ]\nletter = "b"\n'),
        ("[web]", '[web]\n\n[campaign]\nletter = "b"\n'),
    ],
)
def test_the_line_takes_the_place_of_the_old_one(before: str, after: str) -> None:
    """The value, the commented line or the table's head is where the setting goes; all else stays."""
    assert with_setting(before, "campaign", "letter", "b") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('campaign.letter = "a" # now\n', 'campaign.letter = "b" # now\n'),
        ('campaign = {letter = "a", zone = "UTC"}\n', 'campaign = {letter = "b", zone = "UTC"}\n'),
        ('[campaign]\n"letter" = "a" # now\n', '[campaign]\n"letter" = "b" # now\n'),
        ('[campaign]\nletter = """\na"""\n# end\n', '[campaign]\nletter = "b"\n# end\n'),
    ],
)
def test_a_key_in_any_form_is_changed_where_it_stands(before: str, after: str) -> None:
    """A key with dots, in braces, in quotation marks or on several lines is changed in place, with its comment."""
    assert with_setting(before, "campaign", "letter", "b") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('[campaign]\nletter = "a" # now\nzone = "UTC"\n', '[campaign]\n# letter = "a" # now\nzone = "UTC"\n'),
        ('[campaign]\nletter = """\na"""\n# end\n', "[campaign]\n# end\n"),
        ('campaign = {letter = "a", zone = "UTC"}\n', 'campaign = { zone = "UTC"}\n'),
        ("[campaign]\n# letter = 1\n", "[campaign]\n# letter = 1\n"),
    ],
)
def test_a_removed_key_becomes_a_comment(before: str, after: str) -> None:
    """The line of a key that is removed stays as a comment where it is one line; a key that is not there stays away."""
    assert without_setting(before, "campaign", "letter") == after


@pytest.mark.parametrize("value", [True, False, 7, 0.25])
def test_numbers_and_flags_are_written_as_such(value: bool | float) -> None:
    """Numbers and true or false are no text in the file."""
    written = tomllib.loads(with_setting(STARTER, "sending", "jitter", value))["sending"]["jitter"]
    assert (written, type(written)) == (value, type(value))


def test_several_changes_are_written_together() -> None:
    """All keys of a form are written in one go; an empty one is removed."""
    text = with_settings(STARTER, {("campaign", "name"): "A", ("campaign", "vote"): None, ("web", "letter"): 1})
    before = tomllib.loads(STARTER)
    expected = {**before["campaign"], "name": "A"}
    del expected["vote"]
    assert tomllib.loads(text) == {**before, "campaign": expected, "web": {**before["web"], "letter": 1}}


@pytest.mark.parametrize("source", ["campaign = 1\n", "[[campaign]]\nname = 'x'\n"])
def test_what_cannot_be_written_is_left_to_the_person(source: str) -> None:
    """A file whose table is none is refused, with the line to write."""
    with pytest.raises(UsageError) as caught:
        with_setting(source, "campaign", "letter", "b")
    assert caught.value.fix == 'write letter = "b" yourself'


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1))
def test_any_text_is_read_as_it_was_written(value: str) -> None:
    """What is written is what is read, and every other setting stays."""
    written = tomllib.loads(with_setting(STARTER, "campaign", "letter", value))
    before = tomllib.loads(STARTER)
    assert written == {**before, "campaign": {**before["campaign"], "letter": value}}
