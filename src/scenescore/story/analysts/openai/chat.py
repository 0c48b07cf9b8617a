"""Asks a chat model for one answer, as strictly as the server allows. Knows no scenes.

Servers differ: some know JSON schemas, some only "JSON", some neither; newer models refuse old
parameters. What a server refuses is left away and not tried again.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from scenescore.core.errors import NotPermittedError, SettingsError, UnavailableError
from scenescore.core.progress import Run
from scenescore.story.analysts.openai.http import Server, ServerError, pause

_PROBE_S = 15.0
_TRIES, _BUSY_TRIES = 2, 4
_PAUSE_S = 1.0
_REFUSED = frozenset({400, 415, 422, 501})
_BUSY, _FORBIDDEN = frozenset({429, 503}), frozenset({401, 403})
_NOT_THERE = 404
Message = dict[str, str]


class Chat:
    """A model on a server."""

    def __init__(
        self,
        server: Server,
        model: str,
        *,
        parameters: Mapping[str, Any],
        schema: Mapping[str, Any] | None,
    ) -> None:
        self.server, self.model = server, model
        self._parameters = dict(parameters)
        self._formats = list(_formats(schema))

    def begin(self, run: Run) -> None:
        """Ask the server for its models, before any work.

        Raises
        ------
        UnavailableError, NotPermittedError, SettingsError
            nobody answers; the key is refused; no model is named or that one is not there
        """
        try:
            listed = _names(
                self.server.get("/models", run, timeout_s=min(_PROBE_S, self.server.timeout_s))
            )
        except ServerError as problem:
            if not problem.reached:
                raise UnavailableError(
                    str(problem),
                    hint="Start it (ollama serve, llama-server, ...) or set openai.base_url.",
                ) from problem
            if problem.status in _FORBIDDEN:
                raise _refused_key(problem) from problem
            listed = []  # not every server lists its models
        self.model = _chosen(self.model, listed)

    def answer(self, messages: Sequence[Message], run: Run) -> tuple[str, bool]:
        """Return the answer's text, and whether it came to its end.

        Raises
        ------
        ServerError
            no answer came, tried again where that may help
        NotPermittedError, UnavailableError
            the key is refused; there is no such model or path
        """
        tries = 0
        while True:
            tries += 1
            try:
                return _text_of(self.server.post("/chat/completions", self._body(messages), run))
            except ServerError as problem:
                if problem.status in _FORBIDDEN:
                    raise _refused_key(problem) from problem
                if problem.status == _NOT_THERE:
                    raise UnavailableError(
                        str(problem), hint="Set openai.model, or pull it; base_url ends in /v1."
                    ) from problem
                if problem.status in _REFUSED and self._give_way(str(problem)):
                    tries = 0
                    continue
                if not _may_help(problem, tries):
                    raise
                pause(problem.pause_s if problem.pause_s is not None else _PAUSE_S * tries, run)

    def _body(self, messages: Sequence[Message]) -> dict[str, Any]:
        shape = {"response_format": self._formats[0]} if self._formats[0] else {}
        return {"model": self.model, "messages": list(messages), **self._parameters, **shape}

    def _give_way(self, said: str) -> bool:
        """Leave away what the server refuses; return False when there is nothing left to leave."""
        if "max_completion_tokens" in said and "max_tokens" in self._parameters:
            self._parameters["max_completion_tokens"] = self._parameters.pop("max_tokens")
            return True
        named = [name for name in self._parameters if name in said and "tokens" not in name]
        if named:
            del self._parameters[named[0]]
            return True
        if len(self._formats) > 1:
            del self._formats[0]
            return True
        return False


def _formats(schema: Mapping[str, Any] | None) -> Sequence[dict[str, Any] | None]:
    """Return the shapes of answer to ask for, strictest first."""
    if schema is None:
        return (None,)
    strict = {"name": "brief", "strict": True, "schema": dict(schema)}
    return ({"type": "json_schema", "json_schema": strict}, {"type": "json_object"}, None)


def _may_help(problem: ServerError, tries: int) -> bool:
    """Return True when asking again may help."""
    if problem.status in _BUSY:
        return tries < _BUSY_TRIES
    return (
        tries < _TRIES
        and (problem.status >= 500 or problem.status == 0)
        and "within" not in str(problem)
    )


def _refused_key(problem: ServerError) -> NotPermittedError:
    return NotPermittedError(str(problem), hint="Set OPENAI_API_KEY to a key of that server.")


def _names(listed: Any) -> list[str]:
    rows = listed.get("data") if isinstance(listed, dict) else None
    return [str(row["id"]) for row in rows or () if isinstance(row, dict) and "id" in row]


def _chosen(wanted: str, listed: Sequence[str]) -> str:
    """Return the model to ask: the one wanted, or the only one there."""
    if not wanted:
        if len(listed) == 1:
            return listed[0]
        there = f"there are: {', '.join(listed)}" if listed else "the server lists none"
        raise SettingsError("openai.model", "default", f"no model is named, and {there}")
    known = {name: name for name in listed} | {name.partition(":")[0]: name for name in listed}
    if len(listed) > 1 and wanted not in known:
        near = difflib.get_close_matches(wanted, listed, n=1)
        raise UnavailableError(
            f"the server has no model '{wanted}'",
            hint=f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(listed)}.",
        )
    return wanted


def _text_of(said: Any) -> tuple[str, bool]:
    """Return the text in a chat completion, and whether it came to its end."""
    try:
        choice = said["choices"][0]
        content = choice["message"]["content"]
    except (KeyError, IndexError, TypeError) as problem:
        raise ServerError("the server's answer holds no message", status=200) from problem
    if content is not None and not isinstance(content, str):
        raise ServerError("the server's answer holds no text", status=200)
    return content or "", choice.get("finish_reason") != "length"
