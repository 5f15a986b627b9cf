"""送出: contents with headers that let nothing in them run, in whole or a range of bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from gongkai.web.files import storage

__all__ = ["serve"]

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_PIECE = 1 << 16


class _Slice:
    """Part of an opened file; closed with the answer, begun or not."""

    def __init__(self, opened: IO[bytes], start: int, length: int) -> None:
        self._opened, self._left = opened, length
        opened.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (piece := self._opened.read(min(_PIECE, self._left))):
            self._left -= len(piece)
            yield piece

    def close(self) -> None:
        """Give it back."""
        self._opened.close()


def serve(
    request: HttpRequest,
    blob: str,
    size: int,
    *,
    name: str,
    media: str,
    tag: str,
    inline: bool = False,
    keep: bool = True,
) -> HttpResponseBase:
    """The content; `keep`: the reader's browser may keep it if it asks again each time."""
    etag = f'"{tag}"'
    response: HttpResponseBase
    found = _range(request, size, etag)
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    elif found is None:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        start, end, status = found
        length = end - start
        if request.method == "HEAD":
            response = HttpResponse(status=status)
        else:
            opened = storage.storage().open(blob)
            response = StreamingHttpResponse(_Slice(opened, start, length), status=status)
        response["Content-Type"] = media + ("; charset=utf-8" if media == "text/plain" else "")
        response["Content-Length"] = str(length)
        if status == 206:
            response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
        response["Content-Disposition"] = content_disposition_header(not inline, name) or "inline"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache" if keep else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; img-src 'self'; style-src 'none'; frame-ancestors 'none'"
    )
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _range(request: HttpRequest, size: int, etag: str) -> tuple[int, int, int] | None:
    """First byte, end and status; all of it for what is no single range; None past the end."""
    whole = (0, size, 200)
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or asked[0] == "bytes=-":
        return whole
    if request.headers.get("If-Range", etag) != etag:
        return whole
    if len(asked[1]) > 18 or len(asked[2]) > 18:
        return None
    if not asked[1]:
        start, end = max(0, size - int(asked[2])), size
        return (start, end, 206) if start < end else None
    start = int(asked[1])
    end = min(size, int(asked[2]) + 1) if asked[2] else size
    if asked[2] and int(asked[2]) < start:
        return whole
    return (start, end, 206) if start < size else None
