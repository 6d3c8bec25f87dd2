"""The list of voices: looked for by state, deadline, source, topic, place; what came of them in four figures; export."""

from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Avg, Case, Count, F, Q, QuerySet, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.models import Voice
from linli.flow.s1_needs.states import Channel, VoiceState
from linli.flow.s1_needs.web import badges
from linli.flow.s1_needs.web.lists import PlaceFilter, actions_for
from linli.foundations.places.models import Place
from linli.kernel import clock, workdays
from linli.ui import tables
from linli.ui.lists import ListPage
from linli.ui.parts import Action, Figure

SOON = 2
"""Working days ahead that count as soon."""
DUE = [
    ("overdue", gettext_lazy("已逾期")),
    ("soon", gettext_lazy("两个工作日内到期")),
    ("reopened", gettext_lazy("要求重新办理")),
]
GOOD = 4
"""From which score on an answer counts as one that satisfied (满意, 很满意)."""


class VoiceFilter(PlaceFilter):
    place = django_filters.ChoiceFilter(
        label=gettext_lazy("社区（村）"), field_name="place_code", empty_label=gettext_lazy("全部社区（村）")
    )
    channel = django_filters.ChoiceFilter(
        label=gettext_lazy("来源"), choices=Channel.choices, empty_label=gettext_lazy("全部来源")
    )
    due = django_filters.ChoiceFilter(
        label=gettext_lazy("期限"), choices=DUE, method="by_due", empty_label=gettext_lazy("不限")
    )
    verified = django_filters.ChoiceFilter(
        label=gettext_lazy("手机"),
        field_name="phone_verified",
        choices=[("True", gettext_lazy("已核验")), ("False", gettext_lazy("未核验"))],
        empty_label=gettext_lazy("不限"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = self.request.actor
        places = (
            Place.objects.within(actor.place_code[:6]).communities()
            if actor.place_code
            else Place.objects.communities()
        )
        served = places.filter(code__startswith=actor.place_code) if actor.place_code else places
        self.filters["place"].extra["choices"] = list(served.order_by("code").values_list("code", "name"))

    def by_due(self, found: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        waiting = found.filter(state=VoiceState.RECEIVED)
        if value == "overdue":
            return waiting.filter(due_at__lt=clock.now())
        if value == "reopened":
            return found.filter(reopened_at__isnull=False)
        until = workdays.due_end(workdays.add_working_days(clock.today(), SOON))
        return waiting.filter(due_at__gte=clock.now(), due_at__lte=until)


class VoiceTable(tables.Table):
    chosen = tables.SelectColumn(form="gather")
    content = tables.TitleColumn(
        gettext_lazy("诉求"), accessor="excerpt", note="number", note_name=gettext_lazy("编号"), orderable=False
    )
    topic = tables.TextColumn(gettext_lazy("类别"), accessor="get_topic_display", order_by="topic", card="half")
    place = tables.TextColumn(gettext_lazy("社区（村）"), accessor="place__name", order_by="place_code", card="half")
    channel = tables.TextColumn(
        gettext_lazy("来源"), accessor="get_channel_display", order_by="channel", note="shown_source",
        note_name=gettext_lazy("工单号或核验"), card="hide",
    )  # fmt: skip
    status = tables.StatusColumn(gettext_lazy("状态"), accessor="shown_status", orderable=False)
    received = tables.DayColumn(gettext_lazy("收到"), accessor="received_at", card="hide")
    due = tables.DayColumn(gettext_lazy("答复期限"), accessor="due_at", note="shown_due__text", tone="shown_due__tone")
    organisation = tables.TextColumn(
        gettext_lazy("答复单位"),
        accessor="organisation__name",
        order_by="organisation__name",
        card="hide",
        optional=True,
    )
    satisfaction = tables.TextColumn(
        gettext_lazy("满意度"), accessor="get_satisfaction_display", order_by="satisfaction", card="hide", optional=True
    )
    answer = tables.TextColumn(
        gettext_lazy("答复"), accessor="answering__answer", orderable=False, card="hide", optional=True
    )
    answered = tables.DayColumn(
        gettext_lazy("答复时间"), accessor="answering__answered_at", orderable=False, card="hide", optional=True
    )

    caption = gettext_lazy("诉求")


class VoiceListPage(ListPage):
    template_name = "needs/voice_list.html"
    table_class = VoiceTable
    filter_class = VoiceFilter
    title = gettext_lazy("居民诉求")
    tab_field = "state"
    tab_labels = VoiceState.choices
    default_sort = "due"
    empty_text = gettext_lazy("居民在公众网页提交的、工作人员代为登记的、从热线导入的诉求都列在这里。")

    def queryset(self) -> QuerySet[Voice]:
        found = Voice.objects.visible_to(self.request.actor)  # type: ignore[attr-defined]
        return found.select_related("place", "organisation", "merged_into").defer("search", "merged_into__search")

    @cached_property
    def ordered(self) -> QuerySet[Voice]:
        """Unless a column was chosen, what waits for an answer stands first, the nearest deadline on top; then the newest."""
        found: QuerySet[Voice] = super().ordered
        if self.params.get("sort"):
            return found
        waiting = Case(When(state=VoiceState.RECEIVED, then=F("due_at")))
        return found.order_by(waiting.asc(nulls_last=True), "-id")

    def table(self, rows: Any) -> tables.Table:
        for voice in rows:
            voice.shown_status, voice.shown_due = badges.of_voice(voice), badges.answer_due(voice)
            voice.shown_source = voice.hotline_number or (_("已核验手机") if voice.phone_verified else "")
        return super().table(rows)

    def actions(self) -> list[Action]:
        return actions_for(self.request.actor, ("needs", "lists", "hotline", "voice_new"))  # type: ignore[attr-defined]

    def extra_context(self) -> dict[str, Any]:
        may = self.request.actor.may("needs.need:enter")  # type: ignore[attr-defined]
        return {"figures": figures(self.filtered), "gather_url": reverse("needs:voice_gather_chosen") if may else ""}


def figures(found: QuerySet[Voice]) -> list[Figure]:
    """Received, waiting, answered in time, satisfied: of what the query form leaves, in one statement. Merged and withdrawn
    voices owe no answer of their own and do not count."""
    owed, received = ~Q(state__in=[VoiceState.MERGED, VoiceState.WITHDRAWN]), Q(state=VoiceState.RECEIVED)
    answered = owed & Q(answered_at__isnull=False)
    n = found.order_by().aggregate(
        all=_how_many(owed),
        waiting=_how_many(received),
        late=_how_many(received & Q(due_at__lt=clock.now())),
        answered=_how_many(answered),
        in_time=_how_many(answered & Q(answered_at__lte=F("due_at"))),
        rated=_how_many(Q(satisfaction__isnull=False)),
        good=_how_many(Q(satisfaction__gte=GOOD)),
        mean=Avg("satisfaction"),
    )
    day = timezone.localdate(clock.now())
    words = _("截至 %(m)d月%(d)d日") % {"m": day.month, "d": day.day}
    rated = _("%(rated)d 人评价，均分 %(mean).1f") % n if n["rated"] else _("还没有人评价")
    return [
        Figure(_("收到诉求"), str(n["all"]), _("件"), words),
        Figure(
            _("待答复"), str(n["waiting"]), _("件"), _("其中逾期 %d 件") % n["late"], "overdue" if n["late"] else ""
        ),
        Figure(_("按期答复率"), *_share(n["in_time"], n["answered"] + n["late"]), _("已答复 %d 件") % n["answered"]),
        Figure(_("满意率"), *_share(n["good"], n["rated"]), rated),
    ]


def _how_many(which: Q) -> Count:
    return Count("pk", filter=which)


def _share(part: int, whole: int) -> tuple[str, str]:
    """A share and its sign; a dash where there is nothing to share."""
    return (f"{100 * part / whole:.1f}", "%") if whole else ("—", "")
