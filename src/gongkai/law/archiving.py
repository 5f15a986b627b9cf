"""归档: how long the sealed file of an application is kept."""

from __future__ import annotations

from datetime import date

from gongkai.law.in_force import InForce, Version
from gongkai.sources import RETENTION_2006, Article

__all__ = ["PARAMETERS", "RETENTIONS"]

RETENTIONS: InForce[tuple[str, ...]] = InForce(
    "retentions", "案卷的保管期限", "",
    (Version(
        date(2006, 12, 18), ("永久", "30年", "10年"), Article(RETENTION_2006), confirmed=False,
        note="永久和定期，定期分30年、10年，凭记忆，把握较大；依申请公开案卷取哪一种没有专门规定",
    ),),
)  # fmt: skip
PARAMETERS = (RETENTIONS,)
