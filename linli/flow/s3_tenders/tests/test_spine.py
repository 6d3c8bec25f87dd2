"""The whole way: from the notice to the published contract, and what each station leaves behind."""

from decimal import Decimal
from typing import Any

from linli.flow.s3_tenders import actions
from linli.flow.s3_tenders.models import Tender
from linli.flow.s3_tenders.tests.world import SIGNED, World
from linli.flow.thread.models import Project
from linli.kernel import clock, hooks
from linli.kernel.models import Event, Task


def test_from_the_notice_to_the_contract(world: World, monkeypatch: Any) -> None:
    heard: list[Any] = []
    monkeypatch.setitem(hooks._registered, "contract.signed", [lambda contract, actor: heard.append(contract)])
    contract = world.signed()
    assert heard == [contract]
    project = Project.objects.get()
    assert (project.state, project.contract_amount) == ("delivering", Decimal("268800.00"))
    assert (project.provider_id, project.step) == (world.winner().organisation_id, 4)
    with clock.travelled(SIGNED):
        actions.publish_contract(contract, actor=world.clerk)
    assert Tender.objects.get().state == "awarded"
    verbs = Event.objects.filter(outcome="done", thread_key=project.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == [
        "tenders.tender:draft", "tenders.tender:publish", "tenders.opening:witness", "tenders.tender:open",
        "tenders.panel:draw", "tenders.tender:rank", "tenders.award:confirm", "tenders.award:announce",
        "tenders.award:settle", "tenders.contract:draft", "tenders.contract:sign", "tenders.contract:countersign",
        "tenders.contract:publish",
    ]  # fmt: skip
    assert set(Task.objects.open().duties().values_list("verb", flat=True)) == {"tenders.bond:return"}


def test_the_law_is_cited_where_it_was_used(world: World) -> None:
    world.published()
    law = Event.objects.get(verb="tenders.tender:publish").law
    assert {"intention.days", "tender.bid_days", "tender.supply_days"} <= {cited["parameter"] for cited in law}
