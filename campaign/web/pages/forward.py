"""The page to forward to the person who decides: ask, reasons, deadline and who else signs. It is read-only."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from campaign.core.languages.page_words import page_words
from campaign.core.publish.edition import path_of
from campaign.core.publish.titles import version_title
from campaign.core.render.html import Options, fragments
from campaign.core.signons.personal_links import LinkPurpose
from campaign.services.public.documents import document
from campaign.services.public.link_holders import Holder, find_holder
from campaign.services.public.lists import signatory_names
from campaign.web.pages.confirm import no_such_link
from campaign.web.site import Site, personal_language

_OPTIONS = Options(anchors=False, top_heading=3)
_MOST_NAMES = 100  # the letter's own page lists all


def routes(site: Site) -> list[Route]:
    """`/own/{token}/forward`. Its token opens no other page."""

    def answer(request: Request) -> Response:
        link_holder = find_holder(site.letter, request.path_params["token"], LinkPurpose.FORWARD)
        return _page(site, link_holder, request) if link_holder else no_such_link(site, request)

    return [Route("/own/{token}/forward", answer, methods=["GET"], name="forward")]


def _page(site: Site, holder: Holder, request: Request) -> Response:
    text = site.letter.texts.newest()
    if text is None:
        return no_such_link(site, request)
    language = personal_language(request, text, holder.signon.language)
    names = signatory_names(site.letter, text)
    return site.page(
        request,
        "forward.html",
        language,
        title=text.title(language),
        version=version_title(text.version, page_words(site.catalogue(language).language)),
        digest=text.version.digest,
        ask=text.letters[language].ask,
        why=text.letters[language].why,
        closes=site.closing_time(language),
        name=holder.signon.name,
        names=names[:_MOST_NAMES],
        number=len(names),
        letter=fragments(document(site.letter, text, language), _OPTIONS, language),
        pdf=path_of("letter", "pdf", language, text.languages),
    )
