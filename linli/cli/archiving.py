"""Continuous archiving, an operator's option: with it the database can be put back as of any moment.

`LINLI_WAL_ARCHIVE` names a folder, best on another disk, where the private cluster keeps every piece of its log (WAL).
"""

import os
import re
from pathlib import Path

from linli.cli.ground import can_enter
from linli.cli.processes import Account
from linli.cli.words import Refusal

VARIABLE = "LINLI_WAL_ARCHIVE"
LONGEST_LOSS = "60s"
"""After so long a piece is archived even when it is not full: what a lost disk can cost."""
_KEEP = (
    "if test -f {to}/%f; then cmp -s %p {to}/%f;"
    " else cp %p {to}/.%f.part && sync {to}/.%f.part && mv {to}/.%f.part {to}/%f; fi"
)


def folder() -> Path | None:
    """The archive, where the operator has chosen one. Raises Refusal for a path that a shell would misread."""
    chosen = os.environ.get(VARIABLE)
    if not chosen:
        return None
    if not re.fullmatch(r"/[\w/.+-]+", chosen):
        raise Refusal(
            f"{VARIABLE} 应为只含字母、数字和 / . + - _ 的绝对路径，现为 {chosen}。",
            f"{VARIABLE} must be an absolute path of letters, digits and / . + - _ only; it is {chosen}.",
        )
    return Path(chosen)


def settings(account: Account) -> dict[str, str]:
    """PostgreSQL's settings for it; none without an archive. Raises Refusal when the cluster could not write there."""
    found = folder()
    if found is None:
        return {}
    if not (found.is_dir() and can_enter(found, account)):
        raise Refusal(
            f"归档目录 {found} 不存在，或数据库用户 {account.name} 无法进入；请先建立并交给该用户。",
            f"The archive {found} does not exist, or the database account {account.name} cannot enter it; "
            "make it and give it to that account.",
        )
    return {"archive_mode": "on", "archive_timeout": LONGEST_LOSS, "archive_command": _KEEP.format(to=found)}


def recovery(moment: str, account: Account) -> dict[str, str]:
    """PostgreSQL's settings for reading the archive back up to a moment, and going on from there. Raises Refusal without one."""
    found = folder()
    if found is None:
        raise Refusal(f"请用 {VARIABLE} 指明归档目录。", f"Name the archive with {VARIABLE}.")
    return settings(account) | {
        "restore_command": f"cp {found}/%f %p",
        "recovery_target_time": moment,
        "recovery_target_action": "promote",
        "hot_standby": "off",  # so that PostgreSQL calls itself ready only when the moment is reached
    }
