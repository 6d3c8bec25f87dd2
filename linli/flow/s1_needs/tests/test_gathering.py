"""Submissions become a campaign's answers: linked, judged, counted once, taken back; and what the counts say."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import translation

from linli.flow.s1_needs import tasks
from linli.flow.s1_needs.campaigns import actions, gathering, quality, results, tallying
from linli.flow.s1_needs.campaigns.models import Answer, Campaign, Tally
from linli.flow.s1_needs.tests.campaigns import SECOND, assign, make_form, numbers_of, running, send
from linli.foundations.forms import actions as forms
from linli.foundations.forms.models import FormVersion, Submission
from linli.foundations.parties.tests.factory import COMMUNITY, make_actor
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import Refusal
from linli.kernel.models import Event, Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Actor:
    return make_actor("town")


@pytest.fixture
def surveyor() -> Actor:
    return make_actor("community")


@pytest.fixture
def version(town: Actor) -> FormVersion:
    return make_form(town)


@pytest.fixture
def campaign(town: Actor, surveyor: Actor, version: FormVersion) -> Campaign:
    return running(town, surveyor, form=version.form)


def gathered(campaign: Campaign) -> list[Answer]:
    gathering.all_of(campaign)
    return list(Answer.objects.filter(campaign=campaign).order_by("first"))


def counted(campaign: Campaign, path: str = "", option: str = "") -> int:
    rows = Tally.objects.filter(campaign=campaign, path=path, option=option)
    return sum(rows.values_list("n", flat=True))


def codes(answer: Answer) -> list[str]:
    return [flag["code"] for flag in answer.flags]


def test_an_answer_is_tied_to_its_household_and_counted_once(
    campaign: Campaign, surveyor: Actor, version: FormVersion
) -> None:
    number = numbers_of(campaign)[0]
    send(surveyor, version, house=f" {number} ")
    (answer,) = gathered(campaign)
    assert answer.household is not None
    assert answer.household.number == number
    assert (answer.counts, answer.flags, answer.stale) == (True, [], False)
    assert (counted(campaign), counted(campaign, "elderly", "yes"), counted(campaign, "wants", "meal")) == (1, 1, 1)
    assert gathering.all_of(campaign) == 0
    assert counted(campaign) == 1


def test_a_household_that_was_not_drawn_does_not_count(
    campaign: Campaign, surveyor: Actor, version: FormVersion
) -> None:
    send(surveyor, version, house="99999")
    (answer,) = gathered(campaign)
    assert (codes(answer), answer.counts, counted(campaign)) == (["not_drawn"], False, 0)


def test_of_two_answers_of_one_household_the_first_counts_until_it_is_rejected(
    campaign: Campaign, town: Actor, surveyor: Actor, version: FormVersion
) -> None:
    number = numbers_of(campaign)[0]
    one = send(surveyor, version, house=number, elderly="yes")
    send(surveyor, version, house=number, elderly="no", wants="talk")
    first, second = gathered(campaign)
    assert (first.counts, second.counts, "household" in codes(second)) == (True, False, True)
    assert (counted(campaign, "elderly", "yes"), counted(campaign, "elderly", "no")) == (1, 0)
    forms.reject(one, actor=town, reason="回访时住户说没有来过")
    first, second = gathered(campaign)
    assert (first.counts, second.counts) == (False, True)
    assert (counted(campaign, "elderly", "yes"), counted(campaign, "elderly", "no")) == (0, 1)
    assert counted(campaign) == 1


def test_a_correction_takes_the_old_answer_back(campaign: Campaign, surveyor: Actor, version: FormVersion) -> None:
    first, second = numbers_of(campaign)[:2]
    sent = send(surveyor, version, house=first, people="3")
    gathered(campaign)
    send(surveyor, version, house=second, people="5", elderly="no", old=sent.instance_id)
    (answer,) = gathered(campaign)
    assert (answer.first, answer.submission_id > sent.pk) == (sent.pk, True)
    assert answer.household is not None
    assert answer.household.number == second
    assert (counted(campaign), counted(campaign, "elderly", "yes"), counted(campaign, "elderly", "no")) == (1, 0, 1)
    row = Tally.objects.get(campaign=campaign, path="people", option="")
    assert (row.n, row.total, row.squares) == (1, 5, 25)


def test_doubt_takes_it_out_and_approval_brings_it_back(
    campaign: Campaign, town: Actor, surveyor: Actor, version: FormVersion
) -> None:
    sent = send(surveyor, version, house=numbers_of(campaign)[0])
    gathered(campaign)
    forms.doubt(sent, actor=town, reason="人口与户籍资料不符")
    assert (gathered(campaign)[0].counts, counted(campaign)) == (False, 0)
    forms.approve(sent, actor=town)
    assert (gathered(campaign)[0].counts, counted(campaign)) == (True, 1)


def test_strangers_and_other_times_do_not_belong(campaign: Campaign, town: Actor, version: FormVersion) -> None:
    send(town, version, house=numbers_of(campaign)[0])
    assert gathered(campaign) == []


def test_what_was_filled_in_before_the_end_may_come_a_little_late(
    campaign: Campaign, surveyor: Actor, version: FormVersion
) -> None:
    numbers, end = numbers_of(campaign), campaign.due_at
    with clock.travelled(end + timedelta(days=2)):
        send(surveyor, version, house=numbers[0], done=end - timedelta(hours=20))
        send(surveyor, version, house=numbers[1], done=end + timedelta(hours=20))
    with clock.travelled(end + timedelta(days=8)):
        send(surveyor, version, house=numbers[2], done=end - timedelta(hours=20))
        late, after, too_late = gathered(campaign)
    assert (late.late, late.counts, "late" in codes(late)) == (True, True, True)
    assert (after.counts, "past_due" in codes(after)) == (False, True)
    assert (too_late.counts, "past_due" in codes(too_late)) == (False, True)
    for language, words in (
        ("zh-hans", ("截止以后才收到", "补收期限")),
        ("en", ("by the phone's record", "arrived too long")),
    ):
        with translation.override(language):
            told = [quality.in_words(flag) for one in (late, after) for flag in one.flags]
        assert all(any(word in text for text in told) for word in words), told
    assert counted(campaign) == 1


def test_the_surveyors_only_place_is_the_answers_place(town: Actor, surveyor: Actor, version: FormVersion) -> None:
    campaign = running(town, surveyor, form=version.form, scope="census", household_path="")
    worker = make_actor("social", "staff", place="320117004")
    assign(campaign, town, worker, code=SECOND)
    send(worker, version, house="7")
    (answer,) = gathered(campaign)
    assert answer.place is not None
    assert (answer.place.code, answer.counts) == (SECOND, True)
    assign(campaign, town, worker, code=COMMUNITY)
    send(worker, version, house="8")
    assert (codes(gathered(campaign)[1]), counted(campaign)) == (["no_place"], 1)


def test_too_fast_at_night_and_alike_are_flagged_but_count(
    campaign: Campaign, surveyor: Actor, version: FormVersion
) -> None:
    night = clock.now().astimezone().replace(hour=23, minute=30)
    night = night - timedelta(days=1)
    send(surveyor, version, house=numbers_of(campaign)[0], done=night, minutes=0)
    (answer,) = gathered(campaign)
    assert codes(answer)[:1] == ["fast"]
    assert answer.counts


def test_the_job_gathers_and_closes_what_is_over(campaign: Campaign, surveyor: Actor, version: FormVersion) -> None:
    send(surveyor, version, house=numbers_of(campaign)[0])
    with clock.travelled(campaign.due_at + timedelta(minutes=1)):
        assert tasks.campaigns.func(0) == {"gathered": 1, "closed": 1}
    campaign.refresh_from_db()
    assert campaign.state == "closed"
    event = Event.objects.get(verb="needs.campaign:close", outcome="done")
    assert (event.actor_kind, event.facts["counted"]) == ("system", 1)


def test_many_are_reviewed_at_once_and_nobody_reviews_his_own(
    campaign: Campaign, town: Actor, surveyor: Actor, version: FormVersion
) -> None:
    for number in numbers_of(campaign)[:3]:
        send(surveyor, version, house=number)
    answers = gathered(campaign)
    with pytest.raises(Refusal):
        actions.review(campaign, actor=town, answers=answers, verdict="reject", reason="")
    done = actions.review(campaign, actor=town, answers=answers, verdict="approve")
    assert (done.left_over, counted(campaign)) == (0, 3)  # type: ignore[attr-defined]
    assert Event.objects.filter(verb="xforms.submission:approve", outcome="done").count() == 3
    mine = make_actor("town")
    assign(campaign, town, mine)
    send(mine, version, house=numbers_of(campaign)[3])
    with pytest.raises(Refusal):
        actions.review(campaign, actor=mine, answers=gathered(campaign)[3:], verdict="approve")


def test_what_waits_to_be_looked_at_is_in_the_offices_inbox_until_it_is(
    campaign: Campaign, town: Actor, surveyor: Actor, version: FormVersion
) -> None:
    asked = Task.objects.open().filter(verb="needs.campaign:review", organisation_id=town.organisation_id)
    for number in numbers_of(campaign)[:3]:
        send(surveyor, version, house=number)
    answers = gathered(campaign)
    actions.finish(campaign.areas.get(), actor=surveyor, reason="其余住户多次上门无人")
    assert sorted(asked.values_list("role", "context")) == [("clerk", "3 份填报待审核"), ("leader", "3 份填报待审核")]
    actions.review(campaign, actor=town, answers=answers[:2], verdict="approve")
    assert set(asked.values_list("context", flat=True)) == {"1 份填报待审核"}
    forms.approve(Submission(pk=answers[2].submission_id), actor=town)
    assert not asked.exists()
    send(surveyor, version, house=numbers_of(campaign)[3])
    campaign = actions.close(campaign, actor=Actor.system())
    assert asked.count() == 2
    actions.publish(campaign, actor=town)
    assert not asked.exists()


def fill(campaign: Campaign, surveyor: Actor, version: FormVersion, count: int, yes: int) -> None:
    for n, number in enumerate(numbers_of(campaign)[:count]):
        send(surveyor, version, house=number, elderly="yes" if n < yes else "no", people=str(2 + n % 3))


def test_too_few_answers_give_no_number(campaign: Campaign, surveyor: Actor, version: FormVersion) -> None:
    fill(campaign, surveyor, version, 29, 15)
    gathered(campaign)
    found = results.report(campaign, list(campaign.strata.all()))
    assert (found.answered, found.enough) == (29, False)
    assert all(not one.enough and not one.lines and one.mean is None for one in found.results)


def test_enough_answers_are_weighted_to_all_households(
    campaign: Campaign, surveyor: Actor, version: FormVersion
) -> None:
    fill(campaign, surveyor, version, 40, 30)
    gathered(campaign)
    first = list(campaign.strata.filter(place__code=COMMUNITY))
    found = {one.path: one for one in results.report(campaign, first).results}
    yes, no = found["elderly"].lines
    assert (yes.count, no.count) == (30, 10)
    assert yes.share is not None
    assert yes.total is not None
    assert (yes.share.value, yes.total.value) == pytest.approx((0.75, 300))
    assert yes.share.low < 0.75 < yes.share.high
    assert found["people"].mean is not None
    assert 2 < found["people"].mean.value < 4
    assert "house" not in found
    assert "wish" not in found


def test_a_small_cell_is_kept_back_with_the_one_that_would_give_it_away(
    campaign: Campaign, surveyor: Actor, version: FormVersion
) -> None:
    fill(campaign, surveyor, version, 40, 34)
    gathered(campaign)
    found = {one.path: one for one in results.report(campaign, list(campaign.strata.all())).results}
    assert [line.count for line in found["elderly"].lines] == [None, None]


def test_the_counts_are_what_a_new_count_gives(
    campaign: Campaign, town: Actor, surveyor: Actor, version: FormVersion
) -> None:
    fill(campaign, surveyor, version, 12, 5)
    answers = gathered(campaign)
    actions.review(campaign, actor=town, answers=answers[:4], verdict="doubt", reason="请回访核对人口")
    gathered(campaign)
    kept = set(Tally.objects.exclude(n=0).values_list("path", "option", "stratum_id", "n", "total", "squares"))
    Tally.objects.all().delete()
    Answer.objects.update(stale=True, tallied=None, tallied_stratum=None)
    tallying.all_of(campaign)
    assert set(Tally.objects.values_list("path", "option", "stratum_id", "n", "total", "squares")) == kept


@pytest.mark.django_db(transaction=True)
def test_several_that_gather_at_once_and_the_end_between_count_each_answer_once() -> None:
    with transaction.atomic():
        town, surveyor = make_actor("town"), make_actor("community")
        version = make_form(town)
        campaign = running(town, surveyor, form=version.form)
        fill(campaign, surveyor, version, 24, 10)
    gate = threading.Barrier(4)

    def gather(ends: bool) -> None:
        gate.wait()
        try:
            if ends:
                actions.close(campaign, actor=town)
            else:
                gathering.all_of(campaign)
        finally:
            connection.close()

    threads = [threading.Thread(target=gather, args=[n == 3]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Answer.objects.filter(campaign=campaign, stale=False, counts=True).count() == 24
    assert (counted(campaign), counted(campaign, "elderly", "yes")) == (24, 10)
    assert Event.objects.get(verb="needs.campaign:close", outcome="done").facts["counted"] == 24
