"""The web server of the Dagster UI, with a banner: ``python -m pipelines.ui_server``, started by ``pipelines.ui``.

What belongs here: the banner, because Dagster has none. What does not: everything else of the UI, which is Dagster's.
"""

from __future__ import annotations

import argparse
from html import escape
from pathlib import Path

import dagster as dg
import uvicorn
from dagster._core.workspace.context import (
    BaseWorkspaceRequestContext,
    WorkspaceProcessContext,
)
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster_webserver.version import __version__
from dagster_webserver.webserver import DagsterWebserver
from starlette.requests import Request
from starlette.responses import HTMLResponse

HOST = "127.0.0.1"
_BODY = "<body>"
_HEIGHT = 28
# The page of the UI is as high as the window; it gives way to the banner.
_BANNER = """
<style>
  #wenzheng-banner {{
    position: fixed; inset: 0 0 auto 0; height: {height}px; z-index: 1000; box-sizing: border-box; padding: 0 12px;
    background: #8a4b00; color: #fff; font: 600 13px/{height}px system-ui, sans-serif;
    white-space: nowrap; overflow: hidden; text-overflow: ellipsis;
  }}
  body {{ padding-top: {height}px; box-sizing: border-box; height: 100vh; }}
  #__next, #root {{ height: calc(100vh - {height}px) !important; }}
</style>
<div id="wenzheng-banner" role="status">{text}</div>
"""


class BannerWebserver(DagsterWebserver[WorkspaceProcessContext, BaseWorkspaceRequestContext]):
    """Dagster's web server; every page carries the banner, if there is one."""

    def __init__(self, context: WorkspaceProcessContext, banner: str | None) -> None:
        super().__init__(context)
        self._banner = banner

    def index_html_endpoint(self, request: Request) -> HTMLResponse:
        """The one page of the UI."""
        page: HTMLResponse = super().index_html_endpoint(request)
        if self._banner is None:
            return page
        shown = with_banner(bytes(page.body).decode(), self._banner)
        headers = {name: value for name, value in page.headers.items() if name != "content-length"}
        return HTMLResponse(shown, headers=headers)


def with_banner(page: str, text: str) -> str:
    """The page with the banner as the first thing of its body; ``ValueError`` where it has none."""
    before, body, after = page.partition(_BODY)
    if not body:
        raise ValueError("the page of the Dagster UI has no body for the banner; use the version of constraints.txt")
    return before + body + _BANNER.format(height=_HEIGHT, text=escape(text)) + after


def main() -> None:
    """Serve the workspace until interrupted. The instance is that of ``DAGSTER_HOME``."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workspace", type=Path, required=True)
    parser.add_argument("--banner")
    asked = parser.parse_args()
    target = WorkspaceFileTarget([str(asked.workspace)])
    with dg.DagsterInstance.get() as instance, WorkspaceProcessContext(instance, target, __version__) as context:
        app = BannerWebserver(context, asked.banner).create_asgi_app()
        uvicorn.run(app, host=HOST, port=asked.port, log_level="warning")


if __name__ == "__main__":
    main()
