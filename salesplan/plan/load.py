"""From a folder or a file to a plan: find it, read its files, lay a scenario over it, check it as a whole."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from salesplan.plan.head import Head
from salesplan.plan.known import alike, hint
from salesplan.plan.nodes import Mapping, Node, Scalar, Spot
from salesplan.plan.plan import CHAPTERS, HEAD, Plan
from salesplan.plan.shape import Shaped, shaped
from salesplan.plan.source import read_source
from salesplan.plan.text import LARGEST_FILE, SourceText
from salesplan.problem import InvalidInput, Place, Problem

FOUND_AT_MOST = 300
"""How many findings of checks are told at once."""

SUFFIXES = (".yaml", ".yml")


def find_plan(start: Path) -> Path:
    """The plan that a folder belongs to, looked for upward as git does: a folder with `plan.yaml`, or the only plan in `plans/`.

    Raises: InvalidInput with `no-plan-found`, or `several-plans` where `plans/` holds more than one.
    """
    for folder in (start, *start.absolute().parents):
        if (folder / HEAD).is_file():
            return folder
        found = plans_in(folder / "plans")
        if len(found) == 1:
            return found[0]
        if found:
            names = [os.path.relpath(p, start).replace(os.sep, "/") for p in found]
            raise InvalidInput([Problem("several-plans", None, {"plans": names, "first": names[0]})])
    raise InvalidInput([Problem("no-plan-found", None)])


def plans_in(folder: Path) -> list[Path]:
    """The plans inside a folder, sorted: files, and folders with a `plan.yaml`."""
    if not folder.is_dir():
        return []
    inside = sorted(folder.iterdir())
    return [p for p in inside if (p.is_file() and p.suffix in SUFFIXES) or (p / HEAD).is_file()]


class Files:
    """The files of a plan as they were read."""

    def __init__(self, folder: Path, head: Path, shown: str) -> None:
        """Begin with the head's file; `shown` is its name in messages."""
        self.folder, self.head, self.shown = folder, head, shown
        self.alone = head.name != HEAD
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []
        self.sources: list[tuple[str, str]] = []
        self.unread: set[tuple[str | int, ...]] = set()
        self.scenarios: list[str] = []
        self.asked: str | None = None


def load_plan(
    path: str | Path | None = None, *, scenario: str | None = None, sets: Sequence[tuple[str, str]] = ()
) -> Plan:
    """The plan of a folder or a file (found upward from here when none is named), with a scenario and edits laid over.

    Raises: InvalidInput with everything that is wrong with it, in place order.
    """
    plan, problems = examine(path, scenario=scenario, sets=sets)
    if problems or plan is None:
        raise InvalidInput(problems)
    return plan


def examine(
    path: str | Path | None = None, *, scenario: str | None = None, sets: Sequence[tuple[str, str]] = ()
) -> tuple[Plan | None, list[Problem]]:
    """The plan, as far as it can be understood, and everything that is wrong with it."""
    files = located(path)
    read_files(files)
    scenario = scenario or files.asked
    if not isinstance(files.root, Mapping):
        return None, files.problems
    root = _changed(files, files.root, scenario, sets)
    result = shaped(root, files.shown, sound=not files.problems)
    result.holes |= files.unread
    plan = result.plan
    if plan is None:
        return None, [*files.problems, *result.problems]
    plan._root, plan._folder, plan._file = root, files.folder, files.shown
    plan._sources, plan._scenarios = tuple(files.sources), tuple(files.scenarios)
    plan._notices = tuple(sorted([*files.notices, *result.notices], key=Problem.order))
    told = {p.place for p in result.problems}
    found = [p for p in checked(plan, result) if p.place not in told]
    return plan, sorted([*files.problems, *result.problems, *found], key=Problem.order)


def plan_from(root: Mapping, like: Plan) -> Plan:
    """The plan that a tree says, with the folder and the files of another. Raises: InvalidInput."""
    result = shaped(root, like._file, sound=True)
    plan = result.plan
    if plan is None or result.problems:
        raise InvalidInput(result.problems)
    plan._root, plan._folder, plan._file = root, like._folder, like._file
    plan._sources, plan._scenarios = like._sources, like._scenarios
    if found := checked(plan, result):
        raise InvalidInput(found)
    return plan


def checked(plan: Plan, result: Shaped) -> list[Problem]:
    """What the checks find in a plan, without echoes of what was wrong in its shape; one finding a place."""
    from salesplan.plan.checks import CHECKS
    from salesplan.plan.known import Known, touches

    known = Known(plan, result.kept, lambda path: plan.place(*path).line)
    problems: dict[Place, Problem] = {}
    for found in (f for check in CHECKS for f in check(known)):
        needs = (*found.needs, (*found.at, ...))
        if any(touches(hole, need) for hole in result.holes for need in needs):
            continue
        place = plan.key_place(*found.at) if found.key else plan.place(*found.at)
        problems.setdefault(place, Problem(found.slug, place, found.params))
        if len(problems) == FOUND_AT_MOST:
            break
    return list(problems.values())


def _changed(files: Files, root: Mapping, scenario: str | None, sets: Sequence[tuple[str, str]]) -> Mapping:
    """The plan's tree with a scenario and edits laid over; scenarios inside the file are taken out."""
    inside = root.values.get("scenarios")
    scenarios = dict(inside.values) if isinstance(inside, Mapping) else {}
    files.scenarios = [*scenarios, *(p.stem for p in sorted(scenarios_of(files).glob("*.yaml")))]
    if inside is not None:
        root = root.copied()
        root.drop("scenarios")
    if scenario is None and not sets:
        return root
    from salesplan.plan.overlay import edited, laid_over

    if scenario is not None:
        for over in reversed(_layers(files, scenarios, scenario)):
            merged = laid_over(root, over)
            assert isinstance(merged, Mapping)
            root = merged
    root, problems = edited(root, sets)
    files.problems += problems
    return root


def _layers(files: Files, inside: dict[str, Node], name: str) -> list[Node]:
    """A scenario and those that it lies over (`over: NAME` at its top), the last one first."""
    found: list[Node] = []
    names, place = [name], Place(files.shown)
    while (layer := inside.get(names[-1]) or _scenario(files, names[-1], place)) is not None:
        over = layer.values.get("over") if isinstance(layer, Mapping) else None
        if not isinstance(layer, Mapping) or not isinstance(over, Scalar):
            return [*found, layer]
        layer = layer.copied()
        layer.drop("over")
        found.append(layer)
        if over.text in names:
            files.problems.append(Problem("scenario-over-itself", over.place, {"name": over.text}))
            return found
        names.append(over.text)
        place = over.place
    return found


def _scenario(files: Files, name: str, place: Place) -> Node | None:
    """The root of a scenario's file; a problem where there is none of that name."""
    path = scenarios_of(files) / f"{name}.yaml"
    if name not in files.scenarios:
        params = {"name": name, "hint": hint(name, files.scenarios)}
        files.problems.append(Problem("scenario-not-there", place, params))
        return None
    node = _read(files, path)
    if node is not None and not isinstance(node, Mapping):
        files.problems.append(Problem("plan-not-a-mapping", node.place))
        return None
    return node


def scenarios_of(files: Files) -> Path:
    """The folder in which a plan's scenarios are kept."""
    return files.folder / (f"{files.head.stem}.scenarios" if files.alone else "scenarios")


def located(path: str | Path | None) -> Files:
    """Which files a plan is in. Raises: InvalidInput when there is none."""
    chosen = Path(path) if path is not None else _near(find_plan(Path()))
    if chosen.is_dir():
        if not (chosen / HEAD).is_file():
            raise InvalidInput([_nothing(chosen, "no-plan-in-folder")])
        chosen = chosen / HEAD
    elif chosen.stem in CHAPTERS and (chosen.parent / HEAD).is_file():
        chosen = chosen.parent / HEAD
    if not chosen.exists():
        raise InvalidInput([_nothing(chosen, "plan-not-there")])
    head = _head_of_scenario(chosen)
    files = Files((head or chosen).parent, head or chosen, (head or chosen).as_posix())
    files.asked = chosen.stem if head is not None else None
    return files


def _head_of_scenario(path: Path) -> Path | None:
    """The head of the plan that a file is a scenario of; None for any other file."""
    folder = path.parent
    heads = [folder.parent / HEAD] if folder.name == "scenarios" else []
    if folder.suffix == ".scenarios":
        heads = [folder.with_suffix(suffix) for suffix in SUFFIXES]
    return next((head for head in heads if head.is_file()), None)


def _near(found: Path) -> Path:
    return Path(os.path.relpath(found)) if found.is_absolute() else found


def _nothing(path: Path, slug: str) -> Problem:
    beside = [p.name for p in plans_in(path if path.is_dir() else path.parent)]
    return Problem(slug, Place(path.as_posix()), {"file": path.as_posix(), "hint": hint(path.name, beside)})


def read_files(files: Files) -> None:
    """Read the head and the chapters beside it into one tree."""
    root = _read(files, files.head)
    if root is not None and not isinstance(root, Mapping):
        files.problems.append(Problem("plan-not-a-mapping", root.place))
        root = None
    files.root = root
    if files.alone or (root is None and not files.sources):
        return
    if root is None:
        files.root = root = _stand_in(files)
    files.notices += _stray(files.folder)
    for name in CHAPTERS:
        chapter = files.folder / f"{name}.yaml"
        if chapter.is_file():
            _chapter(files, root, chapter, name)


def _stand_in(files: Files) -> Mapping:
    """A head for chapters whose own cannot be read; nothing is told that rests on it."""
    text = SourceText(files.shown, "")
    here = Spot(0, 0)
    root = Mapping(text, here)
    for key, value in (("name", "?"), ("year", "2000")):
        root.put(Scalar(text, here, here, key, True), Scalar(text, here, here, value, True))
    files.unread |= {(key,) for key in Head.model_fields}
    return root


def _stray(folder: Path) -> Iterator[Problem]:
    """Files beside the head that look like chapters, but are not named as one."""
    for path in sorted(p for p in folder.glob("*.y*ml") if p.name not in (HEAD, *(f"{c}.yaml" for c in CHAPTERS))):
        meant = next((c for c in CHAPTERS if alike(c, path.stem)), None)
        if meant is not None:
            name = f"{meant}.yaml"
            yield Problem("file-not-read", Place(path.as_posix()), {"file": path.name, "hint": hint(name, [name])})


def _chapter(files: Files, root: Mapping, path: Path, name: str) -> None:
    """Read a chapter's file into the tree; its keys may stand under the chapter's name or at its top."""
    node = _read(files, path)
    if node is None:
        files.unread.add((name,))
        return
    if isinstance(node, Mapping) and list(node.values) == [name]:
        key, node = node.keys[name], node.values[name]
    else:
        key = Scalar(node.source, node.start, node.start, name, True)
    if name in root.keys:
        place = root.keys[name].place
        files.problems.append(Problem("chapter-twice", place, {"key": name, "file": path.name}))
        return
    root.put(key, node)


def _read(files: Files, path: Path) -> Node | None:
    """The root node of a file; what is wrong with it goes to the problems."""
    shown = path.as_posix()
    content = _content(path)
    if isinstance(content, Problem):
        files.problems.append(content)
        return None
    files.sources.append((path.relative_to(files.folder).as_posix(), hashlib.sha256(content).hexdigest()))
    node, problems = read_source(content, shown)
    files.problems += problems
    return node


def _content(path: Path) -> bytes | Problem:
    """The bytes of a regular file, one more than a plan may have at most."""
    place = Place(path.as_posix())
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return Problem("plan-not-a-file", place)
        with path.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        return Problem("plan-not-readable", place, {"reason": error.strerror or type(error).__name__})
