"""The list pages of step 1: voices, needs, published needs lists."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import TextInput
from django.urls import reverse
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.models import Need, NeedsList, Voice
from linli.flow.s1_needs.states import AdoptionState, Channel, NeedState, Topic, VoiceState
from linli.flow.s1_needs.web import badges
from linli.foundations.places.models import Place
from linli.kernel.errors import Text
from linli.ui import tables
from linli.ui.lists import ListPage
from linli.ui.parts import Action


class NumberColumn(tables.Column):
    """A plain number, right-aligned."""

    numeric = True
    card = "pair"


class PlaceFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Words, topic, town: what voices and needs are looked for by."""

    q = django_filters.CharFilter(label=gettext_lazy("关键词"), method="by_words", widget=TextInput())
    topic = django_filters.ChoiceFilter(
        label=gettext_lazy("类别"), choices=Topic.choices, empty_label=gettext_lazy("全部类别")
    )
    town = django_filters.ChoiceFilter(
        label=gettext_lazy("镇街"), method="by_town", empty_label=gettext_lazy("全部镇街")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["town"].extra["choices"] = list(Place.objects.towns().values_list("code", "name"))

    def by_words(self, found: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return found.filter(search__words=value)

    def by_town(self, found: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return found.filter(place_code__startswith=value)


class VoiceFilter(PlaceFilter):
    channel = django_filters.ChoiceFilter(
        label=gettext_lazy("来源"), choices=Channel.choices, empty_label=gettext_lazy("全部来源")
    )


class VoiceTable(tables.Table):
    content = tables.TitleColumn(
        gettext_lazy("诉求"), accessor="excerpt", note="number", note_name=gettext_lazy("编号"), orderable=False
    )
    topic = tables.TextColumn(gettext_lazy("类别"), accessor="get_topic_display", order_by="topic", card="half")
    place = tables.TextColumn(gettext_lazy("社区（村）"), accessor="place__name", order_by="place_code", card="half")
    channel = tables.TextColumn(gettext_lazy("来源"), accessor="get_channel_display", order_by="channel", card="hide")
    status = tables.StatusColumn(gettext_lazy("状态"), accessor="shown_status", orderable=False)
    received = tables.DayColumn(gettext_lazy("收到"), accessor="received_at", card="hide")
    due = tables.DayColumn(gettext_lazy("答复期限"), accessor="due_at", note="shown_due__text", tone="shown_due__tone")

    caption = gettext_lazy("诉求")


class VoiceListPage(ListPage):
    table_class = VoiceTable
    filter_class = VoiceFilter
    title = gettext_lazy("居民诉求")
    tab_field = "state"
    tab_labels = VoiceState.choices
    default_sort = "due"
    empty_text = gettext_lazy("居民在公众网页提交的、工作人员代为登记的诉求都列在这里。")

    def queryset(self) -> QuerySet[Voice]:
        return Voice.objects.visible_to(self.request.actor).select_related("place")  # type: ignore[attr-defined]

    def table(self, rows: Any) -> tables.Table:
        for voice in rows:
            voice.shown_status, voice.shown_due = badges.of_voice(voice), badges.answer_due(voice)
        return super().table(rows)

    def actions(self) -> list[Action]:
        return actions_for(self.request.actor, ("needs", "lists", "voice_new"))  # type: ignore[attr-defined]


class NeedTable(tables.Table):
    title = tables.TitleColumn(gettext_lazy("需求"), note="number", note_name=gettext_lazy("编号"))
    topic = tables.TextColumn(gettext_lazy("类别"), accessor="get_topic_display", order_by="topic", card="half")
    place = tables.TextColumn(gettext_lazy("区域"), accessor="place__name", order_by="place_code", card="half")
    beneficiaries = NumberColumn(gettext_lazy("受益人数"))
    priority = NumberColumn(gettext_lazy("优先指数"))
    status = tables.StatusColumn(gettext_lazy("状态"), accessor="shown_status", orderable=False)
    project = tables.TextColumn(
        gettext_lazy("项目"), accessor="shown_projects", orderable=False, empty=gettext_lazy("未立项")
    )

    caption = gettext_lazy("需求")


class NeedListPage(ListPage):
    table_class = NeedTable
    filter_class = PlaceFilter
    title = gettext_lazy("需求")
    tab_field = "state"
    tab_labels = NeedState.choices
    default_sort = "-priority"
    empty_text = gettext_lazy("需求由社区从居民诉求中确认，或经走访、座谈、问卷后录入。")

    def queryset(self) -> QuerySet[Need]:
        found = Need.objects.visible_to(self.request.actor)  # type: ignore[attr-defined]
        return found.select_related("place").prefetch_related("adoptions__project")

    def table(self, rows: Any) -> tables.Table:
        for need in rows:
            need.shown_status = badges.of_need(need)
            standing = [link for link in need.adoptions.all() if link.state != AdoptionState.RELEASED]
            need.shown_projects = "、".join(link.project.number for link in standing)
        return super().table(rows)

    def actions(self) -> list[Action]:
        return actions_for(self.request.actor, ("voices", "lists", "need_new"))  # type: ignore[attr-defined]


class ListTable(tables.Table):
    title = tables.TitleColumn(gettext_lazy("需求清单"), accessor="shown_title", order_by="place_code")
    organisation = tables.TextColumn(gettext_lazy("公布单位"), accessor="organisation__name", orderable=False)
    year = NumberColumn(gettext_lazy("年度"), card="hide")
    round = NumberColumn(gettext_lazy("轮次"), card="hide")
    edition = NumberColumn(gettext_lazy("版次"))
    count = NumberColumn(gettext_lazy("需求数"))
    published = tables.DayColumn(gettext_lazy("公布时间"), accessor="published_at")

    caption = gettext_lazy("需求清单")


class ListFilter(django_filters.FilterSet):  # type: ignore[misc]
    town = django_filters.ChoiceFilter(
        label=gettext_lazy("镇街"), method="by_town", empty_label=gettext_lazy("全部镇街")
    )
    year = django_filters.NumberFilter(label=gettext_lazy("年度"))

    by_town = PlaceFilter.by_town

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["town"].extra["choices"] = list(Place.objects.towns().values_list("code", "name"))


class ListListPage(ListPage):
    table_class = ListTable
    filter_class = ListFilter
    title = gettext_lazy("需求清单")
    default_sort = "-published"
    empty_text = gettext_lazy("社区、镇街和区把确认的需求排序后，按年度和轮次公布。")

    def queryset(self) -> QuerySet[NeedsList]:
        return NeedsList.objects.latest_editions().select_related("place", "organisation")

    def table(self, rows: Any) -> tables.Table:
        for one in rows:
            one.shown_title = str(one)
        return super().table(rows)

    def actions(self) -> list[Action]:
        return actions_for(self.request.actor, ("needs", "voices", "list_publish"))  # type: ignore[attr-defined]


_BUTTONS: dict[str, tuple[Text, str, str, str, str]] = {
    "needs": (gettext_lazy("需求"), "needs:need_list", "list-details", "default", "needs.need:list"),
    "voices": (gettext_lazy("居民诉求"), "needs:voice_list", "messages", "default", "needs.voice:list"),
    "lists": (gettext_lazy("需求清单"), "needs:list_list", "clipboard-list", "default", "needs.need:list"),
    "voice_new": (gettext_lazy("登记诉求"), "needs:voice_new", "plus", "primary", "needs.need:enter"),
    "need_new": (gettext_lazy("确认需求"), "needs:need_new", "plus", "primary", "needs.need:enter"),
    "list_publish": (gettext_lazy("公布清单"), "needs:list_publish", "speakerphone", "primary", "needs.list:prepare"),
}


def actions_for(actor: Any, names: tuple[str, ...]) -> list[Action]:
    """The buttons of a page head that the actor may press."""
    found = (_BUTTONS[name] for name in names)
    return [
        Action(label, reverse(address), icon, variant)
        for label, address, icon, variant, permission in found
        if actor.may(permission)
    ]
