"""How many forms may cause emails."""

from campaign.core.signons.request_limits import ConfirmationBudget, network_allowances


def test_a_client_counts_for_all_its_networks() -> None:
    """An IPv4 address for itself and its /24, an IPv6 address for its /64, /56 and /48; a wider network may send
    more."""
    names = {
        client: [(name, allowance.burst) for name, allowance in network_allowances(client)]
        for client in ("192.0.2.7", "2001:db8:1:2ff::9", "unknown")
    }
    assert names == {
        "192.0.2.7": [("192.0.2.7", 60), ("192.0.2.0/24", 120)],
        "2001:db8:1:2ff::9": [("2001:db8:1:2ff::/64", 60), ("2001:db8:1:200::/56", 120), ("2001:db8:1::/48", 240)],
        "unknown": [("unknown", 60)],
    }


def test_the_smaller_part_of_the_budget_counts() -> None:
    """What is left of the minute or of the day, never less than nothing; a page promises ten minutes."""
    budget = ConfirmationBudget(per_minute=10, per_day=200)
    assert [budget.left(0, 0), budget.left(4, 50), budget.left(0, 197), budget.left(11, 300)] == [10, 6, 3, 0]
    assert [budget.soon(0), budget.soon(150), budget.soon(300)] == [100, 50, 0]
