"""Rules from answers to needs: those that are shipped, those that a district writes, and what they count."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from linli.flow.s1_needs import actions
from linli.flow.s1_needs.actions import mapping as mapping_actions
from linli.flow.s1_needs.analysis import mapping
from linli.flow.s1_needs.models import MappingRule, NeedSuggestion
from linli.flow.s1_needs.states import Topic
from linli.flow.s1_needs.tests.test_classify import shipped as catalogue
from linli.foundations.forms import actions as forms
from linli.foundations.forms import library
from linli.foundations.forms.intake import known, write, xml
from linli.foundations.forms.models import Form
from linli.foundations.forms.tests.factory import only
from linli.foundations.parties.tests.factory import COMMUNITY, TOWN, make_actor, make_place
from linli.kernel import clock
from linli.kernel.errors import NotAllowed, Refusal

NEIGHBOUR = f"{TOWN}299"
"""Another community of the same town."""
ROWS: list[dict[str, Any]] = [
    {"needs/wanted": "meal talk", "home/people": "3", "elder": [
        {"elder/age": "80", "elder/alone": "yes", "elder/walking": "self"},
        {"elder/age": "70", "elder/alone": "yes", "elder/walking": "partly"},
    ]},
    {"needs/wanted": "repair", "home/people": "2", "elder": []},
    {"needs/wanted": "meal", "home/people": "x"},
]  # fmt: skip
RULE = {
    "key": "meal", "title": "家庭助餐（本区口径）", "topic": "elderly", "condition": "selected(${wanted}, 'meal') and ${people} >= 3",
    "urgency": 4, "vulnerability": 4, "people": "people",
}  # fmt: skip


def test_the_nine_forms_have_rules_over_questions_that_they_have() -> None:
    assert set(mapping.shipped()) == {library.source(name)["id"] for name in library.names()}
    codes = {entry.code for entry in catalogue()}
    for name in library.names():
        form = library.source(name)
        asked = {row["name"]: str(row["type"]) for row in form["survey"] if "name" in row}
        rules = mapping.shipped()[form["id"]].values()
        assert len(mapping.readers(rules)) == len(rules)
        for rule in rules:
            assert rule.topic in Topic.values
            assert not rule.catalogue_code or rule.catalogue_code in codes
            assert all(name in asked for name in mapping_actions._NAMED.findall(rule.condition)), rule
            assert not rule.each or asked[rule.each] == "begin repeat"
            assert not rule.people or asked[rule.people] in ("integer", "calculate")


def test_submissions_people_and_rows_are_counted() -> None:
    found = mapping.tallied(mapping.readers(mapping.shipped()["linli_household_needs"].values()), ROWS)
    assert {key: (t.n, t.of, t.people) for key, t in found.items() if t.n} == {
        "meal": (2, 3, 4), "talk": (1, 3, 3), "repair": (1, 3, 2), "alone": (1, 3, 1), "walking": (1, 3, 1),
    }  # fmt: skip


def test_open_questions_are_those_in_free_words_that_are_not_personal() -> None:
    schema = {
        "personal": ["secret/name"],
        "nodes": [
            {"path": "wish", "name": "wish", "kind": "text"},
            {"path": "name", "name": "name", "kind": "text", "personal": True},
            {"path": "secret", "name": "secret", "kind": "group", "children": [
                {"path": "secret/name", "name": "name", "kind": "text"}, {"path": "secret/why", "name": "why", "kind": "text"},
            ]},
        ],
    }  # fmt: skip
    assert mapping.open_questions(schema) == ["wish", "secret/why"]
    answers = {"wish": "路灯", "name": "王某", "row": [{"secret/why": "远"}, {"secret/why": " "}]}
    assert list(mapping.texts(answers, ["wish", "secret/why"])) == ["路灯", "远"]


@pytest.fixture
def form(db: None) -> Form:
    bureau = make_actor("civil_affairs")
    version = forms.upload(actor=bureau, workbook=library.workbook("household_needs"), purpose="needs")
    return forms.publish(version, actor=bureau).form


class TestWriting:
    def test_a_districts_rule_takes_the_place_of_the_houses(self, form: Form) -> None:
        bureau = make_actor("civil_affairs")
        made = actions.write_rule(actor=bureau, form=form, **RULE)
        rule = mapping.in_force()[form.form_id]["meal"]
        assert (rule.own, rule.title) == (True, RULE["title"])
        found = mapping.tallied(mapping.readers([rule]), ROWS)["meal"]
        assert (found.n, found.people) == (1, 3)
        actions.write_rule(actor=bureau, form=form, **{**RULE, "active": False})
        assert mapping.readers([mapping.in_force()[form.form_id]["meal"]]) == []
        assert MappingRule.objects.get().version == made.version + 1

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"condition": "count(${elder}) > 1"}, "condition"),
            ({"condition": "${unheard} = 'yes'"}, "condition"),
            ({"condition": "${wanted} ="}, "condition"),
            ({"each": "wanted"}, "each"),
            ({"people": "elder"}, "people"),
            ({"people": "nobody"}, "people"),
            ({"key": "1meal"}, "key"),
            ({"catalogue_code": "Z9999"}, "catalogue_code"),
        ],
    )
    def test_what_cannot_be_read_or_is_not_asked_is_refused(
        self, form: Form, change: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Refusal) as refused:
            actions.write_rule(actor=make_actor("civil_affairs"), form=form, **{**RULE, **change})
        assert refused.value.field == field
        assert not MappingRule.objects.exists()

    @pytest.mark.parametrize(("kind", "role"), [("community", "clerk"), ("town", "clerk"), ("civil_affairs", "leader")])
    def test_only_the_bureaus_clerk_writes_them(self, form: Form, kind: str, role: str) -> None:
        with pytest.raises(NotAllowed):
            actions.write_rule(actor=make_actor(kind, role), form=form, **RULE)


def sent(form: Form, wanted: str, *, approved: bool = True, place: str = COMMUNITY, wish: str = "") -> None:
    """A household's answers, as a phone of the community sends them, and reviewed by the town."""
    version, clerk = form.published, make_actor("community", place=place)
    assert version is not None
    answers = {
        "consent": "yes", "home/head_name": "赵示例", "home/people": "3", "home/elderly_count": "0", "home/kinds": "none",
        "needs/wanted": wanted, "needs/urgency": "year", "needs/where": "home", "needs/pays": "free", "elder": [], "needs/wish": wish,
    }  # fmt: skip
    raw = write.xml_of(version, answers, f"uuid:{uuid4()}", "")
    read = xml.read(raw, lambda _form, _label: known.shape_of(version))
    kept = only(pk=forms.receive(actor=clerk, version=version, sent=read, raw=raw).pk)
    if approved:
        forms.approve(kept, actor=make_actor("civil_affairs", "leader"))


def found_by(kind: str, code: str, source: str = "answers") -> dict[tuple[str, str], NeedSuggestion]:
    today = clock.today()
    run = actions.order(
        actor=make_actor(kind),
        place=make_place(code),
        sources=[source],
        since=today - timedelta(days=1),
        until=today,
    )
    return {(one.title, one.place.code): one for one in run.suggestions.select_related("place")}


class TestFinding:
    def test_approved_answers_are_counted_and_named_by_nothing_but_figures(self, form: Form) -> None:
        for wanted in ("meal talk", "meal", "meal repair", "repair"):
            sent(form, wanted)
        sent(form, "meal", approved=False)
        found = found_by("community", COMMUNITY)
        assert set(found) == {("家庭助餐送餐", COMMUNITY)}
        (one,) = found.values()
        assert (one.evidence["n"], one.evidence["of"], one.evidence["share"]) == (3, 4, "75.0")
        assert (one.beneficiaries, one.breadth) == (9, 5)
        assert "赵示例" not in f"{one.title}{one.basis}{one.evidence}"

    def test_what_is_thin_in_each_community_counts_for_the_town(self, form: Form) -> None:
        for place in (COMMUNITY, COMMUNITY, NEIGHBOUR):
            sent(form, "meal", place=place)
        assert found_by("community", COMMUNITY) == {}
        found = found_by("town", TOWN)
        assert set(found) == {("家庭助餐送餐", TOWN)}
        assert found["家庭助餐送餐", TOWN].evidence["of"] == 3

    def test_open_answers_that_say_the_same_are_a_group_without_voices(self, form: Form) -> None:
        for wish in ("希望活动室周末也开放", "活动室周末开放就好了", "周末活动室关门，盼开放"):
            sent(form, "meal", wish=wish)
        sent(form, "meal", wish="活动室周末开放", approved=False)
        ((title, place),) = found = found_by("community", COMMUNITY, "voices")
        one = found[title, place]
        assert "活动室" in title
        assert (one.voices.count(), one.evidence["texts"], one.beneficiaries) == (0, 3, 3)
        assert one.fingerprint.startswith("texts:")
        assert (
            actions.accept(
                one,
                actor=make_actor("community"),
                title="活动室周末开放",
                topic="culture",
                beneficiaries=3,
                **one.scores,
            ).basis
            == one.basis
        )
