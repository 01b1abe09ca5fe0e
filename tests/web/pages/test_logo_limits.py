"""Uploaded logos cost time and memory: few for each link."""

from http import HTTPStatus

import pytest

from tests.helpers.web import Web
from tests.web.pages.test_personal_page import add_listed, own


@pytest.mark.slow
def test_a_link_uploads_five_logos_an_hour(web: Web) -> None:
    """The sixth is refused, whatever the others were; another sign-on is not concerned."""
    first, second = add_listed(web), add_listed(web, organisation="Open Lab", mail="max@lab.example")
    answers = [upload(web, first) for _ in range(6)]
    assert answers == [HTTPStatus.OK] * 5 + [HTTPStatus.TOO_MANY_REQUESTS]
    assert upload(web, second) == HTTPStatus.OK


def upload(web: Web, signon: int) -> int:
    return web.client.post(own(web, signon, "/logo"), files={"logo": ("a.png", b"no picture")}).status_code
