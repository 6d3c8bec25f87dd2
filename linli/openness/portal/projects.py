"""Published projects: searched, filtered, sorted, paged. Nothing here ever starts from more than `published()`."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, QuerySet
from django.http import QueryDict

from linli.flow.thread.models import Project
from linli.flow.thread.states import Step
from linli.foundations.parties.models import Organisation
from linli.kernel.search import words
from linli.openness.portal import remembered, towns
from linli.openness.portal.windows import SIZE, Places, Window, counted, window

FIELDS = (
    "number", "title", "step", "state", "year", "place_code", "purchaser_id", "provider_id", "catalogue_code",
    "catalogue_name", "method", "budget", "contract_amount", "paid_amount", "refunded_amount", "service_from",
    "service_to", "grade", "public_since",
)  # fmt: skip
MOST_ROWS = 4000
Row = dict[str, Any]
"""A project as lists show it: FIELDS, and `place`, `town`, `purchaser`, `provider` by name."""
SORTS: dict[str, tuple[Any, ...]] = {
    "": ("-public_since", "-id"),
    "amount": (F("budget").desc(nulls_last=True), "-id"),
    "number": ("number",),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor asked the list for. Values that mean nothing are dropped, so that equal questions are equal."""

    text: str = ""
    town: str = ""
    step: int = 0
    catalogue: str = ""
    year: int = 0
    sort: str = ""
    page: str = field(default="1", compare=False)

    @classmethod
    def from_query(cls, query: QueryDict) -> "Wanted":
        """Read the list's address."""
        town = query.get("town", "")
        return cls(
            text=" ".join(query.get("q", "").replace("\x00", "").split())[:60],
            town=town if town.isascii() and town.isdigit() and len(town) <= 12 else "",
            step=_number(query.get("step", ""), Step.values),
            catalogue=query.get("field", "").replace("\x00", "")[:80],
            year=_number(query.get("year", ""), range(2000, 2100)),
            sort=query.get("sort", "") if query.get("sort", "") in SORTS else "",
            page=query.get("page", "1"),
        )

    def query(self, **changes: str) -> str:
        """The list's address for this, with changes; the page left out."""
        asked = {"q": self.text, "town": self.town, "step": self.step, "field": self.catalogue, "year": self.year}
        return urlencode({name: value for name, value in (asked | {"sort": self.sort} | changes).items() if value})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.town or self.step or self.catalogue or self.year)


def _number(text: str, allowed: Iterable[int]) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) in allowed else 0


def find(wanted: Wanted) -> QuerySet[Project]:
    """The published projects that fit, in the order asked for."""
    rows = Project.objects.published()
    if wanted.text:
        rows = rows.filter(words(wanted.text))
    if wanted.town:
        rows = rows.filter(place_code__startswith=wanted.town)
    if wanted.step:
        rows = rows.filter(step=wanted.step)
    if wanted.catalogue:
        rows = rows.filter(catalogue_name=wanted.catalogue)
    if wanted.year:
        rows = rows.filter(year=wanted.year)
    return rows.order_by(*SORTS[wanted.sort])


def page(wanted: Wanted, position: int | None, size: int = SIZE) -> Window[Row]:
    """One page of the list as plain values: its keys, and the rows that are not known at this position yet."""
    shown = keys_of(wanted, position, size)
    return replace(shown, rows=rows_of([key for (key,) in shown.rows], position))  # type: ignore[arg-type, return-value]


def keys_of(wanted: Wanted, position: int | None, size: int = SIZE) -> Window[tuple[Any, ...]]:
    """The keys of one page; one statement beside the count. In the list's own order places are remembered, so that the next
    page far from its ends does not walk there again."""
    found = find(wanted)
    total = counted(position, ("projects", wanted), found)
    if wanted.sort:
        return window(found, wanted.page, total, size=size)
    known = remembered.at(position, ("places", wanted), lambda: Places(("public_since", "pk")))
    shown = window(found, wanted.page, total, size=size, places=known)
    return replace(shown, rows=[(key,) for _since, key in shown.rows])


def rows_of(keys: list[int], position: int | None) -> list[Row]:
    """The published projects with these keys, in this order."""
    known = by_key(keys, position)
    return [known[key] for key in keys if key in known]


def by_key(keys: list[int], position: int | None) -> dict[int, Row]:
    """At least the published projects with these keys; two statements for those not asked for at this position before.
    Rows are shared: nobody changes them."""
    known: dict[int, Row] = remembered.at(position, "rows", dict)
    missing = [key for key in keys if key not in known]
    if missing:
        if len(known) > MOST_ROWS:
            known.clear()
            missing = keys
        found = list(Project.objects.published().filter(pk__in=missing).values_list("pk", *FIELDS))
        known |= zip((row[0] for row in found), named([row[1:] for row in found], position), strict=True)
    return known


def named(rows: Iterable[tuple[Any, ...]], position: int | None) -> list[Row]:
    """Rows of FIELDS with the names of places and organisations. Joining four tables would cost more than the page."""
    made = [dict(zip(FIELDS, row, strict=True)) for row in rows]
    names = organisations({key for row in made for key in (row["purchaser_id"], row["provider_id"])}, position)
    places = towns.names(position)
    for row in made:
        code = row["place_code"]
        row["place"], row["town"] = places.get(code, code), places.get(code[:9], "") if len(code) == 12 else ""
        row["purchaser"], row["provider"] = names[row.pop("purchaser_id")], names[row.pop("provider_id")]
    return made


def organisations(keys: set[int | None], position: int | None) -> dict[int | None, str | None]:
    """Names of these organisations, those asked for at this journal position before from memory; None has none."""
    known: dict[int | None, str | None] = remembered.at(position, "organisations", lambda: {None: None})
    missing = keys - known.keys()
    if missing:
        known |= dict(
            Organisation.objects.filter(pk__in=[key for key in missing if key is not None]).values_list("pk", "name")
        )
    return known


def some(rows: QuerySet[Project], position: int | None) -> list[Row]:
    """These published projects as rows, in their order."""
    return rows_of(list(rows.values_list("pk", flat=True)), position)


def fields(position: int | None) -> list[str]:
    """The catalogue names that published projects carry, for the filter."""
    rows = Project.objects.published().exclude(catalogue_name="").order_by("catalogue_name")
    return remembered.at(position, "fields", lambda: list(rows.values_list("catalogue_name", flat=True).distinct()))


def years(position: int | None) -> list[int]:
    """The years of published projects, the latest first."""
    rows = Project.objects.published().order_by("-year").values_list("year", flat=True).distinct()
    return remembered.at(position, "years", lambda: list(rows))


def by_step(position: int | None) -> dict[int, int]:
    """How many published projects stand in each step."""

    def count() -> dict[int, int]:
        rows = Project.objects.published().order_by().values_list("step").annotate(Count("id"))
        return dict.fromkeys(Step.values, 0) | dict(rows)

    return remembered.at(position, "steps", count)
