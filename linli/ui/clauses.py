"""From a citation of the rule book, as actions and tasks keep it, to the chip that shows it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.ui.parts import Clause


def chip(citation: dict[str, Any] | None) -> Clause | None:
    """The law chip of a citation {document, clause, title, value, unit, from, verified}; None without a clause."""
    if not citation or not citation.get("clause"):
        return None
    return Clause(
        label=f"{citation.get('document', '')} {citation['clause']}".strip(),
        verified=bool(citation.get("verified")),
        text=str(citation.get("title", "")),
        value=_value(citation),
        applies=_("%(day)s起") % {"day": citation["from"]} if citation.get("from") else "",
    )


def chips(citations: list[dict[str, Any]]) -> list[Clause]:
    """The chips of an event's citations, each clause once."""
    made: dict[str, Clause] = {}
    for citation in citations:
        one = chip(citation)
        if one is not None:
            made.setdefault(str(one.label), one)
    return list(made.values())


UNITS = {
    "days": gettext_lazy("日"),
    "working_days": gettext_lazy("个工作日"),
    "percent": "%",
    "yuan": gettext_lazy("元"),
    "months": gettext_lazy("个月"),
    "years": gettext_lazy("年"),
}


def _value(citation: dict[str, Any]) -> str:
    value = citation.get("value")
    if value is None or isinstance(value, dict | list):
        return ""
    unit = str(UNITS.get(str(citation.get("unit")), ""))
    return f"{value} {unit}".strip() if unit != "%" else f"{value}%"
