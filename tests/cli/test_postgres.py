"""The right PostgreSQL for the data, and a plain sentence where there is none."""

from pathlib import Path

import pytest

from linli.cli import postgres
from linli.cli.words import Refusal


def install(folder: Path, version: str) -> Path:
    """Programs that say they are of this version."""
    folder.mkdir(parents=True)
    for name in postgres.PROGRAMS:
        program = folder / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version} (Debian)'\n")
        program.chmod(0o755)
    return folder


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(postgres, "wheel", lambda: None)
    return monkeypatch


def test_the_machines_own_newest_is_taken(tmp_path: Path, only: pytest.MonkeyPatch) -> None:
    folders = [install(tmp_path / v, v) for v in ("15.8", "9.6.24", "17.2")]
    only.setattr(postgres, "_folders", lambda: iter(folders))
    assert postgres.choose(tmp_path / "none").version == "17.2"


def test_existing_data_decide(tmp_path: Path, only: pytest.MonkeyPatch) -> None:
    folders = [install(tmp_path / v, v) for v in ("15.8", "17.2")]
    only.setattr(postgres, "_folders", lambda: iter(folders))
    (tmp_path / "PG_VERSION").write_text("15\n")
    assert postgres.choose(tmp_path).version == "15.8"
    assert not postgres.needs_wheel(tmp_path)
    (tmp_path / "PG_VERSION").write_text("16\n")
    assert postgres.needs_wheel(tmp_path)
    with pytest.raises(Refusal, match="made by PostgreSQL 16, this machine has only 17, 15") as caught:
        postgres.choose(tmp_path)
    assert "由 PostgreSQL 16 创建" in caught.value.zh


def test_too_old_is_refused(tmp_path: Path, only: pytest.MonkeyPatch) -> None:
    only.setenv("LINLI_PG_BIN", str(install(tmp_path / "old", "14.11")))
    assert postgres.needs_wheel(tmp_path)
    with pytest.raises(Refusal, match=r"14\.11 is too old, 15 or newer"):
        postgres.choose(tmp_path / "none")


def test_none_at_all_is_refused(tmp_path: Path, only: pytest.MonkeyPatch) -> None:
    only.setenv("LINLI_PG_BIN", str(tmp_path))
    with pytest.raises(Refusal, match="has no PostgreSQL 15 or newer"):
        postgres.choose(tmp_path / "none")


def test_a_folder_without_pg_dump_does_not_count(tmp_path: Path, only: pytest.MonkeyPatch) -> None:
    folder = install(tmp_path / "half", "16.1")
    (folder / "pg_dump").unlink()
    only.setenv("LINLI_PG_BIN", str(folder))
    assert postgres.own() == []
