"""A value in memory: read once, read again after an edit, never kept from a transaction that may roll back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from linli.kernel import stamped
from linli.kernel.stamped import Stamped


class Source:
    """What would be the database: counts how often it is read."""

    def __init__(self) -> None:
        self.text, self.reads = "first", 0

    def read(self) -> str:
        self.reads += 1
        return self.text


@pytest.fixture
def source(settings: Any, tmp_path: Any) -> Iterator[Source]:
    settings.VAR_DIR = tmp_path
    before = list(stamped._every)
    yield Source()
    stamped._every[:] = before


@pytest.mark.django_db(transaction=True)
def test_it_is_read_once_until_an_edit_is_committed(source: Source) -> None:
    value = Stamped("tested", source.read)
    assert [value.value(), value.value(), source.reads] == ["first", "first", 1]
    with transaction.atomic():
        source.text = "second"
        value.edited()
        assert value.value() == "second"
        assert value.kept is not None
        assert value.kept.value == "first"
    assert [value.value(), value.value(), source.reads] == ["second", "second", 3]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_edit_leaves_no_trace(source: Source) -> None:
    value = Stamped("tested", source.read)
    with transaction.atomic():
        source.text = "never"
        value.edited()
        assert value.value() == "never"
        transaction.set_rollback(True)
    source.text = "first"
    assert value.value() == "first"


@pytest.mark.django_db(transaction=True)
def test_another_process_reads_anew_because_of_the_stamp(source: Source) -> None:
    editor = Stamped("tested", source.read)
    stamped._every.remove(editor)
    other = Stamped("tested", source.read)
    apart = Stamped("apart", source.read)
    assert (other.value(), apart.value()) == ("first", "first")
    source.text = "second"
    with transaction.atomic():
        editor.edited()
        assert other.value() == "first"
    assert other.value() == "second"
    assert apart.value() == "first", "an edit of one value does not touch another"


@pytest.mark.django_db
def test_without_a_shared_folder_it_is_read_anew_after_its_seconds(source: Source) -> None:
    value = Stamped("tested", source.read, seconds=-1)
    assert [value.value(), value.value(), source.reads] == ["first", "first", 2]


@pytest.mark.django_db
def test_what_never_committed_is_forgotten_and_names_are_unique(source: Source) -> None:
    value = Stamped("tested", source.read)
    with pytest.raises(ValueError, match="tested"):
        Stamped("tested", source.read)
    value.value()
    value.edited()
    assert value.editing.get()
    stamped.forget_uncommitted()
    assert value.kept is None
    assert not value.editing.get()
