"""Publishing a site: exactly the plan is written, or nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from campaign.core.publish import Edition
from campaign.core.publish.site import SUMS
from campaign.errors import Refused
from campaign.services.publishing import plan_site, publish
from campaign.services.publishing.site_plan import SitePlan
from tests.helpers.edition import ENGLISH, edition
from tests.helpers.web import Web


def _plan(files: dict[str, bytes], before: dict[str, str], edition: Edition) -> SitePlan:
    return SitePlan(Path("site"), edition, files, before, ())


def test_a_plan_names_what_would_change() -> None:
    """New and changed files are written, and files of the earlier site that are no longer needed are deleted."""
    digest = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"  # of "a"
    plan = _plan({"a": b"a", "b": b"b", "c": b"c"}, {"a": digest, "b": digest, "d": digest}, edition())
    assert (plan.changed_paths, plan.removed_paths) == (("b", "c"), ("d",))


def test_a_plan_is_carried_out_exactly(web: Web, tmp_path: Path) -> None:
    """The folder has the planned files; a second plan would change nothing."""
    out = tmp_path / "site"
    plan = plan_site(web.campaign, out)
    assert (plan.changed_paths, plan.removed_paths, out.exists()) == (
        tuple(sorted(plan.files.keys() - {SUMS})),
        (),
        False,
    )
    publish(web.campaign, plan)
    assert {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()} == dict(
        plan.files
    )
    again = plan_site(web.campaign, out)
    assert (again.changed_paths, again.removed_paths) == ((), ())


def test_a_plan_of_what_has_changed_is_refused(web: Web, tmp_path: Path) -> None:
    """If a version was frozen or the folder changed meanwhile, nothing is written."""
    out = tmp_path / "site"
    plan = plan_site(web.campaign, out)
    publish(web.campaign, replace(plan, files=dict(plan.files)))
    with pytest.raises(Refused):
        publish(web.campaign, plan)  # the folder was empty when it was made
    newer = plan_site(web.campaign, out)
    web.freeze(en=ENGLISH.replace("**one thing**", "**all**"))
    with pytest.raises(Refused, match="has changed since the site was planned"):
        publish(web.campaign, newer)
