"""What must come from the system's own packages: asked for by what it does, installed with apt where we may."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from linli.cli.words import Refusal, say


@dataclass(frozen=True)
class Need:
    """A thing the system must offer, and the Debian packages that bring it."""

    packages: tuple[str, ...]
    there: Callable[[], bool]


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True).stdout.strip())


def _has_libraries(*names: str) -> bool:
    try:
        for name in names:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _sets_type() -> bool:
    return _has_libraries("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


def browser() -> str | None:
    """The system's Chromium, if it has one that is more than a pointer to another package manager."""
    for name in ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser"):
        path = shutil.which(name)
        if path and subprocess.run([path, "--version"], capture_output=True).returncode == 0:
            return path
    return None


def _has_venv() -> bool:
    return importlib.util.find_spec("ensurepip") is not None and importlib.util.find_spec("venv") is not None


RUN = (Need((f"python{sys.version_info[0]}.{sys.version_info[1]}-venv",), _has_venv),)
PAPER = (
    Need(("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"), _sets_type),
    Need(("fontconfig", "fonts-noto-cjk"), _has_chinese_font),
)
"""What official documents as PDF need: type setting and Chinese fonts."""
TEST = (
    Need(("chromium",), lambda: browser() is not None),
    Need(("gettext",), lambda: shutil.which("xgettext") is not None),
)


def _prefix() -> list[str] | None:
    """How to become root for apt; None when we may not."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    silent = subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    return ["sudo"] if silent or sys.stdin.isatty() else None


def ensure(needs: Sequence[Need]) -> None:
    """Install what is missing. Raises Refusal with the exact command where that is not ours to do."""
    packages = [package for need in needs if not need.there() for package in need.packages]
    if not packages:
        return
    words = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    command = "sudo apt-get update && sudo " + " ".join(words)
    prefix = _prefix()
    if prefix is None:
        raise Refusal(
            f"缺少系统软件包，请先执行：{command}",
            f"System packages are missing; run this first: {command}",
        )
    say(f"正在安装系统软件包：{' '.join(packages)}", f"Installing system packages: {' '.join(packages)}")
    quiet = ["-qq", "-o", "DPkg::Lock::Timeout=300"]
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*prefix, "apt-get", *quiet, "update"], env=env, capture_output=True)
    done = subprocess.run([*prefix, "apt-get", *quiet, *words[1:]], env=env, capture_output=True, text=True)
    if done.returncode:
        reason = ((done.stderr or done.stdout).strip().splitlines() or ["?"])[-1]
        raise Refusal(
            f"系统软件包安装失败（{reason}）；请手工执行：{command}",
            f"The system packages could not be installed ({reason}); run this by hand: {command}",
        )
