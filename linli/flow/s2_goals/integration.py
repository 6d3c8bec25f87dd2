"""Whether a design stands in the catalogue, off the negative list, and, where a department's task enters communities, on
the list of admissions (项目集成). Asked when it is typed, when it is submitted, and again when the tender is published."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.s1_needs.states import AdoptionState
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results.values import People
from linli.flow.s2_goals.rules import Finding
from linli.flow.thread.models import Project
from linli.foundations.admission import lookup as admissions
from linli.foundations.catalogue import lookup as catalogue
from linli.foundations.catalogue import negative
from linli.foundations.catalogue.models import CatalogueItem
from linli.foundations.catalogue.states import Served
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.rulebook import book
from linli.kernel.errors import Refusal


def of_catalogue(design: Design) -> list[Finding]:
    """The item is in force and this purchaser may buy it (102号令 10). Who finds none is led to apply for one."""
    if not design.catalogue_code:
        return []
    try:
        item = catalogue.check(design.catalogue_code, buyer=design.project.purchaser.kind)
    except Refusal as refusal:
        citation = book.citation("catalogue.negative_list")
        title, remedy = str(refusal.message), str(refusal.remedy)
        link = (_("申请增补"), supplement_url(design))
        return [Finding("catalogue", "stop", title, remedy, "catalogue_code", citation, link)]
    return [Finding("catalogue", "ok", _("属于指导性目录"), f"{item.code} {item.name}")]


def codes_of_needs(project: Project) -> list[str]:
    """The items that the project's needs were classified under, that of the most pressing need first."""
    links = project.adoptions.filter(state=AdoptionState.STANDING).exclude(need__catalogue_code="")
    found = links.order_by("-need__priority", "need_id").values_list("need__catalogue_code", flat=True)
    return list(dict.fromkeys(found))


def item_of_needs(project: Project) -> CatalogueItem | None:
    """The one item that all classified needs of a project name, if its purchaser may buy it today; None where they differ."""
    codes = codes_of_needs(project)
    return catalogue.open_to(codes[0], project.purchaser.kind) if len(codes) == 1 else None


def of_served(design: Design, groups: Sequence[People]) -> list[Finding]:
    """Who benefits directly is whom the item serves; an item that names nobody, or everybody, serves all."""
    item = catalogue.item(design.catalogue_code) if design.catalogue_code else None
    if item is None or not item.served or Served.EVERYONE in item.served:
        return []
    words = {"item": item.name, "served": "、".join(item.served_labels)}
    return [
        Finding("served", "warn",
                _("“%(name)s”属于%(kind)s，目录项“%(item)s”的服务对象是%(served)s")
                % (words | {"name": one.name, "kind": Served(one.served).label}),
                _("请核对分组的类别，或另选目录条目"), f"groups-{place}-served")
        for place, one in enumerate(groups)
        if one.is_direct and one.served not in item.served
    ]  # fmt: skip


def supplement_url(design: Design) -> str:
    """Where a purchaser applies for an item that the catalogue lacks."""
    return f"{reverse('catalogue:supplement_new')}?{urlencode({'name': design.project.title})}"


def of_negative(design: Design) -> list[Finding]:
    """Title and goal hint at nothing that may not be bought, or somebody has judged, with a reason."""
    texts = [design.project.title, design.goal]
    found = negative.refusal(texts, mark=design.negative_mark, reason=design.negative_reason)
    if found is None:
        return []
    certain = design.negative_mark not in ("", "clear")
    citation = book.citation(negative.LIST if certain else negative.WORDS)
    link = (_("看负面清单"), reverse("catalogue:negative"))
    return [Finding("negative", "stop", str(found.message), str(found.remedy), found.field, citation, link)]


def holder_of(design: Design) -> Organisation | None:
    """The department whose task enters communities with this project: the one named, or the purchaser if it is one."""
    purchaser = design.project.purchaser
    return design.task_from or (purchaser if purchaser.kind == OrganisationKind.DEPARTMENT else None)


def admission_refusal(design: Design) -> Refusal | None:
    """Why the admission that the design names does not carry it today; None when it does, or none is needed."""
    holder = holder_of(design)
    if holder is None:
        return None
    project = design.project
    return admissions.refusal(
        design.admission,
        holder=holder,
        communities=project.communities.all(),
        since=design.service_from,
        until=design.service_to,
    )


def of_admission(design: Design) -> list[Finding]:
    """A department's task is admitted into every community of the project, for the whole service period."""
    if holder_of(design) is None:
        return []
    found = admission_refusal(design)
    citation = book.citation(admissions.PARAMETER)
    if found is None:
        assert design.admission is not None
        title = _("部门任务已经准入")
        return [Finding("admission", "ok", title, f"{design.admission.number} {design.admission}", citation=citation)]
    link = (_("看准入清单"), reverse("admission:list"))
    return [Finding("admission", "stop", str(found.message), str(found.remedy), "admission", citation, link)]
