"""Roles, sessions and the record of acts, as values."""

import datetime as dt

import pytest

from campaign.core.team.account import COMMAND_LINE, Account, TeamActor, actor_of, need_right, refusal
from campaign.core.team.act_entry import FRESH_LIFE, ActEntry
from campaign.core.team.roles import MEANINGS, RIGHTS, Right, Role, roles_with
from campaign.core.team.session import IDLE_LIFE, LONGEST_LIFE, SEEN_STEP, TeamSession, device_words
from campaign.errors import Refused

NOW = dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


def _account(role: Role, ended_at: dt.datetime | None = None) -> Account:
    return Account(1, "maya@coalition.example", "maya@coalition.example", "Maya", role, "", NOW, ended_at)


def test_every_role_has_rights_and_a_meaning() -> None:
    """No role is forgotten, every right belongs to a role, and only coordinators give roles."""
    assert (set(RIGHTS), set(MEANINGS)) == (set(Role), set(Role))
    assert {right for right in Right if not roles_with(right)} == set()
    assert roles_with(Right.DESK) == (Role.COORDINATOR,)
    assert roles_with(Right.RELEASE_WAVE) == (Role.COORDINATOR, Role.SENDER)


def test_an_actor_has_the_rights_of_the_role_while_the_account_is_open() -> None:
    """An account that was ended has no right at all; the command line has all."""
    open_actor, ended = actor_of(_account(Role.EDITOR)), actor_of(_account(Role.EDITOR, NOW))
    assert (open_actor.rights, ended.rights) == (Role.EDITOR.rights, frozenset())
    assert (open_actor.name, COMMAND_LINE.name) == ("Maya", "the command line")
    assert {right for right in Right if not COMMAND_LINE.may(right)} == set()


def test_a_refusal_names_the_roles_that_can() -> None:
    """A refusal says what the role may not do, and who may."""
    actor = actor_of(_account(Role.EDITOR))
    assert refusal(actor, Right.EDIT) is None
    assert refusal(actor, Right.RELEASE_WAVE) == (
        "your role, editor, may not release waves; a coordinator or a sender can"
    )
    assert refusal(actor_of(_account(Role.READER)), Right.EDIT) == (
        "your role, reader, may not edit the letter; a coordinator or an editor can"
    )
    assert refusal(TeamActor(None), Right.DESK) == (
        "the command line may not change the settings and the team; a coordinator can"
    )


def test_who_lacks_a_right_is_refused_before_anything_is_read() -> None:
    """`need_right` raises the refusal with what to do, and lets everybody else pass."""
    actor = actor_of(_account(Role.READER))
    need_right(actor, Right.SEE)
    with pytest.raises(Refused) as refused:
        need_right(actor, Right.SEE_PEOPLE)
    assert (refused.value.message, refused.value.fix) == (refusal(actor, Right.SEE_PEOPLE), "ask one of them")


def test_a_session_ends_without_use_and_after_two_weeks() -> None:
    """A session lasts for its idle time after its last use, and never longer than its longest life."""
    session = TeamSession(1, 1, NOW, NOW, "Firefox on Linux")
    assert [session.is_alive(NOW + after) for after in (IDLE_LIFE - SECOND, IDLE_LIFE)] == [True, False]
    used = TeamSession(1, 1, NOW, NOW + LONGEST_LIFE - SECOND, "")
    assert [used.is_alive(NOW + after) for after in (LONGEST_LIFE - SECOND, LONGEST_LIFE)] == [True, False]
    assert [session.should_note_use(NOW + after) for after in (SEEN_STEP - SECOND, SEEN_STEP)] == [False, True]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) AppleWebKit/605 Safari/604.1", "Safari on iPhone"),
        ("curl/8.0", "a browser"),
        ("", "a browser"),
    ],
)
def test_a_device_is_named_in_words(agent: str, words: str) -> None:
    """The browser and the system are recognised; anything else is a browser."""
    assert device_words(agent) == words


def test_an_act_is_fresh_for_ten_minutes() -> None:
    """After ten minutes no banner shows an act any more."""
    entry = ActEntry(1, NOW, 1, "admit", "account 1", "")
    assert [entry.is_fresh(NOW + after) for after in (FRESH_LIFE - SECOND, FRESH_LIFE)] == [True, False]
