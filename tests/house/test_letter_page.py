"""docs/letter.md explains every key and placeholder, and its examples work."""

import re
from pathlib import Path

import pytest

from campaign.core.letters import read
from campaign.core.letters.annex import ANNEX_KEYS, parse_annex_name, read_annex
from campaign.core.letters.fill import PLACEHOLDERS
from campaign.core.letters.front_matter import LetterFile
from campaign.core.letters.letter import KEYS
from campaign.core.letters.tree import Amendment

PAGE = (Path(__file__).parents[2] / "docs" / "letter.md").read_text("utf-8")
EXAMPLES = re.findall(r"```markdown\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(
    "table", [KEYS, ANNEX_KEYS, {f"{{{{ {name} }}}}": line for name, line in PLACEHOLDERS.items()}]
)
def test_every_key_and_placeholder_is_explained(table: dict[str, str]) -> None:
    """The page has every key of letter and annex, and every placeholder, in the program's own words."""
    assert [name for name, line in table.items() if f"| `{name}` | {line} |" not in PAGE] == []


def test_the_examples_work() -> None:
    """The example of an amendment is one, the annex has no problems, and the file names are names of annexes."""
    amendment, annex = EXAMPLES
    (block,) = read(amendment, "letter.en.md")[0].document.blocks
    assert isinstance(block, Amendment)
    assert read_annex(LetterFile("annex.scope.md", annex))[1] == ()
    names = re.findall(r"^    (annex\.\S+)$", PAGE, re.MULTILINE)
    assert [parse_annex_name(name) is not None for name in names] == [True] * 4
