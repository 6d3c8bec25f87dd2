"""Rules from answers to needs: which answers speak for which need, and for how many people.

Those of the house lie in `shipped/`, one file a form; a district's own (`MappingRule`) take their place or join them.
Conditions are read by the forms' own light evaluator, which refuses what it does not know.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from linli.flow.s1_needs.models import MappingRule
from linli.foundations.forms.light.expression import Term, compiled, number, truth
from linli.foundations.forms.reading import Answers

FOLDER = Path(__file__).parent / "shipped"
STATISTICS = "statistics"


@dataclass(frozen=True, slots=True)
class Rule:
    """See MappingRule for what the parts mean; `own` tells that the district wrote it."""

    form_id: str
    key: str
    title: str
    topic: str
    condition: str
    each: str = ""
    people: str = ""
    catalogue_code: str = ""
    urgency: int = 3
    vulnerability: int = 3
    active: bool = True
    own: bool = False


@dataclass(slots=True)
class Tally:
    """Of `of` submissions `n` speak for a need, of `people` persons."""

    n: int = 0
    of: int = 0
    people: int = 0

    def add(self, other: "Tally") -> None:
        self.n, self.of, self.people = self.n + other.n, self.of + other.of, self.people + other.people


@dataclass(frozen=True, slots=True)
class Reader:
    """A rule with its condition read once."""

    rule: Rule
    holds: Term = field(repr=False)

    def people(self, answers: Answers) -> int:
        """How many people a submission speaks for; none where the condition does not hold."""
        top = plain(answers)
        if not self.rule.each:
            return self._counted(top)
        return sum(self._counted({**top, **row}) for row in rows(answers, self.rule.each))

    def _counted(self, values: Mapping[str, str]) -> int:
        if not truth(self.holds(values, "")):
            return 0
        if not self.rule.people:
            return 1
        told = number(values.get(self.rule.people, ""))
        return max(int(told), 1) if told == told else 1


@cache
def shipped() -> dict[str, dict[str, Rule]]:
    """The rules that come with the house, by form and key."""
    found: dict[str, dict[str, Rule]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.stem == STATISTICS:
            continue
        text = yaml.safe_load(path.read_text("utf-8"))
        form = text["form"]
        found[form] = {
            key: Rule(form, key, **{("catalogue_code" if k == "catalogue" else k): v for k, v in row.items()})
            for key, row in text["rules"].items()
        }
    return found


def in_force() -> dict[str, dict[str, Rule]]:
    """All rules by form and key, the district's in place of the house's; those that were put out of use are among them."""
    found = {form: dict(many) for form, many in shipped().items()}
    for row in MappingRule.objects.all():
        found.setdefault(row.form_id, {})[row.key] = Rule(
            form_id=row.form_id,
            key=row.key,
            title=row.title,
            topic=row.topic,
            condition=row.condition,
            each=row.each,
            people=row.people,
            catalogue_code=row.catalogue_code,
            urgency=row.urgency,
            vulnerability=row.vulnerability,
            active=row.active,
            own=True,
        )
    return found


def readers(rules: Iterable[Rule]) -> list[Reader]:
    """The rules in use, ready to read answers."""
    return [Reader(rule, compiled(rule.condition)) for rule in rules if rule.active]


def tallied(ready: Iterable[Reader], many: Iterable[Answers]) -> dict[str, Tally]:
    """How many submissions, and people, speak for each rule's need; rules that nobody speaks for are among them."""
    found = {one.rule.key: (one, Tally()) for one in ready}
    for answers in many:
        for one, tally in found.values():
            people = one.people(answers)
            tally.of += 1
            tally.n += people > 0
            tally.people += people
    return {key: tally for key, (_one, tally) in found.items()}


def plain(answers: Answers) -> dict[str, str]:
    """Values by question's name, as conditions ask for them; rows of repeats are not among them."""
    return {path.rpartition("/")[2]: value for path, value in answers.items() if isinstance(value, str)}


def rows(answers: Answers, repeat: str) -> Iterator[dict[str, str]]:
    """The rows of a repeat by its name, wherever it lies."""
    for path, value in answers.items():
        if not isinstance(value, list):
            continue
        for row in value:
            if path.rpartition("/")[2] == repeat:
                yield plain(row)
            yield from rows(row, repeat)


def texts(answers: Answers, names: Iterable[str]) -> Iterator[str]:
    """What was written into these open questions (paths), through repeats."""
    wanted = set(names)

    def walk(found: Answers) -> Iterator[str]:
        for path, value in found.items():
            if isinstance(value, list):
                for row in value:
                    yield from walk(row)
            elif path in wanted and value.strip():
                yield value

    return walk(answers)


def open_questions(schema: dict[str, Any]) -> list[str]:
    """The paths of questions answered in free words, without personal ones (个人信息保护法 6)."""
    hidden = set(schema.get("personal", ()))
    found = []

    def walk(nodes: list[dict[str, Any]]) -> None:
        for node in nodes:
            if node.get("kind") == "text" and not node.get("personal") and node.get("path") not in hidden:
                found.append(node["path"])
            walk(node.get("children", []))

    walk(schema["nodes"])
    return found
