"""Security events: in the record at once, and in one email to the coordinators."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.core.settings.servers import SmtpTable
from campaign.core.signons.board_filter import BoardFilter
from campaign.core.team.account import actor_of
from campaign.core.team.roles import Role
from campaign.core.team.security_event import BUNDLE_AFTER
from campaign.core.team.sign_in import MOST_TRIES
from campaign.services.acts.act import perform
from campaign.services.acts.security_events import mail_security_events
from campaign.services.acts.signon_acts import EXPORT_SIGNATORIES
from campaign.services.acts.team_acts import CHANGE_ROLE
from campaign.services.notices.notifying import note_many_forms
from campaign.services.team.signing_in import make_link
from tests.helpers.campaign import mail_server
from tests.helpers.desk import DeskWeb, open_desk
from tests.helpers.web import words

pytestmark = pytest.mark.slow


def test_possible_misuse_is_in_one_email_to_every_coordinator(tmp_path: Path) -> None:
    """A new browser, a role, an export, wrong codes and a flood of forms: one email, ten minutes after the first of
    them, to each coordinator and nobody else; no link in it, and nothing twice. The record shows the same."""
    with mail_server() as server, open_desk(tmp_path) as desk:
        web = desk.web
        table = SmtpTable(host="127.0.0.1", port=server.port, security="none")
        web.settings = replace(web.settings, smtp=table)
        maya, ben = desk.admit(Role.COORDINATOR, "maya"), desk.admit(Role.READER, "ben")
        assert mail_security_events(web.campaign) == 0
        client = desk.signed_in(maya)
        perform(web.campaign, actor_of(maya), CHANGE_ROLE, ben.id, Role.EDITOR)
        list(perform(web.campaign, actor_of(maya), EXPORT_SIGNATORIES, BoardFilter(), "csv").result)
        stranger = desk.browser()
        stranger.post("/desk/in", data={"address": ben.address})
        for _ in range(MOST_TRIES + 1):
            stranger.post("/desk/in/code", data={"code": "AAAA AAAA"})
        note_many_forms(web.campaign)
        server.mails.clear()
        web.now += BUNDLE_AFTER - dt.timedelta(seconds=1)
        assert mail_security_events(web.campaign) == 0
        web.now += dt.timedelta(seconds=1)
        assert [mail_security_events(web.campaign) for _ in range(2)] == [5, 0]
        assert [mail.recipient for mail in server.mails] == [maya.address]
        text = server.mails[0].content.decode()
        record = words(client.get("/desk/record").text)
    for phrase in (
        "Maya: Signed in with a new browser",
        "Maya: Changed the role",
        "Maya: Exported signatories",
        "Somebody: Wrong codes to sign in were typed until no try was left",
        "Somebody: More sign-on forms came than the emails of a day allow",
    ):
        assert phrase in " ".join(text.replace("=\r\n", "").split())
        assert phrase.partition(": ")[2] in record
    assert 'href=3D"http' not in text


def test_a_known_browser_is_no_event(desk: DeskWeb) -> None:
    """Signing in again with the same browser is not told."""
    maya = desk.admit(Role.COORDINATOR, "maya")
    assert mail_security_events(desk.web.campaign) == 0
    client = desk.signed_in(maya)
    client.post("/desk/out")
    client.post(f"/desk/in/link/{make_link(desk.web.campaign, maya)}")
    desk.web.now += BUNDLE_AFTER
    assert mail_security_events(desk.web.campaign) == 1


def test_the_past_is_not_mailed(desk: DeskWeb) -> None:
    """A campaign that ran before this existed gets no email about its whole past."""
    desk.admit(Role.COORDINATOR, "maya")
    desk.web.now += BUNDLE_AFTER
    assert mail_security_events(desk.web.campaign) == 0
