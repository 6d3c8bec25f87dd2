"""The page of a notice of moved deadlines: the old and the new day of each."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.foundations.rulebook.actions import notices as verbs
from linli.foundations.rulebook.models.notices import DeadlineNotice, NoticeState
from linli.ui.parts import Crumb
from linli.ui.web.access import ActorRequest, require, signed_in_page
from linli.ui.web.acting import press


def _found(request: ActorRequest, pk: int) -> DeadlineNotice:
    notice = get_object_or_404(DeadlineNotice, pk=pk)
    require(request.actor, verbs.note.name, notice)
    return notice


@signed_in_page
def notice(request: ActorRequest, pk: int) -> HttpResponse:
    """Every moved day, with the way to what it belongs to."""
    one = _found(request, pk)
    context = {
        "crumbs": [Crumb(_("待办"), reverse("inbox:index")), Crumb(_("期限变动"))],
        "head": {"title": str(one), "sub": [_("请按新的期限办理")]},
        "notice": one,
        "is_open": one.state == NoticeState.OPEN,
        "moves": [
            {**move, "before": parse_date(move["before"]), "after": parse_date(move["after"])} for move in one.moves
        ],
        "calendar_url": f"{reverse('rulebook:calendar')}?year={one.year}",
    }
    return render(request, "rulebook/parameter_notice.html", context)


@signed_in_page
@require_POST
def note(request: ActorRequest, pk: int) -> HttpResponse:
    """Say that it was read."""
    one = _found(request, pk)
    return press(request, verbs.note, one, done=_("已知悉期限变动"), then=reverse("inbox:index"))
