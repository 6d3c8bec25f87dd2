"""A backup is either whole or refused."""

import io
import json
import tarfile
from pathlib import Path

import pytest

from linli.cli import archive
from linli.cli.words import Refusal


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    (tmp_path / "files" / "ab").mkdir(parents=True)
    (tmp_path / "files" / "ab" / "1").write_bytes(b"one" * 5000)
    (tmp_path / "files" / "ab" / "2.part").write_bytes(b"not finished")
    (tmp_path / "dump").write_bytes(b"dump" * 5000)
    with (tmp_path / "backup.tar").open("wb") as out:
        archive.write(out, tmp_path / "dump", tmp_path / "files", {"linli": "1"})
    return tmp_path / "backup.tar"


def test_what_was_written_comes_back(backup: Path, tmp_path: Path) -> None:
    manifest = archive.verify(backup)
    assert set(manifest["sha256"]) == {"database.dump", "files/ab/1"}
    archive.extract(backup, lambda name: tmp_path / "back" / name if name != archive.MANIFEST else None)
    assert (tmp_path / "back/files/ab/1").read_bytes() == b"one" * 5000
    assert (tmp_path / "back/database.dump").read_bytes() == b"dump" * 5000
    assert not (tmp_path / "back" / archive.MANIFEST).exists()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_a_backup_cut_short_is_refused(backup: Path, share: float) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(Refusal, match="incomplete or damaged"):
        archive.verify(backup)


@pytest.mark.parametrize("place", [600, 20000, 23000])
def test_one_changed_byte_is_noticed(backup: Path, place: int) -> None:
    content = bytearray(backup.read_bytes())
    content[place] ^= 1
    backup.write_bytes(content)
    with pytest.raises(Refusal, match="incomplete or damaged"):
        archive.verify(backup)


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "files/../../outside"])
def test_a_name_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bad.tar"
    with tarfile.open(path, "w") as tar:
        info = tarfile.TarInfo(name)
        info.size = 1
        tar.addfile(info, io.BytesIO(b"x"))
    with pytest.raises(Refusal, match="incomplete or damaged"):
        archive.verify(path)


def test_a_later_format_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "later.tar"
    text = json.dumps({"format": 2, "sha256": {}}).encode()
    with tarfile.open(path, "w") as tar:
        info = tarfile.TarInfo(archive.MANIFEST)
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text))
    with pytest.raises(Refusal, match="does not know the format"):
        archive.verify(path)
