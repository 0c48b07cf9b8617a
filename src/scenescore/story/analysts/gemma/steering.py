"""Keeps an answer to a schema, token by token. Knows tokens and grammars, no scenes.

`Steered` allows only what the schema allows and writes forced text (keys, quotes) without asking
the model; `Free` allows all, and ends where the model ends its turn or the room is used up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from scenescore.core.errors import UnavailableError

Logits = npt.NDArray[np.float32]
Draw = Callable[[Logits], int]
"""Chooses a place among logits."""


_OFTEN_ALLOWED = ("[a-z]{1,4}", "[a-z]{1,10}")
"""Tokens that words and titles allow together: their masks are made ahead."""


_MASKS_KEPT = 64
"""At most 2 MB each."""


class Pen(Protocol):
    """Writes one answer."""

    is_done: bool

    def begin(self) -> list[int]:
        """Return tokens that every answer begins with."""

    def write(self, logits: Logits, draw: Draw) -> list[int]:
        """Choose a token; return it with those that must follow, for the model to read next."""

    def text(self) -> str:
        """Return what was written."""


class Grammar:
    """A schema compiled for a tokenizer; takes a second or two, once."""

    def __init__(self, tokenizer: Any, vocabulary: int, schema: Mapping[str, Any]) -> None:
        import llguidance

        self._vocabulary = vocabulary
        self._mask = np.zeros((1, (vocabulary + 31) // 32), dtype=np.int32)
        self._known: dict[bytes, npt.NDArray[np.intp]] = {}
        """Places of masks met lately: what may come next is mostly what could come before."""
        self._tokens = _tokens_of(tokenizer, vocabulary)
        steering = {**schema, "x-guidance": {"whitespace_flexible": False}}
        self._grammar = llguidance.LLMatcher.grammar_from_json_schema(json.dumps(steering))
        problem = llguidance.LLMatcher.validate_grammar(self._grammar, self._tokens)
        if problem:
            raise ValueError(f"the schema makes no grammar: {problem}")
        self._fresh = llguidance.LLMatcher(self._tokens, self._grammar)
        Steered(self).write(np.zeros(vocabulary, np.float32), lambda logits: int(logits.argmax()))

    def matcher(self) -> Any:
        """Return a matcher at the beginning of an answer."""
        return self._fresh.deep_copy()

    def allowed(self, matcher: Any) -> npt.NDArray[np.intp]:
        """Return the tokens that may come next, in order."""
        import llguidance.numpy

        llguidance.numpy.fill_next_token_bitmask(matcher, self._mask, 0)
        said = self._mask.tobytes()
        if said not in self._known:
            if len(self._known) == _MASKS_KEPT:
                self._known.pop(next(iter(self._known)))
            self._known[said] = self._places(self._mask[0])
        return self._known[said]

    def _places(self, mask: npt.NDArray[np.int32]) -> npt.NDArray[np.intp]:
        """Return where a mask has bits; most words of most masks have none."""
        words = np.flatnonzero(mask)
        bits = np.unpackbits(mask[words].view(np.uint8), bitorder="little").view(bool)
        at = np.flatnonzero(bits)
        places: npt.NDArray[np.intp] = words[at >> 5] * 32 + (at & 31)
        return places[: places.searchsorted(self._vocabulary)]

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text of tokens."""
        said: str = self._tokens.decode_str(list(tokens))
        return said


def _tokens_of(tokenizer: Any, vocabulary: int) -> Any:
    """Return a tokenizer as the grammar needs it.

    Raises
    ------
    UnavailableError
        it is of a kind that cannot be steered
    """
    import llguidance.hf

    try:
        return llguidance.hf.from_tokenizer(
            tokenizer, n_vocab=vocabulary, slices=list(_OFTEN_ALLOWED)
        )
    except BaseException as problem:  # a panic of the library is no `Exception`
        if isinstance(problem, KeyboardInterrupt | SystemExit):
            raise
        raise UnavailableError(
            f"this model's tokenizer cannot be steered: {problem}",
            hint="The setting story.prompt = 'paper' asks for free text instead.",
        ) from problem


class Steered:
    """An answer that follows a grammar, and is never what `refused` says of the text so far."""

    def __init__(self, grammar: Grammar, refused: Callable[[str], bool] | None = None) -> None:
        self._grammar, self._matcher = grammar, grammar.matcher()
        self._refused = refused or (lambda text: False)
        self._written: list[int] = []
        self.is_done = False

    def begin(self) -> list[int]:
        """Return the forced beginning."""
        return self._follow([])

    def write(self, logits: Logits, draw: Draw) -> list[int]:
        """Choose among what the grammar allows; return it with what is forced after it."""
        left = self._grammar.allowed(self._matcher)
        choice = draw(logits.take(left))
        new = self._follow([int(left[choice])])
        while self._refused(self.text()) and len(left) > 1:
            self._take_back(len(new))
            left = np.delete(left, choice)
            choice = draw(logits.take(left))
            new = self._follow([int(left[choice])])
        self.is_done = bool(self._matcher.is_stopped() or self._matcher.is_accepting())
        return new

    def _follow(self, tokens: list[int]) -> list[int]:
        """Write tokens and what the grammar forces after them; return all of it."""
        self._matcher.consume_tokens(tokens)
        forced = self._matcher.compute_ff_tokens()
        self._matcher.consume_tokens(forced)
        if self._matcher.is_error():
            raise ValueError(f"the grammar was left: {self._matcher.get_error()}")
        new = [*tokens, *forced]
        self._written += new
        return new

    def _take_back(self, count: int) -> None:
        self._matcher.rollback(count)
        del self._written[-count:]

    def text(self) -> str:
        """Return what was written."""
        return self._grammar.decode(self._written)


class Free:
    """An answer in free text."""

    def __init__(self, tokenizer: Any, ends: Collection[int], room: int) -> None:
        self._tokenizer, self._ends, self._room = tokenizer, ends, room
        self._written: list[int] = []
        self.is_done = False

    def begin(self) -> list[int]:
        """Return nothing: the model begins."""
        return []

    def write(self, logits: Logits, draw: Draw) -> list[int]:
        """Choose any token."""
        token = draw(logits)
        if token in self._ends:
            self.is_done = True
            return []
        self._written.append(token)
        self.is_done = len(self._written) >= self._room
        return [token]

    def text(self) -> str:
        """Return what was written."""
        said: str = self._tokenizer.decode(self._written, skip_special_tokens=True)
        return said.strip()
