"""The ledger holds by itself: whole postings, floors, one order of locks, append-only, nothing half-done."""

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from conftest import owner_connection
from linli.foundations.funds import accounts, audit, ledger, posting
from linli.foundations.funds.models import Account, Entry, Posting, PostingKind, Stage
from linli.foundations.funds.tests.houses import District
from linli.kernel.errors import Refusal
from linli.kernel.models import Event


@pytest.fixture
def district(db: Any) -> District:
    return District()


def test_an_actions_posting_bears_its_event(district: District) -> None:
    opened = Posting.objects.get(kind="open")
    assert opened.event is not None
    assert opened.event.verb == "funds.source:create"
    assert opened.subject_type == "funds.fundsource"
    assert opened.effective_on == timezone.localdate(opened.event.at)


def test_the_application_cannot_touch_balances_or_entries(district: District) -> None:
    for statement in (
        "UPDATE funds_account SET balance = 1000000",
        "UPDATE funds_account SET floor = NULL",
        "DELETE FROM funds_account",
        "UPDATE funds_posting SET kind = 'open'",
        "DELETE FROM funds_posting",
        "TRUNCATE funds_entry CASCADE",
        "INSERT INTO funds_entry (posting_id, account_id, source_id, amount, balance, sequence)"
        " SELECT posting_id, account_id, source_id, 1, 1, 99 FROM funds_entry",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_account_cannot_be_opened_with_money_in_it(district: District) -> None:
    with pytest.raises(DatabaseError, match="opens empty"), transaction.atomic():
        Account.objects.create(
            code="Assets:F9:Available", root="Assets", stage="available", source=district.source,
            owner=district.finance, year=2026, balance=5,
        )  # fmt: skip


def test_a_posting_names_each_account_once_and_only_accounts_that_are(district: District) -> None:
    free = accounts.free(district.source)
    with pytest.raises(IntegrityError, match="missing or named twice"), transaction.atomic():
        posting.post(PostingKind.ADJUST, {free.pk: Decimal(-1), 10**9: Decimal(1)}, actor=district.treasurer)


@pytest.mark.django_db(transaction=True)
def test_what_does_not_balance_is_refused_at_commit() -> None:
    district = District()
    free, income = accounts.free(district.source), accounts.account(district.source, Stage.INCOME)
    for legs in ({free.pk: Decimal(-5), income.pk: Decimal(6)}, {free.pk: Decimal(-5)}):
        with pytest.raises(IntegrityError, match=r"does not balance|two_sides"), transaction.atomic():
            posting.post(PostingKind.ADJUST, legs, actor=district.treasurer)
    second = accounts.free(district.money(10, "示例第二笔"))
    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        posting.post(PostingKind.ADJUST, {free.pk: Decimal(-5), second.pk: Decimal(5)}, actor=district.treasurer)
    assert not list(audit.faults())
    district.source.refresh_from_db()
    assert district.source.available == 1000


@pytest.mark.django_db(transaction=True)
def test_nobody_adds_to_a_posting_afterwards_not_even_the_owner() -> None:
    district = District()
    with owner_connection(connection.settings_dict["NAME"]) as owner:
        with pytest.raises(psycopg.errors.CheckViolation, match="does not balance"), owner.transaction():
            owner.execute(
                "INSERT INTO funds_entry (posting_id, account_id, source_id, amount, balance, sequence)"
                " SELECT posting_id, account_id, source_id, amount, balance + amount, sequence + 1 FROM funds_entry"
            )
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"), owner.transaction():
            owner.execute("UPDATE funds_entry SET amount = amount + 1")
        with pytest.raises(psycopg.errors.CheckViolation, match="floor"), owner.transaction():
            owner.execute("UPDATE funds_account SET balance = -1 WHERE stage = 'available'")
    assert district.source.available == 1000


CORRUPTIONS: tuple[tuple[str, str], ...] = (
    ("UPDATE funds_account SET balance = balance + 0.01 WHERE stage = 'available'", "余额与分录之和不符"),
    ("UPDATE funds_entry SET amount = amount + 1 WHERE id = (SELECT max(id) FROM funds_entry)", "不平衡"),
    ("UPDATE funds_entry SET balance = balance + 1 WHERE id = (SELECT max(id) FROM funds_entry)", "逐笔余额不连续"),
    ("DELETE FROM funds_entry WHERE id = (SELECT max(id) FROM funds_entry)", "分录数不符"),
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("corruption", "named"), CORRUPTIONS)
def test_every_corruption_is_named(corruption: str, named: str) -> None:
    district = District()
    ledger.reserve(district.source, 7, Decimal(600), actor=district.treasurer)
    assert not list(audit.faults())
    with owner_connection(connection.settings_dict["NAME"]) as owner, owner.transaction():
        owner.execute("ALTER TABLE funds_entry DISABLE TRIGGER USER")
        owner.execute(corruption)
        owner.execute("ALTER TABLE funds_entry ENABLE TRIGGER USER")
    assert any(named in fault for fault in audit.faults())


def at_once(count: int, work: Callable[[int], None]) -> list[str]:
    """Run the same in many threads that begin together; how each ended."""
    outcomes: list[str] = []
    gate = threading.Barrier(count)

    def one(number: int) -> None:
        gate.wait()
        try:
            with transaction.atomic():
                work(number)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[n]) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_fifty_payments_after_the_last_yuan_of_a_commitment() -> None:
    district = District()
    actor = district.treasurer
    with transaction.atomic():
        ledger.reserve(district.source, 7, Decimal(10), actor=actor)
        ledger.commit_for(7, Decimal(10), actor=actor)
        ledger.spend_for(7, Decimal(9), actor=actor)
    ended = at_once(50, lambda n: ledger.spend_for(7, Decimal(1), actor=actor))
    assert ended == ["done"] + ["funds_committed"] * 49
    assert ledger.balance(7) == {"reserved": 0, "committed": 0, "spent": 10}
    assert not list(audit.faults())


@pytest.mark.django_db(transaction=True)
def test_two_sources_in_both_orders_do_not_block_each_other() -> None:
    district = District()
    actor, second = district.treasurer, district.money(1000, "示例第二笔")
    with transaction.atomic():
        for project, order in ((7, (district.source, second)), (8, (second, district.source))):
            for source in order:
                ledger.reserve(source, project, Decimal(400), actor=actor)
    ended = at_once(20, lambda n: ledger.commit_for(7 + n % 2, Decimal(40 + n), actor=actor))
    assert set(ended) <= {"done", "funds_reserved"}
    assert ended.count("done") >= 10
    assert not list(audit.faults())


@transaction.atomic
def die_between(district: District) -> None:
    """Reserve, lose the connection, commit."""
    ledger.reserve(district.source, 7, Decimal(10), actor=district.treasurer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    where = connection.settings_dict
    with psycopg.connect(
        host=where["HOST"], port=where["PORT"], user=where["USER"], dbname=where["NAME"], autocommit=True
    ) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
    ledger.commit(district.source, 7, Decimal(10), actor=district.treasurer)


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_dies_leaves_nothing_half_done() -> None:
    district = District()
    events = Event.objects.count()
    with pytest.raises(DatabaseError):
        die_between(district)
    connection.close()
    district.source.refresh_from_db()
    assert district.source.available == 1000
    assert Posting.objects.count() == 1
    assert Entry.objects.count() == 2
    assert Event.objects.count() == events
    assert not list(audit.faults())
