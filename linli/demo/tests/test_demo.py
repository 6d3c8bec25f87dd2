"""The demo district: a purchase from its first voice to its close, told by actions, in the order of time, by nobody real."""

import subprocess
from collections.abc import Iterator
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from linli.demo import build, names
from linli.demo.cast import ACCOUNTS
from linli.demo.program import Slot, slots
from linli.flow.thread.models import Project
from linli.flow.thread.states import State
from linli.foundations.admission.models import Admission, Report
from linli.foundations.catalogue.models import Batch, CatalogueItem, Purchase, Supplement
from linli.foundations.funds import audit
from linli.foundations.funds.models import Account, FundSource, Refund, SourceKind
from linli.foundations.funds.tests.test_export import BEAN_CHECK, balances
from linli.foundations.parties.models import Membership, Organisation, Person
from linli.foundations.parties.rules import credit_code
from linli.foundations.places.models import Place
from linli.foundations.rulebook.models import RuleVersion
from linli.kernel.models import Event, Task

STATIONS = [
    "needs.voice:record", "needs.voice:answer", "needs.need:confirm", "needs.list:publish", "needs.need:adopt",
    "goals.design:draft", "goals.design:submit", "kernel.approval:approve", "goals.intention:publish",
    "tenders.tender:publish", "tenders.bid:submit", "tenders.tender:open", "tenders.tender:rank",
    "tenders.award:announce", "tenders.contract:countersign", "delivery.milestone:report", "delivery.milestone:accept",
    "delivery.payment:pay", "delivery.delivery:finish", "evaluation.instrument:record", "evaluation.evaluation:publish",
    "followup.visit:record", "needs.need:meet", "followup.followup:close",
]  # fmt: skip


@pytest.fixture(scope="module")
def _built(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """One project, begun two years ago; built once for all tests and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        build.build(chosen=[Slot(720)])
        yield
        transaction.set_rollback(True)


@pytest.fixture
def told(_built: None, db: Any) -> Project:
    return Project.objects.get()


def test_one_purchase_goes_through_all_six_steps(told: Project) -> None:
    assert (told.state, told.step) == (State.CLOSED, 6)
    done = Event.objects.filter(outcome="done").exclude(verb="kernel.approval:approve", thread_key=None)
    verbs = list(done.order_by("id").values_list("verb", flat=True))
    first = [verbs.index(verb) for verb in STATIONS]
    assert first == sorted(first)
    assert set(told.step_dates) == {"1", "2", "3", "4", "5", "6"}
    assert told.paid_amount == told.contract_amount
    assert not Event.objects.filter(outcome="refused").exists()


def test_the_journal_is_in_the_order_of_time_and_cites_the_law(told: Project) -> None:
    moments = list(Event.objects.order_by("id").values_list("at", flat=True))
    assert all(earlier <= later for earlier, later in pairwise(moments))
    cited = {law["parameter"] for event in Event.objects.all() for law in event.law}
    assert {
        "intention.days",
        "voice.answer_days",
        "contract.sign_days",
        "grade.bounds",
        "followup.visit_months",
    } <= cited


def test_the_money_is_counted_at_its_source(told: Project) -> None:
    spent = sum(source.spent for source in FundSource.objects.all())
    refunded = sum(refund.amount for refund in Refund.objects.all())
    assert spent + refunded == told.contract_amount
    assert not list(audit.faults())
    zone = FundSource.objects.filter(carried_from=None, kind__in=["district", "department", "lottery"])
    assert sum(source.amount for source in zone) == 50_000_000
    assert sum(source.amount for source in zone if "为民服务" in source.name) == 30_000_000
    assert {source.kind for source in FundSource.objects.all()} == set(SourceKind.values)
    assert sum(source.reserved + source.committed for source in FundSource.objects.all()) == 0


def test_the_ledger_is_accepted_by_another_program_and_every_balance_is_the_same(told: Project, tmp_path: Path) -> None:
    file = tmp_path / "demo.beancount"
    call_command("funds", "export", "--format", "beancount", str(file))
    subprocess.run([BEAN_CHECK, file], check=True, capture_output=True)
    assert balances(file) == dict(Account.objects.filter(sequence__gt=0).values_list("code", "balance"))


def test_nobody_of_the_demo_is_real_and_every_role_has_an_account(told: Project) -> None:
    assert [o.name for o in Organisation.objects.all() if "演示" not in o.name] == []
    assert [p.name for p in Person.objects.all() if not p.name.endswith(names.GIVEN)] == []
    for code in Organisation.objects.exclude(credit_code=None).values_list("credit_code", flat=True):
        assert credit_code(str(code)) == code
    held = {
        (m.person.username, (m.organisation.kind, m.role))
        for m in Membership.objects.select_related("person", "organisation")
    }
    assert [account for account in ACCOUNTS.items() if account not in held] == []


def test_the_district_is_whole(told: Project) -> None:
    levels = {level: Place.objects.filter(level=level).count() for level in ("district", "town", "zone", "community")}
    assert levels["district"] == 1
    assert levels["town"] + levels["zone"] == 9
    assert levels["community"] == 118
    assert Place.objects.filter(is_pilot=True).count() == 11


def test_the_catalogue_and_the_admissions_have_every_outcome(told: Project) -> None:
    batches = {(b.number, b.state) for b in Batch.objects.all()}
    assert {(1, "issued"), (2, "issued"), (3, "issued"), (None, "in_approval"), (None, "draft")} == batches
    assert CatalogueItem.objects.current().count() >= 82
    assert set(Supplement.objects.values_list("state", flat=True)) == {"included", "refused", "returned", "in_approval"}
    states = set(Admission.objects.values_list("state", flat=True))
    assert states == {"in_force", "expired", "revoked", "in_approval", "consulting"}
    assert sorted(Report.objects.values_list("state", flat=True)) == ["closed", "closed", "filed", "filed"]
    assert Report.objects.filter(answer_escalated_at__isnull=False).count() == 1
    bought = Purchase.objects.get()
    assert (bought.project_key, bought.amount, bought.paid) == (told.pk, told.contract_amount, told.paid_amount)
    assert bought.closed_on is not None


def test_the_programme_has_projects_in_every_step_and_town() -> None:
    programme = slots()
    assert len(programme) >= 60
    assert max(slot.age for slot in programme) <= build.LEAD
    assert [a.age for a in programme] == sorted((a.age for a in programme), reverse=True)


def test_the_rule_book_has_documents_made_here_in_every_standing(told: Project) -> None:
    manual, quality, talks = (
        RuleVersion.objects.filter(document__key=key).order_by("-ordinal")
        for key in ("shiqiu-service-manual", "service-quality-rules", "deliberation-measures")
    )
    assert [(one.state, one.trial) for one in manual] == [("issued", True)]
    assert [one.state for one in quality] == ["issued", "revised"]
    assert [(one.state, one.comments.count()) for one in talks] == [("consultation", 6)]
    assert Task.objects.open().filter(verb="rulebook.version:extend").exists()
    assert all("演示" in version.title and "演示" in version.note for version in RuleVersion.objects.all())


@override_settings(DEMO=True)
def test_the_command_tells_it_once_and_lists_the_accounts(told: Project) -> None:
    out = StringIO()
    call_command("demo", stdout=out)
    call_command("demo", "--accounts", stdout=out)
    assert Project.objects.count() == 1
    assert "演示数据已经存在" in out.getvalue()
    assert all(username in out.getvalue() for username in ACCOUNTS)


@override_settings(DEMO=False)
def test_a_real_district_is_never_given_demo_data(db: Any) -> None:
    before = Event.objects.count()
    with pytest.raises(CommandError):
        call_command("demo")
    assert Event.objects.count() == before
