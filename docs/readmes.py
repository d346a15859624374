"""Runs the console blocks of the READMEs, and writes what they print today into them.

    python docs/readmes.py          show which blocks print something else than they say
    python docs/readmes.py --write  put today's output in their place

A block is fenced as ```console. Lines that begin with `$ salesplan` are run, one after another, in a
copy of the example (or, for the READMEs of the project, in a folder with `examples/` in it);
`$ echo $?` shows the last exit code. A line of three dots stands for any lines.
"""

from __future__ import annotations

import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```console\n(?P<body>.*?)^```$", re.M | re.S)
ANY = "..."


def readmes() -> list[Path]:
    """The READMEs whose blocks are run."""
    return sorted([*ROOT.glob("README*.md"), *ROOT.glob("examples/*/README*.md")])


@dataclass
class Step:
    """A command of a block, what the README says it prints, and what it prints."""

    command: str
    expected: list[str]
    printed: list[str]

    @property
    def agrees(self) -> bool:
        """Whether it prints what the README says."""
        return re.fullmatch(_pattern(self.expected), "".join(f"{line}\n" for line in self.printed)) is not None

    def difference(self) -> str:
        """What the README says against what is printed."""
        return "\n".join(difflib.unified_diff(self.expected, self.printed, "README", f"$ {self.command}", lineterm=""))


def _pattern(lines: list[str]) -> str:
    return "".join("(?:.*\n)*" if line.strip() == ANY else re.escape(line) + "\n" for line in lines)


def ran(readme: Path) -> list[list[Step]]:
    """The blocks of a README, each command run."""
    with _folder(readme) as folder:
        code = 0
        blocks = []
        for found in FENCE.finditer(readme.read_text(encoding="utf-8")):
            block = []
            for command, expected in commands(found["body"]):
                if command == "echo $?":
                    printed = [str(code)]
                else:
                    code, printed = _run(command, folder, "zh" if ".zh." in readme.name else "en")
                block.append(Step(command, expected, printed))
            blocks.append(block)
        return blocks


def commands(body: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a block with the lines under it."""
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, *lines = part.rstrip("\n").split("\n")
        yield command.strip(), lines


@contextmanager
def _folder(readme: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "work"
        if readme.parent == ROOT:
            shutil.copytree(ROOT / "examples", folder / "examples")
        else:
            shutil.copytree(readme.parent, folder)
        yield folder


def _run(command: str, folder: Path, lang: str) -> tuple[int, list[str]]:
    program, *arguments = shlex.split(command)
    if program != "salesplan":
        raise ValueError(f"only salesplan is run: {command}")
    env = {**os.environ, "SALESPLAN_LANG": lang, "COLUMNS": "80", "NO_COLOR": "1", "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    done = subprocess.run(
        [sys.executable, "-m", "salesplan", *arguments],
        cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    return done.returncode, [line.rstrip() for line in done.stdout.rstrip("\n").split("\n")] if done.stdout else []


def refreshed(readme: Path) -> str:
    """The README with what its commands print today; outputs with a line of three dots that still agree stay."""
    blocks = iter(ran(readme))

    def body(_found: re.Match[str]) -> str:
        lines = []
        for step in next(blocks):
            lines += [f"$ {step.command}", *(step.expected if step.agrees else shortened(step))]
        return "```console\n" + "\n".join(lines) + "\n```"

    return FENCE.sub(body, readme.read_text(encoding="utf-8"))


def shortened(step: Step) -> list[str]:
    """What is printed today, with three dots where the README has them: after the line that begins with the same word."""
    if ANY not in step.expected:
        return step.printed
    at = step.expected.index(ANY)
    before, after = step.expected[:at], step.expected[at + 1 :]
    word = before[-1].split()[:1] if before else []
    begins = [i for i, line in enumerate(step.printed) if word and line.split()[:1] == word]
    head = step.printed[: begins[0] + 1 if begins else at]
    return [*head, ANY, *step.printed[len(step.printed) - len(after) :]]


def main(arguments: list[str]) -> int:
    """Show or mend what no longer agrees; the exit code."""
    bad = 0
    for readme in readmes():
        if "--write" in arguments:
            readme.write_text(refreshed(readme), encoding="utf-8", newline="\n")
            continue
        for step in (s for block in ran(readme) for s in block if not s.agrees):
            print(f"{readme.relative_to(ROOT)}\n{step.difference()}\n")
            bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
