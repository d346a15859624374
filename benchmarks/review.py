"""A monthly review with its workbook: CPU seconds beside the program's own imports and the bare read of the lists.

Run: python benchmarks/review.py [TARGETS.xlsx SALES_LIST.xlsx ... --month 2025-03]

Without arguments the example company's first quarter is reviewed. Printed are medians of a few runs: with what was read
kept in the cache, and without it; then the imports of such a run alone, and the bare read of the lists by the fastest
reader (fastexcel), where it is installed.
"""

from __future__ import annotations

import importlib.util
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "chengyue"
RUNS = 5
RUN = """
import sys
from salesplan.cli import main
code = main(sys.argv[2:])
open(sys.argv[1], "w").write("\\n".join(sys.modules))
sys.exit(code)
"""
IMPORTS = """
import importlib, sys
for name in open(sys.argv[1]).read().split():
    try:
        importlib.import_module(name)
    except Exception:
        pass
"""
BARE = """
import sys, fastexcel
for path in sys.argv[1:]:
    fastexcel.read_excel(path).load_sheet(0)
"""


def cpu(code: str, *argv: str, folder: Path, runs: int = RUNS) -> float:
    """The median CPU seconds of a program in a process of its own."""
    spent = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code, *argv], check=True, capture_output=True, env={**os.environ, "SALESPLAN_CACHE_DIR": str(folder)})
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(spent)


def main(argv: list[str]) -> None:
    """Print the figures."""
    asked = argv or [*map(str, sorted((EXAMPLE / "2027-04").glob("*.xlsx"))), "--plan", str(EXAMPLE / "plan-zh")]
    lists = [a for a in asked if a.endswith(".xlsx")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        modules, output = folder / "modules.txt", folder / "review.xlsx"
        review = (str(modules), "review", *asked, "-q", "-o", str(output))
        cpu(RUN, *review, folder=folder, runs=1)
        kept, anew = cpu(RUN, *review, folder=folder), cpu(RUN, *review, "--no-cache", folder=folder)
        imports = cpu(IMPORTS, str(modules), folder=folder)
        print(f"review with workbook, lists kept     {kept:6.2f} s   imports + {kept - imports:.2f} s")
        print(f"review with workbook, lists read     {anew:6.2f} s")
        print(f"imports alone                        {imports:6.2f} s")
        if importlib.util.find_spec("fastexcel") is None:
            print("bare read: fastexcel is not installed (benchmarks/requirements.txt)")
            return
        bare = cpu(BARE, *lists, folder=folder)
        print(f"bare read of {len(lists)} lists by fastexcel   {bare:6.2f} s   review without cache is {anew / bare:.1f} times that")


if __name__ == "__main__":
    main(sys.argv[1:])
