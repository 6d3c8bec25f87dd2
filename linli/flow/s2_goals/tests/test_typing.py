"""What the pages of people, staff and risks answer while somebody types."""

from typing import Any

import pytest
from django.urls import reverse

from linli.flow.s1_needs.tests.test_pages import browser
from linli.flow.s2_goals.tests.factory import make_design
from linli.foundations.parties.tests.factory import make_actor

pytestmark = pytest.mark.django_db


def test_people_posts_and_risks_are_checked_as_typed_and_nothing_is_saved(settings: Any) -> None:
    settings.REQUIRE_MFA = False
    clerk = make_actor("town")
    design, client = make_design(clerk), browser(clerk)
    people = {"groups-TOTAL_FORMS": 2, "groups-INITIAL_FORMS": 0, "do": "check"}
    for place, count in enumerate(("100", "5０")):
        people |= {
            f"groups-{place}-served": "elderly",
            f"groups-{place}-people": count,
            f"groups-{place}-is_direct": "1",
        }
    page = client.post(reverse("goals:people", args=[design.project_id]), people)
    assert "有 30 人次重复计入多组" in page.content.decode()
    assert page.context["checks_told"] == "本页检查：0 项须修改，1 项请留意。"
    team = {f"{name}-{kind}_FORMS": 1 for name in ("posts", "risks") for kind in ("TOTAL", "INITIAL")}
    team |= {"posts-0-role": "社工", "posts-0-number": "2", "posts-0-months": "12", "posts-0-share": "100"}
    team |= {
        "posts-0-on_wages": "1",
        "risks-0-description": "老人跌倒",
        "risks-0-likelihood": "3",
        "risks-0-impact": "5",
    }
    page = client.post(reverse("goals:team", args=[design.project_id]), team | {"do": "check"})
    told = [str(one.title) for one in page.context["checks"]]
    assert told == ["人员配备与工资明细一致", "第 1 项是高风险，没有写明应对措施"]
    assert [cell.numbers for row in page.context["matrix"] for cell in row if cell.numbers] == ["1"]
    assert [design.groups.exists(), design.posts.exists(), design.risks.exists()] == [False] * 3
