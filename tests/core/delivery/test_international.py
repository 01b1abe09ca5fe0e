"""Addresses that not every mail server accepts."""

from campaign.core.delivery.international import remarks

TELL = ": only a mail server with SMTPUTF8 accepts such addresses; campaign doctor shows whether yours does"


def test_ascii_needs_no_remark() -> None:
    """Every server accepts an ASCII address."""
    assert remarks(["a@parliament.example", "b@xn--bcher-kva.example"]) == ()


def test_an_address_beyond_ascii_is_named_once() -> None:
    """The addresses are named in order, in one sentence."""
    assert remarks(["jürgen@p.example", "a@p.example", "ελ@p.example", "jürgen@p.example"]) == (
        f"letters beyond ASCII before the @ in jürgen@p.example, ελ@p.example{TELL}",
    )


def test_many_are_counted() -> None:
    """After five addresses the others are counted."""
    named = ", ".join(f"ü{at}@p.example" for at in range(5))
    assert remarks(f"ü{at}@p.example" for at in range(7)) == (
        f"letters beyond ASCII before the @ in {named} and 2 more{TELL}",
    )
