"""`linli up` begins its preparation anew when a kill broke the database off in it, and only then."""

from pathlib import Path
from typing import Any

import pytest

from linli.cli import up
from linli.cli.address import Database
from linli.cli.house import House
from linli.cli.supervisor import Supervisor
from linli.cli.words import Refusal


class Server:
    """A cluster that tells what the test wants."""

    process = None

    def __init__(self, broken: bool) -> None:
        self.broken, self.stopped = broken, 0

    def broken_off(self, _since: int) -> bool:
        return self.broken

    def stop(self) -> None:
        self.stopped += 1


def prepare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Any, failures: int) -> int:
    """How often the preparation was tried."""
    tried = 0

    def ready(*_given: Any, **_more: Any) -> dict[str, list[str]]:
        nonlocal tried
        tried += 1
        if tried <= failures:
            raise Refusal("数据库断开", "the database broke off")
        return {"commands": ["demo"]}

    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(up, "private", lambda _house: Database("a", "b", "c", cluster=server))
    monkeypatch.setattr(up.migrate, "ready", ready)
    house = House(tmp_path)
    house.prepare()
    assert up._prepare(house, Supervisor(house, None), up.Wishes())[1] == ["demo"]
    return tried


def test_a_broken_off_preparation_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(broken=True)
    assert prepare(tmp_path, monkeypatch, server, failures=2) == 3
    assert server.stopped == 2


def test_one_that_breaks_off_each_time_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal):
        prepare(tmp_path, monkeypatch, Server(broken=True), failures=3)


def test_a_preparation_that_fails_by_itself_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(broken=False)
    with pytest.raises(Refusal):
        prepare(tmp_path, monkeypatch, server, failures=1)
    assert server.stopped == 0
