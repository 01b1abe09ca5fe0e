"""Generated pages of docs/ are up to date, and every example in prose is a valid command."""

import re
from pathlib import Path

import click
import pytest

from campaign.cli import cli
from campaign.cli.commands_doc import reference
from campaign.core.delivery.states import MEANINGS
from campaign.core.signons.reasons import Reason, ReasonKind, ReasonWeight

ROOT = Path(__file__).parents[2]
PROSE = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
EXAMPLE = re.compile(r"^(?:\$ |    )(?:\./run )?campaign ((?:-\S+ \S+ )?[a-z].*)$", re.MULTILINE)


def test_the_page_of_commands_is_up_to_date() -> None:
    """docs/commands.md is up to date; `python -m tools.docs` writes it."""
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == reference()


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.name)
def test_every_example_is_a_command(page: Path) -> None:
    """Each command line in prose uses commands and options that exist."""
    unknown = [line for line in EXAMPLE.findall(page.read_text("utf-8")) if not _is_known(line.split("  #")[0])]
    assert unknown == []


def _is_known(line: str) -> bool:
    """Whether the line names an existing command, with options that it has."""
    words = line.split()
    command: click.Command = cli
    while isinstance(command, click.Group) and words and not words[0].startswith(("-", "[")):
        subcommand = command.get_command(click.Context(command), words.pop(0))
        if subcommand is None:
            return False
        command = subcommand
    known = {name for parameter in command.params for name in parameter.opts} | {"-h", "--help", "--version"}
    return all(word.split("=")[0] in known for word in words if re.match(r"--?[a-z]", word))


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.name)
def test_every_link_inside_the_repository_leads_somewhere(page: Path) -> None:
    """Each relative link in prose names an existing file."""
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_table_of_states_is_up_to_date() -> None:
    """docs/sending.md explains each state in the program's words."""
    page = (ROOT / "docs" / "sending.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([a-z]+) \| (.+) \|$", page, re.MULTILINE))
    assert {state: rows.get(state) for state in MEANINGS} == dict(MEANINGS)


def test_the_table_of_reasons_is_up_to_date() -> None:
    """docs/judgement.md explains each finding about a sign-on, and whether it speaks for or against it."""
    page = (ROOT / "docs" / "judgement.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([a-z-]+) \| .+ \| (for it|against it|not at all) \|$", page, re.MULTILINE))
    speaks = {ReasonWeight.FOR: "for it", ReasonWeight.AGAINST: "against it", ReasonWeight.REMARK: "not at all"}
    assert rows == {finding.value: speaks[Reason(finding).weight] for finding in ReasonKind}
