"""What the pages of a design share: finding it, the way to it, its pages in order, findings as problems and checks."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.rules import Finding
from linli.kernel.actions import Action, Terms
from linli.kernel.errors import Refusal
from linli.ui import parts
from linli.ui.clauses import chip
from linli.ui.web.access import ActorRequest
from linli.ui.web.acting import sentence, terms

PAGES = {
    "basics": gettext_lazy("基本情况"),
    "people": gettext_lazy("服务对象"),
    "chain": gettext_lazy("结果链"),
    "targets": gettext_lazy("指标"),
    "budget": gettext_lazy("预算"),
    "team": gettext_lazy("人员与风险"),
    "review": gettext_lazy("核对提交"),
}
ROWS = {
    "lines": "budget", "targets": "targets", "nodes": "chain", "groups": "people", "posts": "team", "risks": "team",
}  # fmt: skip
"""The page of each kind of row."""
STATES = {"ok": "passed", "warn": "warning", "stop": "failed"}


def editing(request: ActorRequest, pk: int) -> Design:
    """The design of a project, for the clerk who may write it now."""
    found = Design.objects.select_related("project__purchaser__place", "project__place")
    design = get_object_or_404(found, project_id=pk)
    if not request.actor.may("goals.design:describe", design) or not design.is_editable:
        raise PermissionDenied("goals.design:describe")
    return design


def address(design: Design, page: str) -> str:
    return reverse(f"goals:{page}", args=[design.project_id])


def frame(design: Design, page: str, title: Any) -> dict[str, Any]:
    """Way, head and page tabs of one page."""
    number = list(PAGES).index(page) + 1
    sub = [
        design.project.title,
        design.project.number,
        _("第 %(n)d 页，共 %(all)d 页") % {"n": number, "all": len(PAGES)},
    ]
    return {
        "crumbs": [
            parts.Crumb(_("购买服务项目"), reverse("thread:list")),
            parts.Crumb(design.project.title, design.get_absolute_url()),
            parts.Crumb(title),
        ],
        "head": {"title": title, "sub": sub},
        "pages": [parts.Tab(label, address(design, key), key == page) for key, label in PAGES.items()],
        "design": design,
        "cancel_url": design.get_absolute_url() if number == 1 else address(design, list(PAGES)[number - 2]),
        "back_label": _("返回项目") if number == 1 else _("上一页"),
        "draft_url": reverse("goals:draft", args=[design.project_id, page]) if page != "review" else "",
    }


def following(design: Design, page: str) -> str:
    """The address of the next page."""
    keys = list(PAGES)
    return address(design, keys[min(keys.index(page) + 1, len(keys) - 1)])


MONEY = ("budget", "method", "method_reason", "price_reason", "split_reason", "wage_reason", "source", "pool")


def page_of(field: str) -> str:
    """The page on which a finding's field stands."""
    if field in MONEY:
        return "budget"
    return ROWS.get(field.partition("-")[0], "basics") if "-" in field else "basics"


def problem(finding: Finding, design: Design | None = None) -> parts.Problem:
    """A finding as a line of the error summary; with a design it leads to the page that has the field."""
    where = address(design, page_of(finding.field)) if design is not None else ""
    href = f"{where}#id_{finding.field}" if finding.field else ""
    return parts.Problem(finding.title, finding.remedy, href, chip(finding.citation))


def checks(findings: Iterable[Finding]) -> list[parts.Check]:
    """Findings as live checks; those of single rows stay at their rows."""
    return [
        parts.Check(STATES[one.level], one.title, one.remedy, *reversed(one.link or ()))
        for one in findings
        if one.code not in ("basis", "amount")
    ]


def told(found: Iterable[parts.Check]) -> dict[str, Any]:
    """The checks of a page, and the same in a sentence for who hears it while he types."""
    made = list(found)
    count = {state: sum(one.state == state for one in made) for state in STATES.values()}
    words = _("本页检查：%(failed)d 项须修改，%(warning)d 项请留意。") % count
    return {"checks": made, "checks_told": words}


def keep(request: ActorRequest, verb: Action[Any, Any], design: Design, values: dict[str, Any] | None) -> HttpResponse:
    """Save a draft while somebody types: the new version comes back, or in words why it was not saved.

    The form's idempotency key stays unused, it belongs to the button.
    """
    if values is None:
        return _not_kept(_("有一项还不完整，暂未保存"))
    try:
        saved = verb.on(Terms(version=terms(request).version))(design, actor=request.actor, **values)
    except Refusal as refusal:
        return _not_kept(sentence(refusal))
    response = HttpResponse(status=204)
    response["X-Version"] = str(saved.version)
    return response


def _not_kept(words: str) -> HttpResponse:
    return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
