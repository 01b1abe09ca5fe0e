"""Settings: campaign.toml as forms, the mail account with a test, the passwords of `.env`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from campaign.core.settings import KEYS
from campaign.core.settings.kinds import display_value
from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.form_values import FormValues
from campaign.desk.route import DeskRoute
from campaign.desk.setting_words import LABELS, TITLES, option_words
from campaign.services.acts.settings_acts import CHANGE_SETTINGS, TEST_ACCOUNT
from campaign.services.setup.settings_form import (
    SettingsView,
    SettingView,
    WhyFixed,
    WrongSettings,
    plan_settings,
    read_settings,
    setting_text,
)

_CHOICE = re.compile(r'"([\w-]+)"')
_ONLY_CHOICES = re.compile(r'"[\w-]+"(?: or "[\w-]+")*')
_FLAG = ("true", "false")
_MAIL = ("smtp", "imap")


@dataclass(frozen=True, slots=True)
class SettingField:
    """A setting as a field of the form."""

    view: SettingView
    name: str
    """The name of the field. It has no dot, so that it can be an anchor."""
    label: str
    hint: str
    options: tuple[tuple[str, str], ...]
    """Value and words of each choice; empty for a text."""


def settings(request: DeskRequest) -> Response:
    """Every table with what is set in it."""
    tables = read_settings(request.campaign.folder)
    return request.page("settings.html", tables=[(view, TITLES[view.name], _facts(view)) for view in tables])


def table(request: DeskRequest) -> Response:
    """The form of one table."""
    view = _view(request)
    return _form(request, view, FormValues({_name(one): one.text for one in view.settings}))


def save(request: DeskRequest) -> Response:
    """Write what was changed in the form."""
    view = _view(request)
    typed = FormValues({_name(one): _typed(request, one) for one in view.settings})
    clashes = {_name(one): _clash(one) for one in view.settings if _is_clash(request, one)}
    if clashes:
        return _form(request, view, typed.with_errors(**clashes))
    try:
        plan = plan_settings(request.campaign, _changes(request, view))
    except WrongSettings as error:
        errors = {path.replace(".", "-") or "form": _error(request, path, text) for path, text in error.by_path.items()}
        return _form(request, view, typed.with_errors(**errors))
    if not plan.names:
        return request.redirect(f"/settings/{view.name}")
    return request.redirect(f"/settings/{view.name}", request.perform(CHANGE_SETTINGS, plan))


def test_account(request: DeskRequest) -> Response:
    """Try the mail server and the mailbox, and send an email to oneself."""
    address = request.actor.account.address if request.actor.account else ""
    test = request.perform(TEST_ACCOUNT, address).result
    return request.page("settings_test.html", test=test)


ROUTES = (
    DeskRoute("/settings", "GET", settings, Right.DESK),
    DeskRoute("/settings/test", "POST", test_account, Right.DESK),
    DeskRoute("/settings/{table}", "GET", table, Right.DESK),
    DeskRoute("/settings/{table}", "POST", save, Right.DESK),
)


def _view(request: DeskRequest) -> SettingsView:
    name = request.word("table")
    return request.need(next((one for one in read_settings(request.campaign.folder) if one.name == name), None))


def _form(request: DeskRequest, view: SettingsView, form: FormValues) -> Response:
    return request.page(
        "settings_form.html",
        form.status,
        view=view,
        titles=TITLES,
        fields=[_field(one) for one in view.settings],
        form=form,
        WhyFixed=WhyFixed,
        can_test=view.name in _MAIL,
    )


def _name(view: SettingView) -> str:
    return view.key.path.replace(".", "-")


def _field(view: SettingView) -> SettingField:
    return SettingField(view, _name(view), LABELS[view.key.path], _hint(view), _options(view))


def _hint(view: SettingView) -> str:
    """The meaning; then what happens without a value, and an example."""
    key = view.key
    meaning = key.meaning.replace("`campaign letter check`", "the check of the letter").replace("`", "")
    if view.is_password or _options(view):
        return meaning
    default = "" if key.required else key.otherwise or setting_text(key.default)
    without = f" If empty: {default}." if default else ""
    return f"{meaning}{without} Example: {str(display_value(key.example)).strip(chr(34))}"


def _options(view: SettingView) -> tuple[tuple[str, str], ...]:
    """The values to choose from, the first one for the default; none for a text."""
    key = view.key
    if isinstance(key.example, bool):
        values = _FLAG
    elif _ONLY_CHOICES.fullmatch(key.kind.expected):
        values = tuple(_CHOICE.findall(key.kind.expected))
    else:
        return ()
    default = setting_text(key.default)
    empty = f"Usual: {option_words(key.path, default)}" if default else f"Not chosen: {key.otherwise}"
    return (("", empty), *((value, option_words(key.path, value)) for value in values))


def _facts(view: SettingsView) -> list[tuple[str, str]]:
    """What is set in a table, in words."""
    return [(LABELS[one.key.path], _text(one)) for one in view.settings if one.is_set]


def _text(view: SettingView) -> str:
    if view.is_password or not view.text:
        return "stored, not shown" if view.is_password else "set in the environment"
    return option_words(view.key.path, view.text) if _options(view) else view.text


def _changes(request: DeskRequest, view: SettingsView) -> Mapping[str, str]:
    """The fields that were changed since the form was made, and passwords that were typed or are removed."""
    changes: dict[str, str] = {}
    for one in view.settings:
        name, typed = _name(one), request.value(_name(one))
        if one.why_fixed:
            continue
        if one.is_password:
            if typed or request.value(f"remove-{name}"):
                changes[one.key.path] = typed
        elif typed != request.value(f"was-{name}"):
            changes[one.key.path] = typed
    return changes


def _typed(request: DeskRequest, view: SettingView) -> str:
    """What a field shows when the form comes back: what was typed into it, or the newest value if nothing was."""
    typed = request.value(_name(view))
    is_untouched = typed == request.value(f"was-{_name(view)}")
    return "" if view.is_password else view.text if is_untouched or view.why_fixed else typed


def _is_clash(request: DeskRequest, view: SettingView) -> bool:
    """Whether a field was changed here, and in the file in another way since."""
    typed, before = request.value(_name(view)), request.value(f"was-{_name(view)}")
    return not (view.is_password or view.why_fixed) and typed != before and view.text not in (typed, before)


def _clash(view: SettingView) -> str:
    if not view.text:
        return "Somebody has removed this value in the meantime; send the form again to write yours"
    return f"Somebody has changed this to {view.text} in the meantime; send the form again to write yours"


def _error(request: DeskRequest, path: str, text: str) -> str:
    """What is wrong with a field, as a sentence; of an empty field that is needed, that it is needed."""
    if path in KEYS and KEYS[path].required and not request.value(path.replace(".", "-")):
        return f"{LABELS[path]}: this is needed"
    return text[:1].upper() + text[1:]
