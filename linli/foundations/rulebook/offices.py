"""Who decides on a change of the rule book: the kinds of the chain become organisations of the place concerned."""

from django.utils.translation import gettext as _

from linli.foundations.rulebook import book
from linli.kernel import hooks
from linli.kernel.approvals import Office
from linli.kernel.errors import Refusal


def chain_for(parameter: str, place_code: str) -> list[Office]:
    """The offices in order. A step of kind `town` is left out for what concerns the whole district.

    The parties' room answers the hook `parties.office` with the organisation of a kind at a place.
    """
    offices: list[Office] = []
    for step in book.value(parameter):
        local = step["kind"] == "town"
        if local and len(place_code) < 9:
            continue
        code = place_code[:9] if local else place_code[:6]
        found = [one for one in hooks.call("parties.office", kind=step["kind"], code=code) if one]
        if not found:
            raise Refusal(
                _("审批链的“%(step)s”没有对应的单位。") % {"step": step["title"]},
                remedy=_("请联系区民政局登记该单位或调整审批链。"),
            )
        offices.append(Office(step["title"], found[0].pk, step["role"]))
    return offices
