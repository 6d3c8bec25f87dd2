"""The forms that come with the house are whole, in good Chinese, and careful with personal data."""

from typing import Any

import pytest

from linli.foundations.forms import library
from linli.foundations.forms.spoken import walk
from linli.foundations.forms.states import Purpose
from linli.foundations.forms.xlsform import Converted, convert

NAMES = library.names()


def made(name: str) -> Converted:
    return convert(library.workbook(name).read())


def test_there_is_one_for_every_kind_of_survey() -> None:
    assert len(NAMES) == 9
    purposes = {library.source(name)["purpose"] for name in NAMES}
    assert purposes == {Purpose.NEEDS, Purpose.ONSITE, Purpose.SATISFACTION}


@pytest.mark.parametrize("name", NAMES)
def test_each_converts_without_a_warning_and_asks_properly(name: str) -> None:
    form = made(name)
    assert form.warnings == ()
    nodes: list[dict[str, Any]] = list(walk(form.schema["nodes"]))
    assert "示例" in form.title
    assert len([node for node in nodes if node.get("required")]) >= 5
    assert all(node["messages"] for node in nodes if "constraint" in node), "each constraint says how to mend it"
    assert all(set(node["labels"]) == {library.LANGUAGE} for node in nodes if "labels" in node)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("satisfaction", "community_assets")])
def test_names_and_telephones_are_personal(name: str) -> None:
    form = made(name)
    nodes = {node["path"]: node for node in walk(form.schema["nodes"])}
    telling = [
        path for path in form.schema["leaves"] if path.rpartition("/")[2] in ("name", "phone", "head_name", "contact")
    ]
    assert set(telling) <= set(form.schema["personal"])
    assert form.schema["personal"]
    assert all(nodes[path]["kind"] != "note" for path in form.schema["personal"])
