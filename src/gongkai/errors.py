"""Every exception of the package. Findings about a report are never exceptions.

GongkaiError
├── ReadError            the file cannot be read as a report
│   ├── UnsupportedFormat    not a format we read, or its reader is not installed
│   ├── DamagedFile          empty, truncated, not what it claims to be
│   ├── EncryptedFile        needs a password
│   ├── FileTooLarge         over a limit: bytes, pages, nesting, unpacked size, time
│   ├── NotAReport           readable, but holds no yearly report
│   └── MissingProgram       an optional program or extra is not installed
├── WriteError           the report cannot be written in that format
│   └── MissingFont          no Chinese font for PDF
├── BadInput             a list, waiver file or option the user gave is wrong
└── NoRuleInForce        no rule of law for that day or year
"""

from __future__ import annotations

import errno

__all__ = [
    "BadInput",
    "DamagedFile",
    "EncryptedFile",
    "FileTooLarge",
    "GongkaiError",
    "MissingFont",
    "MissingProgram",
    "NoRuleInForce",
    "NotAReport",
    "ReadError",
    "UnsupportedFormat",
    "WriteError",
    "why",
]


class GongkaiError(Exception):
    """Root of all; the text is one clear Chinese sentence for the user."""


class ReadError(GongkaiError):
    """The file cannot be read as a report.

    `what` says what is wrong, `remedy` what to do; the caller adds the file's name.
    """

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what}；{remedy}" if remedy else what)

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str]]:
        """Survive the way back from a worker process."""
        return type(self), (self.what, self.remedy)


class UnsupportedFormat(ReadError):
    """Not a format we read."""


class DamagedFile(ReadError):
    """Empty, truncated, or not what it claims to be."""


class EncryptedFile(ReadError):
    """Needs a password."""


class FileTooLarge(ReadError):
    """Over a limit: bytes, pages, nesting, unpacked size or time."""


class NotAReport(ReadError):
    """Readable, but holds no yearly report."""


class WriteError(GongkaiError):
    """The report cannot be written in that format."""


class MissingFont(WriteError):
    """No Chinese font is found for PDF."""


class MissingProgram(ReadError):
    """An optional program or extra is not installed; `remedy` says what to install."""


class BadInput(GongkaiError):
    """A list, waiver file or option the user gave is wrong."""


class NoRuleInForce(GongkaiError, LookupError):
    """No rule of law holds for that day or year."""


def why(problem: OSError) -> str:
    """In words, why the system refused."""
    code = problem.errno or 0
    return _REASONS.get(code, f"系统错误 {code}" if code else type(problem).__name__)


_REASONS = {
    errno.ENOENT: "文件不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是目录",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EEXIST: "已有同名文件",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接互相指向，没有尽头",
    errno.EIO: "磁盘读写出错",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超过磁盘配额",
    errno.EROFS: "磁盘只读",
    errno.EFBIG: "文件过大",
    errno.EMFILE: "打开的文件太多",
    errno.EBUSY: "正被占用",
    errno.EPIPE: "接收的程序已退出",
    errno.EBADF: "输出已关闭",
}
