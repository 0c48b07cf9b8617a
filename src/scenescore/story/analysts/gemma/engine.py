"""Runs a causal language model over many scenes at once. Knows tokens and devices, no screenplays.

What all requests of a film begin with is read once. Scenes of a batch are read in blocks, answers
written token by token; those that are done leave the batch. Ours rather than `generate`, because
answers are steered, forced text costs no step, and a user may stop at any token.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import torch

from scenescore.neural.device import choose_device, choose_precision
from scenescore.neural.loading import loading, whole
from scenescore.story.analysts.gemma.attention import register
from scenescore.story.analysts.gemma.cache import Story
from scenescore.story.analysts.gemma.int8 import quantise
from scenescore.story.analysts.gemma.steering import Draw, Pen

_BLOCK = 256
"""Tokens of each row read at once: bounds memory, and how long a stop takes."""
_WINDOW_BATCHES = 4
"""Batches sorted by length together: less padding, and answers still come nearly in order."""
_DTYPES = {"bf16": torch.bfloat16, "fp32": torch.float32, "int8": torch.bfloat16}

_LOOKS_SPECIAL = re.compile(r"<[^<>\s]{1,40}>|\[@?[A-Z]+@?\]").fullmatch
_TURN_ENDS = ("<end_of_turn>", "<turn|>", "<|im_end|>", "<|eot_id|>")

Tick = Callable[[int, int], None]
"""Told (answers finished, steps of the batch so far) at every step; may raise to stop."""


@dataclass(frozen=True, slots=True)
class Task:
    """One request and how its answer is written."""

    tokens: tuple[int, ...]
    pen: Pen
    draw: Draw


class Engine:
    """A model with its tokenizer."""

    def __init__(self, tokenizer: Any, model: Any, *, precision: str) -> None:
        self.tokenizer, self.model, self.precision = tokenizer, model, precision
        self.device = str(model.device)
        self.vocabulary = int(model.get_input_embeddings().weight.shape[0])
        text = model.config.get_text_config()
        self._kinds = sorted(set(getattr(text, "layer_types", None) or ["full_attention"]))
        self._window = getattr(text, "sliding_window", None)

    @property
    def ends(self) -> frozenset[int]:
        """Tokens that end the model's turn."""
        said = self.model.generation_config.eos_token_id
        listed = said if isinstance(said, list) else [said]
        marks = [self.tokenizer.eos_token_id, *map(self._id_of, _TURN_ENDS)]
        return frozenset(token for token in (*listed, *marks) if token is not None)

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """Special tokens as text: what a scene must not contain."""
        added = self.tokenizer.added_tokens_decoder.values()
        found = {token.content for token in added if token.special or _LOOKS_SPECIAL(token.content)}
        return tuple(sorted(found | set(self.tokenizer.all_special_tokens)))

    def length(self, text: str) -> int:
        """Return how many tokens a text is."""
        return len(self.tokenizer(text, add_special_tokens=False)["input_ids"])

    def request(self, text: str) -> tuple[int, ...]:
        """Return a request's tokens: one turn of the user, then the beginning of the model's."""
        said = text
        if self.tokenizer.chat_template:
            turn = [{"role": "user", "content": text}]
            said = self.tokenizer.apply_chat_template(
                turn, tokenize=False, add_generation_prompt=True
            )
        given = self.tokenizer(said, add_special_tokens=not self.tokenizer.chat_template)
        return tuple(given["input_ids"])

    def _id_of(self, mark: str) -> int | None:
        known: int | None = self.tokenizer.get_added_vocab().get(mark)
        return known

    def answers(self, tasks: Sequence[Task], *, batch: int, tick: Tick) -> Iterator[str]:
        """Yield the answer of each task, in order."""
        prefix = shared_prefix([task.tokens for task in tasks])
        start = self.fresh()
        if prefix:
            self.feed(start, [list(prefix)], partial(tick, 0, 0))
        window = max(batch, 1) * _WINDOW_BATCHES
        for first in range(0, len(tasks), window):
            some = range(first, min(first + window, len(tasks)))
            by_length = sorted(some, key=lambda i: (len(tasks[i].tokens), i))
            done = 0
            for at in range(0, len(by_length), max(batch, 1)):
                group = [tasks[i] for i in by_length[at : at + max(batch, 1)]]
                self._answer(group, start, len(prefix), partial(tick, first + done))
                done += len(group)
            yield from (tasks[i].pen.text() for i in some)

    def _answer(
        self, group: Sequence[Task], start: Story, skip: int, tick: Callable[[int], None]
    ) -> None:
        story = start.spread(len(group)) if skip else self.fresh().spread(len(group))
        alive = list(range(len(group)))
        new = [[*task.tokens[skip:], *task.pen.begin()] for task in group]
        steps = 0
        while alive:
            logits = self.feed(story, new, partial(tick, steps))
            new = [
                group[row].pen.write(logits[at], group[row].draw)
                if not group[row].pen.is_done
                else []
                for at, row in enumerate(alive)
            ]
            steps += 1
            going = [at for at, row in enumerate(alive) if not group[row].pen.is_done]
            if len(going) <= len(alive) // 2:
                alive, new = [alive[at] for at in going], [new[at] for at in going]
                if alive:
                    story = story.taking(going)

    def feed(self, story: Story, tokens: Sequence[Sequence[int]], tick: Callable[[], None]) -> Any:
        """Read the next tokens of every row; return the logits after the last, (rows, words)."""
        width = max(map(len, tokens))
        padded = [[None] * (width - len(row)) + list(row) for row in tokens]
        logits = None
        for first in range(0, width, _BLOCK):
            tick()
            block = [[t for t in row[first : first + _BLOCK] if t is not None] for row in padded]
            inputs = story.take(block, self.model.dtype)
            with torch.inference_mode():
                logits = self.model(**inputs, logits_to_keep=1).logits
        return logits[:, -1].float().cpu().numpy() if logits is not None else None

    def fresh(self) -> Story:
        """Return the story of one scene that has read nothing yet."""
        return Story(self._window, self._kinds, self.device)


def shared_prefix(rows: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Return what all rows begin with, less their last token; empty for a single row."""
    if len(rows) < 2:
        return ()
    low, high = min(map(tuple, rows)), max(map(tuple, rows))
    length = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    return low[: min(length, len(low) - 1)]


def place_for(device: str, precision: str) -> tuple[str, str]:
    """Return the device and precision that a wish means here; errors as `load_engine`."""
    where = choose_device("gemma", device)
    auto = _best(where)
    return where, choose_precision("gemma", precision, where, known=tuple(_DTYPES), auto=auto)


def load_engine(folder: Path, *, device: str, precision: str) -> Engine:
    """Return the model in a folder, ready: no network, no pickles, no code of the folder.

    Raises
    ------
    UnavailableError, SettingsError
        it cannot be loaded, there is no such device; precision and device do not go together
    """
    import transformers

    where, how = place_for(device, precision)
    given: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    with loading(folder, "gemma", transformers):
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, **given)
        loaded = transformers.AutoModelForCausalLM.from_pretrained(
            folder,
            dtype=_DTYPES[how],
            use_safetensors=True,
            attn_implementation=register(),
            output_loading_info=True,
            **given,
        )
        model = whole(loaded)
    model.eval()
    if how == "int8":
        quantise(model)
    return Engine(tokenizer, model.to(where), precision=how)


def _best(device: str) -> str:
    """Return bf16 where the machine multiplies in it."""
    native = device != "cpu" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return "bf16" if native else "fp32"
