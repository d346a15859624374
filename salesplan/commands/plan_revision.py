"""Which plan a word names: a folder or a file, a scenario of the plan, or the plan as git has it."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesplan.plan.plan import Plan

SUFFIXES = (".yaml", ".yml", ".csv", ".xlsx")
"""Files of a plan that are taken from git: its own, its team, its maps."""

LARGEST = 1_000_000
"""Larger files are records, which are read from the folder as it is today [bytes]."""


@dataclass(frozen=True)
class Named:
    """A plan under the name that the command line gives it; `home` is the folder where its records lie today."""

    name: str
    plan: Plan
    home: Path

    @property
    def records(self) -> list[str] | None:
        """The sales records to read instead of the plan's own, where these lie elsewhere."""
        patterns = self.plan.data.get("sales", ())
        if Path(self.plan.folder).resolve() == self.home or not patterns:
            return None
        return [p if os.path.isabs(p) else (self.home / p).as_posix() for p in patterns]


@contextmanager
def named_plan(word: str | None, beside: Path | None = None) -> Iterator[Named]:
    """The plan that a word names; without one the plan found from here. `beside` is the plan whose scenarios and history count.

    A word is a path, `REVISION:PATH`, a scenario of the plan beside, or a revision of that plan, tried in this order.
    Raises: InvalidInput, Misuse.
    """
    from salesplan.plan.load import load_plan

    if word is None or Path(word).exists():
        plan = load_plan(word if word is not None else beside)
        yield Named(word if word and Path(word).name else plan.name, plan, Path(plan.folder).resolve())
        return
    revision, colon, path = word.partition(":")
    own = None if colon and path else _own(word, beside)
    if own is not None and word in own.scenarios:
        yield Named(word, load_plan(_head(own), scenario=word), Path(own.folder).resolve())
        return
    home = Path(path) if colon and path else _head(own) if own is not None else Path()
    with _from_git(word, revision, home) as (plan, folder):
        yield Named(word, plan, folder)


def _own(word: str, beside: Path | None) -> Plan | None:
    from salesplan.commands.usage import Misuse
    from salesplan.plan.load import load_plan
    from salesplan.problem import InvalidInput

    try:
        return load_plan(beside)
    except InvalidInput as problem:
        if any(p.slug in ("no-plan-found", "several-plans") for p in problem.problems):
            raise Misuse("diff-plan-not-found", value=word) from None
        raise


def _head(plan: Plan) -> Path:
    """The file that a plan begins in."""
    return Path(plan.folder) / plan.sources[0][0]


@contextmanager
def _from_git(word: str, revision: str, home: Path) -> Iterator[tuple[Plan, Path]]:
    """The plan of a revision, its files in a folder that is gone afterwards, and the folder where it lies today."""
    from salesplan.commands.usage import Misuse
    from salesplan.plan.load import load_plan
    from salesplan.problem import InvalidInput, Problem

    top, inside = _place(home, word)
    commit = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise Misuse("diff-plan-not-found", value=word)
    asked = PurePosixPath(inside)
    folder = asked.parent if asked.suffix in (".yaml", ".yml") else asked
    with tempfile.TemporaryDirectory() as kept:
        if not _written(top, commit.decode().strip(), folder, Path(kept)):
            raise Misuse("diff-plan-not-in-git", value=word, file=inside)
        path = Path(kept) / (asked.name if folder != asked else "")
        try:
            yield load_plan(path), (top / folder).resolve()
        except InvalidInput as problem:
            moved = [
                Problem(p.slug, replace(p.place, file=p.place.file.replace(kept, f"{revision}:{folder}", 1)) if p.place else None, p.params)
                for p in problem.problems
            ]
            raise InvalidInput(moved) from None


def _place(home: Path, word: str) -> tuple[Path, str]:
    """The top of the repository that a path lies in, and the path from there. Raises: Misuse outside git."""
    from salesplan.commands.usage import Misuse

    near = next(p for p in (home, *home.absolute().parents) if p.is_dir())
    answer = _git(near, "rev-parse", "--show-toplevel")
    if answer is None:
        raise Misuse("diff-plan-not-found", value=word)
    top = Path(answer.decode().rstrip("\n"))
    return top, Path(os.path.relpath(home.absolute().resolve(), top.resolve())).as_posix()


def _written(top: Path, commit: str, folder: PurePosixPath, kept: Path) -> int:
    """How many files of a plan's folder were written as a commit has them."""
    listed = _git(top, "ls-tree", "-r", "-l", "-z", commit, "--", f"{folder}/") if str(folder) != "." else _git(top, "ls-tree", "-r", "-l", "-z", commit)
    count = 0
    for entry in (listed or b"").decode("utf-8", "replace").split("\0"):
        about, _, name = entry.partition("\t")
        if not name:
            continue
        mode, _, digest, size = about.split()
        path = PurePosixPath(name)
        if not mode.startswith("100") or path.suffix.lower() not in SUFFIXES or int(size) > LARGEST:
            continue
        content = _git(top, "cat-file", "blob", digest)
        target = kept / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content or b"")
        count += 1
    return count


def _git(folder: Path, *words: str) -> bytes | None:
    """What git answers; None where it refuses or is not there."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
