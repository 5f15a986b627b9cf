"""The chain shows what was changed, left out, added, put in another order or cut off."""

# ruff: noqa: S608  (who tampers writes statements by hand)

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.errors import BadInput
from gongkai.web.audit import chain, triggers, verbs
from gongkai.web.audit.chain import Anchor, Line
from gongkai.web.audit.models import Chain, Entry

NOW = datetime(2026, 11, 21, 9, 30, 0, 123456, tzinfo=UTC)
ON_SQLITE = connection.vendor == "sqlite"
VERB = verbs.register("test.note", "记录")

pytestmark = pytest.mark.django_db


def line(number: int = 0, **changes: Any) -> Line:
    """A line that names every field."""
    values: dict[str, Any] = {
        "act": uuid.UUID(int=number), "actor": 7, "actor_name": "张三", "role": "intake",
        "agency": 3, "agency_name": "市局", "verb": VERB, "kind": "desk.sheet",
        "object": str(number), "label": f"台账{number}", "before": {"total": number},
        "after": {"total": number + 1}, "reason": "补记", "article": "第三条",
        "address": "192.0.2.1",
    }  # fmt: skip
    return Line(**values | changes)


def write(count: int) -> None:
    """So many lines, a second apart."""
    for number in range(count):
        chain.append(line(number), NOW + timedelta(seconds=number))


@contextmanager
def tampering() -> Iterator[Any]:
    """A cursor of somebody who has taken the triggers away."""
    triggers.remove_from(connection)
    with connection.cursor() as cursor:
        yield cursor
    triggers.install_on(connection)


def tamper(*statements: str) -> None:
    """Run them behind the program's back."""
    with tampering() as cursor:
        for statement in statements:
            cursor.execute(statement)


def found(anchor: Anchor | None = None) -> list[str]:
    """What the check says."""
    return [each.what for each in chain.verify(anchor, step=3)]


# whole ------------------------------------------------------------------------------------------


def test_an_empty_chain_is_whole() -> None:
    assert found() == []


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
def test_a_chain_that_nobody_touched_is_whole(count: int) -> None:
    write(count)
    assert found() == []
    assert Chain.objects.get().length == Entry.objects.count() == count


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=3),
        inner, max_size=3,
    ),
    max_leaves=6,
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=_JSON, when=st.datetimes(), hours=st.integers(-14, 14))
def test_whatever_is_logged_reads_as_it_was_written(
    before: Any, when: datetime, hours: int
) -> None:
    if not 2 < when.year < 9998:
        return
    at = when.replace(tzinfo=timezone(timedelta(hours=hours)))
    with transaction.atomic():
        chain.append(
            line(before={"value": before}, after={"day": at.date(), "id": uuid.UUID(int=1)}), at
        )
        assert found() == []
        transaction.set_rollback(True)


def test_lines_that_belong_together_are_added_one_after_the_other() -> None:
    write(1)
    entries = chain.append_all([line(1), line(2)], NOW)
    assert [entry.id for entry in entries] == [2, 3]
    assert entries[1].previous == entries[0].hash
    assert found() == []


def test_lines_added_while_the_walk_goes_on_are_no_break() -> None:
    write(5)
    walk = chain.lines(Entry.objects.all(), step=2)
    next(walk)
    check = chain.verify(step=2)
    write(4)
    assert list(check) == []


def test_a_line_between_the_walk_and_the_reading_of_the_head_is_no_break(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(3)
    lines = chain.lines
    late = [line(7), line(8)]

    def and_then(*args: Any, **kwargs: Any) -> Iterator[Any]:
        yield from lines(*args, **kwargs)
        if late:
            chain.append(late.pop(), NOW)

    monkeypatch.setattr(chain, "lines", and_then)
    assert found() == []
    assert Entry.objects.count() == 5


# tampered ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "'2026-11-20 09:30:00'"),
        ("act", f"'{uuid.UUID(int=99).hex}'"),
        ("actor", "8"), ("actor", "NULL"), ("actor_name", "'李四'"), ("role", "''"),
        ("agency", "4"), ("agency_name", "'区局'"), ("verb", "'read'"), ("kind", "'desk.slip'"),
        ("object", "'9'"), ("label", "'台账'"), ("before", "'{}'"), ("after", "'{\"total\": 0}'"),
        ("reason", "'补记 '"), ("article", "''"), ("address", "'192.0.2.2'"),
        ("personal", "TRUE"), ("hash", f"'{'0' * 64}'"),
    ],
)  # fmt: skip
def test_a_changed_value_is_found_and_its_line_named(column: str, value: str) -> None:
    write(5)
    tamper(f'UPDATE audit_entry SET "{column}" = {value} WHERE id = 3')
    breaks = list(chain.verify())
    assert (breaks[0].position, breaks[0].what) == (3, "第 3 条的内容被改动过")


def test_every_field_but_the_hash_is_hashed() -> None:
    assert {field.name for field in Entry._meta.get_fields()} == {*chain.FIELDS, "hash"}


def test_a_line_whose_hash_was_made_anew_no_longer_fits_the_next() -> None:
    write(5)
    values = next(v for p, v in chain.lines(Entry.objects.all()) if p == 3)
    assert values is not None
    values["reason"] = "另一个理由"
    tamper(
        "UPDATE audit_entry SET reason = '另一个理由',"
        f" hash = '{chain.digest(values)}' WHERE id = 3"
    )
    assert found() == ["第 4 条与前一条不相接：前一条被改动，或者这一条是后来插入的"]


def test_the_last_line_with_a_hash_made_anew_no_longer_fits_the_head() -> None:
    write(3)
    values = next(v for p, v in chain.lines(Entry.objects.all()) if p == 3)
    assert values is not None
    values["reason"] = "另一个理由"
    tamper(
        "UPDATE audit_entry SET reason = '另一个理由',"
        f" hash = '{chain.digest(values)}' WHERE id = 3"
    )
    assert found() == ["链头与第 3 条不一致：链头或者末条被改动过"]


@pytest.mark.parametrize(
    ("gone", "what"),
    [
        ("id = 1", "缺少第 1 条"), ("id = 4", "缺少第 4 条"),
        ("id IN (3, 4, 5)", "缺少第 3 至 5 条"),
        ("id = 8", "缺少末尾第 8 条"), ("id > 5", "缺少末尾第 6 至 8 条"),
        ("id > 0", "缺少末尾第 1 至 8 条"),
    ],
)  # fmt: skip
def test_a_missing_line_is_found(gone: str, what: str) -> None:
    write(8)
    tamper(f"DELETE FROM audit_entry WHERE {gone}")
    assert found() == [what]


def test_a_missing_line_is_found_when_the_others_have_moved_up() -> None:
    write(8)
    tamper(
        "DELETE FROM audit_entry WHERE id = 4",
        *(f"UPDATE audit_entry SET id = {n - 1} WHERE id = {n}" for n in range(5, 9)),
    )
    assert found()[0] == "第 4 条不在原来的位置：顺序被改动，或者整条被替换"


def test_two_lines_that_have_changed_places_are_found() -> None:
    write(6)
    tamper(
        "UPDATE audit_entry SET id = 99 WHERE id = 2",
        "UPDATE audit_entry SET id = 2 WHERE id = 4",
        "UPDATE audit_entry SET id = 4 WHERE id = 99",
    )
    moved = "第 {} 条不在原来的位置：顺序被改动，或者整条被替换"
    assert found()[0] == moved.format(2)
    assert moved.format(4) in found()


def _insert(position: int, previous: str) -> str:
    values = next(v for p, v in chain.lines(Entry.objects.all()) if p == 1)
    assert values is not None
    values = values | {"id": position, "previous": previous}
    return (
        f'INSERT INTO audit_entry SELECT {position}, "at", act, actor, actor_name, role, agency,'
        ' agency_name, verb, kind, "object", label, "before", "after", reason, article, address,'
        f" personal, '{previous}', '{chain.digest(values)}' FROM audit_entry WHERE id = 1"
    )


def test_a_line_added_at_the_end_is_found() -> None:
    write(3)
    tamper(_insert(4, Chain.objects.get().head))
    assert found() == ["末尾第 4 条不是由本系统写入的，或者链头被改动"]


def test_a_line_added_in_between_is_found() -> None:
    write(5)
    before = Entry.objects.get(id=3).hash
    tamper(
        "UPDATE audit_entry SET id = 6 WHERE id = 5",
        "UPDATE audit_entry SET id = 5 WHERE id = 4",
        _insert(4, before),
    )
    assert found()[0] == "第 5 条不在原来的位置：顺序被改动，或者整条被替换"


@pytest.mark.parametrize("position", [0, -7])
def test_a_line_before_the_first_is_found(position: int) -> None:
    write(3)
    tamper(_insert(position, ""))
    assert found() == [f"有编号为 {position} 的记录：不是由本系统写入的"]


def test_a_chain_without_its_head_is_found() -> None:
    write(3)
    tamper("DELETE FROM audit_chain")
    assert found() == ["末尾第 1 至 3 条不是由本系统写入的，或者链头被改动"]


def test_a_changed_head_is_found() -> None:
    write(3)
    tamper("UPDATE audit_chain SET head = ''")
    assert found() == ["链头与第 3 条不一致：链头或者末条被改动过"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("at", "'gestern'"), ("act", "'x'"), ("act", "7"), ("at", "7"), ("actor", "x'00'")],
)
def test_a_value_that_cannot_be_read_is_a_changed_line(column: str, value: str) -> None:
    write(7)
    statement = f"UPDATE audit_entry SET {column} = {value} WHERE id = 5"
    if ON_SQLITE:
        tamper(statement)
        assert found() == [
            "第 5 条的内容被改动过：有的值已经读不出来",
            "第 6 条与前一条不相接：前一条被改动，或者这一条是后来插入的",
        ]
    else:  # stores no such value
        with pytest.raises(DatabaseError), transaction.atomic():
            tamper(statement)


@pytest.mark.parametrize("value", ["'x'", "2.5", "7.5"])
def test_a_position_that_is_no_number_is_found(value: str) -> None:
    write(7)
    statement = f"UPDATE audit_entry SET id = {value} WHERE id = 5"
    if ON_SQLITE:
        tamper(statement)
        assert "有编号不对的记录" in "".join(found())
    else:  # rounds, or stores no such value
        with pytest.raises(DatabaseError), transaction.atomic():
            tamper(statement.replace("7.5", "7"))


_COLUMNS = st.sampled_from(["actor_name", "verb", "label", "reason", "address", "previous", "hash"])
_TAMPERS = st.one_of(
    st.tuples(st.just("change"), st.integers(1, 12), _COLUMNS),
    st.tuples(st.just("delete"), st.integers(1, 12), st.just("")),
    st.tuples(st.just("swap"), st.integers(1, 12), st.integers(1, 12)),
    st.tuples(st.just("cut"), st.integers(0, 11), st.just("")),
    st.tuples(st.just("insert"), st.integers(1, 14), st.just("")),
    st.tuples(st.just("head"), st.integers(0, 13), st.just("")),
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tampers=st.lists(_TAMPERS, min_size=1, max_size=4))
def test_whatever_is_done_to_the_lines_is_found(tampers: list[tuple[str, int, Any]]) -> None:
    with transaction.atomic():
        write(12)
        before = _all()
        for what, number, other in tampers:
            with tampering() as cursor:
                _do(cursor, what, number, other)
        assert bool(found()) == (_all() != before)
        transaction.set_rollback(True)


def _all() -> list[Any]:
    return [*Entry.objects.values_list(), *Chain.objects.values_list()]


def _do(cursor: Any, what: str, number: int, other: Any) -> None:
    if what == "change":
        cursor.execute(
            f"UPDATE audit_entry SET {other} = substr({other}, 2) || 'x' WHERE id = {number}"
        )
    elif what == "delete":
        cursor.execute(f"DELETE FROM audit_entry WHERE id = {number}")
    elif what == "swap":
        for old, new in ((number, 99), (other, number), (99, other)):
            if not Entry.objects.filter(id=new).exists():
                cursor.execute(f"UPDATE audit_entry SET id = {new} WHERE id = {old}")
    elif what == "cut":
        cursor.execute(f"DELETE FROM audit_entry WHERE id > {number}")
    elif what == "insert":
        if Entry.objects.filter(id=1).exists() and not Entry.objects.filter(id=number).exists():
            cursor.execute(_insert(number, Chain.objects.get().head))
    else:
        cursor.execute(f"UPDATE audit_chain SET length = {number}")


# anchors ----------------------------------------------------------------------------------------


def _anchor() -> Anchor:
    last = Chain.objects.get()
    return Anchor(last.length, last.head)


def test_an_anchor_of_earlier_fits_the_longer_chain() -> None:
    write(3)
    anchor = _anchor()
    write(2)
    assert found(anchor) == []
    assert Anchor.parse(f" {anchor} ") == anchor


def test_a_chain_written_wholly_anew_does_not_fit_the_anchor() -> None:
    write(5)
    anchor = _anchor()
    write(1)
    tamper("DELETE FROM audit_entry", "DELETE FROM audit_chain")
    for number in range(7):
        chain.append(line(number, reason="另一个"), NOW)
    assert found() == []
    assert found(anchor) == ["第 5 条与保存的锚点不一致：链条被整体重写过"]


def test_a_chain_cut_off_together_with_its_head_does_not_reach_the_anchor() -> None:
    write(5)
    anchor = _anchor()
    head = Entry.objects.get(id=3).hash
    tamper(
        "DELETE FROM audit_entry WHERE id > 3",
        f"UPDATE audit_chain SET length = 3, head = '{head}'",
    )
    assert found() == []
    assert found(anchor) == ["锚点记有 5 条，现在只到第 3 条：末尾被截去"]


@pytest.mark.parametrize("text", ["", "5", "5:", ":" + "a" * 64, "0:" + "a" * 64, "5:xyz"])
def test_an_anchor_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="锚点"):
        Anchor.parse(text)


# what the program and the database refuse -------------------------------------------------------


def test_a_line_is_neither_saved_nor_deleted_by_itself() -> None:
    write(1)
    entry = Entry.objects.get()
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    with pytest.raises(TypeError):
        Entry.objects.create(id=2)


def test_a_line_with_an_unknown_verb_is_not_written() -> None:
    with pytest.raises(verbs.UnknownVerb):
        chain.append_all([line(), line(verb="test.unheard")], NOW)
    assert _all() == []


# replacing must not pass for inserting; PostgreSQL has TRUNCATE instead
_ON_ONE = (
    [
        "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE id = 2",
        "INSERT OR REPLACE INTO audit_entry SELECT 4, at, act, actor, actor_name, role, agency,"
        " agency_name, verb, kind, object, label, before, after, reason, article, address,"
        " personal, previous, hash FROM audit_entry WHERE id = 2",
        "UPDATE OR REPLACE audit_entry SET id = 1 WHERE id = 2",
        "INSERT OR REPLACE INTO audit_chain VALUES (1, 1, '')",
    ]
    if ON_SQLITE
    else ["TRUNCATE audit_entry", "TRUNCATE audit_chain", "TRUNCATE audit_entry, audit_chain"]
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET reason = ''",
        "UPDATE audit_entry SET reason = reason WHERE id = 2",
        "UPDATE audit_entry SET id = id + 100",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE id = 3",
        "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE id = 3",
        "UPDATE audit_chain SET length = 2",
        "UPDATE audit_chain SET length = 3",
        "UPDATE audit_chain SET head = ''",
        "UPDATE audit_chain SET length = 4",
        "UPDATE audit_chain SET length = length + 1, head = ''",
        "UPDATE audit_chain SET id = 2, length = 9",
        "DELETE FROM audit_chain",
        "INSERT INTO audit_chain SELECT * FROM audit_chain",
        *_ON_ONE,
    ],
)
def test_the_database_refuses_to_change_what_was_written(statement: str) -> None:
    write(3)
    before = _all()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert _all() == before


@pytest.mark.parametrize("position", [0, 3, 5, 99])
def test_the_database_takes_a_line_only_at_the_end(position: int) -> None:
    write(3)
    statement = _insert(position, "")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert found() == []


def test_queries_of_the_program_are_refused_too() -> None:
    write(3)
    for attempt in (
        lambda: Entry.objects.filter(id=2).update(reason=""),
        lambda: Entry.objects.all().delete(),
        lambda: Chain.objects.all().delete(),
        lambda: Chain.objects.update(length=1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert found() == []
