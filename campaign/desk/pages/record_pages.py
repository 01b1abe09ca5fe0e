"""Record: who did what at the desk and on the command line, and when."""

from starlette.responses import Response

from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.route import DeskRoute
from campaign.desk.table_file import table_file
from campaign.services.acts.act_record import COMMAND_LINE_NAME, read_acts
from campaign.services.acts.registry import ACTS, act_words
from campaign.services.team.admission import every_account

_NEWEST = 2**62
_BATCH = 1000


def record(request: DeskRequest) -> Response:
    """The list, newest first, filtered by person and by act."""
    people = {account.id: account.name for account in every_account(request.campaign).values()} | {0: COMMAND_LINE_NAME}
    who, act = request.query_number("who", -1), request.query("act")
    who, act = (who if who in people else -1), (act if act in ACTS else "")
    page = read_acts(
        request.campaign, request.query_number("before", _NEWEST), account=who if who >= 0 else None, act=act
    )
    filters = ({"who": who} if who >= 0 else {}) | ({"act": act} if act else {})
    chips = [(f"by {people[who]}", request.to("/record", **({"act": act} if act else {})))] if who >= 0 else []
    chips += [(act_words(act), request.to("/record", **({"who": who} if who >= 0 else {})))] if act else []
    return request.page(
        "record.html",
        page=page,
        people=people,
        acts={name: act_words(name) for name in ACTS},
        who=who,
        act=act,
        chips=chips,
        query=filters,
        older=request.to("/record", **filters, before=page.older) if page.older else "",
        newest=request.to("/record", **filters) if request.query("before") else "",
    )


def export(request: DeskRequest) -> Response:
    """The record as the filter shows it, newest first."""
    who, act = request.query_number("who", -1), request.query("act")
    head = ("at", "who", "act", "subject", "note")
    page, rows = None, []
    while page is None or page.older:
        edge = page.older if page and page.older else _NEWEST
        page = read_acts(request.campaign, edge, account=who if who >= 0 else None, act=act, limit=_BATCH)
        rows += [(one.entry.at.isoformat(), one.who, one.words, one.subject, one.entry.note) for one in page.acts]
    return table_file("record", request.word("ending"), head, rows)


ROUTES = (
    DeskRoute("/record", "GET", record, Right.DESK),
    DeskRoute("/record.{ending}", "GET", export, Right.DESK),
)
