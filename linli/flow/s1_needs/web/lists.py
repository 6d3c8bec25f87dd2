"""The list pages of step 1: needs and published needs lists; voices are in voice_list.py."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import TextInput
from django.urls import reverse
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs.models import Need, NeedsList
from linli.flow.s1_needs.states import AdoptionState, NeedState, Topic
from linli.flow.s1_needs.web import badges
from linli.foundations.places.models import Place
from linli.kernel.errors import Text
from linli.ui import tables
from linli.ui.lists import ListPage
from linli.ui.parts import Action


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


class NeedTable(tables.Table):
    title = tables.TitleColumn(gettext_lazy("需求"), note="number", note_name=gettext_lazy("编号"))
    topic = tables.TextColumn(gettext_lazy("类别"), accessor="get_topic_display", order_by="topic", card="half")
    place = tables.TextColumn(gettext_lazy("区域"), accessor="place__name", order_by="place_code", card="half")
    beneficiaries = tables.NumberColumn(gettext_lazy("受益人数"))
    priority = tables.NumberColumn(gettext_lazy("优先指数"))
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
        shown = ("voices", "surveys", "suggestions", "lists", "map", "need_new")
        return actions_for(self.request.actor, shown)  # type: ignore[attr-defined]


class ListTable(tables.Table):
    title = tables.TitleColumn(gettext_lazy("需求清单"), accessor="shown_title", order_by="place_code")
    organisation = tables.TextColumn(gettext_lazy("公布单位"), accessor="organisation__name", orderable=False)
    year = tables.NumberColumn(gettext_lazy("年度"), card="hide")
    round = tables.NumberColumn(gettext_lazy("轮次"), card="hide")
    edition = tables.NumberColumn(gettext_lazy("版次"))
    count = tables.NumberColumn(gettext_lazy("需求数"))
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
    "hotline": (gettext_lazy("导入热线工单"), "needs:hotline_import", "file-import", "default", "needs.hotline:import"),
    "lists": (gettext_lazy("需求清单"), "needs:list_list", "clipboard-list", "default", "needs.need:list"),
    "surveys": (gettext_lazy("调查"), "needs:campaigns", "clipboard-list", "default", "needs.campaign:list"),
    "voice_new": (gettext_lazy("登记诉求"), "needs:voice_new", "plus", "primary", "needs.need:enter"),
    "need_new": (gettext_lazy("确认需求"), "needs:need_new", "plus", "primary", "needs.need:enter"),
    "suggestions": (
        gettext_lazy("需求建议"),
        "needs:suggestion_list",
        "list-check",
        "default",
        "needs.suggestion:list",
    ),
    "map": (gettext_lazy("需求分布"), "needs:map", "map-pin", "default", "needs.need:list"),
    "mappings": (gettext_lazy("转换规则"), "needs:mappings", "settings", "default", "needs.mapping:list"),
    "deliberation_new": (
        gettext_lazy("登记议事记录"),
        "needs:deliberation_new",
        "plus",
        "default",
        "needs.run:prepare",
    ),
    "run_new": (gettext_lazy("归并需求"), "needs:run_new", "sitemap", "primary", "needs.run:prepare"),
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
