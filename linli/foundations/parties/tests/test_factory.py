"""The shared rows are what the rules of the house take for granted."""

from typing import Any

from stdnum.cn import uscc

from linli.foundations.parties.tests import factory


def test_the_factory_builds_the_chain_of_places_once(db: Any) -> None:
    community = factory.make_place()
    assert community.parent is not None
    assert [community.code, community.parent.code, community.parent.parent_id] == [
        "320117004001",
        "320117004",
        factory.make_place("320117").pk,
    ]
    assert factory.make_place("320117401").level == "zone"


def test_actors_differ_but_share_their_organisation(db: Any) -> None:
    first, second = factory.make_actor("town", "clerk"), factory.make_actor("town", "leader")
    assert first.organisation_id == second.organisation_id
    assert first.person_id != second.person_id
    assert first.covers("320117004001")


def test_providers_are_new_and_have_a_right_credit_code(db: Any) -> None:
    one, two = factory.make_organisation("social"), factory.make_organisation("social")
    assert one.pk != two.pk
    assert uscc.is_valid(one.credit_code)
