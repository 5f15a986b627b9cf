"""The recognition engine (extra `ocr`): loaded once a process, asked for lines or whole pages."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, NamedTuple

from gongkai.errors import MissingProgram
from gongkai.report.read.isolate import more_time
from gongkai.report.read.limits import RECOGNITION_MEGABYTES, RECOGNITION_SECONDS, more_memory

__all__ = ["Reading", "find_text", "read_lines", "require_engine"]

_LOCK = threading.Lock()


class Reading(NamedTuple):
    """What recognition made of a piece of an image, and how sure it is (0 … 1)."""

    text: str
    score: float


def require_engine() -> None:
    """MissingProgram unless the extra `ocr` is installed; the means that recognition needs."""
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        raise MissingProgram("这是扫描件或图片", "需要安装 ocr 组件：pip install 'gongkai[ocr]'")
    _take_means()


def _take_means() -> None:
    more_memory(RECOGNITION_MEGABYTES)
    more_time(RECOGNITION_SECONDS)


@lru_cache(maxsize=1)
def _engine() -> Any:
    """Models come with the package; nothing is fetched. Narrow inputs, because most are cells."""
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            # strips are wide and low: never enlarge them to the least side it likes
            "Det.limit_type": "max",
            "Det.limit_side_len": 1280,
            "Rec.rec_img_shape": [3, 48, 96],
            "Rec.rec_batch_num": 4,
        }
    )


def read_lines(images: Sequence[Any]) -> list[Reading]:
    """Recognise images of one line of text each (grey arrays)."""
    if not images:
        return []
    import cv2
    from rapidocr.ch_ppocr_rec import TextRecInput

    colour = [cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) for image in images]
    _take_means()
    with _LOCK:
        engine = _engine()
        if engine.text_rec is None:  # loaded at first use
            engine(colour[0], use_det=False, use_cls=False, use_rec=True)
        result = engine.text_rec(TextRecInput(img=colour))
    return [
        Reading(text, float(score)) for text, score in zip(result.txts, result.scores, strict=True)
    ]


def find_text(image: Any) -> list[tuple[tuple[float, float, float, float], Reading]]:
    """Lines of text anywhere in a grey image: (left, top, right, bottom) in pixels, and text."""
    import cv2

    _take_means()
    with _LOCK:
        result = _engine()(
            cv2.cvtColor(image, cv2.COLOR_GRAY2BGR),
            use_det=True,
            use_cls=False,
            use_rec=True,
            text_score=0.3,
        )
    if result.boxes is None or result.txts is None:
        return []
    found = []
    for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        xs, ys = corners[:, 0], corners[:, 1]
        box = (float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))
        found.append((box, Reading(text, float(score))))
    return found
