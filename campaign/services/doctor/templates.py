"""Checks of the templates: each one compiles, and the templates that it extends or includes exist."""

from collections.abc import Iterator

from jinja2 import Environment, TemplateError, TemplateSyntaxError, meta

from campaign.adapters.files.content import templates
from campaign.adapters.files.folder import Folder
from campaign.services.doctor.result import CheckResult, ok, problem

_ENDINGS = (".html", ".txt", ".typ")


def check_templates(folder: Folder) -> list[CheckResult]:
    """Check every template that the campaign would use: its own, and the program's for the rest."""
    environment = templates(folder.templates)
    known = frozenset(environment.list_templates())
    names = sorted(name for name in known if name.endswith(_ENDINGS) and ":" not in name)
    problems = [result for name in names for result in _problems(environment, name, known)]
    own = sum((folder.templates / name).is_file() for name in names)
    return problems or [ok("templates", f"all compile, {own} of them your own")]


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


def _source(environment: Environment, name: str) -> str:
    assert environment.loader is not None
    return environment.loader.get_source(environment, name)[0]
