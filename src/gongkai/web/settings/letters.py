"""Settings of messages: adapters of the ways out, the mail server, the queue of tasks."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from gongkai.web.settings import environment as env

# queued in the data base, in the transaction of the act; `work` runs them
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

SITE_ADDRESS = env.text(
    "GONGKAI_ADDRESS", "本平台对外的网址，写在邮件和日历里", "http://127.0.0.1:8000"
)

_HERE = "gongkai.web.messages.adapters"
_OWN = {"file": f"{_HERE}.Files", "console": f"{_HERE}.Console"}

_mail = env.text(
    "GONGKAI_MAIL",
    "邮件怎样发：file（存入数据目录的 outbox，不发出）、console、"
    "smtp://用户:口令@主机:端口（STARTTLS）、smtps://…（TLS），或者适配类的路径",
    "file",
    secret=True,
)
_sms = env.text("GONGKAI_SMS", "短信怎样发：file、console，或者适配类的路径", "file")
DEFAULT_FROM_EMAIL = env.text("GONGKAI_MAIL_FROM", "邮件的发件人", "noreply@localhost")
EMAIL_TIMEOUT = 30

_server = urlsplit(_mail)
if _server.scheme in ("smtp", "smtps"):
    _mail = f"{_HERE}.Mail"
    EMAIL_HOST = _server.hostname or "localhost"
    EMAIL_USE_SSL = _server.scheme == "smtps"
    EMAIL_HOST_USER = unquote(_server.username or "")
    EMAIL_HOST_PASSWORD = unquote(_server.password or "")
    # a server that asks for a password gets it under encryption alone
    EMAIL_USE_TLS = not EMAIL_USE_SSL and bool(EMAIL_HOST_USER)
    EMAIL_PORT = _server.port or (465 if EMAIL_USE_SSL else 587 if EMAIL_HOST_USER else 25)

MESSAGE_ADAPTERS = {"mail": _OWN.get(_mail, _mail), "sms": _OWN.get(_sms, _sms)}
