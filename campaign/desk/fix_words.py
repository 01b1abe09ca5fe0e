"""What to do about an error, for people at the desk: they have pages where the command line has commands."""

import re

from campaign.desk.setting_words import TITLES
from campaign.errors import CampaignError

_CLAUSES = re.compile(r"(; |, (?:or|and|then|and then) )")
_COMMANDS = (
    "letter|signatory|addressee|send|reply|desk|mailbox|doctor|init|serve|worker|status|backup|restore|purge|publish"
)
_COMMAND = re.compile(rf"\bcampaign (?:{_COMMANDS})\b|(?<![\w-])--[a-z]")
_SEE_COMMAND = re.compile(rf",? (?:or )?see campaign (?:{_COMMANDS})(?: [a-z]+)?(?=[;,.]|$)")
_TABLE = re.compile(r"\[([a-z]+)\]")
_SETTING = re.compile(r"^(?:add|change|correct|fill in|set|write)\b.*(?:\bcampaign\.toml\b|\bin \[[a-z]+\])")
# The command that an error names, the words of the link to the same on a page, and the page.
_PAGES = (
    ("campaign letter freeze", "Freeze the letter", "/letter/freeze"),
    ("campaign letter", "Go to the letter", "/letter"),
    ("campaign signatory review", "See who waits for approval", "/signatories/approve"),
    ("campaign signatory import", "Import organisations", "/signatories/directory/import"),
    ("campaign signatory", "See the signatories", "/signatories"),
    ("campaign addressee import", "Import a list", "/addressees/import"),
    ("campaign send settle", "Settle the emails", "/send/settle"),
    ("campaign send", "See the waves", "/send"),
    ("campaign reply", "See the answers", "/answers"),
    ("campaign desk", "See the team", "/team"),
)


def fix_at_desk(fix: str) -> str:
    """What to do, without what only the command line can do. Settings have their pages."""
    first, *others = _CLAUSES.split(_SEE_COMMAND.sub("", fix))
    advice = ""
    for joint, clause in zip(("", *others[::2]), (first, *others[1::2]), strict=True):
        if not _COMMAND.search(clause):
            advice += (joint if advice else "") + _in_settings(clause)
    return advice


def page_of_fix(fix: str) -> tuple[str, str] | None:
    """The words and the path of the page that does what the fix asks for: a command, or a setting; None without."""
    page = next(((words, path) for command, words, path in _PAGES if command in fix), None)
    return page or (_settings_page(fix) if any(map(_SETTING.search, _CLAUSES.split(fix))) else None)


def _settings_page(fix: str) -> tuple[str, str]:
    table = _TABLE.search(fix)
    return "Go to the settings", f"/settings/{table[1]}" if table and table[1] in TITLES else "/settings"


def error_at_desk(error: CampaignError) -> str:
    """An error and what to do at the desk."""
    fix = fix_at_desk(error.fix)
    return f"{error.message}; {fix}" if fix else error.message


def error_sentence(error: CampaignError) -> str:
    """The same, as a sentence beside a field."""
    return sentence_case(error_at_desk(error))


def sentence_case(text: str) -> str:
    """The text with a capital at the front, and all names in it as they are. The name of a setting stays as it is."""
    return text if "_" in text.partition(" ")[0] else text[:1].upper() + text[1:]


def _in_settings(clause: str) -> str:
    """A clause about a setting, which a coordinator changes on a page."""
    return clause.replace("in campaign.toml", "in the settings") if _SETTING.search(clause) else clause
