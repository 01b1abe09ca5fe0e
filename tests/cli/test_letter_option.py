"""`--letter NAME`, which every command about one letter has."""

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import click
import pytest

from campaign.cli import cli
from campaign.cli.lazy import LazyGroup
from tests.helpers.campaign import run, sample

# Commands about the whole campaign, or about a file.
WITHOUT = {
    "demo", "doctor", "init", "letter import", "backup", "migrate-store", "restore", "person erase", "person export",
    "purge", "serve", "verify", "trust", "worker", "desk admit",
    "desk role", "desk remove", "desk sign-out", "mailbox connect", "mailbox disconnect",
    "settings list", "settings set", "settings unset", "settings secret", "settings test",
}  # fmt: skip


def commands(group: click.Group, names: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, LazyGroup | click.Group):
            yield from commands(command, (*names, name))
        else:
            yield " ".join((*names, name)), command


def test_every_command_about_a_letter_takes_its_name() -> None:
    """All commands but those about the whole campaign have --letter."""
    without = {name for name, command in commands(cli) if "--letter" not in {o for p in command.params for o in p.opts}}
    assert without == WITHOUT


def test_two_letters_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With two letters, a command acts on the one named, and proposes the next command with that name."""
    sample(tmp_path)
    copytree(tmp_path / "letters" / "open-source-exemption", tmp_path / "letters" / "second")
    assert run(tmp_path, "addressee", "import", "--letter", "second") == 0
    assert run(tmp_path, "letter", "freeze", "-m", "agreed", "--letter", "second") == 0
    assert "next: campaign send preview --letter second" in capsys.readouterr().out.splitlines()
    assert run(tmp_path, "--json", "status", "--letter", "second") == 0
    assert json.loads(capsys.readouterr().out)["next"] == (
        "campaign send preview --letter second, campaign send rehearse --letter second, "
        "then campaign send go --letter second"
    )
    assert run(tmp_path, "letter", "list") == 0
    assert capsys.readouterr().out == (
        "open-source-exemption: nothing is frozen yet; next: campaign letter freeze -m MESSAGE\n"
    )


def test_an_error_names_the_letter_in_its_fix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What an error proposes is about the letter that was named."""
    sample(tmp_path)
    copytree(tmp_path / "letters" / "open-source-exemption", tmp_path / "letters" / "second")
    assert run(tmp_path, "letter", "show", "7", "--letter", "second") == 2
    assert capsys.readouterr().err == (
        "second: there is no version 7\n  next: see campaign letter list --letter second\n"
    )
