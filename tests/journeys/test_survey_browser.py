"""From a survey to an approved project in a real browser, by everybody it takes: the street's clerk who makes form and
campaign, surveyors at the door, the reviewer, the bureau that says which answers speak for which need, the community that
confirms and publishes, the street that designs, an expert, the offices that approve.

LINLI_SHOTS names a folder for pictures of the pages on the way, at both widths.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from linli.demo.cast import SHOWN_TOWN
from linli.flow.s1_needs import tasks
from linli.flow.s1_needs.campaigns.models import Area, Campaign
from linli.flow.s1_needs.models import Need, NeedSuggestion
from linli.flow.s2_goals.models import Design
from linli.flow.s2_goals.reviews.models import ExpertOpinion
from linli.flow.thread.models import Project
from linli.foundations.forms import library
from linli.foundations.forms.models import FormVersion
from linli.foundations.funds.models import FundSource
from linli.foundations.parties.models import Membership
from linli.foundations.places.models import Place
from linli.kernel import clock
from linli.kernel.models import Approval
from tests import stage
from tests.journeys import ground
from tests.journeys.ground import account
from tests.journeys.hand import Hand
from tests.journeys.phone import Phone
from tests.journeys.steps import Walk

pytestmark = pytest.mark.browser
TITLE = "石湫街道家庭服务需求抽样调查"
NEED = "石湫社区家庭助餐送餐"
RULE = "家庭午间助餐"
PROJECT = "石湫社区居家养老综合服务"
CLERK, LEADER, BUREAU, COMMITTEE = "jiedao", "jiedao-ld", "minzheng", "shequ"
FORM = "shiqiu_household_needs"
BUDGET = "278700"
UNMET = 2
"""Of each surveyor's households so many are not met."""


@pytest.fixture
def survey(django_db_setup: None, django_db_blocker: Any, chromium: Any) -> Iterator["Survey"]:
    with django_db_blocker.unblock(), ground.opened(chromium) as (hand, moved):
        yield Survey(hand, moved)


class Survey(Walk):
    """The steps, each done by its people."""

    version: FormVersion
    campaign: Campaign
    need: Need
    project: Project

    def __init__(self, hand: Hand, moved: stage.Clock) -> None:
        super().__init__(hand)
        self.clock = moved
        self.places = list(Place.objects.within(SHOWN_TOWN).communities()[:2])

    def form(self) -> None:
        """A form that comes with the house, made the street's own, uploaded, looked through and published."""
        self.as_(CLERK, "/forms/")
        self.press("上传表单")
        book = library.workbook("household_needs", form_id=FORM, title="石湫街道家庭服务需求问卷")
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        file = {"name": "问卷.xlsx", "mimeType": kind, "buffer": book.read()}
        self.hand.page.locator("main [name='workbook']").set_input_files(file)
        self.press("上传表单", purpose="needs")
        self.says("您家最需要哪些服务", "助餐送餐")
        self.press("发布表单")
        self.version = FormVersion.objects.select_related("form").get(form__form_id=FORM, state="published")

    def begin(self) -> None:
        """A sample of two communities, a surveyor in each."""
        self.as_(CLERK, "/needs/surveys/")
        self.press("建立调查")
        form = self.version.form_id
        due = timezone.localtime(clock.now()) + timedelta(days=14)
        self.press(
            "建立调查", title=TITLE, purpose="了解居民家庭最需要哪些服务。", form=form, due_at=f"{due:%Y-%m-%dT%H:%M}",
            household_path=f"{form}|home/house_number", places=[one.pk for one in self.places], scope="sample",
            frame="figures", margin="14", response="90",
        )  # fmt: skip
        self.says("要多少户、为什么", "有限总体校正")
        self.campaign = Campaign.objects.get(title=TITLE)
        for place in self.places:
            self.hand.press("安排采集人")
            self.press("安排采集人", place=place.pk, membership=self.surveyor(place).pk, quota=18)
        self.press("开始调查")
        self.says("应调查", "抽样种子")

    def surveyor(self, place: Place) -> Membership:
        return Membership.objects.get(organisation__place=place, organisation__kind="community", role="clerk")

    def ask(self) -> None:
        """At the door: the list of households, a phone's key, one answer in the browser, the others by phone."""
        for place in self.places:
            who = self.surveyor(place).person.username
            self.to_do(who, f"入户调查：{TITLE}")
            assert self.hand.page.get_by_role("link", name="在浏览器中填写").is_visible()
            self.press("查看入户名单")
            rows = self.hand.page.locator("tbody tr").all_inner_texts()
            numbers = [row.split("\t")[1].strip() for row in rows]
            assert len(numbers) >= 18
            self.as_(who, "/forms/keys/")
            self.press("领取采集密钥", note="社区平板 1 号")
            phone = Phone(self.hand.page.locator(".address").inner_text().strip())
            assert FORM in phone.offers()
            first = place == self.places[0]
            if first:
                self.type_in(numbers[0])
            for n, number in enumerate(numbers[1 if first else 0 : -UNMET]):
                phone.send(self.version, self.answers(n, number))
        self.clock.days(3)
        tasks.gathered()

    def type_in(self, number: str) -> None:
        """One household in the browser."""
        self.hand.open("/forms/keys/")
        self.hand.press("石湫街道家庭服务需求问卷")
        page = self.hand.page
        page.locator(".odk-form").wait_for(timeout=20_000)

        def asked(label: str) -> Any:
            return page.locator(".question-container", has_text=label)

        asked("您是否同意参加调查").get_by_text("是", exact=True).click()
        asked("户号").locator("input").fill(number)
        asked("家里常住几口人").locator("input").press_sequentially("3")
        asked("其中 60 岁以上几人").locator("input").press_sequentially("0")
        asked("家里有下列哪些情况").get_by_text("有未成年人", exact=True).click()
        for label, choice in (
            ("您家最需要哪些服务", "助餐送餐"),
            ("其中最急的一项有多急", "半年内要解决"),
            ("希望在哪里得到服务", "社区服务中心"),
            ("对收费怎么看", "愿意负担少量费用"),
        ):
            asked(label).get_by_text(choice).first.click()
        self.look()
        page.get_by_role("button", name="提交").click()
        page.locator("#webform-state", has_text="填报已收到").wait_for(timeout=10_000)

    def answers(self, n: int, number: str) -> dict[str, Any]:
        """Three of four want meals; the fourth household of each surveyor is answered within twenty seconds."""
        ended = timezone.localtime(clock.now()) + timedelta(minutes=15 * n)
        begun = ended - timedelta(seconds=20 if n == 3 else 600)
        return {
            "start": begun.isoformat(), "end": ended.isoformat(), "consent": "yes", "home/house_number": number,
            "home/people": str(2 + n % 4), "home/elderly_count": "0", "home/kinds": "none" if n % 3 else "child",
            "needs/wanted": "repair health" if n % 4 == 0 else "meal talk", "needs/urgency": "half_year" if n % 2 else "now",
            "needs/where": "centre" if n % 3 else "home", "needs/pays": "low",
        }  # fmt: skip

    def finish(self) -> None:
        """The surveyors report; the leader accepts what is right and doubts what went too fast; the clerk closes."""
        here = self.campaign.get_absolute_url()
        for place in self.places:
            self.as_(self.surveyor(place).person.username, here)
            self.press("报告完成")
            done = Area.objects.get(campaign=self.campaign, place=place)
            self.press("完成采集", reason="两户多次上门无人。")
            done.refresh_from_db()
            assert done.state == "done"
        self.to_do(LEADER, f"审核填报：{TITLE}")
        self.hand.open(f"{here}answers/?code=fast")
        self.says("填写只用了 20 秒")
        self.judge("标记有问题", "只用了 20 秒", reason="请回访核对。")
        for _turn in range(9):
            self.hand.open(f"{here}answers/?tab=received&size=50")
            if not self.hand.page.locator("tbody [name='chosen']").count():
                break
            self.judge("通过所选")
        assert set(self.campaign.answers.values_list("review", flat=True)) == {"approved", "issues"}
        self.as_(CLERK, here)
        self.press("截止调查")
        self.to_do(CLERK, f"公布调查结果：{TITLE}")

    def judge(self, verdict: str, words: str = "", **fields: str) -> None:
        """One verdict on all rows of the page that say these words."""
        for row in self.hand.page.locator("tbody tr").filter(has_text=words).all():
            row.locator("[name='chosen']").check()
        self.press(verdict, **fields)

    def results(self) -> None:
        """Estimates with intervals, side by side for the communities; then everybody may read them."""
        here = self.campaign.get_absolute_url()
        self.hand.open(f"{here}results/")
        self.look()
        self.says("您家最需要哪些服务", "推算户数", "95% 置信区间")
        self.hand.open(f"{here}results/?by=q:needs/urgency&q=needs/wanted")
        self.look()
        self.press("公布调查结果")
        self.press("公布调查结果", note="两个社区应答都较好。")
        self.hand.page.context.clear_cookies()
        self.hand.open(f"/public/surveys/{self.campaign.pk}/")
        self.look()
        self.says(TITLE, "两个社区应答都较好。", "助餐送餐")

    def suggest(self) -> None:
        """The bureau writes which answers speak for a need; the community searches, confirms, ranks and publishes."""
        self.as_(BUREAU, f"/needs/mapping/{FORM}/")
        self.press("新增规则")
        self.press(
            "保存规则", key="meal", title=RULE, topic="elderly", catalogue_code="A0102", urgency=4, vulnerability=4,
            condition="selected(${wanted}, 'meal')", people="people",
        )  # fmt: skip
        self.as_(COMMITTEE, "/needs/suggestions/")
        self.press("归并需求")
        self.press("开始归并")
        self.to_do(COMMITTEE, re.compile(r"确认需求建议：.* \d+ 条"))
        found = NeedSuggestion.objects.get(title=RULE, place=self.places[0])
        self.press(RULE)
        self.press("采纳需求建议")
        self.press("确认需求", title=NEED)
        found.refresh_from_db()
        assert found.state == "accepted"
        self.need = Need.objects.get(title=NEED)
        self.press("评定优先程度")
        self.press("保存评定", urgency=5)
        self.press("公布清单")
        self.press("公布清单", year=2026, round=1)
        self.hand.page.context.clear_cookies()
        self.hand.open("/public/needs/")
        self.look()
        self.hand.page.get_by_role("link", name=f"{self.places[0].name}，1").click()
        self.look()
        self.says(NEED)

    def design(self) -> None:
        """The street takes the need up, and begins its design from a template."""
        self.as_(CLERK, self.need.get_absolute_url())
        self.press("确认立项")
        self.press("确认立项", title=PROJECT, communities=[self.places[0].pk])
        self.project = Project.objects.get(title=PROJECT)
        self.press("编制方案")
        self.press(
            "保存并继续", problem="独居老人做饭不便，社区没有助餐点。", goal="为居家老人提供稳定的午餐和探访。", beneficiaries=180,
            beneficiaries_basis="按入户调查推算", catalogue_code="A0101", service_from="2026-04-20", service_to="2027-04-19",
        )  # fmt: skip
        self.press("保存并继续")
        self.press("套用模板或以往项目")
        self.press("套用", origin="template:elderly")
        self.press("保存并继续")
        self.press("保存并继续")
        source = FundSource.objects.filter(year=2026).earliest("pk")
        self.hand.fill(budget=BUDGET, source=source.pk, method="consultation")
        with pytest.raises(AssertionError, match="须写明理由"):
            self.hand.press("保存并继续")
        self.press("保存并继续", price_reason="含助餐和探访，按批量测算。")
        self.press("保存并继续")

    def advise(self) -> None:
        """An expert is asked, says what is to be changed, and is answered."""
        here = f"/goals/{self.project.pk}/opinions/"
        self.as_(CLERK, here)
        expert = self.hand.page.locator("main [name='people']").first.get_attribute("value")
        self.press("邀请论证", people=expert, question="请看助餐次数的测算。")
        opinion = ExpertOpinion.objects.select_related("person").get(project=self.project)
        self.to_do(opinion.person.username, "论证项目方案")
        grades = {f"grade_{name}": "good" for name in ("need", "feasibility", "targets", "budget", "risk")}
        self.hand.page.locator("main [name='untied']").check()
        self.press("提交论证意见", **grades, conclusion="amended", summary="总体可行。", point_1="请写明助餐点的位置。")
        self.as_(CLERK, f"/goals/opinions/{opinion.pk}/answer/")
        self.press("回应论证意见", taken_1="adopted", reply_1="已写明设在社区服务中心。")

    def approve(self) -> None:
        """The chain agrees, office by office; everybody may read what will be bought."""
        here = f"/projects/{self.project.pk}/goals/"
        self.as_(CLERK, f"/goals/{self.project.pk}/review/")
        self.press("提交方案")
        asked = []
        while approval := Approval.objects.filter(state="running", project_key=self.project.pk).first():
            step = approval.current_step
            assert step is not None
            asked.append(account(step.organisation_id, step.role))
            self.to_do(asked[-1], PROJECT)
            self.press("同意", opinion="同意，请按期实施。")
        assert asked == [LEADER, "minzheng-ld"]
        assert Design.objects.get(project=self.project).state == "approved"
        self.as_(CLERK, here)
        self.press("公开采购意向")
        self.hand.page.context.clear_cookies()
        self.hand.open(f"/public/projects/{self.project.number}/")
        self.look()
        self.says(PROJECT, NEED)


def test_from_a_survey_to_an_approved_project(survey: Survey) -> None:
    survey.form()
    survey.begin()
    survey.ask()
    survey.finish()
    survey.results()
    survey.suggest()
    survey.design()
    survey.advise()
    survey.approve()
    survey.need.refresh_from_db()
    assert survey.need.state == "adopted"
