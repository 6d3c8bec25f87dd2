"""The migration from single entries: every movement is replayed as a balanced posting, with its time, to the same balances."""

from decimal import Decimal
from importlib import import_module
from typing import Any

import psycopg
import pytest
from django.db import connection

from conftest import owner_connection
from linli.foundations.funds import audit, ledger
from linli.foundations.funds.models import FundSource, Posting
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place

KEPT = """
CREATE TABLE funds_kept_source (id bigint, amount numeric, reserved numeric, committed numeric, spent numeric);
CREATE TABLE funds_kept_reservation (id bigint, source_id bigint, project_key bigint, title text, path text);
CREATE TABLE funds_kept_entry (id bigint, source_id bigint, reservation_id bigint, kind text, amount numeric, note text,
    at timestamptz, organisation_id bigint, person_id bigint);
INSERT INTO funds_kept_reservation VALUES (3, {source}, 7, '示例项目', '/projects/7/'), (4, {source}, 8, '', '');
INSERT INTO funds_kept_entry VALUES
    (1, {source}, NULL, 'open', 1000, '', '2026-02-01 09:00+08', {owner}, NULL),
    (2, {source}, 3, 'reserve', 600, '', '2026-02-02 23:30+08', {owner}, NULL),
    (3, {source}, 3, 'commit', 500, '', '2026-02-03 09:00+08', NULL, NULL),
    (4, {source}, 3, 'release', 100, '', '2026-02-03 09:00+08', NULL, NULL),
    (5, {source}, 3, 'spend', 200, '', '2026-02-04 09:00+08', NULL, NULL),
    (6, {source}, 3, 'reverse', 50, '', '2026-02-05 09:00+08', NULL, NULL),
    (7, {source}, 3, 'release', 350, '', '2026-02-06 09:00+08', NULL, NULL),
    (8, {source}, NULL, 'adjust', -100, '压减', '2026-02-07 09:00+08', NULL, NULL),
    (9, {source}, 4, 'reserve', 10.01, '', '2026-02-08 09:00+08', NULL, NULL);
"""


def take_over(balances: str) -> FundSource:
    place = Place.objects.create(code="320117", name="示例区", level="district")
    owner = Organisation.objects.create(name="示例财政局", kind="finance", place=place)
    source = FundSource.objects.create(name="示例资金", kind="district", year=2026, place=place, owner=owner)
    migration: Any = import_module("linli.foundations.funds.migrations.0006_take_over")
    with owner_connection(connection.settings_dict["NAME"]) as database, database.transaction():
        database.execute(KEPT.format(source=source.pk, owner=owner.pk))
        database.execute(f"INSERT INTO funds_kept_source VALUES ({source.pk}, {balances})")
        database.execute(migration.TAKE_OVER)
    return source


@pytest.mark.django_db(transaction=True)
def test_every_movement_is_taken_over() -> None:
    source = take_over("900, 10.01, 0, 150")
    figures = [source.amount, source.available, source.reserved, source.committed, source.spent]
    assert figures == [900, Decimal("739.99"), Decimal("10.01"), 0, 150]
    assert ledger.balance(7) == {"reserved": 0, "committed": 0, "spent": 150}
    assert [held.title for held in ledger.of_project(7)] == ["示例项目"]
    days = list(Posting.objects.order_by("pk").values_list("kind", "effective_on"))
    assert len(days) == 9
    assert str(days[1][1]) == "2026-02-02"
    assert not list(audit.faults())


@pytest.mark.django_db(transaction=True)
def test_balances_that_the_movements_do_not_come_to_stop_it() -> None:
    with pytest.raises(psycopg.errors.RaiseException, match="the old balances and the new ledger differ"):
        take_over("900, 10.00, 0, 150")
    assert not Posting.objects.exists()
