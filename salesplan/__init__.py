"""salesplan: a sales plan is source code, exports say what happened, and every number can be explained."""

__version__ = "0.1.0"
