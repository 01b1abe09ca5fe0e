"""Agree or object to a newer text."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.services.public import own_signon
from campaign.services.public.link_holders import Holder
from campaign.web.pages.personal_page import form_route, see_own_page
from campaign.web.site import Site


def routes(site: Site) -> list[Route]:
    """`/own/{token}/agree` and `/own/{token}/object`."""

    def agree(request: Request, holder: Holder, form_data: dict[str, str]) -> Response:
        return see_own_page(
            request, holder, "agreed" if own_signon.agree(site.letter, holder, form_data.get("version", "")) else ""
        )

    def object_to(request: Request, holder: Holder, form_data: dict[str, str]) -> Response:
        is_in_time = own_signon.object_to(site.letter, holder, form_data.get("version", ""))
        return see_own_page(request, holder, "objected" if is_in_time else "late")

    return [form_route(site, "agree", agree), form_route(site, "object", object_to)]
