"""What must be so of stored files: the bytes that a record names are there, as they were."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel import files, hooks
from linli.kernel.audit import Check
from linli.kernel.models.files import StoredFile


@hooks.on("audit.checks")
def checks() -> list[Check]:
    return [Check("files.whole", gettext_lazy("每个文件的内容都在，且与指纹一致"), spoilt)]


def spoilt() -> Iterator[str]:
    named = StoredFile.objects.order_by("sha256").values_list("sha256", flat=True).distinct()
    for fingerprint in named.iterator():
        fault = files.fault_of(fingerprint)
        if fault:
            words = _("文件 %(sha256)s 的内容已变。") if fault == "changed" else _("文件 %(sha256)s 的内容不在。")
            yield words % {"sha256": fingerprint}
