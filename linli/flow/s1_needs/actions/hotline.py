"""Taking in a list of the hotline's calls: all rows or none, in a few statements however many they are."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy

from linli.flow.s1_needs import hotline_sheet, privacy, rules
from linli.flow.s1_needs.actions.deadline import ANSWER, asked_of
from linli.flow.s1_needs.actions.intake import answering_organisation
from linli.flow.s1_needs.hotline_sheet import Read, Said
from linli.flow.s1_needs.models import Voice, VoiceContact
from linli.flow.s1_needs.states import Channel
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel import clock, many, numbering
from linli.kernel.actions import action, record
from linli.kernel.actor import Actor

RECORD = "needs.voice:record"
BATCH = 500
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('needs.hotline', 0))"


@action(
    "needs.hotline:import",
    gettext_lazy("导入热线工单"),
    tells=gettext_lazy("新登记 %(made)s 件，已有 %(known)s 件"),
)
def import_hotline(*, actor: Actor, file: str, rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """Record each row as a voice whose deadline counts from the hotline's date; a call that was imported before is told and
    passed over. A contact is kept only where its owner agreed (个人信息保护法 第十三条). Raises BadFile.

    Answers with `made`, `known` (sentences) and `without_consent` (rows whose contact was left out).
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
    tickets = hotline_sheet.numbers_in(rows)
    there = Voice.objects.filter(hotline_number__in=tickets).values_list("hotline_number", "number")
    found = hotline_sheet.read(file, rows, actor, {str(ticket): number for ticket, number in there})
    voices = _recorded(found.said, actor)
    _keep_contacts(voices, found.said)
    many.open_tasks(ANSWER, voices, [asked_of(voice) for voice in voices])
    _tell(voices)
    record(made=len(voices), known=len(found.known), without_consent=len(found.without_consent))
    return _answer(voices, found)


def _answer(voices: list[Voice], found: Read) -> dict[str, Any]:
    return {
        "made": len(voices),
        "known": list(hotline_sheet.known_rows(found)),
        "without_consent": found.without_consent,
    }


def _recorded(said: Sequence[Said], actor: Actor) -> list[Voice]:
    """The voices, numbered by place and year of recording, in the order of the sheet."""
    by_place: dict[Place, list[Said]] = defaultdict(list)
    for one in said:
        by_place[one.place].append(one)
    numbers: dict[int, str] = {}
    answering: dict[int, Organisation] = {}
    for place, mine in sorted(by_place.items(), key=lambda pair: pair[0].code):
        answering[place.pk] = answering_organisation(place)
        numbers |= _numbers(place, mine)
    due = {day: book.due("voice.answer_days", day) for day in {timezone.localdate(one.received_at) for one in said}}
    made = [
        Voice(
            number=numbers[one.row],
            content=one.content,
            shown=privacy.masked(one.content, *one.called),
            topic=one.topic,
            channel=Channel.HOTLINE,
            place=one.place,
            place_code=one.place.code,
            organisation=answering[one.place.pk],
            recorded_by_id=actor.organisation_id,
            code_hash=rules.digest_of(rules.new_code()),
            received_at=one.received_at,
            due_at=due[timezone.localdate(one.received_at)],
            hotline_number=one.number,
        )
        for one in said
    ]
    return Voice.objects.bulk_create(made, batch_size=BATCH)


def _numbers(place: Place, said: Sequence[Said]) -> dict[int, str]:
    """The next numbers of a place, by row: one statement."""
    year = clock.today().year
    serials = numbering.next_numbers(f"voice:{place.code}", year, len(said))
    return {one.row: f"{place.code}-{year}-{serial:04d}" for serial, one in zip(serials, said, strict=True)}


def _keep_contacts(voices: Sequence[Voice], said: Sequence[Said]) -> None:
    """Who called, where he agreed, where only those who serve the place can read it."""
    now = clock.now()
    VoiceContact.objects.bulk_create(
        [
            VoiceContact(
                voice=voice, place_code=voice.place_code, organisation_id=voice.organisation_id,
                recorded_by_id=voice.recorded_by_id, name=one.name, phone=one.phone, consented_at=now,
            )
            for voice, one in zip(voices, said, strict=True)
            if one.name or one.phone
        ],
        batch_size=BATCH,
    )  # fmt: skip


def _tell(voices: Sequence[Voice]) -> None:
    """An event for each voice, as if each had been recorded by itself."""
    if not voices:
        return
    facts = [
        {"place": one.place.name, "topic": one.get_topic_display(), "channel": one.get_channel_display()}
        for one in voices
    ]
    many.append(RECORD, voices, facts, many.event_keys(len(voices)))
