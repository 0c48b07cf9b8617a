"""Turns our errors into answers: a status, a sentence, and what to do."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from scenescore.core.errors import (
    BadDataError,
    CannotWriteError,
    LockedError,
    NoInputError,
    NotPermittedError,
    QueueFullError,
    ScenescoreError,
    UnavailableError,
    UsageError,
)

_STATUS: tuple[tuple[type[ScenescoreError], int], ...] = (
    (QueueFullError, 503),
    (LockedError, 409),
    (NoInputError, 404),
    (NotPermittedError, 403),
    (UsageError, 422),
    (BadDataError, 422),
    (UnavailableError, 424),
    (CannotWriteError, 507),
)


def problem(status: int, message: str, hint: str = "") -> JSONResponse:
    """Return an answer that says what went wrong."""
    retry = {"Retry-After": "20"} if status == 503 else {}
    return JSONResponse({"problem": message, "hint": hint}, status, headers=retry)


def answer_errors(app: FastAPI) -> None:
    """Have every error of ours answered in words."""

    @app.exception_handler(ScenescoreError)
    async def _ours(request: Request, error: ScenescoreError) -> JSONResponse:
        status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
        return problem(status, error.message, error.hint)

    @app.exception_handler(HTTPException)
    async def _other(request: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    async def _form(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body")
        return problem(422, f"{where or 'the body'}: {first['msg']}", "See /v1/openapi.json.")
