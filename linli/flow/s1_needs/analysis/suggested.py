"""The catalogue's items nearest to a text, from the items in force and the needs that people classified."""

from linli.flow.s1_needs.analysis.classify import Entry, Index, Match
from linli.flow.s1_needs.models import Need
from linli.foundations.catalogue.models import CatalogueItem

LEARNT = 500
"""How many classified needs, the newest first, are learnt from."""


def index() -> Index:
    """Made anew each time: two statements and some milliseconds, so that a need classified just now counts."""
    learnt: dict[str, list[str]] = {}
    named = Need.objects.exclude(catalogue_code="").order_by("-id").values_list("catalogue_code", "title")
    for code, title in named[:LEARNT]:
        learnt.setdefault(code, []).append(title)
    rows = CatalogueItem.objects.current().order_by("code").values_list("code", "name", "content", "field")
    return Index(
        Entry(code, name, content, field, tuple(dict.fromkeys(learnt.get(code, ()))))
        for code, name, content, field in rows
    )


def nearest(*texts: str) -> list[Match]:
    """The three nearest items, the nearest first."""
    return index().nearest(" ".join(texts))
