"""What a version of a form asks that can be checked and counted: closed questions and numbers, outside repeats, never what
is marked as personal."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from linli.flow.s1_needs.campaigns.quality import Filled, Point
from linli.foundations.forms.models import FormVersion

ONE, MANY, NUMBERS = "select_one", "select_multiple", ("integer", "decimal", "range")
PLACES = ("geopoint", "start-geopoint", "background-geopoint")
HOUSEHOLD = ("text", "integer", "barcode", ONE)
"""Kinds of question that can hold a household's number."""
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Question:
    """One that is counted; `options` by name, none for numbers. `node` is the schema's."""

    path: str
    kind: str
    options: tuple[str, ...]
    node: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A version, as checks and counts see it."""

    questions: tuple[Question, ...]
    runs: tuple[tuple[str, ...], ...]
    begun: str
    ended: str
    point: str
    personal: frozenset[str]

    @property
    def known(self) -> Mapping[str, Question]:
        """The questions by path."""
        return {one.path: one for one in self.questions}

    def counted(self, answers: Mapping[str, Any]) -> Iterator[tuple[str, str, float]]:
        """(question, option, number) of everything that is counted; the option is empty for the question itself."""
        for question in self.questions:
            raw = answers.get(question.path)
            if not isinstance(raw, str) or not raw:
                continue
            if question.kind in NUMBERS:
                value = number_of(raw)
                if value is not None:
                    yield question.path, "", value
                continue
            chosen = dict.fromkeys([raw] if question.kind == ONE else raw.split())
            known = [name for name in chosen if name in question.options]
            if known:
                yield question.path, "", 0.0
                yield from ((question.path, name, 0.0) for name in known)

    def filled(self, answers: Mapping[str, Any]) -> Filled:
        closed = {one.path: str(answers[one.path]) for one in self.questions if one.path in answers}
        return Filled(
            closed, _moment(answers, self.begun), _moment(answers, self.ended), point_of(answers, self.point), self.runs
        )


@lru_cache(maxsize=256)
def asked_by(version: int) -> Asked:
    """A published version never changes, so it is read once."""
    schema = FormVersion.objects.values_list("schema", flat=True).get(pk=version)
    personal = frozenset(schema["personal"])
    nodes = list(_flat(schema["nodes"]))
    options = {name: tuple(one["name"][:LONGEST] for one in many) for name, many in schema["choices"].items()}
    questions = tuple(
        Question(node["path"], node["kind"], options.get(node.get("list", ""), ()), node)
        for node in nodes
        if node["kind"] in (ONE, MANY, *NUMBERS) and node["path"] not in personal
    )
    return Asked(
        questions,
        tuple(_runs(nodes)),
        _first(nodes, ("start",)),
        _first(nodes, ("end",)),
        _first(nodes, PLACES),
        personal,
    )


def household_questions(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The questions that may hold a household's number."""
    return [node for node in _flat(schema["nodes"]) if node["kind"] in HOUSEHOLD]


def _flat(nodes: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for node in nodes:
        if node["kind"] == "repeat":
            continue
        yield node
        yield from _flat(node.get("children", []))


def _first(nodes: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> str:
    return next((str(node["path"]) for node in nodes if node["kind"] in kinds), "")


def _runs(nodes: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    """Neighbouring single choices from one list."""
    run: list[str] = []
    of = ""
    for node in nodes:
        listed = str(node.get("list", "")) if node["kind"] == ONE else ""
        if listed and listed == of:
            run.append(str(node["path"]))
            continue
        if len(run) > 1:
            yield tuple(run)
        run, of = [str(node["path"])] if listed else [], listed
    if len(run) > 1:
        yield tuple(run)


def _moment(answers: Mapping[str, Any], path: str) -> datetime | None:
    """A moment as the phone wrote it, in local time; None where it is missing or no moment."""
    try:
        found = parse_datetime(str(answers.get(path) or "")) if path else None
    except ValueError:
        return None
    if found is None:
        return None
    return timezone.localtime(found if timezone.is_aware(found) else timezone.make_aware(found))


def point_of(answers: Mapping[str, Any], path: str) -> Point | None:
    """Latitude and longitude of an answer “31.65 119.02 12 5”."""
    parts = str(answers.get(path) or "").split() if path else []
    numbers = [number_of(part) for part in parts[:2]]
    if len(numbers) < 2 or numbers[0] is None or numbers[1] is None:
        return None
    latitude, longitude = numbers[0], numbers[1]
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def number_of(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < 1e12 else None
