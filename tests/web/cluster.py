"""A private PostgreSQL server for one run of the tests: made, started, stopped and removed."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["ABSENT", "binaries", "cluster"]

ABSENT = "PostgreSQL is not installed (Debian: postgresql-15)"
_USER = "gongkai"


def binaries() -> Path | None:
    """Where initdb and pg_ctl are: where GONGKAI_TEST_POSTGRESQL says; else on the PATH, by
    pg_config, or the newest of Debian's."""
    if said_so := os.environ.get("GONGKAI_TEST_POSTGRESQL"):
        return _complete([Path(said_so)])
    places = []
    if found := shutil.which("initdb"):
        places.append(Path(found).parent)
    if config := shutil.which("pg_config"):
        said = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        places.append(Path(said.stdout.strip()))
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    places += sorted(debian, key=lambda place: (len(place.parts[-2]), place), reverse=True)
    return _complete(places)


def _complete(places: list[Path]) -> Path | None:
    for place in places:
        if (place / "initdb").exists() and (place / "pg_ctl").exists():
            return place
    return None


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """The address of a server that listens on this machine only, with fsync on as in production.

    PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-postgresql-") as folder:
        home = Path(folder)
        data, log, secret = home / "data", home / "log", home / "password"
        password = secrets.token_urlsafe(24)
        secret.write_text(password, "ascii")
        prefix: list[str] = []
        if os.geteuid() == 0:
            owner = _owner()
            for path in (home, secret):
                os.chown(path, owner.pw_uid, owner.pw_gid)
            prefix = ["runuser", "-u", owner.pw_name, "--"]
        port = _free_port()
        _run(
            *prefix, programs / "initdb", "-D", data, "-U", _USER, "-A", "scram-sha-256",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", f"--pwfile={secret}",
        )  # fmt: skip
        (data / "postgresql.auto.conf").write_text(
            f"port = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n",
            "ascii",
        )
        control = [*prefix, programs / "pg_ctl", "-D", data]
        _run(*control, "-l", log, "-w", "start")
        try:
            yield f"postgresql://{_USER}:{password}@127.0.0.1:{port}/{_USER}"
        finally:
            _run(*control, "-m", "immediate", "-w", "stop")


def _owner() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _run(*command: str | Path) -> None:
    # the server outlives pg_ctl and would keep a pipe open: its words go to a file
    with tempfile.TemporaryFile() as said:
        code = subprocess.run(command, stdout=said, stderr=said, cwd="/", check=False).returncode
        if code:
            said.seek(0)
            raise RuntimeError(f"{command}: {said.read().decode(errors='replace')}")
