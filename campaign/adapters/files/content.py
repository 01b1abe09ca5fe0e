"""Templates and catalogues that come with the program. A campaign may replace them or add to them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    Undefined,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from campaign.adapters.files.package_data import CONTENT as CONTENT
from campaign.adapters.files.trust import may_run, need_trusted_templates
from campaign.core.languages.catalogue import ENGLISH, Catalogue, read_catalogue
from campaign.errors import FolderError, Refused

# Fields of the values that templates are given: their names in 0.1.0, and the names that took their place.
RENAMED_FIELDS = {"signer.mail": "signer.address"}
_NEW_NAMES = {old.partition(".")[2]: new.partition(".")[2] for old, new in RENAMED_FIELDS.items()}


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox: a template reaches the values that it is given, and nothing behind them. A campaign's own
    templates may still use the fields' names of 0.1.0."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        value = super().getattr(obj, attribute)
        if isinstance(value, Undefined) and attribute in _NEW_NAMES:
            renamed = super().getattr(obj, _NEW_NAMES[attribute])
            return value if isinstance(renamed, Undefined) else renamed
        return value


def templates(campaign_templates: Path | None = None) -> Environment:
    """Build the Jinja environment: the campaign's templates first, then ours, also as "default:mail/letter.html".

    An undefined name is an error, and `.html` is escaped. A template marks words for translation with `_()`,
    `ngettext()` or `{% trans %}`; its variable `catalogue` translates them, and without it they stay English.
    """
    has_own = campaign_templates is not None and campaign_templates.is_dir()
    return _environment([FileSystemLoader(campaign_templates)] if campaign_templates and has_own else [])


def trusted_templates(campaign_templates: Path) -> Environment:
    """As `templates`, to write what others read. Files that change while the program runs are used once they are
    trusted; until then it uses what was. Raises Refused if the campaign's own are not trusted on this machine."""
    trusted = _TrustedLoader(campaign_templates)
    return _environment([trusted, _HarmlessLoader(campaign_templates)] if campaign_templates.is_dir() else [])


class _TrustedLoader(BaseLoader):
    """Loads what may run, as it was trusted last. Raises Refused if nothing of the folder was trusted yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._contents = need_trusted_templates(folder)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        content = self._contents.get(template)
        if content is None:
            raise TemplateNotFound(template)
        return content.decode(), str(self._folder / template), lambda: self._is_current(template, content)

    def list_templates(self) -> list[str]:
        return sorted(self._contents)

    def _is_current(self, template: str, content: bytes) -> bool:
        with suppress(OSError):
            if (self._folder / template).read_bytes() == content:
                return True
        with suppress(OSError, Refused):
            self._contents = need_trusted_templates(self._folder)
        return self._contents.get(template) == content


class _HarmlessLoader(FileSystemLoader):
    """Loads what runs nothing, such as style sheets, as it is now."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if may_run(template):
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


class _CompiledTemplates(BytecodeCache):
    """Keeps what Jinja compiled for as long as the program runs, so that the next environment need not compile it
    again. A template whose text has changed is compiled anew."""

    def __init__(self) -> None:
        self._compiled: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._compiled.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._compiled[bucket.key] = bucket.checksum, bucket.code


_COMPILED_TEMPLATES = _CompiledTemplates()  # of environments with the same options, as `_environment` builds them


def _environment(theirs: Sequence[BaseLoader]) -> Environment:
    ours = FileSystemLoader(CONTENT / "templates")
    environment = _Environment(
        loader=ChoiceLoader([*theirs, PrefixLoader({"default": ours}, delimiter=":"), ours]),
        autoescape=lambda name: name is None or not name.endswith(".txt"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=_COMPILED_TEMPLATES,
    )
    environment.policies["ext.i18n.trimmed"] = True  # line ends inside a message are the template's, not its words
    environment.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined] # the extension's
    return environment


def catalogues(campaign_templates: Path | None = None) -> dict[str, Catalogue]:
    """Read the catalogues by language: ours, and those of the campaign below `templates/locale/` in place of ours.

    Raises FolderError for a file that cannot be read.
    """
    folders = [CONTENT / "templates", *([campaign_templates] if campaign_templates else [])]
    return {catalogue.language: catalogue for folder in folders for catalogue in _catalogues(folder / "locale")}


@cache
def changed_since_0_1_0() -> bytes:
    """The `.po` file of the English words of 0.1.0 that have changed, each with the words that took their place."""
    return (CONTENT / "templates" / "locale" / "changed-since-0.1.0.po").read_bytes()


def _catalogues(folder: Path) -> Iterator[Catalogue]:
    for path in sorted(folder.glob("*/LC_MESSAGES/campaign.po")):
        try:
            yield read_catalogue(path.read_bytes(), path.parent.parent.name, changed_since_0_1_0())
        except (OSError, ValueError) as error:
            raise FolderError(f"{path}: {error}", fix="correct the file, or delete it") from error


@pass_context
def _gettext(context: Context, message: str) -> str:
    return _catalogue_of(context).gettext(message)


@pass_context
def _ngettext(context: Context, singular: str, plural: str, number: int) -> str:
    return _catalogue_of(context).ngettext(singular, plural, number)


def _catalogue_of(context: Context) -> Catalogue:
    catalogue: Catalogue = context.get("catalogue", ENGLISH)
    return catalogue
