"""What `linli setup` does for itself, what it asks the system for, and what it leaves alone when it is done already."""

import json
import os
from pathlib import Path

import pytest

from linli.cli import setup, system
from linli.cli.system import Need
from linli.cli.words import Refusal

MISSING = (Need(("python9-venv", "fonts-none"), lambda: False), Need(("there",), lambda: True))


def commands(folder: Path, monkeypatch: pytest.MonkeyPatch, **scripts: str) -> Path:
    """Only these programs on the PATH, each writing down how it was called."""
    log = folder / "called"
    for name, body in scripts.items():
        program = folder / name.replace("_", "-")
        program.write_text(f'#!/bin/sh\necho "{program.name} $*" >> {log}\n{body}\n')
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return log


def test_nothing_missing_asks_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = commands(tmp_path, monkeypatch, apt_get="exit 1")
    system.ensure(MISSING[1:])
    assert not log.exists()


def test_root_installs_just_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = commands(tmp_path, monkeypatch, apt_get="exit 0")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    system.ensure(MISSING)
    assert log.read_text().splitlines()[-1].endswith("install -y --no-install-recommends python9-venv fonts-none")


@pytest.mark.parametrize("scripts", [{}, {"apt_get": "exit 0"}, {"apt_get": "exit 0", "sudo": "exit 1"}])
def test_without_the_right_the_exact_command_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scripts: dict[str, str]
) -> None:
    log = commands(tmp_path, monkeypatch, **scripts)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Refusal) as caught:
        system.ensure(MISSING)
    for said in (caught.value.zh, caught.value.en):
        assert said.endswith(
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends python9-venv fonts-none"
        )
    assert not log.exists() or "install" not in log.read_text()


def test_sudo_without_a_question_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = commands(tmp_path, monkeypatch, apt_get="exit 0", sudo='[ "$1" = -n ] && exit 0; shift 0; exec "$@"')
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    system.ensure(MISSING)
    assert log.read_text().splitlines()[-1].startswith("apt-get")


def test_a_failed_installation_is_told_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands(tmp_path, monkeypatch, apt_get="echo 'E: no such package' >&2; exit 100")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(Refusal, match="E: no such package"):
        system.ensure(MISSING)


@pytest.fixture
def stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "base.txt").write_text("one==1\n")
    monkeypatch.setattr(setup, "REQUIREMENTS", tmp_path)
    monkeypatch.setattr(setup, "STAMP", tmp_path / "stamp.json")
    return tmp_path / "stamp.json"


def test_packages_are_installed_once_and_again_when_the_lock_changes(
    stamp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[str] = []
    monkeypatch.setattr(setup, "_pip", lambda *words: installed.append(str(words[-1])))
    for _ in range(2):
        setup._packages("base")
    assert len(installed) == 1
    (stamp.parent / "base.txt").write_text("one==2\n")
    setup._packages("base")
    assert len(installed) == 2


def test_a_failed_installation_leaves_no_stamp(stamp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_words: object) -> None:
        raise Refusal("失败", "failed")

    monkeypatch.setattr(setup, "_pip", fails)
    with pytest.raises(Refusal):
        setup._packages("base")
    assert not stamp.exists()


def test_an_environment_of_another_python_is_not_sound(
    stamp: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho '3.12.4 (main)'\n")
    python.chmod(0o755)
    monkeypatch.setattr(setup, "venv_python", lambda: python)
    stamp.write_text(json.dumps({"python": "3.12"}))
    assert setup._venv_is_sound()
    stamp.write_text(json.dumps({"python": "3.11"}))
    assert not setup._venv_is_sound()
    monkeypatch.setattr(setup, "venv_python", lambda: tmp_path / "none")
    assert not setup._venv_is_sound()


def test_what_documents_need_is_asked_for_once(stamp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(system, "ensure", asked.append)
    for _ in range(2):
        setup._paper(needed=False)
    assert asked == [system.PAPER]
    packages = {package for need in system.PAPER for package in need.packages}
    assert {"libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk"} <= packages


def test_a_machine_without_them_starts_and_is_told(
    stamp: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuses(_needs: object) -> None:
        raise Refusal("请先执行：sudo apt-get install", "run this first: sudo apt-get install")

    monkeypatch.setattr(system, "ensure", refuses)
    setup._paper(needed=False)
    said = "".join(capsys.readouterr())
    assert "暂不能生成 PDF 公文" in said
    assert "apt-get install" in said
    assert not stamp.exists()
    with pytest.raises(Refusal):
        setup._paper(needed=True)


def test_a_missing_library_is_seen() -> None:
    assert not system._has_libraries("libno-such-thing.so.0")
    assert system._sets_type()
