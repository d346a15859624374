"""Values of the command line as texts, paths or what an option's own reader makes of them, without pydantic.

Typer builds a validator of pydantic for every parameter, which costs 100 ms and more in each run. Parameters of
plain kinds are read here instead; where typer is built in another way, or a parameter is of another kind, typer reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin

if TYPE_CHECKING:
    from typer.core import TyperCommand

_READERS: dict[object, Callable[[Any], Any]] = {str: str, Path: Path}


class _Plain:
    """How one parameter's value is read, in the place of typer's own."""

    def __init__(self, read: Callable[[Any], Any], many: bool) -> None:
        self.read, self.many = read, many

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value, or the list of values. Raises: BadParameter."""
        from typer._click.exceptions import BadParameter

        try:
            if value is None:
                return () if param.multiple or param.nargs == -1 else None
            if self.many:
                return [self.read(v) for v in (value if isinstance(value, (list, tuple)) else [value])]
            return self.read(value)
        except ValueError as error:
            raise BadParameter(str(error), ctx=ctx, param=param) from error


def read_plainly(command: TyperCommand) -> None:
    """Let the plain parameters of a command be read here."""
    for param in command.params:
        described = getattr(param, "type_descriptor", None)
        if described is None or not hasattr(param, "_runtime_param"):
            continue
        kind = described.annotation
        many = get_origin(kind) is list
        read = getattr(described.parameter_info, "parser", None) or _READERS.get(get_args(kind)[0] if many else kind)
        if read is not None:
            param._runtime_param = _Plain(read, many)
