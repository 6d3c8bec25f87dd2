"""The list of places with their latest figures."""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.foundations.places.models import Level, Place, PlaceYear
from linli.kernel.errors import Text
from linli.ui.lists import ListPage
from linli.ui.parts import Action
from linli.ui.status import Status
from linli.ui.tables import NumberColumn, StatusColumn, Table, TextColumn, TitleColumn
from linli.ui.web.access import ActorRequest

PILOT = Status("active", _("试点"), "flag")


class FigureColumn(NumberColumn):
    """A number with its thousands separated."""

    def render(self, value: Any) -> str:
        return f"{value:,}"

    def value(self, value: Any) -> Any:
        return value


class PlaceTable(Table):
    name = TitleColumn(_("名称"), note="code", note_name=_("区划代码"), order_by=("pinyin",))
    level = TextColumn(_("层级"), accessor="get_level_display", order_by=("level",), card="half")
    parent = TextColumn(_("上级"), accessor="parent__name", order_by=("parent__code",), card="half")
    pilot = StatusColumn(_("试点"), accessor="is_pilot", order_by=("is_pilot",), card="pair")
    households = FigureColumn(_("户数"), order_by=("households",))
    population = FigureColumn(_("人口"), order_by=("population",))
    floor = FigureColumn(_("每百户用房（平方米）"), accessor="per_100", orderable=False)

    def render_pilot(self, value: bool) -> Any:
        return StatusColumn.render(self.base_columns["pilot"], PILOT) if value else "—"

    def value_pilot(self, value: bool) -> str:
        return gettext("试点") if value else ""


class PlaceFilter(django_filters.FilterSet):  # type: ignore[misc]
    name = django_filters.CharFilter(label=_("名称或代码"), method="by_name")
    town = django_filters.ModelChoiceFilter(
        label=_("所在镇街"), queryset=lambda _request: towns(), method="by_town", empty_label=_("全部")
    )
    is_pilot = django_filters.ChoiceFilter(
        label=_("试点"), choices=[("True", _("试点")), ("False", _("非试点"))], empty_label=_("全部")
    )

    def by_name(self, queryset: QuerySet[Place], _name: str, value: str) -> QuerySet[Place]:
        wanted = value.strip()
        if wanted.isdigit():
            return queryset.filter(code__startswith=wanted)
        return queryset.filter(name__icontains=wanted) | queryset.filter(pinyin__istartswith=wanted)

    def by_town(self, queryset: QuerySet[Place], _name: str, value: Place) -> QuerySet[Place]:
        return queryset.filter(code__startswith=value.code)


def towns() -> QuerySet[Place]:
    return Place.objects.within(settings.DISTRICT).towns()


class PlaceList(ListPage):
    table_class, filter_class, title = PlaceTable, PlaceFilter, _("区划")
    tab_field, tab_labels = "level", tuple((level.value, level.label) for level in Level)
    page_size = 20
    empty_text: Text = _("运维人员导入区划代码后显示在这里。")
    request: ActorRequest

    def queryset(self) -> QuerySet[Place]:
        latest = PlaceYear.objects.filter(place=OuterRef("pk")).order_by("-year")
        return (
            Place.objects.within(settings.DISTRICT)
            .select_related("parent")
            .annotate(
                households=Subquery(latest.values("households")[:1]),
                population=Subquery(latest.values("population")[:1]),
                floor_space=Subquery(latest.values("floor_space")[:1]),
            )
            .annotate(per_100=per_100_households())
            .order_by("code")
        )

    def actions(self) -> list[Action]:
        actor, found = self.request.actor, []
        if actor.may("places.year:import"):
            found.append(Action(gettext("导入年度数据"), reverse("places:import_years"), "table-import"))
        if actor.may("places.place:import"):
            found.append(Action(gettext("导入区划"), reverse("places:import"), "file-import"))
        return found


def per_100_households() -> Any:
    """Square metres for 100 households, one decimal; null without households."""
    from django.db.models.functions import NullIf, Round

    return Round(F("floor_space") * 100 / NullIf(F("households"), 0), precision=1)
