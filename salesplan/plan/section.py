"""What every section of a plan has in common."""

from importlib import import_module
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import core_schema


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


class Later:
    """Marks a chapter whose model is loaded only for a plan that has the chapter, so that others need not wait for it."""

    __slots__ = ("module", "name")

    def __init__(self, module: str, name: str) -> None:
        """Keep where the model is."""
        self.module, self.name = module, name

    @property
    def model(self) -> type[BaseModel]:
        """The chapter's model."""
        model: type[BaseModel] = getattr(import_module(self.module), self.name)
        return model

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """Hand the chapter to its model; what is wrong in it comes back as one error that holds them all."""

        def chapter(given: Any, info: core_schema.ValidationInfo) -> BaseModel:
            return self.model.model_validate(given, context=info.context)

        return core_schema.with_info_plain_validator_function(chapter)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        """Anything; `salesplan.plan.schema` puts the chapter's own schema here."""
        return {}
