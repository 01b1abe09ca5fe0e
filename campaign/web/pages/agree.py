"""What signers say to a newer text: that they stand under it, or that they do not."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.services.public import own
from campaign.services.public.holders import Holder
from campaign.web.pages.own import back, form_route
from campaign.web.site import Site


def routes(site: Site) -> list[Route]:
    """`/own/{token}/agree` and `object`."""

    def agree(request: Request, found: Holder, sent: dict[str, str]) -> Response:
        return back(request, found, "agreed" if own.agree(site.letter, found, sent.get("version", "")) else "")

    def object_to(request: Request, found: Holder, sent: dict[str, str]) -> Response:
        objected = own.object_to(site.letter, found, sent.get("version", ""))
        return back(request, found, "objected" if objected else "late")

    return [form_route(site, "agree", agree), form_route(site, "object", object_to)]
