"""begin: the first body and its first administrator, in an empty installation."""

from __future__ import annotations

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from gongkai.law.bodies.kinds import BodyKind
from gongkai.web.accounts.models import User
from gongkai.web.acting import Refused, perform
from gongkai.web.agencies.actions import Found, GivePost, OpenAccount
from gongkai.web.agencies.models import Agency, Post
from gongkai.web.agencies.roles import Role
from gongkai.web.audit.actor import SYSTEM
from gongkai.web.operation.backup import pending

__all__ = ["Command"]


class Command(BaseCommand):
    """Asks for the first password; it must be changed at the first log-in."""

    help = "在空的安装里设立第一个机关和它的管理员"

    def add_arguments(self, parser: CommandParser) -> None:
        """The body and the person."""
        kinds = "、".join(f"{kind.value}（{kind.zh}）" for kind in BodyKind)
        parser.add_argument("name", help="机关名称")
        parser.add_argument("kind", choices=[kind.value for kind in BodyKind], help=kinds)
        parser.add_argument("username", help="管理员的登录名")
        parser.add_argument("person", help="管理员的姓名")
        parser.add_argument("--credit-code", default="", help="统一社会信用代码")
        parser.add_argument("--password", help="初始口令；不写则当场输入")

    def handle(self, *args: Any, **given: Any) -> None:
        """All or nothing."""
        if waits := pending():
            raise CommandError(f"还有{waits}项数据库升级没有执行；请先运行 gongkai prepare")
        if Agency.objects.exists():
            raise CommandError("已经有机关；其他机关由管理员在“设置”里设立")
        password = given["password"] or getpass.getpass("初始口令：")
        now = timezone.now()
        today = timezone.localdate(now)
        try:
            with transaction.atomic():
                body = perform(
                    Found(), SYSTEM, Agency(parent=None), now=now,
                    name=given["name"], kind=given["kind"], since=today,
                    credit_code=given["credit_code"],
                )  # fmt: skip
                user = perform(
                    OpenAccount(), SYSTEM, User(kept_by=body.pk), now=now,
                    username=given["username"], name=given["person"], password=password,
                )  # fmt: skip
                perform(
                    GivePost(), SYSTEM, Post(agency=body), now=now,
                    user=user, role=Role.ADMINISTRATOR.value, since=today,
                )  # fmt: skip
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"已设立 {body.name}，管理员 {user.username}；首次登录时须修改口令")
