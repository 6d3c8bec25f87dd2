"""Rounds of a design: what changed since the last one, what the return asked for, and taking a submission back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews import actions, rounds
from linli.flow.s2_goals.reviews.parts import page_of
from linli.flow.s2_goals.reviews.web import papers, seeing
from linli.flow.s2_goals.reviews.web.forms import ReasonForm, SettleForm
from linli.flow.s2_goals.reviews.web.sides import asked_of, compared, sides
from linli.flow.s2_goals.web import pages
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, needs
from linli.ui.web.acting import act
from linli.ui.web.verb_page import VerbPage


@needs("goals.design:list")
def compare(request: ActorRequest, pk: int) -> HttpResponse:
    """What changed from one round to the next, part by part."""
    design = seeing.design_inside(request, pk)
    found = compared(design, request.GET.get("old", ""), request.GET.get("new", ""))
    context: dict[str, Any] = {
        "crumbs": seeing.way(design, Crumb(_("修改对照"))),
        "head": seeing.head(design, _("修改对照")),
        "design": design,
        "sides": sides(design),
        "found": found is not None,
    }
    if found is not None:
        old, new, differences = found
        context |= {
            "old": old,
            "new": new,
            "differences": [one for one in differences if one.changes],
            "unchanged": sum(one.same for one in differences),
            "points": asked_of(design, old),
            "papers": papers.of_rounds(design),
        }
    return render(request, "reviews/compare.html", context)


class DesignPage(VerbPage):
    """A verb on the design of the project that the address names."""

    def queryset(self) -> QuerySet[Design]:
        return Design.objects.visible_to(self.request.actor).select_related(
            "project__purchaser__place", "project__place"
        )

    def found(self) -> Any:
        return get_object_or_404(self.queryset(), project_id=self.kwargs["pk"])

    def crumbs(self, record: Design) -> Sequence[Crumb]:
        return seeing.way(record)

    def sub(self, record: Design) -> Sequence[Any]:
        return [record.project.title, record.project.number]


class Withdraw(DesignPage):
    verb, form_class = actions.withdraw, ReasonForm
    done = gettext_lazy("方案已撤回，可以修改")
    hint = gettext_lazy("还没有审批单位签署意见时可以撤回；撤回的理由记入办理过程。")


class Settle(DesignPage):
    """What was done about each point that the last return asked for."""

    verb, form_class, template_name = actions.settle, SettleForm, "reviews/settle.html"
    done = gettext_lazy("补正情况已保存")
    button = gettext_lazy("保存")

    def arguments(self, record: Design) -> dict[str, Any]:
        return {"points": rounds.asked_for(record)}

    def more(self, record: Design) -> dict[str, Any]:
        points = rounds.asked_for(record)
        return {
            "links": {one.order: self._page(record, one.about) for one in points},
            "compare_url": reverse("goals:compare", args=[record.project_id]),
        }

    def _page(self, record: Design, about: str) -> str:
        name = page_of(about)
        return (
            reverse("goals:opinions", args=[record.project_id]) if name == "opinions" else pages.address(record, name)
        )

    def do(self, record: Any, data: Mapping[str, Any]) -> Any:
        settlements = [
            actions.Settlement(point.order, data[f"settled_{point.order}"], data[f"reply_{point.order}"])
            for point in rounds.asked_for(record)
        ]
        return act(self.request, self.verb, record, settlements=settlements)
