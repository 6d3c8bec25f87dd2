"""Step 6: the visits after the end, what they found, and the close."""

from linli.demo.plot import Plot, Story
from linli.flow.s6_followup.actions import following, visiting
from linli.flow.s6_followup.models import FollowUp, Issue, Visit
from linli.kernel import clock

LESSONS = (
    "固定时间、固定地点的服务最受欢迎，下一轮应写进采购需求。",
    "志愿者是持续服务的关键，建议预算中保留志愿者补贴。",
    "报名方式要照顾不用手机的老人，保留电话和上门登记。",
)


def told(plot: Plot) -> Story:
    """Visits at their months, one of them finding something to mend; then the close with a lesson."""
    followup = FollowUp.objects.get(project=plot.project)
    for visit in list(Visit.objects.filter(followup=followup).order_by("months")):
        yield max(plot.on(visit.due_on), plot.after(1))
        plot.stop_at("visit")
        issue = "活动室空调故障，老人反映闷热。" if "issue" in plot.turns and visit.months == 1 else ""
        visiting.record_visit(
            visit,
            actor=plot.clerk,
            visited_on=clock.today(),
            people=plot.rng.randint(6, 20),
            lasted=plot.rng.choice(["yes", "yes", "yes", "partly"]),
            satisfaction=plot.rng.choice([4, 4, 5, 5, 3]),
            summary="随机走访服务对象，服务习惯保持，志愿者继续参与。",
            issue=issue,
        )
        yield from _mended(plot, followup)
    yield plot.after(3)
    followup.refresh_from_db()
    following.close(
        followup, actor=plot.clerk, lesson=plot.rng.choice(LESSONS), suggestion="下一轮摸排关注周末服务时段。"
    )


def _mended(plot: Plot, followup: FollowUp) -> Story:
    for issue in list(Issue.objects.filter(followup=followup).unsolved()):
        yield plot.after(3)
        issue = visiting.mend(issue, actor=plot.provider(), text="已更换设备，恢复使用。")
        yield plot.after(2)
        visiting.confirm(issue, actor=plot.clerk, opinion="已核实。")
