"""A document as PDF: made by the press (press.py), one at a time, and kept while its text stays the same."""

import subprocess
import sys
from functools import lru_cache
from threading import Lock

from django.conf import settings
from django.utils.translation import gettext as _

from linli.kernel.errors import Refusal
from linli.ui.documents.press import MISSING

KEPT = 32
LONGEST = 60
"""How many documents a worker keeps (some 150 KB each); after how many seconds one is given up."""
_one_at_a_time = Lock()


@lru_cache(maxsize=KEPT)
def write(html: str) -> bytes:
    """The document as PDF. Raises Refusal where the machine lacks its libraries or is too busy."""
    if not _one_at_a_time.acquire(timeout=LONGEST):
        raise _busy()
    try:
        argv = [sys.executable, "-m", "linli.ui.documents.press"]
        done = subprocess.run(  # noqa: S603
            argv, input=html.encode(), capture_output=True, cwd=settings.BASE_DIR, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        raise _busy() from None
    finally:
        _one_at_a_time.release()
    if done.returncode == MISSING:
        raise Refusal(
            _("这台服务器缺少生成 PDF 的系统组件。"),
            remedy=_("请管理员运行 linli setup 补装；在此之前可以下载 Word 文件。"),
            status=503,
        )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


def _busy() -> Refusal:
    return Refusal(_("正在生成的文件较多。"), remedy=_("请一分钟后重试，或者下载 Word 文件。"), status=503)
