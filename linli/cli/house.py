"""Where everything lies: the program, its virtual environment, and one deployment's own folder (`var`)."""

import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linli.cli.words import Refusal

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"
ROOM_NEEDED = 200 * 1024 * 1024


def venv_python() -> Path:
    return VENV / "bin" / "python"


def program_version() -> str:
    import tomllib

    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def in_venv() -> bool:
    return sys.prefix != sys.base_prefix


def write_whole(path: Path, text: str, mode: int = 0o644) -> None:
    """Replace a small file so that a kill leaves either the old or the new one, never half of it."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    """A small state file; an absent or torn one counts as empty, for it is only ever a hint."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


@dataclass(frozen=True)
class House:
    """One deployment's folder and the names in it."""

    var: Path

    @property
    def lock(self) -> Path:
        return self.var / "linli.lock"

    @property
    def secrets(self) -> Path:
        return self.var / "secrets.json"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def files(self) -> Path:
        return self.var / "files"

    @property
    def static(self) -> Path:
        return self.var / "static"

    def state(self) -> dict[str, Any]:
        return read_json(self.var / "state.json")

    def remember(self, **facts: Any) -> None:
        write_whole(self.var / "state.json", json.dumps(self.state() | facts, ensure_ascii=False, indent=1))

    def prepare(self) -> None:
        """Make the folder and prove that it can be written to. Raises Refusal."""
        try:
            self.var.mkdir(parents=True, exist_ok=True)
            for private in (self.logs, self.files):
                private.mkdir(mode=0o700, exist_ok=True)
            proof = self.var / f".writable-{os.getpid()}"
            write_whole(proof, "")
            proof.unlink()
            free = shutil.disk_usage(self.var).free
        except OSError as error:
            raise Refusal(
                f"数据目录 {self.var} 无法写入（{error.strerror}）；请检查权限和磁盘空间，或用 --var 另选目录。",
                f"The data folder {self.var} cannot be written to ({error.strerror}); "
                "check its permissions and the disk, or choose another with --var.",
            ) from error
        if free < ROOM_NEEDED:
            raise Refusal(
                f"磁盘空间不足：{self.var} 只剩 {free >> 20} MB，至少需要 {ROOM_NEEDED >> 20} MB；请清理后重试。",
                f"The disk is full: {self.var} has {free >> 20} MB left, at least {ROOM_NEEDED >> 20} MB are needed; "
                "free some space and try again.",
            )
