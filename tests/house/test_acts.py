"""What the desk can do, the command line can do, and the other way round: through the same acts."""

import ast
from pathlib import Path

import click

from campaign.cli import cli
from campaign.services.acts import registry
from campaign.services.acts.registry import ACTS

CAMPAIGN = Path(__file__).parents[2] / "campaign"

# Every command that changes something, with the acts that it does, by their names in the record.
COMMANDS = {
    "settings set": {"change settings"},
    "settings unset": {"change settings"},
    "settings secret": {"change settings"},
    "settings test": {"test account"},
    "letter import": {"import letter", "import text", "add text"},
    "letter translated": {"confirm translation"},
    "letter freeze": {"freeze"},
    "letter adopt": {"adopt"},
    "draft comment": {"comment"},
    "draft reply": {"reply to comment"},
    "draft settle": {"settle comment", "reopen comment", "withdraw comment"},
    "draft answer": {"answer outcome"},
    "draft suggest": {"suggest", "offer words"},
    "draft accept": {"accept suggestion", "take offer"},
    "draft refuse": {"refuse suggestion"},
    "draft undo": {"undo suggestion"},
    "draft position": {"take position"},
    "addressee import": {"import own table", "import addressees", "change addressee", "correct address"},
    "addressee remove": {"remove addressee"},
    "signatory import": {"import directory", "enter collected sign-ons"},
    "signatory remove": {"remove organisation"},
    "signatory invite": {"invite organisations"},
    "signatory remind": {"remind"},
    "signatory add": {"add sign-on"},
    "signatory review": {"approve", "refuse", "merge", "approve change", "discard change"},
    "signatory approve": {"approve all"},
    "signatory merge": {"merge"},
    "signatory agree": {"enter agreement"},
    "signatory withdraw": {"withdraw"},
    "signatory notify": {"queue notices"},
    "signatory announce": {"announce"},
    "signatory export": {"export signatories"},
    "send preview": {"prepare wave"},
    "send test": {"test wave"},
    "send go": {"release wave"},
    "send resume": {"resume wave"},
    "send pause": {"pause wave"},
    "send cancel": {"cancel wave"},
    "send delete": {"delete wave"},
    "send settle": {"settle deliveries", "settle by evidence", "settle restore"},
    "reply add": {"record position"},
    "reply confirm": {"confirm claims"},
    "reply fetch": {"fetch answers"},
    "desk admit": {"admit"},
    "desk role": {"change role"},
    "desk remove": {"end account"},
    "desk sign-out": {"end sessions"},
    "backup": {"back up"},
    "person export": {"export person"},
    "person erase": {"erase person"},
    "purge": {"purge"},
    "reply call": {"record call"},
    "addressee choose": {"save list of people"},
    "addressee correct": {"correct person"},
    "vote ask": {"ask vote"},
    "vote import": {"import votes"},
    "vote position": {"record stance"},
}
# Commands that change nothing in the campaign: they show it, check it, or write files for others.
SHOW = {
    "status", "timetable", "settings list", "doctor", "letter check", "letter export", "letter diff", "letter list",
    "letter show", "letter verify", "letter law", "draft list", "addressee list", "signatory list", "signatory proof",
    "send rehearse", "send log", "reply due", "reply list", "publish", "press", "verify", "demo",
    "vote list", "vote show", "vote positions", "vote scores",
}  # fmt: skip
# Commands of the machine that runs the campaign: they serve it, or fetch public data. They have no page.
MACHINE = {
    "addressee fetch",
    "init", "serve", "worker", "migrate-store", "restore", "send run", "mailbox connect", "mailbox disconnect", "trust",
}  # fmt: skip
# Acts on parliament data, which have no page yet.
COMMAND_ONLY = {"save list of people", "correct person", "ask vote", "import votes", "record stance"}
# Acts of a text editor or a file manager: without the desk, the files in the campaign folder are changed.
BY_FILES = {"save text", "save note", "set logo", "remove logo"}


def commands(group: click.Group, names: tuple[str, ...] = ()) -> set[str]:
    """The names of all commands."""
    context, result = click.Context(group), set[str]()
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        is_group = isinstance(command, click.Group)
        result |= commands(command, (*names, name)) if is_group else {" ".join((*names, name))}
    return result


def names_used(folder: str) -> set[str]:
    """The names of the acts whose constants are used in a folder of the package."""
    constants = {
        constant: act.name
        for module in vars(registry).values()
        if getattr(module, "__name__", "").startswith("campaign.services.acts.")
        for constant, act in vars(module).items()
        if constant.isupper() and hasattr(act, "is_frequent")
    }
    used: set[str] = set()
    for path in (CAMPAIGN / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Name) and node.id in constants:
                used.add(constants[node.id])
    return used


def test_every_command_is_known() -> None:
    """Each command changes something through acts, only shows, or belongs to the machine."""
    known = [*COMMANDS, *SHOW, *MACHINE]
    assert commands(cli) == set(known)
    assert len(known) == len(set(known))


def test_every_act_has_its_command() -> None:
    """Each act of the registry is done by a command, or by changing a file."""
    assert set().union(*COMMANDS.values()) | BY_FILES == set(ACTS)


def test_every_act_has_its_page() -> None:
    """Each act is done by a page of the desk, but for those on parliament data."""
    assert set(ACTS) - names_used("desk") - COMMAND_ONLY == set()


def test_commands_do_what_they_do_as_acts() -> None:
    """A command does an act, so that it stands in the record: but for what it does in a way of its own."""
    own_way = {
        "import letter", "add text", "import text",  # `letter import` works before the settings do
        "change addressee", "correct address",  # `addressee import` reads the person's own table
        "prepare wave",  # `send preview` plans the wave that it shows
        "export signatories", "fetch answers",  # they run by themselves, again and again
    }  # fmt: skip
    assert set().union(*COMMANDS.values()) - names_used("cli") == own_way


def test_commands_call_no_function_of_an_act() -> None:
    """No command calls the service function of an act past `perform`."""
    functions = {(act.function.__module__, act.function.__name__) for act in ACTS.values()}
    past = {
        f"{path.name}: {alias.name}"
        for path in (CAMPAIGN / "cli").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if (node.module, alias.name) in functions
    }
    assert past == set()
