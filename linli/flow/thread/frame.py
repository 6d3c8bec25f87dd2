"""What the thread puts into the frame of every page: menu items and the facts of the foot."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.thread import desk
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel import clock, hooks, workdays
from linli.ui import nav


def _inbox_count(request: Any) -> int:
    """How many duties wait for the actor, counted once a request."""
    steps = sum(counts(request).values())
    elsewhere: int = request.actor_tasks_elsewhere
    return steps + elsewhere


def counts(request: Any) -> dict[int, int]:
    """Open duties by step, counted once a request and shared by the seven menu items that show them."""
    if not hasattr(request, "actor_step_counts"):
        request.actor_step_counts, request.actor_tasks_elsewhere = desk.step_counts(request.actor)
    made: dict[int, int] = request.actor_step_counts
    return made


def step_count(step: int) -> nav.Count:
    """For a room's menu item: the actor's open duties in its step."""
    return lambda request: counts(request)[step]


nav.register(
    nav.NavItem("main", 10, gettext_lazy("待办"), "inbox:index", "inbox", "thread.inbox:view", count=_inbox_count)
)
nav.register(nav.NavItem("main", 20, gettext_lazy("购买服务项目"), "thread:list", "folders", "thread.project:list"))
nav.register(nav.NavItem("foundations", 90, gettext_lazy("留痕"), "thread:journal", "timeline", "thread.journal:view"))


@hooks.on("ui.shell")
def facts(request: Any) -> dict[str, Any]:
    """The platform's name, the rule book's version, the calendar's state."""
    district = Place.objects.filter(code=settings.DISTRICT).values_list("name", flat=True).first() or ""
    year = clock.today().year
    announced = not workdays.unannounced(clock.today(), clock.today())
    state = _("%(year)s年已核对") if announced else _("%(year)s年放假安排未公布")
    return {
        "district": district,
        "platform": _("%(district)s政府购买社区服务平台") % {"district": district} if district else "",
        "rulebook_version": book.version().isoformat(),
        "calendar_state": state % {"year": year},
    }
