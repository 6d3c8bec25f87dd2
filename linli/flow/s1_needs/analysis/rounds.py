"""Two published lists of a place compared, from the database; the comparison itself is in compare.py."""

from linli.flow.s1_needs.analysis.compare import Change, Standing, compare
from linli.flow.s1_needs.models import Need, NeedsList


def others(found: NeedsList) -> list[NeedsList]:
    """The place's other lists in force, newest round first."""
    rows = NeedsList.objects.latest_editions().filter(place_id=found.place_id).exclude(pk=found.pk)
    return list(rows.select_related("place").order_by("-year", "-round"))


def before(found: NeedsList) -> NeedsList | None:
    """The round before this one, in its latest edition."""
    mine = (found.year, found.round)
    return next((one for one in others(found) if (one.year, one.round) < mine), None)


def changes(earlier: NeedsList, later: NeedsList) -> list[Change]:
    """What changed from the earlier list to the later one."""
    old, new = _standings(earlier), _standings(later)
    left = {one.need for one in old} - {one.need for one in new}
    became = dict(Need.objects.filter(pk__in=left).values_list("pk", "state"))
    return compare(old, new, became)


def _standings(found: NeedsList) -> list[Standing]:
    rows = found.rows.values_list("need_id", "title", "place_name", "topic", "rank", "priority")
    return [Standing(*row) for row in rows]
