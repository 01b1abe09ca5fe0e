"""One setting written into campaign.toml."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.adapters.settings.document import starter_file
from campaign.adapters.settings.edit import with_setting
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


def test_what_cannot_be_placed_is_left_to_the_person() -> None:
    """A setting in a form that one line cannot replace is refused, with the line to write."""
    with pytest.raises(UsageError) as caught:
        with_setting('campaign.letter = "a"\n', "campaign", "letter", "b")
    assert caught.value.fix == 'write letter = "b" yourself'


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1))
def test_any_text_is_read_as_it_was_written(value: str) -> None:
    """What is written is what is read, and every other setting stays."""
    written = tomllib.loads(with_setting(STARTER, "campaign", "letter", value))
    before = tomllib.loads(STARTER)
    assert written == {**before, "campaign": {**before["campaign"], "letter": value}}
