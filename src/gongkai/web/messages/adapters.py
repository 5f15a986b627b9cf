"""渠道适配: one interface for every way out; which one is used is a setting.

An adapter sends one letter, or raises:

* `NotSent`: certainly nothing went out; it is tried again later;
* `Undeliverable`: it never will; an administrator is told;
* `InDoubt`: nobody knows; it is shown and never sent again by the program. So is whatever else it
  raises, and a process that dies while it sends.

`Letter.key` is the same for each try of a letter: a gateway that refuses a key it has seen makes
even a resend by hand harmless. The text of an error is logged: no address, no content in it.
"""

from __future__ import annotations

import os
import smtplib
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.module_loading import import_string

from gongkai.web.messages.models import Channel

__all__ = [
    "Adapter", "Console", "Files", "InDoubt", "Letter", "Mail", "NotSent", "Undeliverable",
    "adapter_of", "masked",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out: to one address, once."""

    key: UUID
    channel: Channel
    to: str
    subject: str
    text: str


class NotSent(Exception):
    """Certainly nothing went out; try again later."""


class Undeliverable(Exception):
    """It was refused for good."""


class InDoubt(Exception):
    """It may or may not have gone out."""


class Adapter(Protocol):
    """A way out."""

    def send(self, letter: Letter) -> None:
        """Send it, within a minute; see the top of this file for what may be raised."""


class Console:
    """Writes that something would be sent, to the error output; for development."""

    def send(self, letter: Letter) -> None:
        """Subject and a masked address; no text."""
        sys.stderr.write(
            f"[{letter.channel.zh}] {masked(letter.to)} {letter.subject} {letter.key}\n"
        )


class Files:
    """Puts each letter into a file of its own in the folder `outbox` of the data; the default."""

    def send(self, letter: Letter) -> None:
        """The name is the key: what lies there already is not written again."""
        folder = Path(settings.DATA) / "outbox" / letter.channel.value
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path, part = folder / f"{letter.key}.txt", folder / f".{letter.key}.part"
        if path.exists():
            return
        part.write_text(
            f"收件人：{letter.to}\n标题：{letter.subject}\n\n{letter.text}\n", encoding="utf-8"
        )
        os.replace(part, path)


class Mail:
    """SMTP, by Django's settings EMAIL_*."""

    def send(self, letter: Letter) -> None:
        """A refusal is certain; a connection that is lost on the way is not."""
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
        mail = EmailMessage(
            letter.subject, letter.text, to=[letter.to],
            headers={"Message-ID": f"<{letter.key}@{domain}>", "Auto-Submitted": "auto-generated"},
        )  # fmt: skip
        way = get_connection()
        try:
            way.open()
        except (OSError, smtplib.SMTPException) as problem:
            raise NotSent(f"连不上邮件服务器（{type(problem).__name__}）") from None
        try:
            way.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as problem:
            codes = [code for code, _ in problem.recipients.values()]
            raise _refused(min(codes, default=550), "收件人") from None
        except smtplib.SMTPResponseException as problem:
            raise _refused(problem.smtp_code, "邮件") from None
        except (OSError, smtplib.SMTPException) as problem:
            raise InDoubt(f"发送途中连接中断（{type(problem).__name__}）") from None
        finally:
            _close(way)


def _close(way: object) -> None:
    """What happens to the connection afterwards says nothing about the letter."""
    close = getattr(way, "close", None)
    try:
        if close is not None:
            close()
    except (OSError, smtplib.SMTPException):
        return


def _refused(code: int, what: str) -> NotSent | Undeliverable:
    if 400 <= code < 500:
        return NotSent(f"邮件服务器暂时不接收（{code}）")
    return Undeliverable(f"邮件服务器拒收该{what}（{code}）")


@cache
def _made(path: str) -> Adapter:
    adapter: Adapter = import_string(path)()
    return adapter


def adapter_of(channel: Channel) -> Adapter:
    """The adapter that the settings name for a channel."""
    return _made(settings.MESSAGE_ADAPTERS[channel.value])


def masked(address: str) -> str:
    """Enough to recognise, too little to use: w***@city.example, 138****5678."""
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:1]}***@{domain}"
    return f"{address[:3]}****{address[-4:]}" if len(address) >= 11 else "***"
