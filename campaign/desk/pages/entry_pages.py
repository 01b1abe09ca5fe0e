"""Sign-ons that came by email or phone; the emails that wait for signers; the directory of organisations."""

from http import HTTPStatus

from starlette.responses import Response

from campaign.core.message.preview import message_preview
from campaign.core.signatories import Organisation
from campaign.core.signatories.register import read_number
from campaign.core.signons import SignOnSource
from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.fix_words import sentence_case
from campaign.desk.form_values import FormValues, NumberCheck, check_of_several, typed_values
from campaign.desk.pages.signatory_pages import signatory_views
from campaign.desk.route import DeskRoute
from campaign.desk.table_file import table_file
from campaign.errors import UsageError
from campaign.services.acts.signon_acts import (
    ADD_SIGNON,
    ENTER_COLLECTED,
    IMPORT_DIRECTORY,
    QUEUE_NOTICES,
    REMOVE_ORGANISATION,
)
from campaign.services.notices.notifying import NoticePlan, plan_notices
from campaign.services.page_mark import mark_of
from campaign.services.people.editing import plan_own_directory
from campaign.services.people.importing import TableImportPlan, plan_organisations_import, table_as_csv
from campaign.services.people.organisation_fates import organisation_fates
from campaign.services.people.removing import OrganisationRemoval, plan_organisation_removal
from campaign.services.people.row_fates import plan_digest
from campaign.services.signons.adding import AddSignOnPlan, ManualSignOn, plan_signon
from campaign.services.signons.collected import first_mail, is_collected, plan_collected
from campaign.services.signons.decision_mail import confirmation_mail
from campaign.services.signons.directory_list import read_directory

_FIELDS = ("organisation", "person", "address", "role", "country", "url", "register", "language", "source")
_SOURCES = (
    (SignOnSource.MAIL.value, "By email", ""),
    (SignOnSource.PHONE.value, "By phone or in person", ""),
)
_PASTED = "the pasted table"
_MOST_MAILS = 200


def add(request: DeskRequest) -> Response:
    """The form that enters a sign-on."""
    return _add_page(request, FormValues({"source": SignOnSource.MAIL.value}))


def check_addition(request: DeskRequest) -> Response:
    """The sign-on as it would be entered, with known organisations of a similar name."""
    form = typed_values(request, *_FIELDS)
    plan = _addition(request, form)
    if isinstance(plan, FormValues):
        return _add_page(request, plan)
    return _addition_page(request, plan, form)


def enter(request: DeskRequest) -> Response:
    """Enter the sign-on: the signer gets the email that asks to confirm."""
    form = typed_values(request, *_FIELDS)
    plan = _addition(request, form)
    if isinstance(plan, FormValues):
        return _add_page(request, plan)
    if request.value("mark") != mark_of(plan):
        return _addition_page(request, plan, form)
    return request.redirect("/signatories", request.perform(ADD_SIGNON, plan), state="pending")


def emails(request: DeskRequest) -> Response:
    """The emails to signers that wait. Without a public address none can be written, as each has a link to it."""
    if not request.campaign.settings.campaign.public_url:
        return request.page("signer_emails_none.html", views=signatory_views(request))
    plan = plan_notices(request.campaign)
    return _emails_page(request, plan, NumberCheck(plan.number))


def send_emails(request: DeskRequest) -> Response:
    """Release them, once their number was typed."""
    plan = plan_notices(request.campaign)
    check = check_of_several(request, plan.number)
    if request.value("mark") != _emails_mark(plan) or not check.is_right:
        return _emails_page(request, plan, check, HTTPStatus.UNPROCESSABLE_ENTITY)
    return request.redirect("/signatories/emails", request.perform(QUEUE_NOTICES, plan))


def directory(request: DeskRequest) -> Response:
    """The coalition's directory of organisations."""
    text = " ".join(request.query("q").split())[:200]
    page = read_directory(request.campaign, request.actor, text, request.query("after"))
    return request.page(
        "directory.html",
        page=page,
        text=text,
        views=signatory_views(request),
        older=request.to("/signatories/directory", **({"q": text} if text else {}), after=page.after)
        if page.after
        else "",
        first=request.to("/signatories/directory", **({"q": text} if text else {})) if request.query("after") else "",
    )


def export_directory(request: DeskRequest) -> Response:
    """The directory as the filter shows it: public facts about organisations."""
    text, after = " ".join(request.query("q").split())[:200], ""
    head, rows = ("id", "name", "url", "country", "sign-on"), list[tuple[object, ...]]()
    while True:
        page = read_directory(request.campaign, request.actor, text, after)
        rows += [
            (one.organisation.key, one.organisation.name, one.organisation.url, one.organisation.country,
             one.signon.state if one.signon else "")
            for one in page.rows
        ]  # fmt: skip
        if not page.after:
            return table_file("organisations", request.word("ending"), head, rows)
        after = page.after


def import_form(request: DeskRequest) -> Response:
    """The form that takes a table of organisations."""
    return _import_form(request, FormValues())


def check_own_directory(request: DeskRequest) -> Response:
    """The fate of each row of the coalition's own organisations.csv."""
    return _import_page(request, request.need(plan_own_directory(request.campaign)), b"")


def check_import(request: DeskRequest) -> Response:
    """What would become of each row, before anything is written. A table with the email addresses of signers holds
    sign-ons, unless the person said that it is the directory."""
    data = _sent_table(request)
    if not data.strip():
        form = typed_values(request, "table").with_errors(table="Paste a table, or choose a file")
        return _import_form(request, form)
    if request.value("as") != "directory" and is_collected(data, _PASTED):
        return _collected_page(request, data)
    return _import_page(request, plan_organisations_import(request.campaign, data, _PASTED), data)


def enter_sign_ons(request: DeskRequest) -> Response:
    """Enter the sign-ons of a table as they were shown, once their number was typed."""
    data = request.value("table").encode("utf-8", "replace")
    plan = plan_collected(request.campaign, data, _PASTED, with_doubles=bool(request.value("doubles")))
    check = check_of_several(request, plan.number)
    if request.value("mark") != mark_of(plan):
        return _collected_page(request, data, HTTPStatus.CONFLICT)
    if not check.is_right:
        return _collected_page(request, data, HTTPStatus.UNPROCESSABLE_ENTITY, check)
    return request.redirect("/signatories", request.perform(ENTER_COLLECTED, plan), state="pending")


def import_rows(request: DeskRequest) -> Response:
    """Import the rows as they were shown."""
    data = request.value("table").encode("utf-8", "replace")
    if request.value("own"):
        plan = request.need(plan_own_directory(request.campaign))
    else:
        plan = plan_organisations_import(request.campaign, data, _PASTED)
    if request.value("mark") != plan_digest(plan):
        return _import_page(request, plan, data, HTTPStatus.CONFLICT)
    return request.redirect("/signatories/directory", request.perform(IMPORT_DIRECTORY, plan))


def removal(request: DeskRequest) -> Response:
    """What removing an organisation from the directory would do."""
    plan = _removal(request)
    return request.page("directory_removal.html", plan=plan, mark=mark_of(plan))


def remove(request: DeskRequest) -> Response:
    """Remove an organisation from the directory."""
    plan = _removal(request)
    if request.value("mark") != mark_of(plan):
        return request.page("directory_removal.html", HTTPStatus.CONFLICT, plan=plan, mark=mark_of(plan))
    return request.redirect("/signatories/directory", request.perform(REMOVE_ORGANISATION, plan))


ROUTES = (
    DeskRoute("/signatories/add", "GET", add, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/add/check", "POST", check_addition, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/add", "POST", enter, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/emails", "GET", emails, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/emails", "POST", send_emails, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/directory", "GET", directory, Right.SEE),
    DeskRoute("/signatories/directory.{ending}", "GET", export_directory, Right.SEE),
    DeskRoute("/signatories/directory/import", "GET", import_form, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/directory/import/own", "GET", check_own_directory, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/directory/import/check", "POST", check_import, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/directory/import", "POST", import_rows, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/directory/import/sign-ons", "POST", enter_sign_ons, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/directory/{key}/remove", "GET", removal, Right.DECIDE_SIGNONS),
    DeskRoute("/signatories/directory/{key}/remove", "POST", remove, Right.DECIDE_SIGNONS),
)


def _add_page(request: DeskRequest, form: FormValues) -> Response:
    return request.page("addition.html", form.status, form=form, sources=_SOURCES)


def _addition_page(request: DeskRequest, plan: AddSignOnPlan, form: FormValues) -> Response:
    mail = confirmation_mail(request.campaign, plan.new)
    return request.page("addition_check.html", plan=plan, mail=mail, form=form, fields=_FIELDS, mark=mark_of(plan))


def _addition(request: DeskRequest, form: FormValues) -> AddSignOnPlan | FormValues:
    """The plan, or the form with what is wrong with it."""
    needed = {"organisation": "Type the name as it should appear", "person": "Type who signs", "address": "Type one"}
    errors = {name: words for name, words in needed.items() if not form[name]}
    number = read_number(form["register"])
    if form["register"] and not number:
        errors["register"] = "A register number looks like 123456789012-34"
    if form["source"] not in {value for value, _, _ in _SOURCES}:
        errors["source"] = "Choose how it came"
    if errors:
        return form.with_errors(**errors)
    typed = {name: form[name] for name in _FIELDS if name not in ("source", "register")}
    try:
        return plan_signon(
            request.campaign, ManualSignOn(**typed, source=SignOnSource(form["source"]), register=number)
        )
    except UsageError as error:
        return form.with_errors(**{_field_of(error.message): sentence_case(error.message)})


def _field_of(message: str) -> str:
    """The field that an error of `plan_signon` is about."""
    names = {"email": "address", "person": "person", "role": "role", "country": "country", "language": "language"}
    return next((field for word, field in names.items() if word in message), "organisation")


def _emails_page(
    request: DeskRequest, plan: NoticePlan, check: NumberCheck, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    mails = [(owed, message_preview(owed.planned.message)) for owed in plan.pending[:_MOST_MAILS]]
    return request.page(
        "signer_emails.html",
        status,
        plan=plan,
        mails=mails,
        more=len(plan.pending) - len(mails),
        check=check,
        mark=_emails_mark(plan),
        views=signatory_views(request),
        has_server=request.campaign.settings.smtp is not None,
    )


def _emails_mark(plan: NoticePlan) -> str:
    """The pending notices: their emails are written anew at each look, with the time of the look."""
    return mark_of(tuple(owed.notice for owed in plan.pending), tuple(delivery.id for delivery in plan.waiting))


def _sent_table(request: DeskRequest) -> bytes:
    """The table as CSV, chosen as a file or pasted."""
    file = request.file("file")
    data = file.content if file and file.content else request.value("table").encode("utf-8", "replace")
    return table_as_csv(data, file.name if file else _PASTED)


def _collected_page(
    request: DeskRequest, data: bytes, status: HTTPStatus = HTTPStatus.OK, check: NumberCheck | None = None
) -> Response:
    """The sign-ons of a table as they would be entered, with the first email."""
    plan = plan_collected(request.campaign, data, _PASTED, with_doubles=bool(request.value("doubles")))
    return request.page(
        "collected_check.html",
        status,
        plan=plan,
        check=check or NumberCheck(plan.number),
        mail=first_mail(request.campaign, plan) if plan.new else None,
        mark=mark_of(plan),
        table=_table_text(data, plan.reading.encoding),
    )


def _import_page(
    request: DeskRequest, plan: TableImportPlan[Organisation], data: bytes, status: HTTPStatus = HTTPStatus.OK
) -> Response:
    return request.page(
        "directory_import_check.html",
        status,
        plan=plan,
        fates=organisation_fates(plan),
        mark=plan_digest(plan),
        table=_table_text(data, plan.reading.encoding),
        own=plan.path if not data else "",
    )


def _table_text(data: bytes, encoding: str) -> str:
    """The table as text, as the second page sends it back."""
    return data.decode(encoding or "utf-8", "replace").removeprefix("\ufeff")


def _import_form(request: DeskRequest, form: FormValues) -> Response:
    own = plan_own_directory(request.campaign)
    return request.page("directory_import.html", form.status, form=form, own=own.path if own else "")


def _removal(request: DeskRequest) -> OrganisationRemoval:
    return plan_organisation_removal(request.campaign, request.word("key"))
