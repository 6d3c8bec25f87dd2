"""Two versions of a document clause by clause, side by side, or one below the other on a phone."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from linli.foundations.rulebook.documents import comparing, shelf
from linli.foundations.rulebook.documents.comparing import Change
from linli.foundations.rulebook.documents.held import HeldVersion
from linli.foundations.rulebook.models import RuleVersion
from linli.foundations.rulebook.web.documents_public import found_or_404, page, trail
from linli.kernel.errors import Text
from linli.ui.parts import Crumb
from linli.ui.status import Status
from linli.ui.web.access import ActorRequest, needs, public_page

LOOKS: dict[str, Status] = {
    "same": Status("none", gettext_lazy("未变")),
    "changed": Status("attention", gettext_lazy("修改"), "pencil"),
    "added": Status("done", gettext_lazy("新增"), "plus"),
    "deleted": Status("danger", gettext_lazy("删除"), "trash"),
}
MOVED = Status("waiting", gettext_lazy("移动"), "arrows-sort")


@dataclass(frozen=True, slots=True)
class Pair:
    """One clause in both versions, with what happened to it."""

    change: Change
    looks: list[Status]


def compared(request: HttpRequest, versions: list[HeldVersion]) -> dict[str, Any]:
    """What the page shows of two of the versions (`?old=`, `?new=`; by default the last two); `?all=1` unchanged ones too."""
    if len(versions) < 2:
        raise Http404
    new = _asked(request, "new", versions, versions[0])
    older = [one for one in versions if one.ordinal < new.ordinal]
    old = _asked(request, "old", versions, older[0] if older else versions[1])
    changes = comparing.compare(old.clauses, new.clauses)
    different = [one for one in changes if one.is_change]
    whole = request.GET.get("all") == "1"
    return {
        "old": old,
        "new": new,
        "versions": versions,
        "whole": whole,
        "pairs": [Pair(one, _looks(one)) for one in (changes if whole else different)],
        "summary": _summary(changes),
        "unchanged": len(changes) - len(different),
    }


def _asked(request: HttpRequest, name: str, versions: list[HeldVersion], default: HeldVersion) -> HeldVersion:
    asked = request.GET.get(name, "")
    if not asked:
        return default
    for one in versions:
        if str(one.ordinal) == asked:
            return one
    raise Http404


def _looks(change: Change) -> list[Status]:
    kind = [] if change.kind == "same" and change.moved else [LOOKS[change.kind]]
    return [*kind, MOVED] if change.moved else kind


def _summary(changes: list[Change]) -> list[Text]:
    def count(kind: str) -> int:
        return sum(one.kind == kind for one in changes)

    moved = sum(one.moved for one in changes)
    return [
        ngettext("修改 %(n)d 条", "修改 %(n)d 条", count("changed")) % {"n": count("changed")},
        ngettext("新增 %(n)d 条", "新增 %(n)d 条", count("added")) % {"n": count("added")},
        ngettext("删除 %(n)d 条", "删除 %(n)d 条", count("deleted")) % {"n": count("deleted")},
        ngettext("移动 %(n)d 条", "移动 %(n)d 条", moved) % {"n": moved},
    ]


@public_page
def public(request: HttpRequest, key: str) -> HttpResponse:
    """Any two published versions."""
    held = found_or_404(key)
    shown = compared(request, list(held.versions))
    crumbs = trail(Crumb(held.short, reverse("rulebook:document", args=[key])), Crumb(_("版本比较")))
    return page(request, "rulebook/document_compare_public.html", {**shown, "title": held.title, "crumbs": crumbs})


@needs("rulebook.document:list")
def clerks(request: ActorRequest, key: str) -> HttpResponse:
    """Any two versions that the actor may see, drafts too."""
    rows = RuleVersion.objects.visible_to(request.actor).filter(document__key=key)
    found = list(rows.select_related("document").prefetch_related("clauses").order_by("-ordinal"))
    shown = compared(request, [shelf.held_version(one) for one in found])
    context = {
        **shown,
        "crumbs": [
            Crumb(_("文件"), reverse("rulebook:doc-list")),
            Crumb(found[0].document.short, reverse("rulebook:doc", args=[key])),
            Crumb(_("版本比较")),
        ],
        "head": {"title": _("版本比较：%(title)s") % {"title": found[0].document.short}, "sub": shown["summary"]},
    }
    return render(request, "rulebook/document_compare.html", context)
