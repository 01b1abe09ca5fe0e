"""Templates and words in other languages that come with the program; a campaign may replace or add to them."""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from campaign.adapters.files.package_data import CONTENT as CONTENT
from campaign.core.languages.catalogue import ENGLISH, Catalogue, read_catalogue
from campaign.errors import FolderError


def templates(campaign_templates: Path | None = None) -> Environment:
    """The Jinja environment: the campaign's templates first, then ours, which "default:mail/letter.html" names.

    Undefined names are errors and `.html` is escaped by default. A template marks its words with `_()`, `ngettext()` or
    `{% trans %}`; they are said in the language of the Catalogue that it is given as `catalogue`, else in English.
    """
    ours = FileSystemLoader(CONTENT / "templates")
    theirs = [FileSystemLoader(campaign_templates)] if campaign_templates and campaign_templates.is_dir() else []
    environment = Environment(
        loader=ChoiceLoader([*theirs, PrefixLoader({"default": ours}, delimiter=":"), ours]),
        autoescape=lambda name: name is None or not name.endswith(".txt"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True  # line ends inside a message are the template's, not its words
    environment.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined] # the extension's
    return environment


def catalogues(campaign_templates: Path | None = None) -> dict[str, Catalogue]:
    """The catalogues by language: ours, and those that the campaign adds or replaces below `templates/locale/`.

    Raises FolderError for a file that cannot be read.
    """
    folders = [CONTENT / "templates", *([campaign_templates] if campaign_templates else [])]
    return {catalogue.language: catalogue for folder in folders for catalogue in _catalogues(folder / "locale")}


def _catalogues(folder: Path) -> Iterator[Catalogue]:
    for path in sorted(folder.glob("*/LC_MESSAGES/campaign.po")):
        try:
            yield read_catalogue(path.read_bytes(), path.parent.parent.name)
        except (OSError, ValueError) as error:
            raise FolderError(f"{path}: {error}", fix="mend it, or take it away") from error


@pass_context
def _gettext(context: Context, message: str) -> str:
    return _catalogue_of(context).gettext(message)


@pass_context
def _ngettext(context: Context, singular: str, plural: str, number: int) -> str:
    return _catalogue_of(context).ngettext(singular, plural, number)


def _catalogue_of(context: Context) -> Catalogue:
    catalogue: Catalogue = context.get("catalogue", ENGLISH)
    return catalogue
