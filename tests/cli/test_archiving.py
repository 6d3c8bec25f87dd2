"""What continuous archiving refuses, before anything is touched."""

from pathlib import Path

import pytest

from linli.cli import archiving, rewind
from linli.cli.ground import account
from linli.cli.house import House
from linli.cli.words import Refusal


def test_without_an_archive_nothing_is_archived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(archiving.VARIABLE, raising=False)
    assert archiving.settings(account()) == {}
    with pytest.raises(Refusal, match=archiving.VARIABLE):
        archiving.recovery("2026-11-24T10:15:00+08:00", account())


@pytest.mark.parametrize("folder", ["relative", "/with space", "/with'quote", "/with%f", "/there/is/none"])
def test_a_folder_that_will_not_do_is_refused(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(archiving.VARIABLE, folder)
    with pytest.raises(Refusal):
        archiving.settings(account())


@pytest.mark.parametrize("moment", ["yesterday", "2026-11-24 10:15:00", "2026-11-24T10:15:00'; --"])
def test_a_moment_without_its_time_zone_is_refused(moment: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="is not written right"):
        rewind.rewind(House(tmp_path), tmp_path, moment)


def test_a_database_in_place_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "pg").mkdir()
    (tmp_path / "ground.json").write_text(f'{{"base": "{tmp_path}"}}')
    with pytest.raises(Refusal, match="move that folder aside"):
        rewind.rewind(House(tmp_path), tmp_path, "2026-11-24T10:15:00+08:00")
