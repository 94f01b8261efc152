"""The least that answers over HTTP: a Starlette with one route, on uvicorn with h11."""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def ok(_: Request) -> PlainTextResponse:
    """Say so."""
    return PlainTextResponse("ok")


if __name__ == "__main__":
    uvicorn.run(
        Starlette(routes=[Route("/", ok)]),
        port=int(sys.argv[1]),
        http="h11",
        log_level="warning",
        access_log=False,
    )
