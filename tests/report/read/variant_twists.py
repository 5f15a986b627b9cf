"""What befalls the rows of table 3 on their way into a file."""

from __future__ import annotations

import random

from tests.report.read.printed import TRADITIONAL
from tests.report.read.variant_tables import Box, Table


def _labels(row: list[Box]) -> list[Box]:
    return row[:-7]


def spaced_out(rows: Table, rng: random.Random) -> Table:
    for row in rows:
        for box in _labels(row):
            box.text = "　".join(box.text)
    return rows


def traditional(rows: Table, rng: random.Random) -> Table:
    for row in rows:
        for box in _labels(row):
            box.text = box.text.translate(TRADITIONAL)
    return rows


def cut_off(rows: Table, rng: random.Random) -> Table:
    for row in rows:
        for box in _labels(row):
            if len(box.text) > 6 and rng.random() < 0.4:
                box.text = box.text[: max(5, len(box.text) * 6 // 10)]
    return rows


def explained(rows: Table, rng: random.Random) -> Table:
    for row in rows:
        labels = _labels(row)
        if labels and labels[-1].text and rng.random() < 0.4:
            labels[-1].text += rng.choice(["（件）", "（条例第三十六条第五项）", "①", "*", "："])
    return rows


def numbered_otherwise(rows: Table, rng: random.Random) -> Table:
    for row in rows:
        for box in _labels(row):
            box.text = (
                box.text.replace("（", "(")
                .replace("）", ")")
                .replace(".", rng.choice(["、", "．"]))
            )
    return rows


def without_numerals(rows: Table, rng: random.Random) -> Table:
    for row in rows:
        for box in _labels(row):
            text = box.text
            for mark in "、）.":
                head, found, rest = text.partition(mark)
                if found and len(head) <= 2:
                    text = rest
            box.text = text
    return rows


def empty_rows(rows: Table, rng: random.Random) -> Table:
    made: Table = []
    merged = any(box.down > 1 for row in rows for box in row)
    for row in rows:
        made.append(row)
        if rng.random() < 0.15 and not merged:
            made.append([Box("") for _ in row])
    return made


def remark_row(rows: Table, rng: random.Random) -> Table:
    return [*rows, [Box("备注：申请数量含上年结转。", 10)]]


def strange_row(rows: Table, rng: random.Random) -> Table:
    made = list(rows)
    strange = [Box("其中：涉及征地补偿的申请"), *(Box("9") for _ in range(7))]
    strange[0].across = 1
    at = next((i for i, row in enumerate(rows) if len(_labels(row)) == 1 and i > 3), 0)
    if not at:
        return rows
    made.insert(at + 1, strange)
    for row in made[:at]:
        for box in row:
            if box.down > 1 and made.index(row) + box.down > at:
                box.down += 1
    return made


def swapped(rows: Table, rng: random.Random) -> Table:
    """Two neighbours change places, labels and all."""
    made = list(rows)
    pairs = [
        i
        for i in range(3, len(rows) - 1)
        if len(_labels(rows[i])) == len(_labels(rows[i + 1])) == 1
        and rows[i][0].across == rows[i + 1][0].across
    ]
    i = rng.choice(pairs or [3])
    made[i], made[i + 1] = made[i + 1], made[i]
    return made


def value_lost(rows: Table, rng: random.Random) -> Table:
    """One cell of three rows is not there at all."""
    for i in rng.sample(range(len(rows)), 3):
        rows[i].pop(-rng.randint(1, 7))
    return rows


def decorated(rows: Table, rng: random.Random) -> Table:
    for row in rows:
        for box in row[-7:]:
            if box.text and rng.random() < 0.2:
                box.text = rng.choice(
                    [" {} ", "\u00a0{}", "{}　", "{}件", "{}①", "{}（件）"]
                ).format(box.text)
    return rows


TWISTS = {
    f.__name__: f
    for f in (
        spaced_out, traditional, cut_off, explained, numbered_otherwise, without_numerals,
        empty_rows, remark_row, strange_row, swapped, value_lost, decorated,
    )
}  # fmt: skip
