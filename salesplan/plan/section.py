"""What every section of a plan has in common."""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator


class Section(BaseModel):
    """A mapping of the plan: frozen, with no key but those it knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, given: Any) -> Any:
        """A key with nothing after it, such as a list whose items are all commented out, has its default."""
        if type(given) is dict and None in given.values():
            known = {field.alias or name for name, field in cls.model_fields.items()}
            return {key: value for key, value in given.items() if value is not None or key not in known}
        return given


class OpenSection(Section):
    """A mapping with keys of its own and, beside them, names that the user gives."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)
