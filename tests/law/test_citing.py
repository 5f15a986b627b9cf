"""Citing several articles in one breath."""

from __future__ import annotations

import pickle

import pytest

from gongkai.errors import MissingFacts
from gongkai.sources import ARCHIVES_LAW, FEES_2020, R2019, Article, cite


@pytest.mark.parametrize(
    ("articles", "text"),
    [
        ((), ""),
        ((Article(R2019, 33, 2),), f"{R2019}第三十三条第二款"),
        ((Article(R2019, 36, 0, 3), Article(R2019, 14)), f"{R2019}第三十六条第（三）项、第十四条"),
        ((Article(R2019, 42), Article(FEES_2020, 6)), f"{R2019}第四十二条、{FEES_2020}第六条"),
        ((Article(ARCHIVES_LAW),), str(ARCHIVES_LAW)),
    ],
)
def test_an_instrument_is_named_once(articles: tuple[Article, ...], text: str) -> None:
    assert cite(articles) == text
    assert all(str(one) == f"{one.instrument}{one.place}" for one in articles)


def test_what_is_missing_survives_the_way_from_a_worker() -> None:
    error = MissingFacts("补正告知书", ("文号", "成文日期"))
    back = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert back.names == error.names and str(back) == str(error)
    assert str(error) == "“补正告知书”还缺少：文号、成文日期；请补充后再生成"
