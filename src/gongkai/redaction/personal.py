"""What a finder of personal data gives back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gongkai.law.labelled import Labelled

__all__ = ["GROUND", "Finding", "Kind"]

GROUND = "E15"  # 条例第十五条: 个人隐私


class Kind(Labelled):
    """What kind of personal data it is."""

    IDENTITY = "identity", "身份证件号码"
    MOBILE = "mobile", "手机号码"
    LANDLINE = "landline", "固定电话"
    BANK = "bank", "银行账号"
    EMAIL = "email", "电子邮箱"
    PLATE = "plate", "车牌号码"
    ADDRESS = "address", "住址"
    NAME = "name", "姓名"


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in a text, how sure it is (0 … 1), the ground it suggests, and why in words."""

    kind: Kind
    start: int
    stop: int
    confidence: float
    why: str
    text: str = ""
    ground: str = GROUND

    @property
    def zh(self) -> str:
        """The kind in Chinese."""
        return self.kind.zh

    def of(self, text: str) -> Finding:
        """The same with its own words of the text."""
        return replace(self, text=text[self.start : self.stop])
