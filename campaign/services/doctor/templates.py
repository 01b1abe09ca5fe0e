"""Checks of the templates and catalogues: each one works, and those of the campaign use today's names and words."""

import re
from collections.abc import Iterable, Iterator

from jinja2 import Environment, TemplateError, TemplateSyntaxError, meta

from campaign.adapters.files.content import RENAMED_FIELDS, changed_since_0_1_0, templates
from campaign.adapters.files.folder import Folder
from campaign.adapters.files.trust import need_trusted_templates
from campaign.core.languages.catalogue import changed_messages, foreign_markup, message_ids
from campaign.errors import CampaignError
from campaign.services.doctor.result import CheckResult, ok, problem, warning

_ENDINGS = (".html", ".txt", ".typ")
_RENAMED_VALUES = {'renewal.question == "held"': 'renewal.question == "objected"'}
_LISTED = 3  # so many changes of a file are named; the others are counted


def check_templates(folder: Folder) -> list[CheckResult]:
    """Check every template that the campaign would use, its own or the program's, and the campaign's catalogues."""
    environment = templates(folder.templates)
    known = frozenset(environment.list_templates())
    names = sorted(name for name in known if name.endswith(_ENDINGS) and ":" not in name)
    problems = [result for name in names for result in _problems(environment, name, known)]
    own = [name for name in names if (folder.templates / name).is_file()]
    changes = [] if problems else [result for name in own for result in _changes_of_template(environment, name)]
    return [
        *(problems or [ok("templates", f"all compile, {len(own)} of them your own")]),
        *_trust(folder),
        *changes,
        *_changes_of_catalogues(folder),
    ]


def _trust(folder: Folder) -> Iterator[CheckResult]:
    try:
        need_trusted_templates(folder.templates)
    except CampaignError as error:
        yield problem("templates", error.message, error.fix)


def _problems(environment: Environment, name: str, known: frozenset[str]) -> Iterator[CheckResult]:
    try:
        tree = environment.parse(_source(environment, name), name)
        environment.compile(tree, name)
    except TemplateSyntaxError as error:
        yield problem("templates", f"templates/{name}:{error.lineno}: {error.message}", "fix that line")
        return
    except (TemplateError, UnicodeDecodeError, OSError) as error:
        yield problem("templates", f"templates/{name}: cannot be read ({error})", "save it as UTF-8 text")
        return
    for wanted in meta.find_referenced_templates(tree):
        if wanted is not None and wanted not in known:
            what = f"templates/{name}: needs {wanted}, which does not exist"
            yield problem("templates", what, 'write its path below templates/, or start it with "default:"')


def _changes_of_template(environment: Environment, name: str) -> list[CheckResult]:
    source = _source(environment, name)
    fields = [
        (at, old, new)
        for at, line in enumerate(source.splitlines(), 1)
        for old, new in (RENAMED_FIELDS | _RENAMED_VALUES).items()
        if re.search(rf"\b{re.escape(old)}", line)
    ]
    words = (
        (at, message if isinstance(message, str) else str(message[0]))
        for at, _, message in environment.extract_translations(source)  # type: ignore[attr-defined]  # the extension i18n adds it
    )
    return _warnings(f"templates/{name}", [*fields, *_changed_words(words)])


def _changes_of_catalogues(folder: Folder) -> Iterator[CheckResult]:
    for path in sorted((folder.templates / "locale").glob("*/LC_MESSAGES/campaign.po")):
        name = path.relative_to(folder.root).as_posix()
        try:
            messages, foreign = message_ids(path.read_bytes()), foreign_markup(path.read_bytes())
        except (OSError, ValueError) as error:
            yield problem("templates", f"{name}: {error}", "correct the file, or delete it")
            continue
        for at, tag in foreign[:_LISTED]:
            what = f"{name}:{at}: the translation has markup that the message lacks, so it is not used: {tag[:60]}"
            yield warning("templates", what, "use only the tags of the English message, exactly as they are there")
        yield from _warnings(name, _changed_words(messages))


def _changed_words(messages: Iterable[tuple[int, str]]) -> list[tuple[int, str, str]]:
    changed = changed_messages(changed_since_0_1_0())
    return [(at, f"“{old}”", f"“{changed[old]}”") for at, old in messages if old in changed]


def _warnings(name: str, changes: list[tuple[int, str, str]]) -> list[CheckResult]:
    """Warn of names and words of version 0.1.0. They still work, so a person may change them later."""
    fix = "change it in the file when you next edit it; until then the old one works"
    named = [warning("templates", f"{name}:{at}: {old} is now {new}", fix) for at, old, new in changes[:_LISTED]]
    more = len(changes) - len(named)
    return [*named, *([warning("templates", f"{name}: {more} more changes of this kind", fix)] if more > 0 else [])]


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]
