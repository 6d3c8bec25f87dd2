"""The fourth part of the index: old weights leave it out, new ones weigh it, and how it is hinted."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from linli.flow.s1_needs import actions, rules
from linli.flow.s1_needs.analysis import gap
from linli.flow.s1_needs.analysis.gap import Supply, suggest
from linli.flow.s1_needs.models import Need, NeedsListRow
from linli.flow.s1_needs.tests.factory import make_need
from linli.foundations.parties.tests.factory import COMMUNITY, make_actor, make_place
from linli.foundations.places.models import PlaceYear
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.kernel.errors import Refusal

BEFORE = timezone.make_aware(datetime(2026, 9, 30, 12))
AFTER = timezone.make_aware(datetime(2026, 10, 1, 12))


@pytest.mark.django_db
def test_the_weights_are_dated_and_each_sums_to_a_hundred() -> None:
    old = book.value("needs.weights", on=date(2026, 9, 30))
    new = book.value("needs.weights", on=date(2026, 10, 1))
    assert "gap" not in old
    assert list(new) == list(rules.CRITERIA)
    assert sum(old.values()) == sum(new.values()) == 100


@pytest.mark.django_db
def test_a_need_ranked_under_the_old_weights_keeps_its_index_whatever_its_gap() -> None:
    with clock.travelled(BEFORE):
        small = make_need(gap=1)
        large = make_need(gap=5)
        assert small.priority == large.priority == Decimal("92.00")
        assert [term.criterion for term in small.explanation] == ["breadth", "urgency", "vulnerability"]
        made = actions.publish_list(actor=make_actor("community"), place=small.place, year=2026, round=3)
    assert set(made.rows.values_list("gap", flat=True)) == {None}
    with clock.travelled(AFTER):
        assert Need.objects.get(pk=small.pk).priority == Decimal("92.00")
        again = actions.publish_list(actor=make_actor("community"), place=small.place, year=2026, round=4)
    rows = NeedsListRow.objects.filter(needs_list=again)
    assert list(rows.order_by("rank").values_list("need_id", "gap")) == [(large.pk, 5), (small.pk, 1)]
    assert made.weights != again.weights


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [0, 6])
def test_the_gap_is_bounded_by_the_database(wrong: int) -> None:
    with pytest.raises(Refusal) as refused:
        make_need(gap=wrong)
    assert refused.value.code == "need_scores_one_to_five"


@pytest.mark.parametrize(
    ("supply", "score", "reasons"),
    [
        (Supply(None, 24), 3, 1),
        (Supply(0, 24), 5, 1),
        (Supply(1, 24), 3, 1),
        (Supply(4, 24), 2, 1),
        (Supply(1, 24, Decimal("29.9"), Decimal(30)), 4, 2),
        (Supply(1, 24, Decimal("30.0"), Decimal(30)), 3, 1),
        (Supply(0, 24, Decimal(0), Decimal(30)), 5, 2),
    ],
)
def test_the_hint(supply: Supply, score: int, reasons: int) -> None:
    found = suggest(supply)
    assert (found.score, len(found.reasons)) == (score, reasons)


@pytest.mark.django_db
def test_the_floor_of_the_newest_year_counts() -> None:
    place = make_place(COMMUNITY)
    for year, floor in ((2024, 900), (2025, 100)):
        PlaceYear.objects.create(place=place, year=year, households=2000, population=5000, floor_space=floor)
    supply = gap.supply_of(place, "")
    assert (supply.contracts, supply.floor, supply.short_of_floor) == (None, Decimal("5"), True)


@pytest.mark.django_db
def test_an_item_that_is_not_in_force_is_refused_and_none_is_allowed() -> None:
    need, clerk = make_need(), make_actor("community")
    with pytest.raises(Refusal) as refused:
        actions.classify(need, actor=clerk, catalogue_code="Z9999")
    assert refused.value.field == "catalogue_code"
    assert actions.classify(need, actor=clerk, catalogue_code="").catalogue_code == ""
