"""Long work is told on a terminal, and nowhere else."""

import os
import subprocess
import sys

import pytest

WORK = "import sys, time; from salesplan.commands import streams\nwith streams.busy('reading', after=0.05): time.sleep({})"


def on_a_terminal(code):
    """What a run writes on a terminal."""
    pty = pytest.importorskip("pty", reason="terminals of POSIX")
    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", code], stderr=theirs, stdin=subprocess.DEVNULL)
    os.close(theirs)
    written = b""
    try:
        while chunk := os.read(ours, 1000):
            written += chunk
    except OSError:  # Linux ends a terminal so
        pass
    os.close(ours)
    assert process.wait(30) == 0
    return written


def test_long_work_is_told_and_taken_back():
    assert on_a_terminal(WORK.format(0.5)) == b"reading ...\r\x1b[K"


def test_short_work_is_not_told():
    assert on_a_terminal(WORK.format(0)) == b""


def test_nothing_is_told_into_a_pipe():
    done = subprocess.run([sys.executable, "-c", WORK.format(0.3)], stderr=subprocess.PIPE, timeout=30)
    assert done.stderr == b""
