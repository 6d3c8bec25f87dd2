"""The columns of lists: which a person may choose, which he has chosen. The first column of a list always stays."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.actions import action, record
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal, Text
from linli.ui.models import ListColumns
from linli.ui.tables import SelectColumn, Table, TitleColumn

LEAST = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """A box of the chooser: a column, its heading, whether it is shown now."""

    name: str
    label: Text
    shown: bool


def choosable(table: type[Table]) -> list[str]:
    """The names of the columns that may be hidden, in their order: all but the name of the record and the boxes."""
    fixed = (SelectColumn, TitleColumn)
    return [name for name, column in table.base_columns.items() if not isinstance(column, fixed)]


def usual(table: type[Table]) -> list[str]:
    """What is shown to somebody who has chosen nothing."""
    return [name for name in choosable(table) if not getattr(table.base_columns[name], "optional", False)]


def chosen(actor: Actor | None, list_name: str, table: type[Table]) -> list[str]:
    """The columns that this person sees: his own choice, or the usual ones; one statement."""
    names = choosable(table)
    if actor is None or actor.person_id is None or not names or not list_name:
        return usual(table)
    kept = ListColumns.objects.filter(person_id=actor.person_id, list_name=list_name).values_list("shown", flat=True)
    own = kept.first()
    return usual(table) if own is None else [name for name in names if name in own]


@action("ui.columns:choose", gettext_lazy("选择显示列"), tells=gettext_lazy("%(list)s"))
def choose(*, actor: Actor, list_name: str, shown: Collection[str], table: Any) -> ListColumns:
    """Keep which columns of a list the actor sees, for himself alone. Refuses columns that the list does not have, and
    fewer than two of them."""
    names = choosable(table)
    if actor.person_id is None or not set(shown) <= set(names):
        raise Refusal(_("这个列表没有所选的列。"), remedy=_("请刷新页面后重新选择。"))
    least = min(LEAST, len(names))
    if len(set(shown)) < least:
        raise Refusal(_("至少显示 %(n)s 列。") % {"n": least}, remedy=_("请再选择一些列。"))
    kept = [name for name in names if name in shown]
    made, _new = ListColumns.objects.update_or_create(
        person_id=actor.person_id, list_name=list_name, defaults={"shown": kept}
    )
    record(list=list_name, columns=kept)
    return made
