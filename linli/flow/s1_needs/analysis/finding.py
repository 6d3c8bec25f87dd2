"""What a run looks through, and what it makes of it: suggestions with their evidence in figures."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from linli.flow.s1_needs import privacy
from linli.flow.s1_needs.analysis import clusters, gap, mapping, scoring, statistics
from linli.flow.s1_needs.analysis.classify import Index, Match
from linli.flow.s1_needs.models import AnalysisRun, Voice
from linli.flow.s1_needs.rules import NEUTRAL, TOP_SCORE
from linli.flow.s1_needs.states import Source, Topic, VoiceState
from linli.foundations.forms.models import Form, FormVersion, Submission
from linli.foundations.forms.reading import Answers
from linli.foundations.forms.states import ReviewState
from linli.foundations.places.models import Place
from linli.foundations.rulebook import book
from linli.kernel import rls
from linli.kernel.actor import Actor

SLICE = 500
LINKED = 200
"""How many voices a suggestion leads to; its figures count all of them."""


@dataclass(frozen=True, slots=True)
class Found:
    """What may become a suggestion; `people` at least one."""

    source: str
    fingerprint: str
    place: Place
    title: str
    topic: str
    basis: str
    people: int
    breadth: int
    urgency: int
    vulnerability: int
    catalogue_code: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)
    voices: tuple[int, ...] = ()

    @property
    def gap(self) -> int:
        return gap.suggest(gap.supply_of(self.place, self.catalogue_code)).score


Finder = Callable[[AnalysisRun, Index], tuple[int, list[Found]]]
"""Answers how many records were read, and what was found in them."""


def from_statistics(run: AnalysisRun, _index: Index) -> tuple[int, list[Found]]:
    """A suggestion for each community whose figures fall short of a limit."""
    found = []
    short = statistics.shortfalls(run.place_code, run.until.year)
    for one in short:
        words = {"year": one.year.year, "value": gap.shown(one.value), "limit": one.limit, "clause": one.clause}
        found.append(
            Found(
                source=Source.STATISTICS,
                fingerprint=f"statistics:{one.rule.key}:{one.year.year}",
                place=one.year.place,
                title=one.rule.title,
                topic=one.rule.topic,
                basis=_("%(year)s 年每百户服务用房 %(value)s 平方米，规定不少于 %(limit)s 平方米。依据：%(clause)s")
                % words,
                people=max(one.year.population, 1),
                breadth=scoring.breadth(float(one.share_missing), 100),
                urgency=one.rule.urgency,
                vulnerability=one.rule.vulnerability,
                catalogue_code=one.rule.catalogue_code,
                evidence={
                    "figure": one.rule.figure,
                    "year": one.year.year,
                    "value": str(gap.shown(one.value)),
                    "limit": str(one.limit),
                },
            )
        )
    return len(statistics.thresholds()), found


def from_answers(run: AnalysisRun, _index: Index) -> tuple[int, list[Found]]:
    """A suggestion for each need that a rule finds in the approved answers of a place.

    Too few to be one (rule book) count for the run's own place together with those of its other communities; what is most
    urgent is suggested even for one.
    """
    rules, read, found = mapping.in_force(), 0, []
    smallest = int(book.value("needs.cluster_smallest"))
    for form in Form.objects.filter(form_id__in=rules).order_by("pk"):
        ready = mapping.readers(rules[form.form_id].values())
        thin = {one.rule.key: mapping.Tally() for one in ready}
        for place in _places(run, form):
            tallies = mapping.tallied(ready, answers(run, form, place.code))
            read += max((tally.of for tally in tallies.values()), default=0)
            for one in ready:
                tally = tallies[one.rule.key]
                if _enough(one.rule, tally, smallest):
                    found.append(_answered(run, form, place, one.rule, tally))
                elif place.pk != run.place_id:
                    thin[one.rule.key].add(tally)
        found += [
            _answered(run, form, run.place, one.rule, thin[one.rule.key])
            for one in ready
            if _enough(one.rule, thin[one.rule.key], smallest)
        ]
    return read, found


def _enough(rule: mapping.Rule, tally: mapping.Tally, smallest: int) -> bool:
    return tally.n >= smallest or (tally.n > 0 and rule.urgency == TOP_SCORE)


def _places(run: AnalysisRun, form: Form) -> list[Place]:
    codes = approved(run).filter(form=form).order_by().values_list("place_code", flat=True).distinct()
    return list(Place.objects.filter(code__in=list(codes)).order_by("code"))


def reader(run: AnalysisRun) -> Actor:
    """Submissions and voices are read as the office reads them that ordered the run."""
    return Actor(kind="system", organisation_id=run.organisation_id, place_code=run.place_code)


def approved(run: AnalysisRun) -> Any:
    """The newest versions of approved submissions of the run's place and period."""
    since, until = span(run)
    rows = Submission.objects.current().filter(state=ReviewState.APPROVED, place_code__startswith=run.place_code)
    return rows.filter(received_at__range=(since, until))


def forms_without_rules(run: AnalysisRun) -> list[Form]:
    """Forms of needs surveys with approved submissions in the run's place and period, which no rule reads: their answers
    speak for no need."""
    known = [form for form, rules in mapping.in_force().items() if any(rule.active for rule in rules.values())]
    there = approved(run).filter(form__purpose="needs").order_by().values("form_id")
    with rls.acting(reader(run)):
        return list(Form.objects.filter(pk__in=there).exclude(form_id__in=known).order_by("title"))


def answers(run: AnalysisRun, form: Form, place_code: str) -> Iterator[Answers]:
    """The answers to a form in one place, in slices."""
    rows = approved(run).filter(form=form, place_code=place_code).order_by("pk")
    yield from rows.values_list("answers", flat=True).iterator(chunk_size=SLICE)


def _answered(run: AnalysisRun, form: Form, place: Place, rule: mapping.Rule, tally: mapping.Tally) -> Found:
    words = {"form": form.title, "of": tally.of, "n": tally.n, "share": f"{100 * tally.n / tally.of:.1f}"}
    return Found(
        source=Source.ANSWERS,
        fingerprint=f"answers:{form.form_id}:{rule.key}:{run.until.year}",
        place=place,
        title=rule.title,
        topic=rule.topic,
        basis=_("“%(form)s”审核通过 %(of)d 份，其中 %(n)d 份（%(share)s%%）有此需要。") % words,
        people=max(tally.people, 1),
        breadth=scoring.breadth(tally.n, tally.of),
        urgency=rule.urgency,
        vulnerability=rule.vulnerability,
        catalogue_code=rule.catalogue_code,
        evidence={"form": form.pk, "rule": rule.key, "n": tally.n, "of": tally.of, "share": words["share"]},
    )


def from_voices(run: AnalysisRun, index: Index) -> tuple[int, list[Found]]:
    """A suggestion for each group of voices and open texts that say the same."""
    said = [Said(pk, privacy.words_of(shown), code, topic) for pk, shown, topic, code in voices(run)]
    said += open_texts(run)
    smallest = int(book.value("needs.cluster_smallest"))
    groups = clusters.gather([one.text for one in said], smallest=smallest)
    named = [group for group in groups if group.keywords]
    return len(said), [_grouped(run, index, group, [said[at] for at in group.members], len(said)) for group in named]


@dataclass(frozen=True, slots=True)
class Said:
    """A text by the key of its voice, which has a topic, or of the submission in which it was written, which has none."""

    key: int
    text: str
    place_code: str
    topic: str = ""


def voices(run: AnalysisRun) -> Any:
    """Voices of the run's place and period that count for no need yet, as everybody may read them: words that come of them
    become titles."""
    rows = Voice.objects.filter(place_code__startswith=run.place_code, need__isnull=True)
    rows = rows.exclude(state__in=[VoiceState.WITHDRAWN, VoiceState.MERGED])
    found = rows.filter(received_at__range=span(run)).order_by("pk")
    return found.values_list("pk", "shown", "topic", "place_code")


def open_texts(run: AnalysisRun) -> Iterator[Said]:
    """What was written into open questions of needs surveys, personal questions left out."""
    questions: dict[int, list[str]] = {}
    rows = approved(run).filter(form__purpose="needs").order_by("pk")
    columns = ("pk", "root_id", "form_version_id", "answers", "place_code")
    for pk, root, version, found, code in rows.values_list(*columns).iterator(chunk_size=SLICE):
        if version not in questions:
            schema = FormVersion.objects.values_list("schema", flat=True).get(pk=version)
            questions[version] = mapping.open_questions(schema)
        for text in mapping.texts(found, questions[version]):
            yield Said(root or pk, text, code)


def _grouped(run: AnalysisRun, index: Index, group: clusters.Cluster, said: list[Said], total: int) -> Found:
    heard = [one for one in said if one.topic]
    written, words = len(said) - len(heard), "、".join(group.keywords)
    nearest = index.nearest(" ".join((*group.keywords, *(one.text for one in said[:5]))), most=1)
    sure = nearest[0] if nearest and nearest[0].confidence != "low" else None
    topic = Counter(one.topic for one in heard).most_common(1)[0][0] if heard else _topic_of(sure)
    basis = _("诉求 %(n)d 件、开放题回答 %(written)d 条说的是同一类事；关键词：%(words)s。")
    return Found(
        source=Source.VOICES,
        fingerprint=f"voices:{heard[0].key}" if heard else f"texts:{said[0].key}",
        place=_common(run.place, [one.place_code for one in said]),
        title=words[:60],
        topic=topic,
        basis=basis % {"n": len(heard), "written": written, "words": words},
        people=len(said),
        breadth=scoring.breadth(len(said), total),
        urgency=NEUTRAL,
        vulnerability=scoring.vulnerability(topic),
        catalogue_code=sure.code if sure else "",
        evidence={
            "voices": len(heard),
            "texts": written,
            "repeated": group.repeated,
            "of": total,
            "keywords": list(group.keywords),
        },
        voices=tuple(one.key for one in heard[:LINKED]),
    )


def _topic_of(match: Match | None) -> str:
    """The topic that is called as the item's field of the catalogue is, which is Chinese; other where there is none."""
    with translation.override(settings.LANGUAGE_CODE):
        named = {str(label): key for key, label in Topic.choices}
    return named.get(match.field if match else "", str(Topic.OTHER))


def _common(place: Place, codes: list[str]) -> Place:
    """The smallest place that holds all of them: their community, their town, or the run's own place."""
    for length in (12, 9):
        shared = {code[:length] for code in codes}
        if len(shared) == 1 and len(code := shared.pop()) == length:
            found = Place.objects.filter(code=code).first()
            if found is not None:
                return found
    return place


def span(run: AnalysisRun) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last."""
    return _at(run.since, time.min), _at(run.until, time.max)


def _at(day: date, moment: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))


FINDERS: dict[str, Finder] = {
    Source.VOICES: from_voices,
    Source.ANSWERS: from_answers,
    Source.STATISTICS: from_statistics,
}
