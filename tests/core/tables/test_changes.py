"""How a table differs from what the store holds."""

from dataclasses import dataclass

from campaign.core.tables.changes import TableChange, differences


@dataclass(frozen=True)
class _Item:
    key: str
    text: str = ""


def test_keys_by_what_happens_to_them() -> None:
    """Added, changed, unchanged and missing keys, in the file's order."""
    stored = [_Item("a"), _Item("b"), _Item("c")]
    assert differences(stored, [_Item("b", "new"), _Item("d"), _Item("c")]) == TableChange(
        added=("d",), changed=("b",), unchanged=("c",), missing=("a",)
    )


def test_a_new_order_alone_is_a_change() -> None:
    """The same rows in another order differ, in the same order they do not."""
    stored = [_Item("a"), _Item("b")]
    assert differences(stored, stored[::-1]) == TableChange(unchanged=("b", "a"), reordered=True)
    assert [bool(differences(stored, stored)), bool(differences(stored, stored[::-1]))] == [False, True]
