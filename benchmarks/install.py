"""python benchmarks/install.py: this project and the peers into .venv-bench, one peer at a time."""

from __future__ import annotations

import re
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / ".venv-bench"
PYTHON = HERE / "bin" / "python"
EXTRAS = "bulk,pdf-fallback,web"


def main() -> None:
    """Install what is not installed yet; what fails is kept, with the reason, in absent.txt."""
    if not PYTHON.exists():
        venv.create(HERE, with_pip=True)
    # our own dependencies in the versions of the lock
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    constraints = HERE / "constraints.txt"
    constraints.write_text("\n".join(re.findall(r"^[\w.-]+==[^\s;]+", lock, re.MULTILINE)), "utf-8")
    _pip("--constraint", str(constraints), "--editable", f"{ROOT}[{EXTRAS}]", check=True)
    absent = []
    for line in (ROOT / "benchmarks" / "requirements.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            reason = _pip(line)
            if reason:
                absent.append(f"{line}: {reason}")
    (HERE / "absent.txt").write_text("".join(one + "\n" for one in absent), "utf-8")


def _pip(*what: str, check: bool = False) -> str:
    """Install; the last line of what went wrong, or nothing."""
    done = subprocess.run(
        [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *what],
        capture_output=True,
        text=True,
    )
    if not done.returncode:
        return ""
    if check:
        sys.exit(done.stderr)
    return (done.stderr.strip().splitlines() or ["pip failed"])[-1]


if __name__ == "__main__":
    main()
