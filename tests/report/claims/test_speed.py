"""Prose with thousands of numbers: reading and checking it takes time in proportion."""

from __future__ import annotations

from time import process_time

import pytest

from gongkai.report.checks import run_checks
from tests.report.checks.support import make_report

pytestmark = pytest.mark.no_cover  # traced it takes three times as long, for few branches

SIZE = 70_000  # characters, some 200 KB
SHAPES = {
    "brackets that never close": "建议{0}件（主办{1}件、会办{1}件",
    "one sentence of parts": "其中甲类{0}件、乙类{1}件，",
    "zeros": "本年度收到政府信息公开申请0件，办结0件，结转0件。\n",
    "shares that are wrong": "收到政府信息公开申请{0}件，其中予以公开{1}件，占{1}.3%。",
    "one channel told again and again": "我局门户网站全年发布信息{0}条。\n",
}


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(shape, id=name, marks=[pytest.mark.thorough] * (n > 1))
        for n, (name, shape) in enumerate(SHAPES.items())
    ],
)
def test_no_prose_takes_time_that_grows_with_its_square(shape: str) -> None:
    count = SIZE // len(shape)
    prose = "".join(shape.format(n + 100, n % 7) for n in range(count))
    report = make_report({"year": 2024, "body": "云州市财政局", "sections": {1: prose}})
    begun = process_time()
    assert len(report.claims) >= count
    list(run_checks(report))
    # one second on a quiet machine; with the square in it, many
    assert process_time() - begun < 8
