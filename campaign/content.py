"""The content that comes with the program, and the templates a campaign may replace.

In a wheel the content rides inside the package; in a checkout it is the repository's own folders.
"""

from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

_HERE = Path(__file__).parent
_PACKAGED = _HERE / "content"
CONTENT = _PACKAGED if _PACKAGED.is_dir() else _HERE.parent


def templates(campaign_templates: Path | None = None) -> Environment:
    """The Jinja environment: the campaign's templates first, then ours, which "default:mail/letter.html" names.

    Undefined names are errors and `.html` is escaped by default.
    """
    ours = FileSystemLoader(CONTENT / "templates")
    theirs = [FileSystemLoader(campaign_templates)] if campaign_templates and campaign_templates.is_dir() else []
    return Environment(
        loader=ChoiceLoader([*theirs, PrefixLoader({"default": ours}, delimiter=":"), ours]),
        autoescape=lambda name: name is None or not name.endswith(".txt"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
