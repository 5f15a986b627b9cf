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
│   └── MissingFacts         a document lacks what it must say
├── NoRuleInForce        no rule of law for that day or year
└── LawError             an act that the law does not allow; carries its article
"""

from __future__ import annotations

__all__ = [
    "BadInput",
    "DamagedFile",
    "EncryptedFile",
    "FileTooLarge",
    "GongkaiError",
    "LawError",
    "MissingFacts",
    "MissingFont",
    "MissingProgram",
    "NoRuleInForce",
    "NotAReport",
    "ReadError",
    "UnsupportedFormat",
    "WriteError",
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


class MissingFacts(BadInput):
    """A document lacks what it must say; `names` says what, in Chinese."""

    def __init__(self, document: str, names: tuple[str, ...]) -> None:
        self.document = document
        self.names = names
        super().__init__(f"“{document}”还缺少：{'、'.join(names)}；请补充后再生成")

    def __reduce__(self) -> tuple[type[MissingFacts], tuple[str, tuple[str, ...]]]:
        """Survive the way back from a worker process."""
        return type(self), (self.document, self.names)


class NoRuleInForce(GongkaiError, LookupError):
    """No rule of law holds for that day or year."""


class LawError(GongkaiError):
    """An act that the law does not allow; `article` (a `gongkai.sources.Article`) says where."""

    def __init__(self, what: str, article: object) -> None:
        self.what = what
        self.article = article
        super().__init__(f"{what}（{article}）")

    def __reduce__(self) -> tuple[type[LawError], tuple[str, object]]:
        """Survive the way back from a worker process."""
        return type(self), (self.what, self.article)
