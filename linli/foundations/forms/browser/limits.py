"""What the engine cannot ask, of all that a form may hold."""

from django.utils.translation import gettext as _

from linli.foundations.forms.models import FormVersion
from linli.foundations.forms.spoken import label_of, walk
from linli.kernel.errors import Refusal

ON_PHONES = frozenset({"audio", "video", "file", "geotrace", "geoshape", "barcode", "background-audio"})
"""Recordings and files, and what is drawn on a map."""


def left_out(version: FormVersion, *, required: bool = False) -> list[str]:
    """The questions that only a phone can ask, in words; with `required`, those without which nothing can be sent."""
    found = (node for node in walk(version.nodes()) if node["kind"] in ON_PHONES)
    return [label_of(node) for node in found if node.get("required") or not required]


def check(version: FormVersion) -> None:
    """Raises Refusal where a browser could never finish the form."""
    missing = left_out(version, required=True)
    if missing:
        raise Refusal(
            _("这份表单的必填题“%(what)s”在浏览器里不能回答。") % {"what": "、".join(missing)[:80]},
            remedy=_("录音、录像、文件和在地图上画线画面请用手机采集，或把这些题改为选填。"),
        )
