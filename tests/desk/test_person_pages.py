"""Personal data at the desk: what is stored about a person, its export and erasure, and the purge."""

import datetime as dt
import json

from campaign.core.team.roles import Role
from tests.helpers.desk import DeskWeb, hidden_values
from tests.helpers.web import words

ADDRESS = "office@gamma.example"


def signed(desk: DeskWeb):
    """A coordinator's browser, in a campaign with one signer."""
    desk.web.sign_and_confirm(organisation="Gamma Guild", mail=ADDRESS)
    return desk.signed_in(desk.admit(Role.COORDINATOR, "maya"))


def test_a_person_gets_the_data_and_has_it_erased(desk: DeskWeb) -> None:
    """The page lists what is stored, exports it, and erases it with its number; the record names nobody."""
    client = signed(desk)
    page = client.post("/desk/people", data={"address": ADDRESS})
    assert "Gamma Guild" in words(page.text)
    assert ADDRESS in json.dumps(json.loads(client.post("/desk/people/export", data={"address": ADDRESS}).content))
    values = hidden_values(page.text) | {"address": ADDRESS}
    assert client.post("/desk/people/erase", data=values | {"number": "99"}).status_code == 422
    number = page.text.partition("It is ")[2].partition(".")[0]
    assert client.post("/desk/people/erase", data=values | {"number": number}).status_code == 303
    again = client.post("/desk/people", data={"address": ADDRESS})
    assert (again.status_code, "no data is stored" in again.text.lower()) == (422, True)
    record = words(client.get("/desk/record").text)
    assert ("Erased a person&#39;s data" in record or "Erased a person's data" in record, ADDRESS in record) == (
        True,
        False,
    )


def test_nobody_is_purged_before_the_time(desk: DeskWeb) -> None:
    """The purge has no button before the promised date; after it, the number deletes the signers' data."""
    client = signed(desk)
    assert "/desk/people/purge" not in client.get("/desk/people").text
    assert client.post("/desk/people/purge", data={"number": "1"}).status_code == 409
    desk.web.now += dt.timedelta(days=400)
    late = desk.signed_in(desk.admit(Role.COORDINATOR, "jonas"))
    assert "/desk/people/purge" in late.get("/desk/people").text
    assert late.post("/desk/people/purge", data={"number": "7"}).status_code == 422
    assert late.post("/desk/people/purge", data={"number": "1"}).status_code == 303
