"""Old Word and other office files → .docx or .xlsx, by LibreOffice when it is installed.

One process converts a whole batch (0.17 s a file instead of 1.4 s). It runs with a profile of its
own that allows no macros, no links and no network, and is killed with all its children when it
makes no progress.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

from gongkai.errors import DamagedFile, FileTooLarge, MissingProgram, ReadError
from gongkai.report.read.limits import MAX_BYTES, OFFICE_MEGABYTES, OFFICE_SECONDS

__all__ = ["available", "convert_to_docx", "missing"]

_PLACES = (
    "/usr/bin/soffice",
    "/usr/bin/libreoffice",
    "/usr/local/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_LIBRARY = {"docx": "libswlo.so", "xlsx": "libsclo.so", "pdf": "libswlo.so"}  # Writer, Calc
_POLL_SECONDS = 0.05
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0
_one_at_a_time = threading.Lock()

# what the profile forbids: component path → property → value
_SETTINGS = {
    "Office.Common/Security/Scripting": {
        "MacroSecurityLevel": "3",  # only macros from trusted places, of which there are none
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",  # no pictures and sections from elsewhere
        "DisableActiveContent": "true",
    },
    "Office.Writer/Content/Update": {"Link": "0", "Field": "false"},  # never
    "Office.Calc/Content/Update": {"Link": "1"},  # never; the numbering differs
    "Office.Common/Save/Document": {"WarnAlienFormat": "false"},
    "Office.Common/Misc": {"FirstRun": "false", "CrashReport": "false"},
    "Office.Linguistic/General": {"IsSpellAuto": "false"},
    # every address goes to a proxy that is not there
    "Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": "9",
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": "9",
        "ooInetFTPProxyName": "127.0.0.1",
        "ooInetFTPProxyPort": "9",
        "ooInetNoProxy": "",
    },
}


def _program() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if os.access(place, os.X_OK)), "")


def available(target: str = "docx") -> bool:
    """Whether LibreOffice can make that target: docx needs Writer, xlsx needs Calc."""
    program = _program()
    if not program:
        return False
    folder = Path(program).resolve().parent
    known = any((folder / library).exists() for library in _LIBRARY.values())
    return not known or (folder / _LIBRARY[target]).exists()


def missing(target: str = "docx") -> MissingProgram:
    """The error that says what to install."""
    if target == "xlsx":
        return MissingProgram(
            "此种表格文件需要 LibreOffice Calc 才能读取",
            "请安装 LibreOffice（Debian：apt install libreoffice-calc-nogui），"
            "或另存为 .xlsx 后再试",
        )
    return MissingProgram(
        "旧版 Word 文件（.doc/.wps）需要 LibreOffice 才能读取",
        "请安装 LibreOffice（Debian：apt install libreoffice-writer-nogui），或另存为 .docx 后再试",
    )


def convert_to_docx(
    files: Mapping[str, bytes], target: str = "docx", seconds: float = OFFICE_SECONDS
) -> dict[str, bytes | ReadError]:
    """Each file converted to `target` (docx, xlsx or pdf), or why it was not.

    seconds: how long LibreOffice may work on one file. The keys are labels only. A file on which
    it hangs or dies is set apart and the others are tried again.
    """
    if not files:
        return {}
    if not available(target):
        return {name: missing(target) for name in files}
    made: dict[str, bytes | ReadError] = {}
    with _one_at_a_time, tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        batch = _Batch(Path(folder), target, seconds)
        waiting = list(files)
        while waiting:
            made.update(batch.convert({name: files[name] for name in waiting}))
            waiting = [name for name in waiting if name not in made]
    return {name: made[name] for name in files}


class _Batch:
    """Runs of LibreOffice over one temporary folder."""

    def __init__(self, folder: Path, target: str, seconds: float) -> None:
        self.folder = folder
        self.target = target
        self.seconds = seconds
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")

    def convert(self, files: Mapping[str, bytes]) -> dict[str, bytes | ReadError]:
        """At least one of the files, converted or given up; those left out can be tried again."""
        source, out = self.folder / "in", self.folder / "out"
        for place in (source, out):
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
        paths = {}
        for number, (name, data) in enumerate(files.items()):
            paths[name] = source / f"{number:06d}.{_ending(data, self.target)}"
            paths[name].write_bytes(data)
        ended = self._run([str(path) for path in paths.values()], out)
        results = {name: out / f"{path.stem}.{self.target}" for name, path in paths.items()}
        made = {
            name: _taken(result)
            for name, result in results.items()
            if result.exists() and (self.target == "pdf" or zipfile.is_zipfile(result))
        }
        # the files are taken in order: what has no result before the last one that has was refused
        names = list(files)
        reached = max((names.index(name) for name in made), default=-1)
        if not ended:
            reached = len(names)
        made.update({name: _refused() for name in names[:reached] if name not in made})
        if ended:
            said = {"hung": _hung(self.seconds), "burst": _burst()}.get(ended, _refused())
            made.update(dict.fromkeys(names[reached + 1 : reached + 2], said))
        return made

    def _run(self, paths: list[str], out: Path) -> str:
        """“” when LibreOffice ended by itself, else “hung”, “burst” or “died”."""
        arguments = [
            _program(),
            "--headless",
            "--invisible",
            "--nologo",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            f"-env:UserInstallation={(self.folder / 'profile').as_uri()}",
            "--convert-to",
            self.target,
            "--outdir",
            str(out),
            *paths,
        ]
        if os.name == "posix":  # pragma: no branch
            # a memory limit of ours is not one for LibreOffice, which maps a few GB
            arguments = ["/bin/sh", "-c", 'ulimit -S -v unlimited; exec "$@"', "sh", *arguments]
        process = subprocess.Popen(  # noqa: S603 — fixed program, arguments are our own paths
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            env=self._environment(),
            start_new_session=True,
        )
        try:
            return self._wait(process, out)
        finally:
            _kill_all(process)

    def _wait(self, process: subprocess.Popen[bytes], out: Path) -> str:
        done, until = 0, time.monotonic() + self.seconds
        while process.poll() is None:
            time.sleep(_POLL_SECONDS)
            count = sum(1 for _ in out.iterdir())
            if count > done:
                done, until = count, time.monotonic() + self.seconds
            elif time.monotonic() > until:
                return "hung"
            if _held(process.pid) > OFFICE_MEGABYTES * 2**20:
                return "burst"
        return "" if process.returncode == 0 else "died"

    def _environment(self) -> dict[str, str]:
        """Nothing of the user's: no display, no proxies, no home."""
        kept = {
            k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
        }
        folder = str(self.folder)
        return {
            **kept,
            "HOME": folder,
            "TMPDIR": folder,
            "TEMP": folder,
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "SAL_USE_VCLPLUGIN": "svp",
        }


def _kill_all(process: subprocess.Popen[bytes]) -> None:
    """The process and all that it started."""
    try:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:  # pragma: no cover
            process.kill()
    except (ProcessLookupError, PermissionError):
        pass  # all gone
    process.wait()


def _held(pid: int) -> int:
    """Bytes that a process and its children hold in memory; 0 where there is no /proc."""
    held, pids = 0, [pid]
    for each in pids:  # grows
        try:
            held += int(Path(f"/proc/{each}/statm").read_text().split()[1]) * _PAGE
            for task in Path(f"/proc/{each}/task").iterdir():
                pids += map(int, (task / "children").read_text().split())
        except (OSError, IndexError):
            continue  # ended meanwhile
    return held


def _taken(result: Path) -> bytes | ReadError:
    if result.stat().st_size > MAX_BYTES:
        return FileTooLarge("转换后的文件过大，已停止", "请压缩图片或拆分后再试")
    return result.read_bytes()


def _refused() -> DamagedFile:
    return DamagedFile(
        "LibreOffice 无法打开此文件，内容可能已损坏", "请用 Word 或 WPS 打开后另存为 .docx 再试"
    )


def _hung(seconds: float) -> FileTooLarge:
    return FileTooLarge(
        f"LibreOffice 转换超过 {seconds:g} 秒，已停止", "请用 Word 或 WPS 打开后另存为 .docx 再试"
    )


def _burst() -> FileTooLarge:
    return FileTooLarge(
        f"LibreOffice 转换所需内存超过 {OFFICE_MEGABYTES} MB，已停止",
        "请用 Word 或 WPS 打开后另存为 .docx 再试",
    )


def _ending(data: bytes, target: str) -> str:
    """LibreOffice looks at the content, but wants an ending that does not contradict it."""
    if target == "pdf":
        target = "docx" if b"word/" in data or b"W\0o\0r\0d\0D\0" in data else "xlsx"
        if data.startswith(b"PK") and (b"word/" in data or b"xl/" in data):
            return target
        if b"opendocument.text" in data[:200]:
            return "odt"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "doc" if target == "docx" else "xls"
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(b"PK"):
        return "odt" if target == "docx" else "ods"
    return "xml"


def _registry() -> str:
    items = [
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, properties in _SETTINGS.items()
        for name, value in properties.items()
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        + "\n".join(items)
        + "\n</oor:items>\n"
    )
