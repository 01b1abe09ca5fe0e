"""Forms of strangers: the email that they cause, and the link that stops it."""

import datetime as dt
import re

from campaign.adapters.store import keys
from campaign.adapters.store.signons import notices, submissions
from campaign.core.signons.personal_links import LinkPurpose, stop_token, token
from tests.helpers.web import INVITED, LETTER, Web, invite, settings, title

SIX_DAYS = dt.timedelta(days=6)


def secret(web: Web) -> bytes:
    return web.store.write(keys.secret, keys.LINKS)


def link_of(web: Web) -> str:
    """The path of the newest form's link "this was not me"."""
    form = web.store.read(submissions.waiting, LETTER)[-1]
    return f"stop/form/{token(secret(web), LinkPurpose.NOT_ME, form.id, form.seed)}"


def pending(web: Web) -> int:
    return len(web.store.read(notices.pending))


def test_the_link_stops_every_form_for_the_mailbox(web: Web) -> None:
    """GET changes nothing. The button deletes all forms that wait for the mailbox; later ones, in any spelling, cause
    no email, and their page looks the same. The other button ends that."""
    for spelling in ("eve@knowledge.example", "eve+1@knowledge.example"):
        web.client.post("sign/send", data=web.checked_fields(mail=spelling))
    link = link_of(web)
    assert title(web.client.get(link).text).startswith("This was not you?")
    assert (pending(web), len(web.store.read(submissions.waiting, LETTER))) == (2, 2)
    done = web.client.post(link, content=b"List-Unsubscribe=One-Click")
    assert title(done.text).startswith("You will get no more emails through the form")
    assert (pending(web), web.store.read(submissions.waiting, LETTER)) == (0, ())
    again = web.client.post("sign/send", data=web.checked_fields(mail="eve+2@knowledge.example"))
    assert (again.status_code, again.headers["location"], pending(web)) == (303, "/forests/sign/sent?lang=en", 0)
    assert web.client.post(f"{link}/again").status_code == 303
    web.now += SIX_DAYS
    web.client.post("sign/send", data=web.checked_fields(mail="eve+3@knowledge.example"))
    assert pending(web) == 1


def test_wrong_and_used_links_lead_nowhere(web: Web) -> None:
    """A guessed link, one of another purpose, and one of a form that was confirmed: the same page, and no effect."""
    web.sign()
    form = web.store.read(submissions.waiting, LETTER)[0]
    wrong = [f"{form.id}-{'A' * 22}", token(secret(web), LinkPurpose.SUBMISSION, form.id, form.seed), "9-x", "x"]
    answers = [web.client.request(method, f"stop/form/{link}") for link in wrong for method in ("GET", "POST")]
    used = link_of(web)
    web.client.post(f"confirm/{token(secret(web), LinkPurpose.SUBMISSION, form.id, form.seed)}")
    answers += [web.client.get(used), web.client.post(used)]
    assert {(answer.status_code, title(answer.text)) for answer in answers} == {(404, title(answers[0].text))}


def test_above_the_budget_the_page_says_later(web: Web) -> None:
    """The page is the same for an address that is known; the forms are stored all the same."""
    small = Web(web.store, web.folder, settings(confirmations_per_day=1), web.now)
    places = []
    for number in range(3):
        fields = small.checked_fields(mail=f"eve{number}@knowledge.example")
        places.append(small.client.post("sign/send", data=fields).headers["location"])
    assert places == ["/forests/sign/sent?lang=en", *["/forests/sign/sent?lang=en&later=1"] * 2]
    page = small.client.get("sign/sent?lang=en&later=1").text
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["We will write to you later"]
    assert len(small.store.read(submissions.waiting, LETTER)) == 3


def test_who_stopped_all_emails_gets_none_by_a_form(web: Web) -> None:
    """The link that stops all emails also holds for a stranger's form."""
    web.client.post(f"stop/{stop_token(secret(web), invite(web))}")
    web.client.post("sign/send", data=web.checked_fields(mail=INVITED))
    assert pending(web) == 0
