"""The pages Today, Team and Record."""

import datetime as dt
import re

from campaign.core.team.roles import Role
from campaign.desk.day_words import near_moment, until_vote
from campaign.desk.form_values import NumberCheck
from campaign.desk.signon_curve import sign_on_curve
from tests.desk.test_signing_in import mails
from tests.helpers.desk import DeskWeb
from tests.helpers.web import NOW, VOTE, settings, words

ZONE = settings().campaign.zone
JONAS = {"name": "Jonas Weber", "address": "jonas@coalition.example", "role": "sender", "organisation": ""}


def test_an_invitation_is_previewed_and_signs_nobody_in(desk: DeskWeb) -> None:
    """The page shows the very email; sending it admits the person, and the banner and the record say so."""
    client = desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    check = words(client.post("/desk/team/invite/check", data=JONAS).text)
    assert ("Jonas Weber becomes sender" in check, "You are invited: Forests first" in check, mails(desk)) == (
        True,
        True,
        [],
    )
    answer = client.post("/desk/team/invite", data=JONAS)
    page = words(client.get(answer.headers["location"]).text)
    assert "Admitted to the team: Jonas Weber (sender)." in page
    (mail,) = mails(desk)
    assert "http://localhost/desk/in\n" in mail.replace("\r\n", "\n")
    assert "Admitted to the team: Jonas Weber (sender) Maya" in words(client.get("/desk/record?who=1").text)
    assert words(client.get("/desk/record?act=end+account").text).count("Admitted to the team: ") == 0


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(desk: DeskWeb) -> None:
    """An error names what is wrong; the other fields stay as they were typed."""
    client = desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    page = client.post("/desk/team/invite/check", data=JONAS | {"address": "jonas", "role": "boss"})
    assert page.status_code == 422
    assert "<title>Error: Invite somebody" in page.text
    assert 'value="Jonas Weber"' in page.text
    assert re.findall(r'<li><a href="#(\w+)">([^<]+)', page.text) == [
        ("role", "Choose a role"),
        ("address", "jonas is not an email address"),
    ]


def test_a_campaign_keeps_a_coordinator(desk: DeskWeb) -> None:
    """The last coordinator can neither leave nor become something else; the page says what to do first."""
    maya = desk.admit(Role.COORDINATOR, "maya")
    client = desk.signed_in(maya)
    for path, data in (("role", {"role": "reader"}), ("end", {})):
        page = client.post(f"/desk/team/{maya.id}/{path}", data=data)
        assert (page.status_code, "make somebody else one first" in page.text) == (409, True)
    desk.admit(Role.COORDINATOR, "jonas")
    assert client.post(f"/desk/team/{maya.id}/end").status_code == 303


def test_a_script_in_a_name_stays_a_name(desk: DeskWeb) -> None:
    """A name that looks like a script is shown as text on every page."""
    client = desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    client.post("/desk/team/invite", data=JONAS | {"name": "<script>alert(1)</script>"})
    pages = [client.get(path).text for path in ("/desk/", "/desk/team", "/desk/team/2", "/desk/record")]
    assert ["<script" in page for page in pages] == [False] * 4


def test_the_banner_of_somebody_else_does_not_appear(desk: DeskWeb) -> None:
    """The number of an act in the address shows only what one has done oneself, and only for ten minutes."""
    client = desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))
    address = client.post("/desk/team/invite", data=JONAS).headers["location"]
    number = address.rpartition("=")[2]
    assert 'class="banner' in client.get(address).text
    assert 'class="banner' not in client.get(f"/desk/team?done={int(number) - 1}").text
    assert 'class="banner' not in client.get("/desk/team?done=99999999999999999999").text
    desk.web.now += dt.timedelta(minutes=10)
    assert 'class="banner' not in client.get(address).text


def test_today_leads_from_every_number_to_its_list(desk: DeskWeb) -> None:
    """A sign-on that waits stands under what is due, with its button, and in the links of the numbers."""
    desk.web.sign_and_confirm(mail="eve@elsewhere.example")
    page = desk.signed_in(desk.admit(Role.COORDINATOR, "maya")).get("/desk/").text
    assert "1 sign-on waits for your approval" in page
    assert '<a class="button do" href="/desk/signatories/approve">Review 1 sign-on</a>' in page
    reader = desk.signed_in(desk.admit(Role.READER)).get("/desk/").text
    assert ("1 sign-on waits" in reader, "Review 1 sign-on" in reader) == (True, False)


def test_the_curve_is_drawn_in_numbers() -> None:
    """The line rises on each day by what was listed, the goal is a line, and the table has whole weeks."""
    first = dt.date(2027, 3, 1)  # a Monday
    days = ((first, 2), (first + dt.timedelta(days=7), 3))
    curve = sign_on_curve(days, first + dt.timedelta(days=9), first + dt.timedelta(days=20), 10)
    assert curve is not None
    assert (curve.path, curve.top, curve.height(10), curve.today) == ("M0 11H0V9H7V6H9", 11, 9.09, 45.0)
    assert [(week.new, week.total) for week in curve.weeks] == [(2, 2), (3, 5)]
    assert sign_on_curve((), first, first, 10) is None


def test_near_times_are_named_by_their_day() -> None:
    """Today, yesterday and tomorrow have names; the vote is counted in days, then hours, then it was."""
    hour, day = dt.timedelta(hours=1), dt.timedelta(days=1)
    assert [near_moment(NOW + step, NOW, ZONE) for step in (hour, day, -day, 2 * day)] == [
        "today, 11:00", "tomorrow, 10:00", "yesterday, 10:00", "Wednesday 3 March, 10:00",
    ]  # fmt: skip
    steps = (-12 * day, -day, -hour, hour, day)
    assert [" ".join(until_vote(VOTE, VOTE + step, ZONE)) for step in steps] == [
        "12 days to the vote", "1 day to the vote", "Today, 12:00 is the vote", "Today was the vote",
        "Monday 26 April was the vote",
    ]  # fmt: skip


def test_a_wrong_number_is_named_beside_the_right_one() -> None:
    """A number that was typed with separators counts; another one is named, and so is the right one."""
    assert [NumberCheck(1234, typed).is_right for typed in ("1234", "1,234", "1 234", "12", "")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert NumberCheck(51, "15").error == "You typed 15, but it is 51. Nothing has happened"
    assert NumberCheck(51).error == ""
