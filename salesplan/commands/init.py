"""`salesplan init`: a plan to start from, commented, in Chinese or English, as one file or as a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from salesplan.commands.options import Lang, result_language
from salesplan.commands.usage import Misuse

SUFFIXES = (".yaml", ".yml")


def command(
    path: Annotated[Path | None, typer.Argument(metavar="FOLDER|FILE", help="option-init-path")] = None,
    lang: Lang = None,
    folder: Annotated[bool, typer.Option("--folder", help="option-init-folder")] = False,
    one_file: Annotated[bool, typer.Option("--one-file", help="option-init-one-file")] = False,
    force: Annotated[bool, typer.Option("--force", help="option-init-force")] = False,
) -> int:
    """The exit code, after the files are written."""
    if folder and one_file:
        raise Misuse("init-both-forms")
    named = path is not None and path.suffix.lower() in SUFFIXES
    if folder and named:
        raise Misuse("init-file-named", file=str(path))
    target = path or Path()
    language = result_language(lang, None)
    files = _files(target, language, as_folder=folder or (path is not None and not named and not one_file))
    _write(files, force)
    _tell(target, files, language, named)
    return 0


def _files(target: Path, lang: str, as_folder: bool) -> dict[Path, bytes]:
    """What to write where."""
    from salesplan.plan import template

    if as_folder:
        return {target / name: content for name, content in template.folder(lang).items()}
    if target.suffix.lower() in SUFFIXES:
        return {target.parent / name: content for name, content in template.one_file(lang, target.name).items()}
    return {target / name: content for name, content in template.one_file(lang).items()}


def _write(files: dict[Path, bytes], force: bool) -> None:
    """Write all files, or none where one of them is there already. Raises: NotWritten."""
    from salesplan.problem import Place, Problem
    from salesplan.render.files import NotWritten, write_whole

    for path, content in files.items():
        if not force and path.exists() and not (path.suffix == ".json" and path.read_bytes() == content):
            raise NotWritten(Problem("init-file-there", Place(path.as_posix())))
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)


def _tell(target: Path, files: dict[Path, bytes], lang: str, named: bool) -> None:
    """Name what was written and what comes next."""
    from salesplan.words.texts import Text, say

    plan = target.as_posix() if named or target != Path() else ""
    print(say(Text("init-written", files=[p.as_posix() for p in files]), lang))
    print("\n".join(line.rstrip() for line in say(Text("init-next", plan=plan), lang).split("\n")))
