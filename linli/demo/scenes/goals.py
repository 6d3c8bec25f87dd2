"""Step 2: the design with indicators and budget, the approval chain, the published intention."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from linli.demo.cast import SHOWN_TOWN
from linli.demo.plot import Plot, Story
from linli.demo.scenes import reviews
from linli.demo.themes import budget_of
from linli.flow.s1_needs import actions as needs
from linli.flow.s1_needs.actions import lists
from linli.flow.s2_goals import splitting
from linli.flow.s2_goals.actions import design as write
from linli.flow.s2_goals.actions import intention, submission
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.results import law, periods, prices, templates
from linli.flow.s2_goals.results.actions import filling, pages
from linli.flow.s2_goals.results.content import Part
from linli.flow.s2_goals.results.values import People
from linli.flow.s2_goals.reviews import checks
from linli.flow.s2_goals.rules import Line, Target
from linli.flow.s2_goals.states import Category
from linli.flow.thread.models import Method
from linli.foundations.admission.models import Admission
from linli.foundations.funds import ledger
from linli.foundations.funds.models import FundSource
from linli.foundations.rulebook import book
from linli.kernel import clock

LEAD = 95
"""Days from the design to the first day of service: intention, tender, award and contract lie between."""
SHARES = (
    (Category.WAGES, "驻点社工工资，按区级指导标准", 42, 5000, "人月"),
    (Category.INSURANCE, "按缴费基数测算", 12, 1600, "人月"),
    (Category.SUPERVISION, "外聘督导", 8, 1500, "次"),
    (Category.VOLUNTEERS, "志愿者交通误餐补贴", 8, 30, "人次"),
    (Category.MANAGEMENT, "水电、办公、财务", 4, 0, "项"),
    (Category.TAX, "按规定缴纳", 4, 0, "项"),
)
"""Category, basis, percent of the budget, price of a unit (0: as a lump sum); materials take what is left."""
TEMPLATES = {"elderly": "elderly", "children": "minors", "relief": "relief", "disabled": "relief", "mixed": "mixed"}
"""The template that a kind of service is designed with."""
PRICE_REASON = "含建档、督导和志愿者支持，与目录的单次计价口径不同。"


def told(plot: Plot) -> Story:
    """From the draft to the published intention."""
    yield plot.after(plot.rng.randint(2, 4))
    design = write.draft(plot.project, actor=plot.clerk)
    plot.stop_at("draft")
    yield plot.after(2)
    if plot.halts == "approval":
        _joined(plot)
    design = _written(plot, design)
    yield plot.after(plot.rng.randint(1, 3))
    if plot.halts == "approval" or checks.is_required(design.budget):
        design = reviews.argued(plot, design)
    design = submission.submit(design, actor=plot.clerk)
    plot.stop_at("approval")
    if "returned" in plot.turns:
        yield from plot.pass_chain(
            design, returned="测算依据不够具体，请补充人员配置和单价来源后再报。", points=reviews.POINTS
        )
        design.refresh_from_db()
        if plot.halts == "returned":
            reviews.asked_again(plot, design)
        plot.stop_at("returned")
        yield plot.after(3)
        design = reviews.settled(plot, design)
        design = submission.submit(design, actor=plot.clerk)
    yield from plot.pass_chain(design)
    yield plot.after(1)
    design.refresh_from_db()
    design = intention.publish_intention(design, actor=plot.clerk)
    if "urgent" in plot.turns:
        yield from plot.pass_chain(reviews.hastened(plot, design))


def _joined(plot: Plot) -> None:
    """A smaller need of the same people is met by the same project."""
    place = plot.communities[0]
    clerk = plot.cast.who(plot.cast.communities[place.code], "clerk")
    need = needs.confirm(
        actor=clerk, place=place, title=f"{place}家庭照护者喘息服务", topic=plot.theme.topic, beneficiaries=30, breadth=2,
        urgency=3, vulnerability=4, basis="入户走访 40 户，照护者希望有人短时替代。",
    )  # fmt: skip
    today = clock.today()
    lists.publish_list(
        actor=clerk, place=place, year=today.year, round=(today.month + 2) // 3, note="补充新确认的需求。"
    )
    need.refresh_from_db()
    needs.join(plot.project, actor=plot.clerk, need=need, reason="服务对象相同，由同一项目一并办理。", share=60)


def _written(plot: Plot, design: Design) -> Design:
    starts = clock.today() + timedelta(days=LEAD)
    ends = starts + timedelta(days=30 * plot.theme.months + 2)
    people = plot.theme.people
    design = write.describe(
        design,
        actor=plot.clerk,
        problem=f"居民反映：{plot.theme.voices[0]}现有服务覆盖不足。",
        goal=f"为{plot.place}居民提供稳定、可及的{plot.theme.title}。",
        beneficiaries=people,
        beneficiaries_basis="按入户核实名单测算，同一人只计一次",
        catalogue_code=plot.theme.catalogue,
        service_from=starts,
        service_to=ends,
        **_admitted(plot, starts, ends),
    )
    targets = _targets(plot, people, ends - timedelta(days=10))
    if plot.theme.topic in TEMPLATES and plot.purchaser.place.code == SHOWN_TOWN:
        targets += _templated(plot, design)
    design = pages.set_targets(design, actor=plot.clerk, targets=targets)
    budget = budget_of(plot.theme, plot.scale)
    return write.save_budget(
        design, actor=plot.clerk, budget=budget, source=_source(plot, budget), lines=_lines(budget),
        method=_method(design, budget), price_reason=_price_reason(design, targets, budget),
    )  # fmt: skip


def _templated(plot: Plot, design: Design) -> list[Target]:
    """Chain, staff and risks of the line's template; returns the indicators that measure the chain."""
    template = templates.known()[TEMPLATES[plot.theme.topic]]
    content = template.content(design.service_from, design.service_to)
    months = periods.months_of(design.service_from, design.service_to)
    nodes = [
        replace(one, from_month=min(one.from_month, months), to_month=min(one.to_month, months))
        if one.from_month and one.to_month else one
        for one in content.nodes
    ]  # fmt: skip
    filling.fill(
        design, actor=plot.clerk, content=replace(content, nodes=nodes), parts=[Part.CHAIN, Part.TEAM, Part.RISKS],
        origin=template.file.title,
    )  # fmt: skip
    people = plot.theme.people
    groups = [People("everyone", f"{plot.place}符合条件的居民", people, basis="入户核实名单")]
    pages.set_people(design, actor=plot.clerk, groups=groups)
    return [one for one in content.targets if one.name != "服务对象满意度"]


def _price_reason(design: Design, targets: list[Target], budget: Decimal) -> str:
    """Why a unit costs more or less than in the catalogue, where it does."""
    with book.of(design):
        found = prices.check_whole(budget, targets, law.references(design), "")
    return "" if all(one.level == "ok" for one in found) else PRICE_REASON


def _method(design: Design, budget: Decimal) -> str:
    """What the threshold requires, or a more open method where the year's purchases of the kind require that."""
    for method in ("", Method.CONSULTATION, Method.OPEN_TENDER):
        design.method = method
        if all(finding.level == "ok" for finding in splitting.check(design, budget)):
            return method
    return str(Method.OPEN_TENDER)


def _admitted(plot: Plot, starts: date, ends: date) -> dict[str, Any]:
    """Where the disabled are served and their federation's task is admitted here for that time, the project names both."""
    if plot.theme.topic != "disabled":
        return {}
    wanted = {place.pk for place in plot.communities}
    for one in Admission.objects.in_force().filter(since__lte=starts, until__gte=ends).order_by("pk"):
        if wanted <= set(one.shares.values_list("place_id", flat=True)):
            return {"task_from": one.organisation, "admission": one}
    return {}


def _source(plot: Plot, budget: Decimal) -> FundSource:
    """One of the year's sources that still has the money for this service in this place."""
    found = FundSource.objects.usable(clock.today().year, plot.purchaser.place.code).order_by("pk")
    place = plot.project.place
    return plot.rng.choice([one for one in found if ledger.available(one, plot.theme.catalogue, place) >= budget * 2])


def _targets(plot: Plot, people: int, due: date) -> list[Target]:
    return [
        Target(plot.theme.indicator, plot.theme.unit, Decimal(0), Decimal(people * 6), "服务记录和签到表", due),
        Target("服务对象满意度", "分", Decimal(80), Decimal(90), "满意度测评", due, level="outcome"),
    ]


def _lines(budget: Decimal) -> list[Line]:
    """Lines by the usual shares and prices; materials take what is left."""
    made = []
    for category, basis, share, price, unit in SHARES:
        amount = (budget * share / 100).quantize(Decimal(1))
        number = max(amount // price, Decimal(1)) if price else Decimal(1)
        made.append(Line(category, basis, Decimal(price) or amount, number, unit))
    left = budget - sum(one.amount for one in made)
    return [*made, Line(Category.MATERIALS, "活动物料和耗材，按批采购", left, Decimal(1), "批")]
