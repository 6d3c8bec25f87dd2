"""A survey campaign of thirty communities: answers gathered from submissions, and counts as a million of them leave."""

import io
import time
from datetime import timedelta
from decimal import Decimal
from typing import Any

import openpyxl
from django.core.files.base import ContentFile
from django.db import connection

from bench.inside import people
from linli.flow.s1_needs.campaigns import actions, gathering
from linli.flow.s1_needs.campaigns.drawing import Demands
from linli.flow.s1_needs.campaigns.models import Answer, Campaign, Tally
from linli.foundations.forms import actions as forms
from linli.foundations.forms.models import Form, Submission
from linli.foundations.places.models import PlaceYear
from linli.kernel import clock, rls
from linli.kernel.actor import Actor

FORM, TITLE = "bench_campaign", "示例测量调查"
QUESTIONS, OPTIONS, NUMBERS, COMMUNITIES, HOUSEHOLDS = 30, 6, 4, 30, 60_000
TOWN = "320117009"
_SENT = (
    "INSERT INTO xforms_submission (version, created_at, form_id, form_version_id, instance_id, is_current, xml, digest, answers,"
    " complete, organisation_id, person_id, place_code, road, received_at, state, reason)"
    " SELECT 1, now(), %s, %s, 'uuid:c' || n, true, '<data/>', md5(n::text) || md5(n::text),"
    " (SELECT jsonb_object_agg('q' || c, 'o' || (n * 7 + c * 13) %% %s) FROM generate_series(1, %s) c)"
    " || (SELECT jsonb_object_agg('m' || c, ((n + c) %% 9)::text) FROM generate_series(1, %s) c),"
    " true, %s, %s, %s || lpad((1 + n %% %s)::text, 3, '0'), 'phone', now(), 'received', ''"
    " FROM generate_series(%s::int, %s::int) n"
)
_LINKED = (
    "INSERT INTO needs_answer (campaign_id, first, submission_id, person_id, place_id, stratum_id, day, review, flags, late, counts, stale)"
    " SELECT %s, -n, %s, %s, s.place_id, s.id, current_date - n %% 20, 'received',"
    ' CASE WHEN n %% 50 = 0 THEN \'[{"code": "night", "at": "23:10"}]\'::jsonb ELSE \'[]\'::jsonb END, false, true, false'
    " FROM generate_series(%s::int, %s::int) n JOIN (SELECT id, place_id, row_number() OVER (ORDER BY id) - 1 AS at"
    " FROM needs_stratum WHERE campaign_id = %s) s ON s.at = n %% %s"
)


def _clerk() -> Actor:
    return people.actor("town", TOWN, "clerk")


def prepared() -> dict[str, str]:
    """The campaign under way, with a surveyor, and its clerk's cookie."""
    found = Campaign.objects.filter(title=TITLE).first() or _begun()
    member = people.member("town", TOWN, "clerk")
    return {"clerk": people.cookie(member.person), "path": found.get_absolute_url()}


def _begun() -> Campaign:
    clerk = _clerk()
    places = [people.place(f"{TOWN}{n:03d}") for n in range(1, COMMUNITIES + 1)]
    PlaceYear.objects.bulk_create(
        PlaceYear(place=place, year=2026, households=HOUSEHOLDS, population=3 * HOUSEHOLDS, floor_space=1)
        for place in places
    )
    asked = actions.Plan(
        title=TITLE,
        form=_form(clerk),
        places=places,
        scope="census",
        frame="figures",
        due_at=clock.now() + timedelta(days=30),
        demands=Demands(Decimal(5), Decimal(95), Decimal(1), Decimal(80), "proportional", 10),
    )
    campaign = actions.plan(actor=clerk, asked=asked)
    member = people.member("town", TOWN, "clerk")
    actions.assign(campaign, actor=clerk, membership=member, place=places[0], quota=100)
    return actions.start(campaign, actor=clerk)


def _form(clerk: Actor) -> Form:
    survey: list[list[str]] = [["type", "name", "label"]]
    survey += [[f"select_one l{n % 3}", f"q{n}", f"问题 {n}"] for n in range(1, QUESTIONS + 1)]
    survey += [["integer", f"m{n}", f"数量 {n}"] for n in range(1, NUMBERS + 1)]
    choices = [["list_name", "name", "label"]]
    choices += [[f"l{n}", f"o{o}", f"选项 {o}"] for n in range(3) for o in range(OPTIONS)]
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    sheets = {"survey": survey, "choices": choices, "settings": [["form_id", "version"], [FORM, "1"]]}
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    version = forms.upload(actor=clerk, workbook=ContentFile(out.getvalue(), "f.xlsx"), purpose="needs")
    return forms.publish(version, actor=clerk).form


def gathered(rows: int) -> dict[str, float]:
    """Answers a second, from submissions to counts; and whether every one was counted."""
    campaign = Campaign.objects.get(title=TITLE)
    version, clerk = campaign.form.published, _clerk()
    assert version is not None
    values: list[Any] = [
        campaign.form_id,
        version.pk,
        OPTIONS,
        QUESTIONS,
        NUMBERS,
        clerk.organisation_id,
        clerk.person_id,
    ]
    with rls.working_on("form", campaign.form_id), connection.cursor() as cursor:
        cursor.execute(_SENT, [*values, TOWN, COMMUNITIES, 1, rows])
    begun = time.perf_counter()
    gathering.all_of(campaign)
    spent = time.perf_counter() - begun
    counted = sum(Tally.objects.filter(campaign=campaign, path="", option="").values_list("n", flat=True))
    return {"rate": rows / spent, "lost": abs(rows - counted)}


def filled(answers: int) -> int:
    """As many answers linked, and the counts that they leave: the submissions themselves are not read by any page."""
    campaign = Campaign.objects.get(title=TITLE)
    with rls.working_on("form", campaign.form_id):
        sent = Submission.objects.filter(form_id=campaign.form_id).earliest("pk")
    there = Answer.objects.filter(campaign=campaign).count()
    more = answers - there
    strata = campaign.strata.count()
    values: list[Any] = [campaign.pk, sent.pk, sent.person_id, there + 1, answers, campaign.pk, strata]
    with connection.cursor() as cursor:
        cursor.execute(_LINKED, values)
        cursor.execute(
            "UPDATE needs_tally SET n = n * %s::numeric / %s, total = total * %s / %s, squares = squares * %s / %s"
            " WHERE campaign_id = %s",
            [answers, there, answers, there, answers, there, campaign.pk],
        )
    return more
