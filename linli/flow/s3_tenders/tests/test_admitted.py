"""What admitted a department's task is looked at again when the tender is published."""

from datetime import timedelta
from typing import Any

import pytest

from linli.flow.s2_goals.models import Design
from linli.flow.s3_tenders.tests.world import INTENTION, PUBLISHED, World
from linli.flow.thread.models import Project
from linli.foundations.admission import actions
from linli.foundations.admission.models import Admission
from linli.foundations.admission.tests.factory import make_listed
from linli.foundations.parties.tests.factory import COMMUNITY, make_actor, make_place
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.models import Event

SERVICE = (PUBLISHED.date() + timedelta(days=60), PUBLISHED.date() + timedelta(days=300))


def designed(world: World, **admission: Any) -> tuple[Project, Admission]:
    """A project whose design names an admission that was in force when it was approved."""
    with clock.travelled(PUBLISHED - timedelta(days=60)):
        found = make_listed(**{"since": clock.today(), "until": SERVICE[1], **admission})
    project = world.project()
    project.communities.set([make_place(COMMUNITY)])
    Design.objects.create(
        project=project, task_from=found.organisation, admission=found, service_from=SERVICE[0], service_to=SERVICE[1],
        state="published", budget=1, beneficiaries=1, intention_at=INTENTION, intention_until=PUBLISHED,
    )  # fmt: skip
    return project, found


def test_in_force_it_is_published(world: World) -> None:
    project, _admission = designed(world)
    assert world.published(world.drafted(project)).state == "published"


@pytest.mark.parametrize("how", ["expired", "passed", "revoked", "short"])
def test_what_has_ended_meanwhile_stops_the_notice(world: World, how: str) -> None:
    ends = {"expired": -5, "passed": -1, "short": 100}
    until = PUBLISHED.date() + timedelta(days=ends[how]) if how in ends else SERVICE[1]
    project, admission = designed(world, until=until)
    tender = world.drafted(project)
    with clock.travelled(PUBLISHED - timedelta(hours=1)):
        if how == "expired":
            actions.expire(admission, actor=Actor.system())
        if how == "revoked":
            actions.revoke(admission, actor=make_actor("civil_affairs", "leader"), reason="经费没有到位")
    words = {"expired": "到期", "passed": "到期", "revoked": "撤销", "short": "没有覆盖项目的服务期"}
    with pytest.raises(Refusal, match=words[how]) as caught:
        world.published(tender)
    assert caught.value.remedy
    assert caught.value.clauses
    tender.refresh_from_db()
    assert (tender.state, tender.published_at) == ("draft", None)
    assert Event.objects.filter(verb="tenders.tender:publish", outcome="refused").count() == 1
