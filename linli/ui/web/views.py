"""The gallery: every component in every state, and sample pages. Nothing here reads the database."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.ui import lists
from linli.ui.parts import Tab
from linli.ui.web import gallery, samples
from linli.ui.web.access import public_page

View = Callable[..., HttpResponse]


def gallery_page(view: View) -> View:
    """Open to everybody where DEBUG or DEMO is on, else to staff."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shown = settings.DEBUG or getattr(settings, "DEMO", False)
        if not shown and not getattr(getattr(request, "user", None), "is_staff", False):
            raise PermissionDenied("gallery")
        return view(request, *args, **kwargs)

    return public_page(checked)


@gallery_page
def components(request: HttpRequest) -> HttpResponse:
    """Every component with all its states."""
    return render(request, "ui/gallery/components.html", gallery.context(request) | {"papers": samples.papers()})


@gallery_page
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """A whole page made of the page templates and sample data."""
    if name not in SAMPLES:
        raise Http404(name)
    template, data = SAMPLES[name]
    return render(request, template, data(request))


def _list(request: HttpRequest) -> dict[str, Any]:
    rows = samples.rows()
    page = Paginator([*rows, *range(118)], 10).page(1)
    page.object_list = rows
    table = gallery.SampleTable(rows, request=request)
    table.sorted_by = "due"
    counts = (
        (_("全部"), 128),
        ("1 需求摸排", 17),
        ("2 目标确立", 21),
        ("3 公开招标", 24),
        ("4 组织实施", 38),
        ("5 监测评估", 16),
        ("6 服务跟踪", 12),
    )
    return {
        "shell": samples.shell(_("购买服务项目")),
        "head": {"title": _("购买服务项目"), "sub": ["共 128 个项目，预算合计 4,862.30 万元"], "actions": gallery.list_actions()},
        "filter": {"form": gallery.SampleQuery()},
        "tabs": [Tab(label, "#", i == 0, n) for i, (label, n) in enumerate(counts)],
        "table": table, "page": page, "sizes": lists.SIZES, "selectable": True, "can_export": True,
    }  # fmt: skip


def _form(request: HttpRequest) -> dict[str, Any]:
    return gallery.budget()


SAMPLES: dict[str, tuple[str, Callable[[HttpRequest], dict[str, Any]]]] = {
    "inbox": ("ui/pages/inbox.html", lambda request: samples.inbox()),
    "project": ("ui/pages/project.html", lambda request: samples.project()),
    "list": ("ui/pages/list.html", _list),
    "form": ("ui/gallery/budget.html", _form),
    "sign-in": ("ui/gallery/sign_in.html", lambda request: {"shell": samples.shell("")}),
    "portal": ("ui/gallery/portal.html", lambda request: gallery.portal()),
    "public-project": ("ui/gallery/public_project.html", lambda request: gallery.public_project()),
    "cockpit": ("ui/gallery/cockpit.html", lambda request: gallery.cockpit()),
    "opening": ("ui/gallery/opening.html", lambda request: gallery.opening()),
    "survey": ("ui/gallery/survey.html", lambda request: gallery.survey()),
}
