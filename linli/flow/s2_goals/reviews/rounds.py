"""Rounds of a design: each submission is frozen, each return leaves its points, and the next round is compared with it."""

from typing import TYPE_CHECKING

from linli.flow.s2_goals.reviews import snapshots
from linli.flow.s2_goals.reviews.models import DesignVersion, ExpertOpinion, ReturnPoint
from linli.flow.s2_goals.reviews.states import OpinionState
from linli.kernel import approvals, clock, inbox
from linli.kernel.actions import record
from linli.kernel.actor import Actor

if TYPE_CHECKING:
    from linli.flow.s2_goals.models import Design


def freeze(design: "Design", actor: Actor) -> DesignVersion:
    """Inside the submission: keep the design as the offices will see it. Experts still asked are asked no more."""
    content = snapshots.take(design)
    made = DesignVersion.objects.create(
        design=design,
        project_id=design.project_id,
        round=DesignVersion.objects.filter(design=design).count() + 1,
        content=content,
        fingerprint=snapshots.fingerprint(content),
        frozen_at=clock.now(),
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
    )
    for opinion in ExpertOpinion.objects.filter(design=design, state=OpinionState.ASKED):
        inbox.cancel(opinion)
        opinion.state = OpinionState.CANCELLED
        opinion.save()
    record(round=made.round, fingerprint=made.fingerprint)
    return made


def keep_points(design: "Design", office: str) -> int:
    """Inside the return: keep what the deciding office asked for, tied to the parts of the design. Answers how many."""
    approval = approvals.latest(design)
    version = newest(design)
    if approval is None or version is None:
        return 0
    points = [point for step in approval.steps.all() for point in step.points]
    ReturnPoint.objects.bulk_create(
        ReturnPoint(
            version=version, project_id=design.project_id, order=number, office=office, about=one["about"],
            text=one["text"],
        )
        for number, one in enumerate(points, start=1)
    )  # fmt: skip
    return len(points)


def newest(design: "Design") -> DesignVersion | None:
    return DesignVersion.objects.filter(design=design).order_by("-round").first()


def asked_for(design: "Design") -> list[ReturnPoint]:
    """What the last return asked for; empty when the last round was not returned with points."""
    version = newest(design)
    return list(version.points.all()) if version is not None else []
