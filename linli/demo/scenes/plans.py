"""Yearly purchase plans: of some towns the present year's, one of them changed; and the next year's on the way."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from linli.demo.cast import SHOWN_TOWN, Cast
from linli.demo.teller import Story, Teller
from linli.demo.themes import THEMES, Theme
from linli.flow.s2_goals.plans import actions
from linli.flow.s2_goals.plans.models import PurchasePlan
from linli.flow.thread.models import Project
from linli.foundations.funds.models import BudgetLine
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel import clock

PLANNED = 6
"""Rows of a plan at its beginning."""
BEGINS, CHANGES, NEXT = (1, 12), (6, 10), 24
"""Month and day of the plan and of its change; days ago that the next year's was begun."""


def stories(cast: Cast, now: datetime) -> list[tuple[datetime, Story]]:
    """A plan of this year for each of three towns; the first also works on the next year's."""
    year = timezone.localdate(now).year
    offices = [cast.towns[code] for code in sorted(cast.towns, key=lambda code: not code.startswith(SHOWN_TOWN))[:3]]
    told = [
        (_at(date(year, *BEGINS)), _Planner(cast, Random(number), office).year(year, changed=number == 0))  # noqa: S311
        for number, office in enumerate(offices)
    ]
    ahead = _Planner(cast, Random(9), offices[0]).ahead()  # noqa: S311
    told.append((_at(timezone.localdate(now) - timedelta(days=NEXT)), ahead))
    waiting = _Planner(cast, Random(10), offices[1]).ahead(submitted=True)  # noqa: S311
    return [*told, (_at(timezone.localdate(now) - timedelta(days=NEXT // 2)), waiting)]


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 40)))


class _Planner(Teller):
    """The clerk of one town who writes its plans."""

    def __init__(self, cast: Cast, rng: Random, office: Organisation) -> None:
        super().__init__(cast, rng)
        self.office, self.clerk = office, cast.who(office, "clerk")

    def year(self, year: int, *, changed: bool) -> Story:
        plan = self._draft(year, PLANNED)
        yield self.after(3)
        yield from self._through(plan)
        if changed:
            yield _at(date(year, *CHANGES))
            plan = actions.revise(plan, actor=self.clerk, reason="年中追加为民服务资金，增加高龄老人巡访")
            self._put(plan, THEMES[1], 3, Decimal(126_000))
            yield from self._through(plan)
        yield self.on(date(year, 11, 2))
        self._link(plan)

    def ahead(self, *, submitted: bool = False) -> Story:
        """The next year's, from the needs that wait; submitted it stands before its first office."""
        plan = self._draft(clock.today().year + 1, 2)
        waiting = list(plan.waiting_needs()[:4])
        if waiting:
            plan = actions.take_needs(plan, actor=self.clerk, needs=waiting)
        yield self.after(2)
        if not submitted:
            return
        for row in plan.rows.exclude(need=None):
            theme = self.rng.choice(THEMES)
            assert row.need is not None
            self._put(plan, theme, self.rng.randint(1, 4), Decimal(theme.price), row.key)
        actions.submit(_fresh(plan), actor=self.clerk)

    def _draft(self, year: int, rows: int) -> PurchasePlan:
        note = "按本年度预算和已公布的需求清单编制，优先安排一老一小和困难群众服务。"
        plan = actions.draft(actor=self.clerk, year=year, note=note)
        for theme in self.rng.sample(THEMES, rows):
            self._put(plan, theme, self.rng.randint(1, 4), Decimal(theme.price))
        return plan

    def _put(self, plan: PurchasePlan, theme: Theme, quarter: int, amount: Decimal, key: int | None = None) -> None:
        row = plan.rows.select_related("need", "place").filter(key=key).first() if key else None
        places = list(Place.objects.within(self.office.place.code).communities()[:3])
        values = actions.RowValues(
            row.title if row else theme.title,
            row.place if row else self.rng.choice(places),
            need=row.need if row else None,
            catalogue_code=theme.catalogue,
            beneficiaries=theme.people,
            amount=amount,
            line=BudgetLine.objects.filter(budget__year=plan.year, purpose__in=[theme.catalogue[:3], "B"]).first(),
            quarter=quarter,
        )
        actions.put_row(_fresh(plan), actor=self.clerk, row=values, key=key)

    def _through(self, plan: PurchasePlan) -> Story:
        actions.submit(_fresh(plan), actor=self.clerk)
        yield from self.pass_chain(plan)
        yield self.after(1)
        actions.publish(_fresh(plan), actor=self.clerk)

    def _link(self, plan: PurchasePlan) -> None:
        """Each row with a project of the year that buys the same."""
        taken: set[int] = set()
        for row in plan.rows.all():
            found = Project.objects.filter(purchaser=self.office, year=plan.year, catalogue_code=row.catalogue_code)
            project = found.exclude(pk__in=taken).order_by("pk").first()
            if project is not None:
                taken.add(project.pk)
                actions.link(_fresh(plan), actor=self.clerk, key=row.key, project=project)


def _fresh(plan: PurchasePlan) -> PurchasePlan:
    return PurchasePlan.objects.get(pk=plan.pk)
