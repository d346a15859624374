"""A file appears whole or not at all, never over an input, never through a link."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from salesplan.render.files import NotWritten, discard_unfinished, refuse, write_whole

ROOT = Path(__file__).parents[2]


def slug_of(path: Path, inputs: tuple[Path, ...] = ()) -> str:
    with pytest.raises(NotWritten) as error:
        write_whole(path, b"new", inputs)
    assert error.value.problem.place is not None
    assert error.value.problem.place.file == str(path)
    return error.value.problem.slug


def test_a_new_file_and_an_old_one(tmp_path: Path) -> None:
    out = tmp_path / "报表.xlsx"
    write_whole(out, b"one")
    write_whole(str(out), b"two")
    assert out.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [out]


def test_the_mode_of_an_old_file_and_the_umask_are_kept(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    write_whole(out, b"1")
    umask = os.umask(0)
    os.umask(umask)
    assert out.stat().st_mode & 0o777 == 0o666 & ~umask
    out.chmod(0o640)
    write_whole(out, b"2")
    assert out.stat().st_mode & 0o777 == 0o640


def test_an_input_is_never_written_over_by_whatever_name(tmp_path: Path) -> None:
    source = tmp_path / "in.xlsx"
    source.write_bytes(b"INPUT")
    os.link(source, tmp_path / "hard.xlsx")
    (tmp_path / "sub").mkdir()
    for name in ("in.xlsx", "hard.xlsx", "sub/../in.xlsx"):
        assert slug_of(tmp_path / name, (source,)) == "output-is-input"
    assert source.read_bytes() == b"INPUT"


def test_an_input_that_is_reached_by_a_link_is_an_input_as_well(tmp_path: Path) -> None:
    source, link = tmp_path / "in.xlsx", tmp_path / "link.xlsx"
    source.write_bytes(b"INPUT")
    link.symlink_to(source)
    assert slug_of(source, (link,)) == "output-is-input"


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"VICTIM")
    for name, target in (("a.xlsx", victim), ("b.xlsx", tmp_path / "nowhere")):
        (tmp_path / name).symlink_to(target)
        assert slug_of(tmp_path / name) == "output-is-link"
    assert victim.read_bytes() == b"VICTIM"


def test_places_where_no_file_can_be(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert slug_of(tmp_path) == "output-is-folder"
    assert slug_of(tmp_path / "no" / "such.xlsx") == "output-folder-missing"
    assert slug_of(tmp_path / "pipe.xlsx") == "output-is-not-a-file"
    assert slug_of(tmp_path / ("x" * 300 + ".xlsx")) == "output-not-written"


def test_looking_beforehand_writes_nothing(tmp_path: Path) -> None:
    refuse(tmp_path / "a.xlsx", (tmp_path / "in.xlsx",))
    assert list(tmp_path.iterdir()) == []


def run(code: str, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE)


def test_a_write_that_fails_keeps_the_old_file_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "out.xlsx").write_bytes(b"OLD")
    process = run(
        """
        import resource
        from salesplan.render.files import NotWritten, write_whole
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            write_whole("out.xlsx", b"x" * 5000)
        except NotWritten as error:
            raise SystemExit(7 if error.problem.slug == "output-no-space" else 8)
        """,
        tmp_path,
    )
    assert process.wait(timeout=60) == 7
    assert (tmp_path / "out.xlsx").read_bytes() == b"OLD"
    assert [p.name for p in tmp_path.iterdir()] == ["out.xlsx"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_writing_leaves_the_old_file_alone(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "out.xlsx").write_bytes(b"OLD")
    process = run(
        """
        import os, signal, time
        from salesplan.commands.streams import stop_quietly
        signal.signal(signal.SIGINT, signal.default_int_handler)  # the background of a shell ignores it
        from salesplan.render import files
        flush = os.fsync
        def slow(handle):
            flush(handle)
            open("ready", "w").close()
            time.sleep(60)
        files.os.fsync = slow
        stop_quietly()
        files.write_whole("out.xlsx", b"x" * 5000)
        """,
        tmp_path,
    )
    limit = time.monotonic() + 30
    while not (tmp_path / "ready").exists() and time.monotonic() < limit:
        time.sleep(0.02)
    assert any(p.suffix == ".tmp" for p in tmp_path.iterdir())
    process.send_signal(number)
    process.wait(timeout=30)
    assert (tmp_path / "out.xlsx").read_bytes() == b"OLD"
    assert not [p for p in tmp_path.iterdir() if p.suffix == ".tmp"]


def test_nothing_unfinished_is_no_error() -> None:
    discard_unfinished()
