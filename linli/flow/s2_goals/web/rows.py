"""Rows of a form that are added and taken away by buttons, with or without a script: `do` is add or remove-3."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from linli.flow.s2_goals.web.parsing import number
from linli.ui.parts import Problem

MOST = 60


def changes(do: str) -> bool:
    """Whether the button changes the rows rather than saving them."""
    return do == "add" or do.startswith("remove-")


def typed(data: Mapping[str, Any], prefix: str) -> list[dict[str, Any]]:
    """The rows as typed, with whatever fields they have."""
    count = min(int(number(data.get(f"{prefix}-TOTAL_FORMS"))), MOST)
    made: list[dict[str, Any]] = [{} for _index in range(count)]
    for key in data:
        head, _sign, rest = key.removeprefix(f"{prefix}-").partition("-")
        if key.startswith(f"{prefix}-") and head.isdigit() and rest and int(head) < count:
            made[int(head)][rest] = data[key]
    return made


def changed(data: Mapping[str, Any], prefix: str, do: str, blank: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows as typed, with one more or one fewer."""
    rows = typed(data, prefix)
    if do == "add":
        return [*rows, dict(blank)]
    gone = do.removeprefix("remove-")
    return [row for index, row in enumerate(rows) if str(index) != gone]


def problems(formset: Any) -> list[Problem]:
    """What is wrong in the rows, each leading to its field."""
    found = []
    for index, form in enumerate(formset.forms, start=1):
        for name, errors in form.errors.items():
            label = form[name].label if name in form.fields else ""
            href = f"#{form[name].id_for_label}" if name in form.fields else ""
            words = {"row": index, "label": label}
            found += [Problem(_("第 %(row)d 行%(label)s：") % words + str(error), href=href) for error in errors]
    return found
