"""The project's two commands, with nothing needed but Python 3.11 or newer: `python3 make.py demo` and `python3 make.py test`.

    demo   split the targets of the example company, show them, leave a workbook and a page in out/
    test   run all tests
    check  lint, types and the import contract
    docs   write the generated pages of docs/ anew
    clean  remove the virtual environment and out/

Each makes a virtual environment of its own in .venv (once) with the exact versions of constraints.txt.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
OUT = HERE / "out"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")


def main(arguments: list[str]) -> int:
    """Run one of the commands above; the exit code."""
    commands = {"demo": demo, "test": test, "check": check, "docs": docs, "clean": clean}
    if sys.version_info < (3, 11):  # noqa: UP036 - to say so plainly
        sys.exit("salesplan needs Python 3.11 or newer; this is " + sys.version.split()[0])
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 2
    return commands[arguments[0]](arguments[1:])


def demo(more: list[str]) -> int:
    """Split the targets of the example company."""
    ready()
    zh = any(os.environ.get(name, "").startswith("zh") for name in ("LC_ALL", "LANG"))
    OUT.mkdir(exist_ok=True)
    files = [OUT / f"{'目标分解' if zh else 'targets'}{suffix}" for suffix in (".xlsx", ".html")]
    outputs = [word for file in files for word in ("-o", str(file.relative_to(HERE)))]
    return run("salesplan", "decompose", f"examples/chengyue/plan-{'zh' if zh else 'en'}", *outputs, *more)


def test(more: list[str]) -> int:
    """Run all tests."""
    ready("dev")
    return run("python", "-m", "pytest", *more)


def check(_more: list[str]) -> int:
    """Lint, types, import contract."""
    ready("dev")
    return max(run("ruff", "check"), run("mypy"), run("lint-imports"))


def docs(_more: list[str]) -> int:
    """Write the generated pages anew."""
    ready("dev")
    return run("python", "docs/generate.py")


def clean(_more: list[str]) -> int:
    """Remove what the other commands made."""
    for folder in (VENV, OUT):
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def ready(extra: str = "") -> None:
    """Make the virtual environment, unless the one that stands was made from the same versions."""
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes() + (HERE / "constraints.txt").read_bytes()).hexdigest()
    stamp = VENV / f"ready{'-' if extra else ''}{extra}"
    if any(s.exists() and s.read_text() == wanted for s in (stamp, VENV / "ready-dev")):
        return
    print("salesplan: making a virtual environment in .venv (once)", file=sys.stderr)
    if not (BIN / ("python.exe" if os.name == "nt" else "python")).exists():
        call(sys.executable, "-m", "venv", str(VENV))
    what = f".[{extra}]" if extra else "."
    call(str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", "constraints.txt", "-e", what)
    stamp.write_text(wanted)


def call(*command: str) -> None:
    """Run a step that the rest needs."""
    if subprocess.run(command, cwd=HERE, check=False).returncode:
        sys.exit(f"salesplan: this step failed: {' '.join(command)}")


def run(program: str, *arguments: str) -> int:
    """Run a program of the virtual environment in the project's folder; its exit code."""
    sys.stdout.flush()
    return subprocess.run([str(BIN / program), *arguments], cwd=HERE, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
