"""Departments' tasks in communities: admitted, renewed, expired, revoked, on their way; and tasks that were not admitted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from linli.demo.teller import AGREED, Story, Teller
from linli.foundations.admission import actions, rules, tasks
from linli.foundations.admission.models import Admission
from linli.foundations.admission.rules import ShareLine
from linli.foundations.parties.models import Organisation
from linli.foundations.parties.roles import OrganisationKind
from linli.foundations.places.models import Place
from linli.kernel import clock

REMARKS = ("人手紧，请按承诺派人。", "表格请一次下发，不要重复填报。", "请提供统一的培训。")


@dataclass(frozen=True)
class Task:
    """What a department wants done, per community and year: money in yuan, staff, hours."""

    title: str
    content: str
    basis: str
    money: int
    staff: int
    hours: int


DISABLED = Task(
    "残疾人服务需求入户登记",
    "每季度入户登记残疾人康复、照护、就业需求，录入平台并转介。",
    "残疾人保障有关法规和区级工作方案（示例）",
    18000,
    1,
    260,
)
FAMILY = Task(
    "家庭教育指导站点工作",
    "协助组织家庭教育讲座，收集家长需求。",
    "家庭教育有关法规和区级工作方案（示例）",
    9000,
    0,
    120,
)
HEALTH = Task("慢性病高危人群摸底", "协助通知和登记慢性病筛查对象。", "区级健康行动方案（示例）", 12000, 1, 180)
VOLUNTEER = Task(
    "助残志愿服务登记", "登记助残志愿者和服务时长。", "志愿服务有关法规和区级工作方案（示例）", 6000, 0, 90
)
SCREENING = Task("妇女儿童活动家园值守", "活动家园开放登记和安全检查。", "区级妇女儿童发展规划（示例）", 15000, 1, 300)
VACCINE = Task("老年人疫苗接种动员", "电话通知和接送登记。", "区级预防接种方案（示例）", 8000, 0, 100)


def applied(
    teller: Teller, department: Organisation, task: Task, places: Sequence[Place], days: int, *, until: str = "listed"
) -> Story:
    """A department applies for a task; `until` says how far it gets: draft, consulting, approval, listed."""
    clerk = teller.cast.who(department, "clerk")
    since = clock.today() + timedelta(days=25)
    end = since + timedelta(days=days)
    made = actions.apply(
        actor=clerk, title=task.title, content=task.content, legal_basis=task.basis, since=since, until=end
    )
    lines = [
        ShareLine(place.pk, year, Decimal(task.money), task.staff, task.hours)
        for place in places
        for year in rules.years(since, end)
    ]
    made = actions.attach(made, actor=clerk, lines=lines)
    if until == "draft":
        return
    yield teller.after(1)
    yield from through(teller, made, until=until)


def through(teller: Teller, made: Admission, *, until: str = "listed") -> Story:
    """From handing in to the public list."""
    clerk = teller.cast.who(made.organisation, "clerk")
    actions.submit(made, actor=clerk)
    if until == "consulting":
        return
    yield teller.after(1)
    for turn, opinion in enumerate(made.opinions.filter(state="asked").select_related("organisation")):
        conditional = turn % 4 == 3
        actions.give_opinion(
            opinion,
            actor=teller.cast.who(opinion.organisation_id, "clerk"),
            stance="conditional" if conditional else "agree",
            text=teller.rng.choice(REMARKS) if conditional else "",
        )
    yield from teller.pass_chain(made, offices=1 if until == "approval" else 99, words=AGREED)
    if until != "listed":
        return
    yield teller.after(1)
    made.refresh_from_db()
    actions.issue(made, actor=teller.cast.one(OrganisationKind.CIVIL_AFFAIRS, "clerk"))


def renewed(teller: Teller, department: Organisation, task: Task, places: Sequence[Place]) -> Story:
    """A year, and before it ends the application for two more."""
    yield from applied(teller, department, task, places, 330)
    admission = Admission.objects.get(organisation=department, title=task.title, state="in_force")
    yield teller.on(admission.until - timedelta(days=40))
    clerk = teller.cast.who(department, "clerk")
    following = actions.renew(admission, actor=clerk, until=admission.until + timedelta(days=700))
    yield teller.after(2)
    yield from through(teller, following)


def revoked(teller: Teller, department: Organisation, task: Task, places: Sequence[Place]) -> Story:
    """Admitted, and revoked after half a year because the money did not come."""
    yield from applied(teller, department, task, places, 600)
    admission = Admission.objects.get(organisation=department, title=task.title, state="in_force")
    yield teller.after(180)
    leader = teller.cast.one(OrganisationKind.CIVIL_AFFAIRS, "leader")
    actions.revoke(admission, actor=leader, reason="随事经费两个季度没有到位，经催办仍未拨付。")


def reported(teller: Teller, place: Place, department: Organisation, *, until: str, **words: Any) -> Story:
    """A community reports a task; `until` says how far the case gets: filed, answered, decided, closed."""
    community = teller.cast.communities[place.code]
    report = actions.file(
        actor=teller.cast.who(community, "clerk"),
        department=department,
        occurred_on=clock.today() - timedelta(days=2),
        **words,
    )
    if until == "filed":
        return
    yield teller.after(2)
    answerer = teller.cast.who(department, "clerk")
    actions.answer(report, actor=answerer, kind="withdraw", text="经核对未办理准入，任务已收回，由本部门自行完成。")
    if until == "answered":
        return
    yield teller.after(3)
    bureau = teller.cast.one(OrganisationKind.CIVIL_AFFAIRS, "clerk")
    actions.decide(report, actor=bureau, outcome="unadmitted", reason="准入清单中没有这一事项，应当收回。")
    if until == "decided":
        return
    yield teller.after(4)
    actions.close(report, actor=bureau, closing="任务已收回，不再要求社区办理。")
    yield teller.after(1)
    actions.acknowledge_report(report, actor=teller.cast.who(community, "clerk"))


def daily(teller: Teller) -> Story:
    """What the job worker would have done meanwhile, once a week."""
    while True:
        tasks.daily(0)
        yield teller.after(7, hour=8)
