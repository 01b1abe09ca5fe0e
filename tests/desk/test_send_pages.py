"""Send: preparing, reading, releasing, pausing, cancelling and deleting a wave at the desk."""

import re
from pathlib import Path

from campaign.adapters.smtp.catcher import Catcher
from campaign.core.delivery.states import DeliveryState
from campaign.core.team.roles import Role
from tests.helpers.sending_desk import SampleDesk, open_sample_desk, prepare, set_states
from tests.helpers.web import title, words


def test_a_wave_is_prepared_read_released_and_sent(sample: SampleDesk, sender, server: Catcher) -> None:
    """What was prepared is shown, goes once its number is typed, and every addressee gets exactly one email."""
    assert "No wave yet" in sender.get("/desk/send").text
    path = prepare(sender)
    page = words(sender.get(path).text)
    number = len(sample.states(sample.waves[0].id))
    assert f"{number} personal emails" in page
    assert "Not released yet." in page
    due = "Wave first is prepared and not released"
    assert due in words(sender.get("/desk/").text)
    wrong = sender.post(f"{path}/release", data={"number": "99"})
    assert wrong.status_code == 422
    assert f"You typed 99, but it is {number}. Nothing has happened" in words(wrong.text)
    assert 'value="99"' in wrong.text
    assert title(wrong.text).startswith("Error: Wave first")
    assert set(sample.states(sample.waves[0].id)) == {DeliveryState.PLANNED}
    done = sender.post(f"{path}/release", data={"number": str(number)})
    assert done.status_code == 303
    assert sample.states(sample.waves[0].id) == [DeliveryState.QUEUED] * number
    assert due not in words(sender.get("/desk/").text)
    sample.send_what_is_due()
    sample.send_what_is_due()
    assert sample.states(sample.waves[0].id) == [DeliveryState.SENT] * number
    assert len({mail.recipient for mail in server.mails}) == len(server.mails) == number
    assert f"{number} of {number} are done" in words(sender.get(path).text)
    fragment = sender.get(f"{path}/progress")
    assert f"{number} sent" in fragment.text
    assert "<html" not in fragment.text


def test_the_record_names_who_prepared_and_released(sample: SampleDesk, sender) -> None:
    """Each act of a wave is in the record, without personal data."""
    path = prepare(sender)
    number = len(sample.states(sample.waves[0].id))
    sender.post(f"{path}/release", data={"number": str(number)})
    sender.post(f"{path}/pause")
    record = words(sample.desk.signed_in(sample.desk.admit(Role.COORDINATOR)).get("/desk/record").text)
    for line in ("Prepared a wave", "Released a wave", "Paused a wave"):
        assert line in record


def test_a_paused_wave_goes_on_and_the_rest_can_be_stopped(sample: SampleDesk, sender, server: Catcher) -> None:
    """Nothing goes while a wave is paused; resuming and stopping ask for the number."""
    path = prepare(sender)
    number = len(sample.states(sample.waves[0].id))
    sender.post(f"{path}/release", data={"number": str(number)})
    assert sender.post(f"{path}/pause").status_code == 303
    sample.send_what_is_due()
    assert server.mails == []
    assert "Paused" in sender.get(path).text
    assert f"It is {number}." in sender.get(f"{path}/resume").text
    assert sender.post(f"{path}/resume", data={"number": "1"}).status_code == 422
    assert sender.post(f"{path}/cancel", data={"number": "1"}).status_code == 422
    assert sample.waves[0].paused_at is not None
    assert sender.post(f"{path}/resume", data={"number": str(number)}).status_code == 303
    assert sample.waves[0].paused_at is None
    assert sender.post(f"{path}/cancel", data={"number": str(number)}).status_code == 303
    sample.send_what_is_due()
    assert (server.mails, set(sample.states(sample.waves[0].id))) == ([], {DeliveryState.CANCELLED})


def test_a_wave_that_was_not_released_is_deleted(sample: SampleDesk, sender) -> None:
    """A wave with a mistyped name goes; a released one stays."""
    path = prepare(sender, wave="frist")
    assert sender.post(f"{path}/delete").headers["location"].startswith("/desk/send?")
    assert sample.waves == ()
    assert sender.get(path).status_code == 404


def test_another_person_has_to_release(tmp_path: Path, server: Catcher) -> None:
    """With second_person, whoever prepared a wave is refused by the service, and a colleague is not."""
    with open_sample_desk(tmp_path, server.port, second_person=True) as sample:
        jonas = sample.desk.signed_in(sample.desk.admit(Role.SENDER, "jonas"))
        maya = sample.desk.signed_in(sample.desk.admit(Role.COORDINATOR, "maya"))
        path = prepare(jonas)
        number = str(len(sample.states(sample.waves[0].id)))
        assert "another person has to release it" in jonas.get(path).text
        refused = jonas.post(f"{path}/release", data={"number": number})
        assert (refused.status_code, "ou prepared this wave" in refused.text) == (409, True)
        assert sample.waves[0].released_at is None
        assert maya.post(f"{path}/release", data={"number": number}).status_code == 303
        assert sample.waves[0].released_at is not None


def test_what_is_wrong_with_a_form_is_beside_its_field(sample: SampleDesk, sender) -> None:
    """A form with errors comes back with what was typed, and makes no wave."""
    form = {"wave": "", "purpose": "spam", "day": "2027-13-41", "time": "9"}
    answer = sender.post("/desk/send/prepare", data=form)
    assert answer.status_code == 422
    assert "3 things are wrong" in answer.text
    assert 'value="2027-13-41"' in answer.text
    late = sender.post(
        "/desk/send/prepare", data={"wave": "a", "purpose": "first", "day": "2099-01-01", "time": "09:00"}
    )
    assert (late.status_code, "after the deadline" in late.text) == (422, True)
    assert sample.waves == ()


def test_a_wave_name_is_text(sample: SampleDesk, sender) -> None:
    """A name that looks like markup is shown as it is."""
    path = prepare(sender, wave="<b>first {{ 7*7 }}")
    for page in ("/desk/send", path, f"{path}/log"):
        assert "<b>first" not in sender.get(page).text
        assert "&lt;b&gt;first" in sender.get(page).text


def test_every_email_in_every_form(sample: SampleDesk, sender) -> None:
    """An email is shown light, dark, on a phone, as text, with its headers, files and history; its HTML only in a
    frame with a policy of its own, without scripts and requests."""
    path = prepare(sender)
    first = re.search(rf"{path}/mails/\d+", sender.get(path).text)
    assert first
    for form in ("", "/dark", "/phone", "/text", "/files", "/headers", "/history"):
        assert sender.get(first.group() + form).status_code == 200
    assert sender.get(f"{first.group()}/nothing").status_code == 404
    dark = sender.get(f"{first.group()}/frame/dark")
    policy = dark.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "prefers-color-scheme" not in dark.text
    assert "(min-width: 0)" in dark.text
    assert "(max-width: 0)" in sender.get(f"{first.group()}/frame/light").text
    assert 'sandbox title="' in sender.get(first.group()).text
    assert sender.get(f"{first.group()}/message.eml").headers["content-type"] == "message/rfc822"
    assert sender.get("/desk/send/waves/1/mails/999999").status_code == 404


def test_a_test_email_goes_to_oneself(sample: SampleDesk, sender, server: Catcher) -> None:
    """The test goes to the person who asks, marked as a test; no addressee gets anything."""
    path = prepare(sender)
    first = re.search(rf"{path}/mails/\d+", sender.get(path).text)
    assert first
    assert sender.post(f"{first.group()}/test").status_code == 303
    assert [mail.recipient for mail in server.mails] == ["jonas@coalition.example"]
    assert b"[test]" in server.mails[0].content
    assert set(sample.states(sample.waves[0].id)) == {DeliveryState.PLANNED}


def test_a_rehearsal_sends_nothing_outside(sample: SampleDesk, sender, server: Catcher) -> None:
    """A rehearsal says how many emails reached the test server, and the wave stays as it is."""
    path = prepare(sender)
    number = len(sample.states(sample.waves[0].id))
    assert f"{number} of {number} emails reached the test server" in words(sender.post(f"{path}/rehearse").text)
    assert (server.mails, set(sample.states(sample.waves[0].id))) == ([], {DeliveryState.PLANNED})


def test_the_log_filters_and_exports(sample: SampleDesk, sender) -> None:
    """The log shows a state, and its export follows the filter for those who may export people."""
    path = prepare(sender)
    number = len(sample.states(sample.waves[0].id))
    set_states(sample, sample.waves[0].id, DeliveryState.UNCERTAIN)
    assert f"{number} emails of wave first" in words(sender.get(f"{path}/log").text)
    assert "1 email of wave first" in words(sender.get(f"{path}/log?state=uncertain").text)
    assert sender.get(f"{path}/log.csv").status_code == 403
    maya = sample.desk.signed_in(sample.desk.admit(Role.COORDINATOR))
    table = maya.get(f"{path}/log.csv?state=uncertain").text.splitlines()
    assert (len(table), table[0].lstrip("\ufeff").split(",")[:4]) == (2, ["name", "address", "language", "state"])


def test_a_note_is_written_and_stands_in_the_emails(sample: SampleDesk, sender, server: Catcher) -> None:
    """A covering note is written for each purpose; one that cannot be used comes back with its error."""
    note = "The vote is on Monday. {{ salutation }}"
    answer = sender.post("/desk/send/notes/first", data={"language": "en", "before": "", "text": note})
    assert answer.status_code == 303, words(answer.text)
    assert "The vote is on Monday" in sender.get("/desk/send/notes/first").text
    stale = sender.post("/desk/send/notes/first", data={"language": "en", "before": "", "text": "Other words"})
    assert (stale.status_code, "somebody else has changed" in stale.text.lower(), "Other words" in stale.text) == (
        422, True, True,
    )  # fmt: skip
    assert sender.get("/desk/send/notes/nothing").status_code == 404
    wrong = sender.post("/desk/send/notes/first", data={"language": "xx", "before": "", "text": note})
    assert wrong.status_code == 422


def test_reader_and_editor_see_but_do_not_act(sample: SampleDesk, sender) -> None:
    """A reader sees the waves without contact data and without buttons."""
    path = prepare(sender)
    reader = sample.desk.signed_in(sample.desk.admit(Role.READER))
    page = reader.get(path).text
    assert ("<form" in page.partition("<main")[2], "/mails/" in page) == (False, False)
    assert reader.get(f"{path}/log").status_code == 200
    for act in ("release", "pause", "delete", "prepare"):
        assert reader.post(f"{path}/{act}").status_code == 403
