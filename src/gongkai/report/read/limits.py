"""How large, deep and slow a file may be, and the only way to inflate a member of a zip.

Plain constants, each with its reason. The issue's frame: one clear sentence within 20 s and 1 GB.
"""

from __future__ import annotations

import io
import os
import struct
import sys
import zipfile
import zlib

from gongkai.errors import DamagedFile, EncryptedFile, FileTooLarge

__all__ = [
    "MAX_ARCHIVE",
    "MAX_BLOCKS",
    "MAX_BYTES",
    "MAX_CELLS",
    "MAX_LINES",
    "MAX_MEMBERS",
    "MAX_NESTING",
    "MAX_UNPACKED",
    "MAX_XML",
    "MEMORY_MEGABYTES",
    "OFFICE_MEGABYTES",
    "OFFICE_SECONDS",
    "READ_SECONDS",
    "RECOGNITION_MEGABYTES",
    "RECOGNITION_SECONDS",
    "SCAN_SECONDS",
    "Budget",
    "check_size",
    "more_memory",
    "open_zip",
    "read_member",
    "size_in_words",
]

# All set 2026-11. Real reports: 20 kB to 5 MB; scanned at 600 dpi up to some 60 MB.
MAX_BYTES = 100 * 2**20  # one file, or one member of a zip of reports
MAX_ARCHIVE = 300 * 2**20  # a zip as it is; of a province's reports 3,000 at 50 kB
MAX_UNPACKED = 1024 * 2**20  # all members of a zip of reports together: 5 s of inflating
MAX_XML = 64 * 2**20  # one XML part of a docx or xlsx; lxml needs up to 10 bytes for each
MAX_MEMBERS = 20_000  # a province has some 3,000 bodies; a docx some 20 parts
MAX_NESTING = 3  # zips inside zips: province / city / county
MAX_CELLS = 500_000  # of a workbook, with the empty ones between; a form has 200
MAX_LINES = 300_000  # of a text; 5 s of reading
MAX_BLOCKS = 100_000  # paragraphs and tables of a document; 300 printed pages have 12,000
READ_SECONDS = 15.0  # one file; the issue allows 20 s with start-up, on a busy machine too
OFFICE_SECONDS = 12.0  # without LibreOffice finishing another file; it needs 0.2–1.5 s
# above what the worker had mapped before it opened the file; with the program, the file and what
# is on its way between the two it stays under 1 GB
MEMORY_MEGABYTES = 640
OFFICE_MEGABYTES = 700  # that LibreOffice may hold; it begins with 200
# only for pages that are images: the models and their arenas; one step, and all steps together
RECOGNITION_MEGABYTES = 3_000
RECOGNITION_SECONDS = 60.0
SCAN_SECONDS = 900.0  # some 10 s a page; a long report has 40

_CHUNK = 1 << 20
_END_OF_DIRECTORY = b"PK\x05\x06"
_DIRECTORY_ENTRY = b"PK\x01\x02"


def size_in_words(size: int) -> str:
    """A size for messages: 1.5 GB, 200 MB, 12 kB."""
    for unit, name in ((2**30, "GB"), (2**20, "MB"), (2**10, "kB")):
        if size >= unit:
            return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{size} 字节"


def check_size(size: int, head: bytes = b"") -> None:
    """FileTooLarge when a file has more than MAX_BYTES, or MAX_ARCHIVE when it is a zip."""
    limit = MAX_ARCHIVE if head.startswith(b"PK") else MAX_BYTES
    if size > limit:
        raise FileTooLarge(
            f"文件有 {size_in_words(size)}，超过上限 {size_in_words(limit)}",
            "请压缩图片或拆分后再试",
        )


def more_memory(megabytes: int) -> None:
    """Widen the limit on memory that a worker process runs under, counted from what it has now."""
    if sys.platform == "win32" or not os.path.exists("/proc/self/statm"):
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft == resource.RLIM_INFINITY:
        return
    with open("/proc/self/statm") as file:
        mapped = int(file.read().split()[0]) * resource.getpagesize()
    wanted = mapped + megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (max(soft, wanted), hard))


class Budget:
    """What may still be inflated from one archive, nested ones included."""

    def __init__(self, left: int = MAX_UNPACKED, members: int = MAX_MEMBERS) -> None:
        self.left = left
        self.members = members


def _entries(data: bytes) -> int:
    """Directory entries of a zip, counted without parsing them; the declared count may lie."""
    end = data.rfind(_END_OF_DIRECTORY)
    if end < 0 or end + 22 > len(data):
        return 0
    (size,) = struct.unpack_from("<I", data, end + 12)
    # 76 bytes more, for the further end record of a zip with over 65,535 entries
    return data.count(_DIRECTORY_ENTRY, max(0, end - size - 76), end)


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The zip, once its directory is known to be whole and to have at most MAX_MEMBERS entries.

    DamagedFile for a broken or truncated one, FileTooLarge for too many entries.
    """
    entries = _entries(data)
    if entries > MAX_MEMBERS:
        raise FileTooLarge(
            f"压缩包里有 {entries} 个文件，超过上限 {MAX_MEMBERS} 个", "请分成几个压缩包"
        )
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        struct.error,
        ValueError,
        IndexError,
        OSError,
    ) as error:
        raise DamagedFile(
            "压缩结构不完整，文件可能没有下载完或已损坏", "请重新下载，或用原软件打开后另存一份"
        ) from error


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int = MAX_BYTES) -> bytes:
    """One member, inflated to at most `limit` bytes, whatever the directory declares.

    EncryptedFile, FileTooLarge or DamagedFile otherwise.
    """
    if info.flag_bits & 0x1:
        raise EncryptedFile("压缩包已加密", "请去除密码后重新提供")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # bzip2 and lzma reach far higher ratios, and no office program writes them
        raise DamagedFile("压缩包用了不支持的压缩方式", "请用系统自带的压缩功能重新打包为 .zip")
    if info.file_size > limit:
        raise _too_large(limit)
    out = io.BytesIO()
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                out.write(chunk)
                if out.tell() > limit:
                    raise _too_large(limit)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise DamagedFile("压缩数据已损坏", "请重新下载，或重新打包后再试") from error
    return out.getvalue()


def _too_large(limit: int) -> FileTooLarge:
    return FileTooLarge(
        f"解压后超过上限 {size_in_words(limit)}，已停止（可能是压缩炸弹）", "请确认文件来源"
    )
