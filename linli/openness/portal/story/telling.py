"""Everything that the public page of a project shows, gathered."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.flow.thread.models import Project
from linli.openness.portal import timeline, words
from linli.openness.portal.notices import listing
from linli.openness.portal.services import icon_for
from linli.openness.portal.story import money, promises, steps
from linli.ui.status import Status


def tell(project: Project) -> dict[str, Any]:
    """The page's context. The project must be published; nothing here looks at what is not."""
    communities = list(project.communities.order_by("code").values_list("name", flat=True))
    design = promises.design_of(project)
    return {
        "project": project,
        "sentence": sentence(project, communities),
        "status": Status(words.state_family(project.state), words.state_word(project.state)),
        "steps": steps.told(project),
        "money": money.told(project, design, len(communities)),
        "promises": promises.told(design),
        "way": promises.way(design),
        "communities": communities,
        "icon": icon_for(project.title, project.catalogue_name),
        "documents": listing.of_project(project),
        "time_line": timeline.shown(project),
    }


def sentence(project: Project, communities: list[str]) -> str:
    """What it is, where and for whom, in one sentence without a term of art."""
    what = project.catalogue_name or project.title
    where = _where(project, communities)
    if project.provider is not None:
        told = _("由%(who)s在%(where)s提供%(what)s服务") % {"who": project.provider, "where": where, "what": what}
    else:
        told = _("准备在%(where)s提供%(what)s服务") % {"where": where, "what": what}
    if project.beneficiaries:
        people = ngettext("服务 %(n)s 人", "服务 %(n)s 人", project.beneficiaries) % {"n": f"{project.beneficiaries:,}"}
        told = _("%(told)s，%(people)s") % {"told": told, "people": people}
    return _("%(told)s。") % {"told": told}


def _where(project: Project, communities: list[str]) -> str:
    if len(communities) > 1:
        shape = ngettext("%(place)s的 %(n)s 个社区（村）", "%(place)s的 %(n)s 个社区（村）", len(communities))
        return shape % {"place": project.place, "n": len(communities)}
    return communities[0] if communities else str(project.place)
