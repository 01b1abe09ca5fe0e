"""Search: one box over letters, organisations, people and answers."""

from starlette.responses import Response

from campaign.core.team.roles import Right
from campaign.desk.desk_request import DeskRequest
from campaign.desk.route import DeskRoute
from campaign.services.search import MOST_CHARACTERS, SearchGroup, SearchMatch, SearchPlace, search


def results(request: DeskRequest) -> Response:
    """What matches, by place. Each match leads to its page."""
    text = " ".join(request.query("q").split())[:MOST_CHARACTERS]
    groups = search(request.campaign, request.actor, text)
    return request.page(
        "search.html",
        text=text,
        groups=[(group.place.value, _links(request, group), _list(request, group.place, text)) for group in groups],
        number=sum(len(group.matches) for group in groups),
        individuals=request.to("/signatories", kind="person", q=text),
    )


ROUTES = (DeskRoute("/search", "GET", results, Right.SEE),)


def _links(request: DeskRequest, group: SearchGroup) -> list[tuple[SearchMatch, str]]:
    return [(match, _page_of(request, group.place, match)) for match in group.matches]


def _page_of(request: DeskRequest, place: SearchPlace, match: SearchMatch) -> str:
    match place:
        case SearchPlace.LETTER:
            may_edit = request.actor.may(Right.EDIT)
            return request.to(f"/letter/text/{match.key if may_edit else match.key.partition('/')[0]}")
        case SearchPlace.SIGNATORY:
            return request.to(f"/signatories/{match.key}")
        case SearchPlace.DIRECTORY:
            return request.to("/signatories/directory", q=match.title)
        case SearchPlace.ADDRESSEE:
            if request.actor.may(Right.PREPARE_WAVE):
                return request.to(f"/addressees/of/{match.key}")
            return request.to("/addressees", q=match.title)
        case SearchPlace.ANSWER:
            return request.to(f"/answers/{match.key}")


def _list(request: DeskRequest, place: SearchPlace, text: str) -> str:
    """The list that has all matches of a place; "" for none."""
    lists = {
        SearchPlace.SIGNATORY: "/signatories",
        SearchPlace.DIRECTORY: "/signatories/directory",
        SearchPlace.ADDRESSEE: "/addressees",
        SearchPlace.ANSWER: "/answers",
    }
    return request.to(lists[place], q=text) if place in lists else ""
