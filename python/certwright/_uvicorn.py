"""An endpoint served by uvicorn: imported only when it is asked for."""

from __future__ import annotations

from typing import Any

import uvicorn

from certwright._certwright import Endpoint


def config(endpoint: Endpoint, app: Any, /, **options: Any) -> uvicorn.Config:
    """Made by `Endpoint.uvicorn_config`."""
    settings = endpoint.settings()
    if settings.state != "http":
        context = endpoint.ssl_context()  # refuses where the endpoint is off
        options["ssl_context_factory"] = lambda _config, _default: context
    return uvicorn.Config(app, **{"port": settings.port, **options})
