"""Send and Answers in a real browser: WCAG 2.2 AA, narrow screens, and progress that refreshes itself."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from campaign.core.delivery.states import DeliveryState
from campaign.core.team.roles import Role
from campaign.desk.app import create_desk
from campaign.services.team.signing_in import make_link
from tests.desk.test_answer_pages import answer, bounce, send_a_wave
from tests.desk.test_desk_in_a_browser import _faults, _overflow
from tests.helpers.browser import serve
from tests.helpers.campaign import mail_server
from tests.helpers.sending_desk import SampleDesk, open_sample_desk, prepare, put_invented_addressees, set_states

pytestmark = pytest.mark.browser

# Wave 1 went, wave 2 is released, wave 3 is prepared.
PAGES = (
    "/send",
    "/send/prepare",
    "/send/notes/follow-up",
    "/send/missed",
    "/send/settle",
    "/send/settle?state=failed",
    "/send/restored",
    "/send/waves/1",
    "/send/waves/1/log",
    "/send/waves/2",
    "/send/waves/2/cancel",
    "/send/waves/3",
    "/send/waves/1/mails/1",
    "/send/waves/1/mails/1/dark",
    "/send/waves/1/mails/1/phone",
    "/send/waves/1/mails/1/text",
    "/send/waves/1/mails/1/files",
    "/send/waves/1/mails/1/headers",
    "/send/waves/1/mails/1/history",
    "/answers",
    "/answers?q=nothing",
    "/answers/1",
    "/answers/2",
    "/answers/bounces",
    "/answers/automatic",
    "/answers/calls",
    "/answers/whip",
)


@dataclass(frozen=True)
class Served:
    """A campaign at work, and the address of its desk."""

    sample: SampleDesk
    url: str
    link: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with mail_server() as server, open_sample_desk(tmp_path_factory.mktemp("desk"), server.port) as sample:
        send_a_wave(sample)
        answer(sample, 0, text="We support it.")
        answer(sample, 1, claim=True, text="No.")
        bounce(sample, 2)
        maya = sample.desk.admit(Role.COORDINATOR, "maya")
        client = sample.desk.signed_in(maya)
        client.post("/desk/answers/1", data={"stance": "supports", "way": "mail", "note": "The office"})
        set_states(sample, 1, DeliveryState.UNCERTAIN, DeliveryState.FAILED)
        put_invented_addressees(sample.campaign, 8)
        path = prepare(client, wave="second")
        client.post(f"{path}/release", data={"number": str(len(sample.states(2)))})
        put_invented_addressees(sample.campaign, 10)
        prepare(client, wave="third")
        with serve(create_desk(sample.campaign, "http://127.0.0.1")) as url:
            yield Served(sample, url, f"{url}/desk/in/link/{make_link(sample.campaign, maya)}")


@pytest.fixture(scope="module")
def view(browser, served):
    """A page of the coordinator. At the end there was no error in the console."""
    context = browser.new_context(reduced_motion="reduce")
    page, errors = context.new_page(), []
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.goto(served.link)
    page.get_by_role("button", name="Sign in").click()
    yield page
    context.close()
    assert errors == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_meets_wcag_and_fits(view, served, path):
    """WCAG 2.2 AA holds in light and dark, wide and narrow, and nothing scrolls sideways."""
    view.goto(f"{served.url}/desk{path}")
    for width in (1280, 320):
        view.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            view.emulate_media(color_scheme=scheme)
            assert _faults(view) == []
        assert _overflow(view) == 0


def test_progress_refreshes_itself(view, served):
    """While the page is open, the numbers change without a reload, and the page ends with how it went."""
    view.set_viewport_size({"width": 1280, "height": 800})
    view.goto(f"{served.url}/desk/send/waves/2")
    number = len(served.sample.states(2))
    assert view.get_by_role("status").last.inner_text().startswith(f"0 of {number} are done")
    set_states(served.sample, 2, DeliveryState.SENT)
    view.get_by_text(f"1 of {number} are done").first.wait_for(timeout=8000)
    set_states(served.sample, 2, *[DeliveryState.SENT] * number)
    view.get_by_text(f"{number} of {number} are done").first.wait_for(timeout=8000)
    view.get_by_role("button", name="Pause").wait_for(state="detached", timeout=8000)
