"""`scenescore serve`: the page, on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scenescore.apps.cli.console import say, show


def command(
    library: Annotated[
        Path, typer.Argument(metavar="[LIBRARY]", help="A folder of films; made when needed.")
    ] = Path("films"),
    host: Annotated[
        str, typer.Option(help="Address to listen on; another than this machine needs a password.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0 takes a free one.", min=0, max=65535)] = 7860,
    password_file: Annotated[
        Path | None,
        typer.Option(help="File with the password for people.", readable=False),
    ] = None,
    upload_mb: Annotated[int, typer.Option(help="Largest script taken.", min=1, max=500)] = 25,
    queue: Annotated[int, typer.Option(help="Works that may wait.", min=1, max=10_000)] = 100,
    imsdb: Annotated[
        bool, typer.Option("--imsdb", help="Let the page fetch scripts from IMSDb.")
    ] = False,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
) -> None:
    """Serve the page: music for a scene, the desk for a film, the corpus; asks nothing outside."""
    from importlib.util import find_spec

    from scenescore.core.errors import MissingExtraError
    from scenescore.core.files import read_bytes, writing

    if find_spec("gradio") is None:
        raise MissingExtraError("the page", "gradio", "ui")
    from scenescore.apps.web.house import House
    from scenescore.apps.web.serve import build, check_address, kept_token, listen, rules_for, run
    from scenescore.studio.jobs import Jobs
    from scenescore.studio.library import Library

    password = read_bytes(password_file).decode("utf-8").strip() if password_file else ""
    check_address(host, password)
    ear = listen(host, port)
    with writing(library):
        library.mkdir(parents=True, exist_ok=True)
    token = kept_token()
    say("Setting the page up; this takes some seconds.")
    jobs = Jobs(most_waiting=queue)
    rules = rules_for(host, token, password, upload_mb, allows_imsdb=imsdb)
    house = House(Library(library.resolve()), jobs, rules)
    address = f"http://{host}:{ear.getsockname()[1]}"
    try:
        app = build(house)
        show(f"{address}  (library: {library}; for programs: Authorization: Bearer {token})")
        if open_browser:
            import webbrowser

            webbrowser.open(address)
        run(app, ear)
    finally:
        jobs.close()
