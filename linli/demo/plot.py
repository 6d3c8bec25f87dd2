"""One project's story: where, what, by whom, and what goes otherwise than planned."""

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from linli.demo.cast import Cast
from linli.demo.themes import Theme
from linli.flow.thread.models import Project
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel import approvals, clock, workdays
from linli.kernel.actor import Actor
from linli.kernel.models.subject import Subject

Story = Generator[datetime, None, None]


class HaltedError(Exception):
    """The story stays where it is: nobody does what is due."""


@dataclass
class Plot:
    """What a story needs to know. `turns` are the unusual things that happen in it (returned, failed, rectified …);
    `halts` names the scene after which nobody does anything any more, so that its duties fall overdue."""

    cast: Cast
    theme: Theme
    purchaser: Organisation
    place: Place
    communities: list[Place]
    scale: Decimal
    rng: Random
    turns: frozenset[str] = frozenset()
    halts: str = ""
    project: Project = field(init=False)

    @property
    def clerk(self) -> Actor:
        return self.cast.who(self.purchaser, "clerk")

    @property
    def leader(self) -> Actor:
        return self.cast.who(self.purchaser, "leader")

    def stop_at(self, scene: str) -> None:
        """Leave the story here if this is where its people fall behind."""
        if self.halts == scene:
            raise HaltedError(scene)

    def provider(self, role: str = "manager") -> Actor:
        """Somebody of the organisation that won."""
        self.project.refresh_from_db()
        assert self.project.provider_id is not None
        return self.cast.who(self.project.provider_id, role)

    def after(self, days: int, hour: int | None = None) -> datetime:
        """A moment in office hours on the first working day at least `days` days from now."""
        return self.on(clock.today() + timedelta(days=days), hour)

    def on(self, day: date, hour: int | None = None) -> datetime:
        """A moment in office hours on a day, or on the next working day."""
        if not workdays.is_working_day(day):
            day = workdays.add_working_days(day, 1)
        moment = time(hour or self.rng.randint(9, 16), self.rng.randint(0, 59))
        return timezone.make_aware(datetime.combine(day, moment))

    def pass_chain(self, record: Subject, *, returned: str = "") -> Story:
        """Every office of the running chain gives its opinion; with `returned` the first sends it back instead."""
        while (approval := approvals.running(record)) is not None:
            step = approval.current_step
            assert step is not None
            yield self.after(self.rng.randint(1, 3))
            actor = self.cast.who(step.organisation_id, step.role, self.rng.randint(0, 1))
            if returned:
                approvals.send_back(approval, actor=actor, opinion=returned)
                return
            approvals.approve(approval, actor=actor, opinion=self.rng.choice(OPINIONS))


OPINIONS = ("同意。", "材料齐全，同意。", "符合规定，同意立项。", "同意，请按期实施。", "同意，注意资金使用规范。")
