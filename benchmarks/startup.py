"""CPU seconds of `salesplan --help`, `salesplan check` (1,000 lines) and `salesplan inspect` (ten), beside the imports they stand on.

    python benchmarks/startup.py [runs]

Runs take turns, so that a busy machine is busy for all; the median of each is compared.
Wanted: help and inspect at most 2 x `import typer`, check at most 2 x `import typer, yaml, pydantic, rich.table`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

BRANCHES = 240


def long_plan(branches: int = BRANCHES) -> str:
    """A plan that passes, 1,000 lines with the default: four lines a branch."""
    lines = ["salesplan: 1", "name: A long plan", "year: 2027", "unit: thousand", "language: en", "goals:", "  targets: {revenue: 1bn}"]
    lines += ["  split:", "    revenue:", "      branch:", "        weights: {market: 60%, capability: 40%}", "        members:"]
    for i in range(branches):
        lines += [f"          Branch {i}:", f"            market: {i % 90 + 10}m", f"            capability: {i % 7 + 1}", "            note: agreed"]
    lines += ["      month: {from: even}", "  fixed:"]
    lines += [f"    - {{branch: Branch {i}, at_least: {i % 9 + 1}00k, why: agreed}}" for i in range(branches // 10)]
    return "\n".join(lines) + "\n"


def short_list() -> str:
    """A sales list of ten rows."""
    return "日期,单据编号,客户,业务员,区域,金额\n" + "".join(f"2025-01-{d:02d},XS{d},甲{d},张伟,华东,{d}00\n" for d in range(1, 11))


def cpu(command: list[str]) -> float:
    """CPU seconds of a command, user and system together."""
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"failed: {command}")
    return used.ru_utime + used.ru_stime


def main(runs: int = 11) -> None:
    """Print medians and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.yaml"
        plan.write_text(long_plan(), encoding="utf-8")
        short = Path(folder) / "list.csv"
        short.write_text(short_list(), encoding="utf-8")
        os.environ |= {"SALESPLAN_CACHE_DIR": f"{folder}/kept", "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        commands = {
            "python": ["-c", "pass"],
            "import typer": ["-c", "import typer"],
            "salesplan --help": ["-m", "salesplan", "--help"],
            "import typer, yaml, pydantic, rich.table": ["-c", "import typer, yaml, pydantic, rich.table"],
            "salesplan check": ["-m", "salesplan", "check", str(plan)],
            "import typer, numpy": ["-c", "import typer, numpy"],
            "salesplan inspect": ["-m", "salesplan", "inspect", str(short), "--no-cache"],
            "salesplan inspect again": ["-m", "salesplan", "inspect", str(short)],
        }
        for command in commands.values():  # so that all is compiled, and the list remembered
            cpu(command)
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                taken[name].append(cpu(command))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    print(f"plan of {len(long_plan().splitlines())} lines, {runs} runs")
    for name, median in medians.items():
        print(f"{1000 * median:8.0f} ms  {name}")
    print(f"{medians['salesplan --help'] / medians['import typer']:8.2f}     help / import typer (wanted: 2 at most)")
    ratio = medians["salesplan check"] / medians["import typer, yaml, pydantic, rich.table"]
    print(f"{ratio:8.2f}     check / its imports (wanted: 2 at most)")
    for name in ("salesplan inspect", "salesplan inspect again"):
        print(f"{medians[name] / medians['import typer']:8.2f}     {name.removeprefix('salesplan ')} / import typer (wanted: 2 at most)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
