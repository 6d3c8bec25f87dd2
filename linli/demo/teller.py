"""What every story of the demo can do: wait for office hours, and let a chain of approvals decide."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from linli.demo.cast import Cast
from linli.kernel import approvals, clock, workdays
from linli.kernel.models.subject import Subject

Story = Generator[datetime, None, None]
OPINIONS = ("同意。", "材料齐全，同意。", "符合规定，同意立项。", "同意，请按期实施。", "同意，注意资金使用规范。")
AGREED = ("同意。", "材料齐全，同意。", "符合规定，同意。")


@dataclass
class Teller:
    """The people on stage, and a chance that comes out the same every time."""

    cast: Cast
    rng: Random

    def after(self, days: int, hour: int | None = None) -> datetime:
        """A moment in office hours on the first working day at least `days` days from now."""
        return self.on(clock.today() + timedelta(days=days), hour)

    def on(self, day: date, hour: int | None = None) -> datetime:
        """A moment in office hours on a day, or on the next working day."""
        if not workdays.is_working_day(day):
            day = workdays.add_working_days(day, 1)
        moment = time(hour or self.rng.randint(9, 16), self.rng.randint(0, 59))
        return timezone.make_aware(datetime.combine(day, moment))

    def pass_chain(
        self,
        record: Subject,
        *,
        returned: str = "",
        refused: str = "",
        offices: int = 99,
        words: tuple[str, ...] = OPINIONS,
        points: tuple[tuple[str, str], ...] = (),
    ) -> Story:
        """Every office of the running chain gives its opinion, at most `offices` of them; with `returned` the first sends
        it back, with `refused` the second says no."""
        turn = 0
        while turn < offices and (approval := approvals.running(record)) is not None:
            step = approval.current_step
            assert step is not None
            yield self.after(self.rng.randint(1, 3))
            actor = self.cast.who(step.organisation_id, step.role, self.rng.randint(0, 1))
            turn += 1
            if returned:
                approvals.send_back(approval, actor=actor, opinion=returned, points=points)
                return
            if refused and turn == 2:
                approvals.refuse(approval, actor=actor, opinion=refused)
                return
            approvals.approve(approval, actor=actor, opinion=self.rng.choice(words))
