"""The backup file: a tar of the database dump, the stored files and, last of all, a manifest with the sum of each.

The manifest comes last so that a file cut short has none, and is known to be worthless at once.
"""

import hashlib
import io
import json
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from linli.cli.words import Refusal

DUMP, MANIFEST, FILES = "database.dump", "manifest.json", "files/"
FORMAT = 1
_CHUNK = 1 << 20


class Summing:
    """A stream that remembers the SHA-256 of what was read through it."""

    def __init__(self, inner: IO[bytes]) -> None:
        self.inner, self.sum = inner, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.inner.read(size)
        self.sum.update(chunk)
        return chunk


def _add(tar: tarfile.TarFile, source: Path, name: str) -> str:
    """Add one file as it is now; returns its sum."""
    info = tarfile.TarInfo(name)
    info.mode = 0o600
    with source.open("rb") as content:
        info.size = source.stat().st_size
        info.mtime = int(source.stat().st_mtime)
        summing = Summing(content)
        tar.addfile(info, summing)
    return summing.sum.hexdigest()


def write(target: IO[bytes], dump: Path, files: Path, facts: dict[str, Any]) -> dict[str, Any]:
    """Write the whole archive; returns its manifest."""
    sums: dict[str, str] = {}
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as tar:
        sums[DUMP] = _add(tar, dump, DUMP)
        for path in sorted(p for p in files.rglob("*") if p.is_file() and not p.name.endswith(".part")):
            name = FILES + path.relative_to(files).as_posix()
            sums[name] = _add(tar, path, name)
        created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        manifest = {"format": FORMAT, "created": created, **facts, "sha256": sums}
        text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(text), 0o600
        tar.addfile(info, io.BytesIO(text))
    return manifest


def _damaged(path: Path, what: str) -> Refusal:
    return Refusal(
        f"备份文件 {path} 不完整或已损坏（{what}），没有恢复任何内容。",
        f"The backup file {path} is incomplete or damaged ({what}); nothing was restored.",
    )


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield tar
    except (OSError, tarfile.TarError, EOFError) as error:
        raise _damaged(path, str(error)) from error


def verify(path: Path) -> dict[str, Any]:
    """Read the archive once, compare every sum, and return the manifest. Raises Refusal; writes nothing."""
    sums: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    with _opened(path) as tar:
        for member in tar:
            name = PurePosixPath(member.name)
            content = tar.extractfile(member)
            if not member.isfile() or content is None or name.is_absolute() or ".." in name.parts:
                raise _damaged(path, member.name)
            if member.name == MANIFEST:
                manifest = _manifest(path, content.read())
                continue
            summing = Summing(content)
            while summing.read(_CHUNK):
                pass
            sums[member.name] = summing.sum.hexdigest()
    if manifest is None:
        raise _damaged(path, MANIFEST)
    if manifest.get("format") != FORMAT:
        raise Refusal(
            f"备份文件 {path} 的格式（{manifest.get('format')}）本程序不认识；请用写出它的版本恢复。",
            f"This program does not know the format ({manifest.get('format')}) of the backup {path}; "
            "restore it with the version that wrote it.",
        )
    wrong = sorted(set(sums.items()) ^ set(manifest["sha256"].items()))
    if wrong or DUMP not in sums:
        raise _damaged(path, wrong[0][0] if wrong else DUMP)
    return manifest


def _manifest(path: Path, text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
        if isinstance(found["sha256"], dict):
            return dict(found)
    except (ValueError, KeyError, TypeError):
        pass
    raise _damaged(path, MANIFEST)


def extract(path: Path, place: Callable[[str], Path | None]) -> None:
    """Write each member where `place` says, whole or not at all; None leaves it out."""
    with _opened(path) as tar:
        for member in tar:
            target = place(member.name)
            content = tar.extractfile(member)
            if target is None or content is None:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_name(target.name + ".part")
            with fresh.open("wb") as out:
                while chunk := content.read(_CHUNK):
                    out.write(chunk)
            fresh.chmod(0o600)
            fresh.replace(target)
