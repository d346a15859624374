"""What every section of a plan has in common."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A mapping of the plan: frozen, with no key but those it knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class OpenSection(Section):
    """A mapping with keys of its own and, beside them, names that the user gives."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)
