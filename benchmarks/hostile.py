"""Thousands of damaged exports through `salesplan inspect`, each in a process of its own with limits on memory and time.

    python benchmarks/hostile.py [--count N] [--from SEED] [--kind WORD] [--keep FOLDER] [--large] [FILE ...]

A run is good when it ends with exit code 0 or 3 (and then names the file), prints no traceback, takes less than ten CPU
seconds and less than 2 GB. Bad ones are listed with what they did; `--keep` writes their bytes. FILEs are run as they are, and `--large` runs those of `tests/records/hostile_files.py` that cost most.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "records"))
LONGEST, LARGEST = 10.0, 2048


def outcome(path: Path, lang: str) -> tuple[int, str, float, float]:
    """Exit code, what was printed, CPU seconds and peak memory [MB] of inspecting a file in a forked process."""
    said = tempfile.TemporaryFile()  # noqa: SIM115
    child = os.fork()
    if not child:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
        resource.setrlimit(resource.RLIMIT_AS, (6 * 2**30, 6 * 2**30))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.alarm(120)
        code = 99
        try:
            from salesplan.cli import main

            sys.stdout, sys.stderr = open(1, "w", encoding="utf-8"), open(2, "w", encoding="utf-8")  # noqa: SIM115
            code = main(["inspect", str(path), "--lang", lang])
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    _, status, used = os.wait4(child, 0)
    said.seek(0)
    code = os.waitstatus_to_exitcode(status)
    return code, said.read().decode("utf-8", "replace"), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def complaint(path: Path, code: int, said: str, seconds: float, memory: float) -> str:
    """What is wrong with a run, '' when nothing is."""
    if code not in (0, 3):
        return f"exit code {code}"
    if "Traceback" in said or "Error:" in said:
        return "traceback"
    if code == 3 and path.name not in said:
        return "file not named"
    if any(c in said for c in "\x1b\x00\x07") or any("\ud800" <= c <= "\udfff" for c in said):
        return "control characters"
    if seconds > LONGEST:
        return f"{seconds:.0f} s"
    return f"{memory:.0f} MB" if memory > LARGEST else ""


def main() -> None:
    """Run them and print a summary."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--count", type=int, default=300)
    asked.add_argument("--from", dest="first", type=int, default=0)
    asked.add_argument("--kind", default="")
    asked.add_argument("--keep", type=Path)
    asked.add_argument("--large", action="store_true")
    asked.add_argument("files", nargs="*", type=Path)
    given = asked.parse_args()
    os.environ["SALESPLAN_CACHE_DIR"] = tempfile.mkdtemp()
    os.environ["COLUMNS"] = "200"
    import salesplan.commands.inspect
    import salesplan.records.sales  # noqa: F401 - loaded once, before the forks

    slugs: Counter[str] = Counter()
    bad = 0
    slowest = largest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for path in given.files or (large(Path(folder)) if given.large else ()) or made(Path(folder), given.first, given.count, given.kind):
            lang = "zh" if hash(path.name) % 2 else "en"
            code, said, seconds, memory = outcome(path, lang)
            slowest, largest = max(slowest, seconds), max(largest, memory)
            wrong = complaint(path, code, said, seconds, memory)
            told = (re.findall(r": ([a-z]+(?:-[a-z]+)+)$", said, re.M) or [""])[0]
            slugs[f"{code} {told}" if code else "0"] += 1
            if given.files or given.large:
                print(f"{code} {seconds:6.2f} s {memory:6.0f} MB  {path.name}  {wrong}\n    {' | '.join(said.strip().splitlines()[-3:])[:300] if code else ''}")
            if wrong:
                bad += 1
                print(f"BAD {path.name}: {wrong}\n{said[-1500:]}")
                if given.keep:
                    given.keep.mkdir(exist_ok=True)
                    (given.keep / path.name).write_bytes(path.read_bytes())
    for slug, count in slugs.most_common(40):
        print(f"{count:6}  {slug}")
    print(f"{sum(slugs.values())} files, {bad} bad; slowest {slowest:.2f} s CPU, largest {largest:.0f} MB")
    sys.exit(1 if bad else 0)


def large(folder: Path):  # type: ignore[no-untyped-def]
    """The costly ones, one after the other."""
    from hostile_files import LARGE

    for name, (make, _) in LARGE.items():
        path = folder / name
        path.write_bytes(make())
        yield path
        path.unlink()


def made(folder: Path, first: int, count: int, kind: str):  # type: ignore[no-untyped-def]
    """Damaged files, one seed after the other."""
    from mutations import mutated, sound

    forms = {k: v for k, v in sound().items() if kind in k}
    for seed in range(first, first + count):
        for form, data in forms.items():
            name, _, suffix = form.rpartition(".")
            path = folder / f"{name or 'list'}-{seed}.{suffix}"
            path.write_bytes(mutated(random.Random(f"{form} {seed}"), data))
            yield path
            path.unlink()


if __name__ == "__main__":
    main()
