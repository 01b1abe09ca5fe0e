"""Previews of the draft: as a page, on a phone, as an email, in print; and its files."""

import base64
from collections.abc import Mapping

from starlette.responses import HTMLResponse, Response

from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.email_frame import FRAME_POLICY, in_scheme
from campaign.desk.pages.letter_pages import draft_of_path, letter_page
from campaign.desk.route import DeskRoute
from campaign.errors import CampaignError
from campaign.services.letters import draft_preview
from campaign.services.letters.draft_preview import MailPreview

# The views, in the order of their links.
VIEWS: Mapping[str, str] = {
    "page": "Page",
    "phone": "Phone",
    "mail": "Email",
    "dark": "Email, dark",
    "text": "Email, text",
    "print": "Print",
}
_KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "html": "application/octet-stream",  # it would be a page of the desk's host
}


def preview(request: DeskRequest) -> Response:
    """A view of the draft, with the links to the others."""
    draft, view = draft_of_path(request), request.query("as", "page")
    view = view if view in VIEWS else "page"
    key = request.query("to") if request.actor.may(Right.SEE_PEOPLE) else ""
    mail: MailPreview | None = None
    pages: tuple[bytes, ...] = ()
    error: CampaignError | None = None
    try:
        if view in ("mail", "dark", "text"):
            mail = draft_preview.preview_mail(request.campaign, draft.language, key)
        elif view == "print":
            pages = draft_preview.preview_pages(request.campaign, draft.language)
    except CampaignError as problem:
        error = problem
    return letter_page(
        request,
        "letter_preview.html",
        draft=draft,
        view=view,
        views=[
            (words, request.to(f"/letter/preview/{draft.language}", **({"as": name} | ({"to": key} if key else {}))))
            for name, words in VIEWS.items()
        ],
        view_name=VIEWS[view],
        mail=mail,
        key=key,
        pictures=[base64.b64encode(page).decode() for page in pages],
        error=error,
        formats=draft_preview.FILE_FORMATS,
    )


def page_frame(request: DeskRequest) -> Response:
    """The letter as on its page, for a frame."""
    written = draft_preview.preview_page(request.campaign, draft_of_path(request).language)
    html = request.site.render(request, "letter_frame.html", {"preview": written, "sheets": _sheets(request)})
    return _framed(html)


def mail_frame(request: DeskRequest) -> Response:
    """The HTML of the email, for a frame; in a dark scheme if the address says so."""
    key = request.query("to") if request.actor.may(Right.SEE_PEOPLE) else ""
    html = draft_preview.preview_mail(request.campaign, draft_of_path(request).language, key).content.html
    return _framed(in_scheme(html, "dark" if request.query("dark") == "1" else "light"))


def file(request: DeskRequest) -> Response:
    """A file of the draft, to download."""
    ending = request.word("name").removeprefix("letter.").lower()
    if ending not in draft_preview.FILE_FORMATS:
        raise request.missing()
    name, content = draft_preview.draft_file(request.campaign, draft_of_path(request).language, ending)
    kind = _KINDS[ending.rpartition(".")[2]]
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


ROUTES = (
    DeskRoute("/letter/preview/{language}", "GET", preview, Right.SEE),
    DeskRoute("/letter/preview/{language}/page.html", "GET", page_frame, Right.SEE),
    DeskRoute("/letter/preview/{language}/mail.html", "GET", mail_frame, Right.SEE),
    DeskRoute("/letter/files/{language}/{name}", "GET", file, Right.SEE),
)


def _framed(html: str) -> Response:
    return HTMLResponse(html.encode("utf-8", "replace"), headers={"Content-Security-Policy": FRAME_POLICY})


def _sheets(request: DeskRequest) -> str:
    """The style sheets of the public page. They are ours or the campaign's own."""
    loader = request.campaign.templates.loader
    assert loader is not None  # `templates()` sets one
    return "\n".join(
        loader.get_source(request.campaign.templates, f"web/{name}.css")[0] for name in ("style", "letter")
    )
