"""Every move of a delivery, and that no letter goes out twice."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gongkai.web.accounts.models import User
from gongkai.web.acting import Refusal, Refused, perform
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.models import Entry
from gongkai.web.messages import moves, sending
from gongkai.web.messages.actions import Resend, Settle
from gongkai.web.messages.adapters import (
    Console,
    Files,
    InDoubt,
    Letter,
    Mail,
    NotSent,
    Undeliverable,
    masked,
)
from gongkai.web.messages.models import Attempt, Channel, Delivery, Message
from gongkai.web.messages.moves import State
from gongkai.web.messages.work import Loop, tick
from tests.web.agencies.world import actor
from tests.web.messages.people import NOON, Remembering, addressed, tell

HOUR = timedelta(hours=1)


def steps(row: Delivery) -> list[str]:
    return list(row.log.order_by("id").values_list("step", flat=True))


def test_what_is_queued_is_sent_once_by_the_worker(
    body: Agency, officer: User, gateway: Remembering
) -> None:
    row = tell(officer, agency=body)
    assert (row.state, DBTaskResult.objects.count()) == (State.QUEUED, 1)
    Loop(0).work(once=True)
    Loop(0).work(once=True)
    row.refresh_from_db()
    assert (row.state, row.attempts, steps(row)) == (State.SENT, 1, ["claim", "confirm"])
    (letter,) = gateway.letters
    assert (letter.key, letter.to, letter.subject) == (row.key, officer.email, "请办理补正")
    assert "某某" in letter.text and "/work/messages/" in letter.text
    assert not sending.send(row.pk, NOON + HOUR)
    assert sending.deliver_due(NOON + HOUR) == 0


def test_two_workers_do_not_get_the_same_letter(body: Agency, officer: User) -> None:
    row = tell(officer, agency=body)
    assert sending.claim(row.pk, NOON) is not None
    assert sending.claim(row.pk, NOON) is None


@pytest.mark.usefixtures("gateway")
def test_a_letter_that_was_not_sent_is_tried_again_after_longer_and_longer_pauses(
    body: Agency, officer: User, gateway: Remembering
) -> None:
    chief = addressed(body, Role.ADMINISTRATOR)
    row = tell(officer, agency=body)
    now = NOON
    gateway.raises = [NotSent("连不上")] * 6
    for pause in sending.PAUSES:
        assert sending.send(row.pk, now)
        row.refresh_from_db()
        assert (row.state, row.due, row.claim) == (State.QUEUED, now + pause, None)
        assert not sending.send(row.pk, now + pause - timedelta(seconds=1))
        now += pause
    assert sending.deliver_due(now) == 1
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.FAILED, 6)
    assert row.log.first().said == "试了 6 次：连不上"
    assert Message.objects.get(user=chief).kind == "failed"
    assert not gateway.letters


def test_a_letter_that_is_refused_for_good_is_not_tried_again(
    body: Agency, officer: User, gateway: Remembering
) -> None:
    row = tell(officer, agency=body)
    gateway.raises = [Undeliverable("拒收")]
    sending.send(row.pk, NOON)
    row.refresh_from_db()
    assert (row.state, steps(row)) == (State.FAILED, ["claim", "give_up"])
    assert tick(timezone.now() + 99 * HOUR) == 0


def test_a_letter_to_somebody_who_has_left_is_given_up(
    body: Agency, officer: User, gateway: Remembering
) -> None:
    row = tell(officer, agency=body)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    sending.send(row.pk, NOON)
    row.refresh_from_db()
    assert row.state == State.FAILED
    assert not gateway.letters


def test_when_nobody_knows_it_is_in_doubt_and_the_administrator_is_told(
    body: Agency, officer: User, gateway: Remembering
) -> None:
    chief = addressed(body, Role.ADMINISTRATOR)
    row = tell(officer, agency=body)
    gateway.raises = [InDoubt("连接中断")]
    sending.send(row.pk, NOON)
    row.refresh_from_db()
    assert row.state == State.DOUBTFUL
    told = Message.objects.get(user=chief)
    assert (told.kind, told.url) == ("doubtful", f"/work/messages/log/{row.pk}/")
    assert tick(timezone.now() + 99 * HOUR) == 0
    assert not gateway.letters


def test_a_worker_that_dies_while_sending_leaves_a_doubt_and_no_second_letter(
    body: Agency, officer: User, gateway: Remembering
) -> None:
    row = tell(officer, agency=body)
    gateway.raises = [RuntimeError("an adapter that raises what it should not")]
    with pytest.raises(RuntimeError):
        sending.send(row.pk, NOON)
    row.refresh_from_db()
    assert row.state == State.SENDING
    assert tick(timezone.now()) == 0  # the lease runs
    assert tick(timezone.now() + sending.LEASE + timedelta(seconds=1)) == 1
    row.refresh_from_db()
    assert (row.state, steps(row)) == (State.DOUBTFUL, ["claim", "doubt"])
    assert not gateway.letters


def test_a_slow_worker_may_still_say_that_it_was_sent(body: Agency, officer: User) -> None:
    row = tell(officer, agency=body)
    token = sending.claim(row.pk, NOON)
    assert token is not None
    assert sending.doubt_lost(timezone.now() + sending.LEASE * 2) == 1
    sending._end(row, moves.Step.CONFIRM, token, NOON, "")
    row.refresh_from_db()
    assert row.state == State.SENT


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("step", [s for s, m in moves.MOVES.items() if not m.by_person])
def test_a_step_is_made_from_the_states_of_the_table_alone(
    body: Agency, officer: User, state: State, step: moves.Step
) -> None:
    from django.db.models import Q

    row = tell(officer, agency=body)
    Delivery.objects.filter(pk=row.pk).update(
        state=state.value, claim=row.key, lease=NOON, digest=row.pk
    )
    moved = sending.step(step, NOON, Q(pk=row.pk), claim=row.key, lease=NOON)
    row.refresh_from_db()
    if state in moves.MOVES[step].sources:
        assert moved == [row.pk] and row.state == moves.MOVES[step].target
        assert Attempt.objects.filter(delivery=row, step=step.value).exists()
    else:
        assert moved == [] and row.state == state
        assert not Attempt.objects.exists()


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("action", [Resend, Settle])
def test_what_an_administrator_decides_is_by_the_table_and_traced(
    body: Agency, officer: User, state: State, action: Any, gateway: Remembering
) -> None:
    chief = addressed(body, Role.ADMINISTRATOR)
    row = tell(officer, agency=body)
    Delivery.objects.filter(pk=row.pk).update(
        state=state.value, claim=row.key, lease=NOON, digest=row.pk, attempts=1
    )
    who = actor(chief.posts.get())
    if state not in moves.MOVES[action.step].sources:
        with pytest.raises(Refused) as refused:
            perform(action(), who, row, now=NOON)
        assert refused.value.kind is Refusal.STATE
        return
    perform(action(), who, row, now=NOON)
    row.refresh_from_db()
    assert row.state == moves.MOVES[action.step].target
    line = Entry.objects.order_by("-id")[0]
    assert (line.verb, line.after) == (action.verb, {"state": row.state})
    Loop(0).work(once=True)
    assert len(gateway.letters) == (1 if action is Resend else 0)


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_nobody_but_the_administrator_decides(body: Agency, officer: User, role: Role) -> None:
    row = tell(officer, agency=body)
    Delivery.objects.filter(pk=row.pk).update(state=State.DOUBTFUL.value)
    other = addressed(body, role)
    with pytest.raises(Refused) as refused:
        perform(Settle(), actor(other.posts.get()), row, now=NOON)
    assert refused.value.kind is Refusal.FORBIDDEN


def test_nothing_is_queued_when_the_act_is_undone(body: Agency, officer: User) -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        tell(officer, agency=body)
        raise RuntimeError
    assert not Delivery.objects.exists()
    assert not DBTaskResult.objects.exists()
    assert not Message.objects.exists()


def test_logs_name_neither_people_nor_addresses_nor_contents(
    body: Agency, officer: User, gateway: Remembering, caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    row = tell(officer, agency=body)
    gateway.raises = [NotSent("连不上")]
    sending.send(row.pk, NOON)
    sending.send(row.pk, NOON + HOUR)
    Console().send(gateway.letters[0])
    written = caplog.text + capsys.readouterr().err + "".join(a.said for a in row.log.all())
    assert str(row.key) in written
    for secret in (officer.email, officer.name, "某某"):
        assert secret not in written


# adapters


def letter(key: str = "0" * 32) -> Letter:
    import uuid

    return Letter(uuid.UUID(key), Channel.MAIL, "a@city.example", "标题", "内容")


def test_the_file_adapter_writes_a_key_once(settings: Any, tmp_path: Any) -> None:
    settings.DATA = tmp_path
    Files().send(letter())
    (path,) = (tmp_path / "outbox" / "mail").iterdir()
    path.write_text("读过")
    Files().send(letter())
    assert path.read_text() == "读过"
    assert len(list(path.parent.iterdir())) == 1


def test_mail_carries_its_key(settings: Any) -> None:
    Mail().send(letter())
    (sent,) = mail.outbox
    assert sent.extra_headers["Message-ID"].startswith("<00000000-0000-0000-0000-000000000000@")
    assert sent.subject == "标题"


def _failing(monkeypatch: pytest.MonkeyPatch, opens: Exception | None, sends: Exception) -> None:
    class Way:
        def open(self) -> None:
            if opens is not None:
                raise opens

        def send_messages(self, letters: Any) -> None:
            raise sends

        def close(self) -> None:
            raise OSError("gone")

    monkeypatch.setattr("gongkai.web.messages.adapters.get_connection", Way)


def test_what_an_smtp_server_says_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    import smtplib

    refused = smtplib.SMTPRecipientsRefused
    cases: list[tuple[Exception | None, Exception, type[Exception]]] = [
        (OSError("down"), OSError(), NotSent),
        (smtplib.SMTPAuthenticationError(535, b"no"), OSError(), NotSent),
        (None, refused({"a@city.example": (550, b"unknown")}), Undeliverable),
        (None, refused({"a@city.example": (451, b"later")}), NotSent),
        (None, smtplib.SMTPDataError(554, b"spam"), Undeliverable),
        (None, smtplib.SMTPDataError(452, b"full"), NotSent),
        (None, smtplib.SMTPServerDisconnected("lost"), InDoubt),
        (None, TimeoutError(), InDoubt),
    ]
    for opens, sends, expected in cases:
        _failing(monkeypatch, opens, sends)
        with pytest.raises(expected) as raised:
            Mail().send(letter())
        assert "city.example" not in str(raised.value)


def test_addresses_are_masked() -> None:
    assert masked("wang@city.example") == "w***@city.example"
    assert masked("10012345678") == "100****5678"
    assert masked("110") == "***"


def test_the_diagram_shows_every_move() -> None:
    lines = list(moves.diagram())
    assert len(lines) == 1 + sum(len(m.sources) for m in moves.MOVES.values())
    assert moves.move_of(moves.Step.DOUBT).target is State.DOUBTFUL


def test_the_page_shows_the_moves_that_there_are() -> None:
    from pathlib import Path

    page = Path(__file__).resolve().parents[3] / "docs" / "messages.md"
    picture = page.read_text("utf-8").split("```mermaid\n")[1].split("```")[0]
    assert sorted(picture.strip().splitlines()) == sorted(moves.diagram())
