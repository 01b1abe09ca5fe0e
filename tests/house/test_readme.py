"""README's way from draft to vote, as a person would type it."""

import re
import shlex
from pathlib import Path

import click
import pytest

from campaign.cli import cli, main
from tests.helpers.docx import docx, paragraph

ROOT = Path(__file__).parents[2]
COMMANDS = [
    shlex.split(line, comments=True)
    for line in re.findall(r"^\$ (.*)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
]
# What the checks may find in the draft of this test.
SOME_PROBLEMS = 4


def test_every_command_of_the_readme_parses() -> None:
    """Nouns, verbs and options are those of the program; `cd` is the shell's."""
    for name, *words in COMMANDS:
        if name == "cd":
            continue
        assert name == "campaign"
        group: click.Command = cli
        rest = list(words)
        context = click.Context(group, info_name="campaign")
        while isinstance(group, click.Group):
            verb, command, rest = group.resolve_command(context, rest)
            assert command is not None
            group, context = command, click.Context(command, info_name=verb, parent=context)
        context.obj = None
        options = {option for parameter in group.params for option in parameter.opts}
        assert {word for word in rest if word.startswith("-")} <= options, words


def test_the_readmes_way_to_the_first_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typed in the folder that it names, each command does what it says, with one letter from first to last."""
    monkeypatch.chdir(tmp_path)
    lines = ("Re: The ferry", "Dear Mr. Wit,", "Seals swim.", "Signed:", "Seal Watch")
    (tmp_path / "draft.docx").write_bytes(docx(*map(paragraph, lines)))
    before_the_freeze = COMMANDS[: [words[1:3] for words in COMMANDS].index(["letter", "freeze"])]
    assert len(before_the_freeze) == 6
    for name, *words in before_the_freeze:
        if name == "cd":
            monkeypatch.chdir(words[0])
        else:
            expected = (0, SOME_PROBLEMS) if words[:2] == ["letter", "check"] else (0,)
            assert _exit_code(words) in expected, words
    assert sorted(path.name for path in Path("letters").iterdir()) == ["README.md", "the-ferry"]


def _exit_code(words: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(words)
    return int(str(ended.value.code))
