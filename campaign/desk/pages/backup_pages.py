"""Backup: the whole campaign as one file to download, for coordinators, who are asked for a code first."""

import shutil
import tempfile
from http import HTTPStatus
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.form_values import FormValues
from campaign.desk.route import DeskRoute
from campaign.services.acts.backup_acts import BACK_UP
from campaign.services.backup import LEFT_OUT
from campaign.services.team.step_up import ask_for_code, check_code
from campaign.services.team.team_mailing import send_team_mail

_PURPOSE = "backup"


def backup(request: DeskRequest) -> Response:
    """What a backup holds, and the button."""
    return _page(request, FormValues())


def send_code(request: DeskRequest) -> Response:
    """Email a code to the coordinator who wants the backup."""
    assert request.current is not None  # the table asks for a session
    words = "download a backup of the whole campaign, with the personal data of all signers"
    mail = ask_for_code(request.campaign, request.current, _PURPOSE, words)
    answer = _page(request, FormValues(), is_asked=True)
    answer.background = BackgroundTask(send_team_mail, request.campaign, mail)
    return answer


def download(request: DeskRequest) -> Response:
    """The file, once the code was right. On this machine's own desk no code is asked."""
    assert request.current is not None  # as above
    if not request.site.is_local:
        check = check_code(request.campaign, request.current, _PURPOSE, request.value("code"))
        if not check.is_right:
            left = "Ask for a new code" if not check.tries_left else "Look at the newest email"
            form = FormValues({}, {"code": f"That code does not fit, or is too old. {left}"})
            return _page(request, form, is_asked=True)
    scratch = Path(tempfile.mkdtemp(prefix="campaign-backup-"))
    name = f"backup-{request.campaign.now():%Y-%m-%d-%H%M}.private.zip"
    try:
        request.perform(BACK_UP, scratch / name)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    done = BackgroundTask(shutil.rmtree, scratch, ignore_errors=True)
    return FileResponse(scratch / name, filename=name, media_type="application/zip", background=done)


ROUTES = (
    DeskRoute("/backup", "GET", backup, Right.DESK),
    DeskRoute("/backup/code", "POST", send_code, Right.DESK),
    DeskRoute("/backup", "POST", download, Right.DESK),
)


def _page(request: DeskRequest, form: FormValues, *, is_asked: bool = False) -> Response:
    status = form.status if form.is_wrong else HTTPStatus.OK
    return request.page(
        "backup.html",
        status,
        form=form,
        is_asked=is_asked,
        needs_code=not request.site.is_local,
        address=request.actor.account.address if request.actor.account else "",
        left_out=LEFT_OUT,
    )
