"""Pieces of pages, each drawn once for what it shows.

A page of a valley is some thousand lines and pins, and from one look to the next nearly all of
them are the same. What a piece shows is its arguments, compared by value: nothing has to be told
that something changed, and what is the same costs a look into a table.
"""

from collections.abc import Hashable
from functools import cache, lru_cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

# Two languages of a large valley; a piece is some hundred bytes.
_KEPT: Final = 8192


@lru_cache(maxsize=_KEPT)
def piece(template: str, name: str, *shown: Hashable) -> Markup:
    """Return what the macro `name` of `template` draws of `shown`, values that never change."""
    drawn: Markup = getattr(environment().get_template(template).module, name)(*shown)
    return drawn


# Read-only once made, and a template is compiled at its first page only.
@cache
def environment() -> Environment:
    """Return the templates of all rooms."""
    made = Environment(
        loader=PackageLoader("cloud.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["piece"] = piece
    return made
