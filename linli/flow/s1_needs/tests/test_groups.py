"""Results by groups, against figures computed by hand: weights, intervals, too few answers, and nothing to subtract."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from linli.flow.s1_needs.campaigns import actions, gathering, groups, results
from linli.flow.s1_needs.campaigns.groups import Compared
from linli.flow.s1_needs.campaigns.models import Campaign
from linli.flow.s1_needs.tests.campaigns import SECOND, assign, make_campaign, make_form, send
from linli.flow.s1_needs.tests.test_pages import browser
from linli.foundations.forms.models import FormVersion
from linli.foundations.parties.tests.factory import COMMUNITY, make_actor, make_place
from linli.kernel.actor import Actor

pytestmark = pytest.mark.django_db
HEAD = ["区划代码", "户号", "地址", "分层"]
SIZES = {COMMUNITY: 400, SECOND: 200}


@pytest.fixture
def town(settings: Any) -> Actor:
    settings.REQUIRE_MFA = False
    return make_actor("town")


def begun(town: Actor, surveyor: Actor, version: FormVersion, **changes: Any) -> Campaign:
    """All households of a list: 400 and 200, every other one in an old quarter."""
    places = [make_place(code) for code in SIZES]
    asked = {"form": version.form, "places": places, "frame": "list", "scope": "census", **changes}
    campaign = make_campaign(town, **asked)
    rows = [
        [code, f"{code[-1]}-{n:03d}", "", "新小区" if n % 2 else "老小区"]
        for code, size in SIZES.items()
        for n in range(size)
    ]
    actions.import_list(campaign, actor=town, file="名册.xlsx", rows=[HEAD, *rows])
    campaign.refresh_from_db()
    assign(campaign, town, surveyor)
    return actions.start(campaign, actor=town)


def answered(surveyor: Actor, version: FormVersion, code: str, of: int, yes: int, meals: int) -> None:
    """`of` households: the first `yes` have elderly people, the first `meals` want meals, the others bathing."""
    for n in range(of):
        send(
            surveyor, version, house=f"{code[-1]}-{n:03d}", elderly="yes" if n < yes else "no",
            wants="meal" if n < meals else "bath", people="3" if code == COMMUNITY else "2",
        )  # fmt: skip


def gathered(town: Actor, second: tuple[int, int, int]) -> Campaign:
    """The first community's 40 answers, and the second's: how many, with elderly people, wanting meals."""
    surveyor, version = make_actor("community"), make_form(town)
    made = begun(town, surveyor, version)
    answered(surveyor, version, COMMUNITY, 40, 30, 20)
    answered(surveyor, version, SECOND, *second)
    gathering.all_of(made)
    return made


@pytest.fixture
def campaign(town: Actor) -> Campaign:
    """In the first community 40 of 400 answered, in the second 32 of 200: an answer stands for 10 and for 6.25 households."""
    return gathered(town, (32, 12, 12))


def by(campaign: Campaign, key: str) -> dict[str, Compared]:
    report = results.report(campaign, list(campaign.strata.select_related("place")))
    comparison = groups.Comparison(campaign, report, key)
    questions = comparison.questions()
    return {one.path: made for one, made in zip(questions, comparison.of(questions), strict=True)}


def shares(compared: Compared, option: int = 0) -> list[tuple[float, float, int | None]]:
    """Share, households and answers that chose an option, of every group."""
    lines = [one.lines[option] for _name, one in compared.parts]
    return [(line.share.value, line.total.value, line.count) for line in lines if line.share and line.total]


def test_every_way_of_grouping_is_the_weighted_figure(campaign: Campaign) -> None:
    report = results.report(campaign, list(campaign.strata.select_related("place")))
    offers = dict(groups.offered(campaign, report))
    assert list(offers) == ["stratum", "column", "q:elderly"]
    assert list(dict(groups.offered(campaign, report, kept=True))) == ["stratum"]
    strata = by(campaign, "stratum")
    assert shares(strata["elderly"]) == [pytest.approx((0.75, 300, 30)), pytest.approx((0.375, 75, 12))]
    assert strata["elderly"].whole.lines[0].count == 42
    numbers = [(one.mean.value, one.total.value) for _n, one in strata["people"].parts if one.mean and one.total]
    assert numbers == [pytest.approx((3, 1200)), pytest.approx((2, 400))]
    # In the old quarter 15 of 20 and 6 of 16 have elderly people: (150 + 37.5) of (200 + 100) households.
    column = by(campaign, "column")
    assert [name for name, _one in column["elderly"].parts] == ["新小区", "老小区"]
    assert shares(column["elderly"])[1] == pytest.approx((187.5 / 300, 187.5, 21))
    answer = by(campaign, "q:elderly")
    assert "elderly" not in answer
    assert [name for name, _one in answer["wants"].parts] == ["是", "否"]
    assert shares(answer["wants"])[0] == pytest.approx((275 / 375, 275, 32))


def test_the_interval_of_a_group_that_cuts_through_strata(campaign: Campaign) -> None:
    """p = 275/375. Σe, Σe² of e = y − p within the group, 0 outside: −2, 6.8 of 40 answers; 3.2, 0.8533 of 32. Variance
    400·360·0.17179/40 + 200·168·0.01720/32 = 636.5, by 375² 0.004526; effective answers 43.2, 41.3 degrees, t = 2.019."""
    found = by(campaign, "q:elderly")["wants"].parts[0][1]
    meal = found.lines[0].share
    assert meal is not None
    assert (meal.low, meal.high) == pytest.approx((0.5818, 0.8446), abs=0.0005)
    assert found.n == 42


def test_groups_of_answers_add_up_to_the_kept_counts(campaign: Campaign) -> None:
    for key in ("column", "q:elderly"):
        for one in by(campaign, key).values():
            assert sum(part.n for _name, part in one.parts) == one.whole.n
            for at, line in enumerate(one.whole.lines):
                counts = [part.lines[at].count for _name, part in one.parts if part.lines]
                assert None in counts or sum(filter(None, counts)) == line.count


def test_a_group_with_too_few_answers_has_no_number_and_gives_none_away(town: Actor) -> None:
    campaign = gathered(town, (12, 6, 12))
    strata = list(campaign.strata.select_related("place"))
    first, second = (one for _name, one in by(campaign, "stratum")["elderly"].parts)
    assert (second.enough, second.lines, second.n) == (False, (), 12)
    assert [line.count for line in first.lines] == [None, None]
    alone = {one.path: one for one in results.report(campaign, strata[:1], groups.beside(strata, strata[:1])).results}
    assert [line.count for line in alone["elderly"].lines] == [None, None]
    assert [line.count for line in alone["wants"].lines][:2] == [20, 20]


def test_the_page_the_table_and_what_the_public_sees(campaign: Campaign, town: Actor) -> None:
    client, address = browser(town), reverse("needs:campaign_results", args=[campaign.pk])
    page = client.get(address, {"by": "q:elderly", "q": "wants"}).content.decode()
    assert "73.3%" in page
    assert "按“有 60 岁以上老人吗”的答案" in page
    assert "两组的区间重叠时" in page
    assert "73.3%" not in client.get(address, {"by": "q:nowhere"}).content.decode()
    assert "73.3%" in client.get(address, {"by": "q:elderly", "q": "wants", "print": "1"}).content.decode()
    table = client.get(address, {"by": "stratum", "export": "xlsx"})
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(BytesIO(table.content)).active]  # type: ignore[union-attr]
    assert any(row[2] == "是" and row[3:5] == [12, 0.375] and row[7] == 75 for row in rows)
    actions.publish(actions.close(campaign, actor=town), actor=town)
    public = reverse("needs:survey", args=[campaign.pk])
    assert "37.5%" in Client().get(public, {"by": "stratum", "q": "elderly"}).content.decode()
    assert "分组比较" in Client().get(public).content.decode()
    assert (
        "按“有 60 岁以上老人吗”的答案" not in Client().get(public, {"by": "q:elderly", "q": "wants"}).content.decode()
    )
