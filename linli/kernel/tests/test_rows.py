"""A locked record writes what the verb changed and nothing else, whatever happened to it in between."""

from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from linli.flow.thread.models import Project
from linli.foundations.parties.models import Organisation
from linli.foundations.places.models import Place
from linli.kernel import rows


@pytest.fixture
def project(db: Any) -> Project:
    place = Place.objects.create(code="320117", name="示例区", level="district")
    town = Organisation.objects.create(name="示例街道办事处", kind="town", place=place)
    return Project.objects.create(number="P-1", title="社区助餐", purchaser=town, place=place, year=2026)


def test_a_locked_row_is_the_row(project: Project) -> None:
    plain = Project.objects.get(pk=project.pk)
    locked = rows.lock(Project, project.pk)
    for field in Project._meta.concrete_fields:
        assert getattr(locked, field.attname) == getattr(plain, field.attname)
    with pytest.raises(Project.DoesNotExist):
        rows.lock(Project, project.pk + 1)


def test_only_what_changed_is_written(project: Project) -> None:
    locked = rows.lock(Project, project.pk)
    Project.objects.update(grade="A")
    locked.title = "社区助餐与送餐"
    locked.step_dates["1"] = "2026-03-05"
    with CaptureQueriesContext(connection) as sent:
        locked.save()
    assert [q["sql"].split(" WHERE")[0].count("=") for q in sent] == [2]
    fresh = Project.objects.get()
    assert (fresh.title, fresh.step_dates, fresh.grade) == ("社区助餐与送餐", {"1": "2026-03-05"}, "A")
    assert Project.objects.filter(search__words="送餐").exists()


def test_a_value_changed_twice_is_written_twice(project: Project) -> None:
    locked = rows.lock(Project, project.pk)
    locked.grade = "B"
    locked.save()
    locked.grade = ""
    locked.save()
    assert Project.objects.get().grade == ""


def test_a_value_taken_back_after_a_refresh_is_written(project: Project) -> None:
    locked = rows.lock(Project, project.pk)
    Project.objects.update(grade="B")
    locked.refresh_from_db()
    locked.grade = ""
    locked.save()
    assert Project.objects.get().grade == ""


def test_values_computed_by_the_database_are_still_computed(project: Project) -> None:
    locked = rows.lock(Project, project.pk)
    locked.beneficiaries = 3
    locked.year = F("year") + 1  # type: ignore[assignment]
    locked.save()
    fresh = Project.objects.get()
    assert (fresh.year, fresh.beneficiaries) == (2027, 3)


def test_a_moved_place_moves_its_code(project: Project) -> None:
    other = Place.objects.create(code="320117001", name="示例街道", level="town", parent=project.place)
    locked = rows.lock(Project, project.pk)
    locked.place = other
    locked.save()
    assert Project.objects.get().place_code == "320117001"


@pytest.mark.django_db(transaction=True)
def test_a_lock_keeps_others_out(project: Project) -> None:
    with transaction.atomic():
        rows.lock(Project, project.pk)
        other = connections.create_connection("default")
        try:
            with other.cursor() as cursor:
                cursor.execute("SET lock_timeout = '50ms'")
                with pytest.raises(OperationalError, match="lock"):
                    cursor.execute("UPDATE thread_project SET grade = 'C' WHERE id = %s", [project.pk])
        finally:
            other.close()
