"""What the form pages of steps 4, 5 and 6 share, and the buttons that lead to them."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.flow.thread.models import Project
from linli.kernel.actions import Action as Verb
from linli.kernel.actor import Actor
from linli.ui import parts
from linli.ui.web import verb_page
from linli.ui.web.verb_page import may_now


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb and the name of the page where it is done."""

    verb: Verb[Any, Any]
    page: str
    variant: str = "default"


def buttons(actor: Actor, record: Any, *deeds: Deed) -> list[parts.Action]:
    """The buttons of what the actor may do with the record now; the first is the primary one."""
    offered = [deed for deed in deeds if may_now(deed.verb, actor, record)]
    return [
        parts.Action(
            deed.verb.label,
            reverse(deed.page, args=[record.pk]),
            variant="primary" if deed is offered[0] and deed.variant == "default" else deed.variant,
        )
        for deed in offered
    ]


def way(project: Project, tab: str, *more: parts.Crumb) -> list[parts.Crumb]:
    """The breadcrumb: projects, the project, its tab, and what follows."""
    from linli.flow.thread.tabs import find

    found = find(tab)
    return [
        parts.Crumb(_("购买服务项目"), reverse("thread:list")),
        parts.Crumb(project.number, project.get_absolute_url()),
        parts.Crumb(found.label if found else "", reverse("thread:tab", args=[project.pk, tab])),
        *more,
    ]


class VerbPage(verb_page.VerbPage):
    """A verb on a record of a project; the project's page shows it on `tab`."""

    tab: ClassVar[str] = "delivery"

    def project(self, record: Any) -> Project:
        found: Project = record.project
        return found

    def sub(self, record: Any) -> list[str]:
        return [self.project(record).title]

    def crumbs(self, record: Any) -> list[parts.Crumb]:
        return way(self.project(record), self.tab)
