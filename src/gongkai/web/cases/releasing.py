"""随答复提供的文件: name, kind and contents of a file made safe, for whoever may have it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from gongkai.web.cases.models import Redaction
from gongkai.web.files import storage
from gongkai.web.files.kinds import ENDINGS, MEDIA, Kind
from gongkai.web.files.serving import serve

__all__ = ["kind_of", "name_of", "send"]


def kind_of(row: Redaction) -> Kind:
    """What kind of file was made."""
    return Kind(row.result_kind or "pdf")


def name_of(row: Redaction) -> str:
    """Its name: that of the source with the ending of what was made."""
    stem = row.source.name.rpartition(".")[0] or row.source.name
    return f"{stem}.{ENDINGS[kind_of(row)][0]}"


def send(request: HttpRequest, row: Redaction) -> HttpResponseBase:
    """The file, to be saved; the caller has made sure that this reader may have it."""
    size = row.result_size or storage.storage().size(row.result)
    return serve(
        request, row.result, size, name=name_of(row), media=MEDIA[kind_of(row)],
        tag=row.result_sha256, keep=False,
    )  # fmt: skip
