"""The Gradio page around our parts: tabs, theme, and where our scripts are loaded from.

The parts talk to /v1 and to nothing else, so Gradio's own events, uploads and files stay unused;
`guard.py` shuts their routes. Everything that could reach for the outside is off.
"""

from __future__ import annotations

import os
from typing import Any

from fastapi import FastAPI

_QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "GRADIO_SHARE": "False",
}
"""Read by Gradio when it is imported."""
_HEAD = """
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/page/base.css">
<link rel="stylesheet" href="/page/parts.css">
<link rel="stylesheet" href="/page/desk.css">
<script type="module" src="/page/main.js"></script>
"""
TABS = (("quick", "Quick"), ("desk", "Desk"), ("corpus", "Corpus"))


def mount_page(app: FastAPI) -> FastAPI:
    """Put the page at `/` of an application that has the API already."""
    os.environ.update(_QUIET)
    import gradio

    page: FastAPI = gradio.mount_gradio_app(
        app,
        _blocks(gradio),
        path="/",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        theme=_theme(gradio),
        head=_HEAD,
    )
    return page


def _blocks(gradio: Any) -> Any:
    with gradio.Blocks(title="Scenescore", analytics_enabled=False, fill_width=True) as page:
        _place(gradio, "top")
        with gradio.Tabs(elem_id="ss-tabs"):
            for name, label in TABS:
                with gradio.Tab(label, id=name):
                    _place(gradio, name)
    return page


def _place(gradio: Any, name: str) -> None:
    """Leave room for a part; `main.js` fills it when Gradio has drawn it."""
    room = f'<div id="ss-{name}" class="ss"></div>'
    gradio.HTML(room, padding=False, apply_default_css=False, js_on_load="")


def _theme(gradio: Any) -> Any:
    """Return a theme of system fonts in the report's colours; `base.css` does the rest."""
    sans = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
    theme = gradio.themes.Base(font=sans, font_mono=["ui-monospace", "monospace"])
    return theme.set(
        body_background_fill="#f7f4ed",
        body_background_fill_dark="#141311",
        body_text_color="#1e1b17",
        body_text_color_dark="#ebe5d9",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
    )
