"""The same yard, at the desk."""

from tests.cloud.web.cab.conftest import blank, yard

__all__ = ["blank", "yard"]
