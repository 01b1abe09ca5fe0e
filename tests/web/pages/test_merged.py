"""A merge loses nobody: contact, personal link, agreements, and the email about it."""

from dataclasses import replace

import pytest

from campaign.adapters.store import directory, signons
from campaign.adapters.store.signons import merging, notices, opt_outs, proposed_changes, record, text_changes
from campaign.core.signatories import Organisation, SignOnState
from campaign.core.signons import SignOn, SignOnKind
from campaign.core.signons.change import ChangePolicy
from campaign.core.signons.notice import NoticeKind
from campaign.core.signons.personal_links import LinkPurpose
from campaign.core.signons.record import Actor, RecordEvent
from campaign.errors import Refused
from campaign.services.letters.verify import verify_store
from campaign.services.signons.lookup import SignOnView, signon_view
from campaign.services.signons.merging import MergePlan, merge, plan_merge
from tests.helpers.edition import ENGLISH
from tests.helpers.signons import move
from tests.helpers.web import LETTER, Web, title, words

ROW = Organisation("knowledge", "Free Knowledge", "https://knowledge.example", "Germany", "", SignOnState.LISTED)
CHANGED = ENGLISH.replace("**one thing**", "**one small thing**")


def table_row(web: Web, row: Organisation = ROW) -> int:
    """A row of the coalition's own table. Returns the id of its sign-on."""
    web.store.write(directory.put, LETTER, (row,), web.now)
    signon = web.store.read(signons.by_organisation, LETTER, row.key)
    assert signon is not None
    return signon.id


def signed(web: Web, **answers: str) -> int:
    """A confirmed sign-on, whose link came by email."""
    signon = web.sign_and_confirm(**answers)
    for notice in web.store.read(notices.pending):
        web.store.write(notices.remove, notice)
    return signon


def read(web: Web, signon: int) -> SignOn:
    row = web.store.read(signons.one, signon)
    assert row is not None
    return row


@pytest.fixture(autouse=True)
def _letter_in_folder(web: Web) -> None:
    """The text that the emails are about, as a file of the campaign."""
    folder = web.folder.letter(LETTER)
    folder.mkdir(parents=True)
    (folder / "letter.en.md").write_text(ENGLISH, "utf-8")


def plan(web: Web, target: int, duplicate: int) -> MergePlan:
    def view(signon: int) -> SignOnView:
        return web.store.read(signon_view, read(web, signon))

    return plan_merge(web.campaign, view(target), view(duplicate))


def merge_two(web: Web, target: int, duplicate: int) -> MergePlan:
    """Merge, and check what holds after every merge."""
    merge_plan = plan(web, target, duplicate)
    merge(web.campaign, merge_plan, "Ada")
    assert verify_store(web.store).flaws == ()
    after = read(web, target)
    outcome = merge_plan.outcome
    assert (after.last_agreed, after.has_objected, after.quote) == (
        outcome.agreed, outcome.has_objected, outcome.quote
    )  # fmt: skip
    assert web.store.read(signons.signer, target) == (
        replace(outcome.contact, signon=target) if outcome.contact else None
    )
    return merge_plan


def owed(web: Web) -> list[tuple[int, NoticeKind]]:
    return [(notice.signon, notice.kind) for notice in web.store.read(notices.pending)]


def test_a_merged_signer_is_the_contact_of_the_row(web: Web) -> None:
    """Her link opens the page of the row, where she can correct and withdraw; she is told, and asked about a new text;
    an import of the table leaves her row alone."""
    row, signon = table_row(web), signed(web)
    link = web.link(LinkPurpose.OWN, signon)
    merge_two(web, row, signon)
    assert owed(web) == [(row, NoticeKind.MERGED)]
    page = web.client.get(f"own/{link}")
    assert (page.status_code, title(page.text)) == (200, "Your signature: Keep forests standing")
    assert "Free Knowledge is listed." in words(page.text)
    fields = {"organisation": "Free Knowledge", "country": "DE", "url": ROW.url, "quote": "We share."}
    answer = web.client.post(f"own/{link}/correct", data=fields)
    proposal = web.store.read(proposed_changes.of_signon, row)
    assert proposal is not None
    assert (answer.status_code, proposal.fields["quote"]) == (303, "We share.")
    table_row(web, replace(ROW, name="Another", state=SignOnState.INVITED))
    assert (read(web, row).name, read(web, row).state) == ("Free Knowledge", SignOnState.LISTED)
    web.freeze(ChangePolicy.ASK, en=CHANGED)
    assert owed(web)[-1] == (row, NoticeKind.ASK)
    assert web.client.post(f"own/{link}/withdraw", data={"sure": "yes"}).status_code == 303
    assert read(web, row).state is SignOnState.WITHDRAWN


def test_the_address_leads_to_the_row_afterwards(web: Web) -> None:
    """Who signs again with the same address is known, and gets the link of the row; a link to stop emails works."""
    row, signon = table_row(web), signed(web)
    stop = web.link(LinkPurpose.STOP, signon)
    merge_two(web, row, signon)
    for notice in web.store.read(notices.pending):
        web.store.write(notices.remove, notice)
    assert web.client.post("sign/send", data=web.checked_fields()).status_code == 303
    assert owed(web) == [(row, NoticeKind.OWN)]
    assert web.client.post(f"stop/{stop}").status_code in (200, 303)
    assert web.store.read(opt_outs.since, "eve@knowledge.example") is not None


def test_both_of_two_contacts_get_an_email(web: Web) -> None:
    """The one of the sign-on that goes sees the organisation's signature, and can change nothing there."""
    stays = signed(web, organisation="Free Knowledge", mail="max@knowledge.example")
    move(web.store, stays, SignOnState.LISTED, RecordEvent.LISTED, Actor.COORDINATOR, web.now)
    goes = signed(web)
    link = web.link(LinkPurpose.OWN, goes)
    merge_two(web, stays, goes)
    assert owed(web) == [(goes, NoticeKind.MERGED)]
    before = len(web.store.read(record.of, stays)) + len(web.store.read(record.of, goes))
    page = words(web.client.get(f"own/{link}").text)
    assert "Free Knowledge is listed." in page
    assert "Free Knowledge e.V. and Free Knowledge as one organisation" in page
    for step in ("correct", "withdraw", "agree", "object", "open", "sign/send", "decline"):
        answer = web.client.post(f"own/{link}/{step}", data={"organisation": "Evil"})
        assert (answer.status_code, answer.headers["location"].endswith(link)) == (303, True)
    assert web.client.get(f"own/{link}/withdraw").status_code == 303
    assert len(web.store.read(record.of, stays)) + len(web.store.read(record.of, goes)) == before


def test_a_merged_signer_may_sign_anew(web: Web) -> None:
    """If the row is not the signer's after all, the form works: the sign-on is one of its own again."""
    stays = signed(web, organisation="Free Knowledge", mail="max@knowledge.example")
    goes = signed(web)
    merge_two(web, stays, goes)
    assert web.sign_and_confirm(organisation="Another Lab") == goes
    assert (read(web, goes).merged_into, read(web, goes).state) == (None, SignOnState.CONFIRMED)
    page = web.client.get(f"own/{web.link(LinkPurpose.OWN, goes)}")
    assert "We review each signature" in words(page.text)


def test_what_the_signer_was_asked_goes_on_at_the_row(web: Web) -> None:
    """A question about a new text that waits to be sent goes to the same person, about the row; an answer moves it."""
    row, signon = table_row(web), signed(web)
    newest = web.freeze(ChangePolicy.ASK, en=CHANGED)
    assert owed(web) == [(signon, NoticeKind.ASK)]
    merge_two(web, row, signon)
    assert owed(web) == [(row, NoticeKind.ASK), (row, NoticeKind.MERGED)]
    other = signed(web, organisation="Open Lab", mail="max@lab.example")
    lab = table_row(web, replace(ROW, key="lab", name="Open Lab", url=""))
    web.store.write(text_changes.agree, other, newest.id, web.now)
    merge_two(web, lab, other)
    assert read(web, lab).last_agreed == newest.id


def test_an_objection_holds_for_the_row(web: Web) -> None:
    """The row stays under the text that its signer agreed to."""
    row, signon = table_row(web), signed(web)
    web.freeze(ChangePolicy.WINDOW, web.now.replace(year=2028), en=CHANGED)
    (change,) = web.store.read(text_changes.changes, LETTER)
    assert web.store.write(text_changes.object_to, signon, change, web.now)
    merge_two(web, row, signon)
    assert (read(web, row).has_objected, read(web, row).version) == (True, change.before)
    page = words(web.client.get(f"own/{web.link(LinkPurpose.OWN, row)}").text)
    assert "You objected." in page


def test_who_is_not_written_to(web: Web) -> None:
    """Nobody who has not signed or asked for no more emails, and nobody into whose row another is merged."""
    row = table_row(web)
    signon = signed(web)
    web.store.write(opt_outs.stop, signon, web.now)
    assert plan(web, row, signon).notice is None
    assert "eve@knowledge.example asked for no more emails" in " ".join(plan(web, row, signon).notes)
    merge_two(web, row, signon)
    other = signed(web, organisation="Other", mail="max@other.example")
    with pytest.raises(Refused):
        plan(web, signon, other)
    assert not web.store.write(merging.merge, read(web, signon), read(web, other), "Ada", web.now)
    assert read(web, other).kind is SignOnKind.ORGANISATION


def test_the_plan_says_what_will_happen(web: Web) -> None:
    """Both side by side, what happens to them, and the email in full."""
    row, signon = table_row(web), signed(web)
    merge_plan = plan(web, row, signon)
    rows = {name: cells for name, *cells in merge_plan.rows}
    assert rows["contact"] == ["", "Eve Berg, eve@knowledge.example", "Eve Berg, eve@knowledge.example"]
    assert rows["agreed to"] == ["version 1", "version 1", "version 1"]
    assert rows["listed as"] == ["Free Knowledge", "Free Knowledge e.V.", "Free Knowledge"]
    assert merge_plan.notes == (
        "eve@knowledge.example is at Free Knowledge's own site",
        "Eve Berg becomes the contact, keeps the personal link, and is told about changes to the text",
        "from then on the organisation counts as having signed; an import of the table no longer changes it",
    )
    assert merge_plan.notice is not None
    assert merge_plan.notice.address == "eve@knowledge.example"
