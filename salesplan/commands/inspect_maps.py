"""`salesplan inspect --save-map` and `--maps`: how a file was read as a small file to review, and such files used."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesplan.records.reading import FileReading
    from salesplan.records.saved_maps import SavedMap


def maps_named(path: Path | None) -> tuple[SavedMap, ...]:
    """The map of a file, or all maps of a folder. Raises: InvalidInput."""
    if path is None:
        return ()
    from salesplan.records.map_files import read_map, read_maps

    return (read_map(path, path.as_posix()),) if path.is_file() else read_maps(path, path.as_posix())


def may_save(path: Path, files: Sequence[Path]) -> None:
    """Nothing, when a map of one file may be written to a path that is free. Raises: Misuse."""
    from salesplan.commands.usage import Misuse

    if len(files) != 1:
        raise Misuse("save-map-of-one", count=len(files))
    if path.suffix.casefold() not in (".yaml", ".yml"):
        raise Misuse("save-map-suffix", file=path.name)
    if path.exists():
        raise Misuse("save-map-exists", file=path.as_posix())


def save_map(path: Path, file: Path, reading: FileReading | None) -> None:
    """Write the map of a file: as it was read, or, where it cannot be used, with its headers to be filled in.

    Raises: InvalidInput when the file has no table at all.
    """
    from salesplan.records.map_files import map_text
    from salesplan.render.files import write_whole

    if reading is not None:
        text = map_text(reading.kind, reading.columns, reading.unmapped, system=reading.system, unit=reading.unit, file=file.name)
    else:
        from salesplan.records.files import read_source
        from salesplan.records.map_drafts import draft_of

        draft = draft_of(read_source(file))
        text = map_text(draft.kind, draft.columns, draft.ignored, system=draft.system, unit="", file=file.name)
    write_whole(path, text.encode("utf-8"), [file])
