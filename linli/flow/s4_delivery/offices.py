"""Which organisation acts for a project as its finance bureau, civil-affairs bureau or town."""

from django.utils.translation import gettext as _

from linli.flow.thread.models import Project
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.parties.states import OrganisationState
from linli.kernel.errors import Refusal


def organisation_of(project: Project, kind: str) -> int:
    """The key of the district's bureau of a kind, or of the project's town. Raises Refusal when there is none."""
    code = project.place_code[: 9 if kind == OrganisationKind.TOWN else 6]
    active = Organisation.objects.filter(kind=kind, place__code=code, state=OrganisationState.ACTIVE)
    found = active.order_by("id").values_list("id", flat=True).first()
    if found is None:
        raise Refusal(
            _("没有登记“%(kind)s”这一单位，无法继续办理。") % {"kind": OrganisationKind(kind).label},
            remedy=_("请由区民政局先登记该单位。"),
        )
    return found
