"""The frames of a picture, measured before any is opened: a later one may be far larger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.errors import FileTooLarge
from gongkai.redaction.limits import MAX_FRAME_PIXELS, MAX_IMAGE_PIXELS, MAX_PAGES

__all__ = ["each", "measured"]

_OF_ONE_SIZE = frozenset({"GIF", "WEBP", "PNG"})  # moving to a frame of these would decode it


def measured(image: Any, most: int = MAX_FRAME_PIXELS) -> int:
    """How many frames a picture of Pillow has, none of them decoded.

    FileTooLarge when one, all together (`most` pixels) or their number is beyond any real file.
    """
    count, total = getattr(image, "n_frames", 1), 0
    if count > MAX_PAGES:
        raise FileTooLarge(f"图片有{count}页，超过上限{MAX_PAGES}页", "请拆分后分别处理")
    fixed = image.format in _OF_ONE_SIZE
    for number in range(count):
        if not fixed:
            image.seek(number)
        size = image.width * image.height
        total += size
        if size > MAX_IMAGE_PIXELS:
            which = f"图片的第{number + 1}页" if count > 1 else "图片"
            raise FileTooLarge(
                f"{which}有{image.width}×{image.height}像素，超过上限", "请缩小后再上传"
            )
        if total > most:
            raise FileTooLarge(
                f"图片的前{number + 1}页共有{total}像素，超过上限{most}", "请拆分后分别处理"
            )
    if not fixed:
        image.seek(0)
    return int(count)


def each(image: Any, count: int) -> Iterator[Any]:
    """The first frames, one after the other; each is the same object, moved on."""
    for number in range(count):
        image.seek(number)
        yield image
