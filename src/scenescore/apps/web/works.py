"""/v1/jobs: asking for long work, watching it, stopping it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends
from fastapi.responses import StreamingResponse

from scenescore.apps.web.forms import AnyJob
from scenescore.apps.web.house import House, house_of
from scenescore.core.errors import NoInputError, UnknownBackendError, offer
from scenescore.core.registry import KINDS, describe, missing, names, resolve
from scenescore.studio.export import form_names
from scenescore.studio.jobs import UNFINISHED

router = APIRouter(prefix="/v1", tags=["jobs"])
TheHouse = Annotated[House, Depends(house_of)]
_SSE = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_ROLES = {"analyst": "analysts", "composer": "composers", "player": "players"}
_ADDS = {
    "gemma": "a language model reads the scenes, as in the paper",
    "openai": "any language model with an OpenAI-style address reads the scenes",
    "semantic": "scenes are read by what they mean, not by their words alone",
    "musicgen": "a neural network makes the sound itself, as in the paper",
    "soundfont": "sampled instruments instead of synthesised ones",
}
"""What ours would add where they are not here; another's is told in its own first line."""


@router.post("/jobs", status_code=202)
def ask(
    house: TheHouse,
    wish: Annotated[AnyJob, Body(discriminator="kind")],
    page: str | None = None,
) -> dict[str, Any]:
    """Ask for music for a scene, a take, a whole film, a mix or an export.

    With `page` (the name under which a page listens to /v1/events) the job is given up when that
    page is gone; without, it goes on.
    """
    folder = house.library.film(wish.film)
    request = {**wish.model_dump(exclude={"film", "kind"}), "folder": str(folder.root)}
    for form in request.get("to", ()):
        if form not in form_names():
            hint = offer(form, form_names())
            raise UnknownBackendError(f"no form is called '{form}'", hint=hint)
    return house.jobs.submit(
        wish.kind, request, film=wish.film, label=_label(wish), log=folder.runs, page=page
    )


def _label(wish: AnyJob) -> str:
    told: dict[str, Any] = wish.model_dump()
    where = {"quick": f"scene {told.get('scene')}", "take": "a take"}
    if wish.kind == "score" and told["scenes"]:
        return "scene " + ", ".join(map(str, told["scenes"]))
    return where.get(wish.kind, "the whole film")


@router.get("/jobs")
def list_jobs(house: TheHouse) -> dict[str, Any]:
    """List the jobs of this run of the server, oldest first."""
    return {"jobs": house.jobs.all()}


@router.get("/jobs/{job}")
def get_job(house: TheHouse, job: str) -> dict[str, Any]:
    """Return a job."""
    return _found(house.jobs.get(job))


@router.delete("/jobs/{job}")
def stop_job(house: TheHouse, job: str) -> dict[str, Any]:
    """Ask a job to stop; what is finished is kept."""
    return _found(house.jobs.cancel(job))


@router.get("/jobs/{job}/events")
async def watch_job(house: TheHouse, job: str) -> StreamingResponse:
    """Follow one job as server-sent events named `job`, until it has ended."""
    first = _found(house.jobs.get(job))

    async def follow() -> AsyncIterator[str]:
        with house.live.listening() as events:
            yield _sse("job", house.jobs.get(job) or first)
            async for event in events:
                now = house.jobs.get(job)
                if event is None or event.get("job", {}).get("id") == job:
                    yield _sse("job", now or first)
                if now is None or now["state"] not in UNFINISHED:
                    return

    if first["state"] not in UNFINISHED:
        return StreamingResponse(iter([_sse("job", first)]), media_type="text/event-stream")
    return StreamingResponse(follow(), media_type="text/event-stream", headers=_SSE)


@router.get("/events")
async def watch_all(house: TheHouse, page: str = "") -> StreamingResponse:
    """Follow every job and every changed film as server-sent events: what a page listens to."""

    async def follow() -> AsyncIterator[str]:
        house.live.come(page)
        try:
            with house.live.listening() as events:
                yield _sse("hello", {"jobs": house.jobs.all()})
                async for event in events:
                    yield _sse(event["event"], event) if event else ": still here\n\n"
        finally:
            house.live.go(page, house.jobs)

    return StreamingResponse(follow(), media_type="text/event-stream", headers=_SSE)


def _sse(name: str, told: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"


@router.get("/backends")
def list_backends() -> dict[str, Any]:
    """List who can read, compose and play here, and what the others lack, in words."""
    assert set(_ROLES.values()) <= set(KINDS)
    return {
        "roles": {
            role: [
                {"name": name, "lack": missing(kind, name),
                 "adds": _ADDS.get(name) or describe(kind, name),
                 "is_default": name == resolve(kind, "auto")}
                for name in names(kind)
            ]
            for role, kind in _ROLES.items()
        },
        "forms": list(form_names()),
    }  # fmt: skip


def _found(job: dict[str, Any] | None) -> dict[str, Any]:
    if job is None:
        raise NoInputError("there is no such job", hint="It may be from before a restart.")
    return job
