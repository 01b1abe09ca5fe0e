"""What signers say to a newer text: that they stand under it, or that they do not."""

from starlette.responses import Response
from starlette.routing import Route

from campaign.adapters.store import versions
from campaign.adapters.store.signons import standing
from campaign.web.holders import Holder
from campaign.web.own import Own, back


def routes(own: Own) -> list[Route]:
    """`/own/{token}/agree` and `object`."""
    steps = _Agreeing(own)
    return [own.step("agree", steps.agree), own.step("object", steps.object)]


class _Agreeing:
    def __init__(self, own: Own) -> None:
        self._site = own.site

    def agree(self, found: Holder, sent: dict[str, str]) -> Response:
        """Stand under the version that was shown; a newer one that came meanwhile is asked about anew."""
        known = {str(each.id): each.id for each in self._site.store.read(versions.all_of, found.signon.letter)}
        version = known.get(sent.get("version", ""))
        if version is not None:
            self._site.store.write(standing.agree, found.signon.id, version, self._site.clock())
        return back(found, "agreed" if version is not None else "")

    def object(self, found: Holder, sent: dict[str, str]) -> Response:
        """Stay under the version that was signed."""
        signed, now = found.signon, self._site.clock()
        changes = self._site.store.read(standing.changes, signed.letter)
        change = next((each for each in changes if str(each.version) == sent.get("version")), None)
        if signed.held and change and change.before == signed.version:  # sent twice
            return back(found, "objected")
        if change is None or signed.version is None or not change.may_object(signed.version, now):
            return back(found, "late")
        objected = self._site.store.write(standing.object_to, signed.id, change, now)
        return back(found, "objected" if objected else "late")
