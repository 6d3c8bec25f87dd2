"""Step 4: work plan, service records, milestones, invoices and payments."""

from linli.demo.plot import Plot, Story
from linli.flow.s4_delivery.actions import milestones, paying, records, requests, work
from linli.flow.s4_delivery.models import Delivery, Milestone, Payment
from linli.foundations.parties.roles import OrganisationKind
from linli.kernel import clock

RECORDS = 2
"""Service records told for each instalment; a real project has hundreds."""


def told(plot: Plot) -> Story:
    """From the work plan to the declared end of the service."""
    yield plot.after(3)
    delivery = Delivery.objects.get(project=plot.project)
    work.plan(delivery, actor=plot.provider(), text=f"按月开展{plot.theme.activity}，每季度小结。", staff_count=5)
    yield plot.on(delivery.service_from)
    stages = list(Milestone.objects.filter(project=plot.project).order_by("order"))
    span = max((delivery.service_to - delivery.service_from).days // len(stages), 10)
    for milestone in stages[:-1]:
        yield from _serve(plot, span if milestone.order > 1 else 12)
        yield from _accept(plot, milestone)
        plot.stop_at("payment")
        yield from pay(plot, milestone)
    yield from _serve(plot, span)
    yield max(plot.on(delivery.service_to), plot.after(1))
    delivery.refresh_from_db()
    work.finish(delivery, actor=plot.provider(), summary=f"{plot.theme.activity}按计划完成，资料已归档。")


def _serve(plot: Plot, days: int) -> Story:
    for _turn in range(RECORDS):
        yield plot.after(max(days // (RECORDS + 1), 1))
        records.add(
            actor=plot.provider("staff"),
            project=plot.project,
            served_on=clock.today(),
            activity=plot.theme.activity,
            place=f"{plot.communities[0]}服务点",
            minutes=plot.rng.choice([60, 90, 120, 180]),
            participants=plot.rng.randint(8, 60),
            staff="示例社工、志愿者",
        )


def _accept(plot: Plot, milestone: Milestone) -> Story:
    yield plot.after(2)
    milestones.report(milestone, actor=plot.provider(), text=f"{plot.theme.activity}按计划开展，服务对象反映良好。")
    yield plot.after(plot.rng.randint(2, 4))
    milestone.refresh_from_db()
    milestones.accept(
        milestone,
        actor=plot.clerk,
        statement="进展与计划相符，资料齐全，同意验收。",
        served="抽取服务对象 10 人电话核实并签字",
    )


def pay(plot: Plot, milestone: Milestone) -> Story:
    """From the invoice to the treasury's voucher."""
    yield plot.after(2)
    milestone.refresh_from_db()
    payment = requests.request(
        milestone,
        actor=plot.provider(),
        amount=milestone.amount,
        invoice_number=f"{plot.project.pk:05d}{milestone.order}{clock.today():%Y%m%d}",
        invoice_on=clock.today(),
    )
    yield plot.after(1)
    payment = requests.check(payment, actor=plot.clerk, opinion="发票、验收和合同一致。")
    yield from plot.pass_chain(payment)
    yield plot.after(1)
    _treasury(plot, payment)


def _treasury(plot: Plot, payment: Payment) -> None:
    payment.refresh_from_db()
    payer = plot.cast.who(plot.cast.single[OrganisationKind.FINANCE], "clerk", 1)
    paying.pay(payment, actor=payer, voucher=f"CZ{clock.today():%Y%m%d}{payment.pk:05d}")
