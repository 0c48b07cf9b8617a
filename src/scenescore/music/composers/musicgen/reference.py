"""The same music by transformers' own `generate`, one cue after the other: what ours is held to."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

from scenescore.music.composers.musicgen.conditions import Conditioner
from scenescore.music.composers.musicgen.draw import Taste
from scenescore.music.composers.musicgen.engine import Listener, Request, Window
from scenescore.music.composers.musicgen.tape import Codes, delays, steps_of


class ReferenceEngine:
    """transformers' loop, behind the door of ours."""

    name = "transformers"

    def __init__(self, model: Any, conditions: Conditioner, taste: Taste) -> None:
        self._model, self._conditions, self.taste = model, conditions, taste
        config = model.config.decoder
        self.late = delays(config.num_codebooks, config.audio_channels)

    def steps(self, request: Request) -> int:
        """Return the decoder's steps for a cue."""
        return sum(steps_of(window.frames, self.late) for window in request.windows)

    def perform(
        self, waiting: deque[Request], *, batch: int, listener: Listener
    ) -> Iterator[tuple[int, Codes]]:
        """Yield (name, codes) of each cue in order; `batch` is passed over."""
        while waiting:
            request = waiting.popleft()
            books = len(self.late)
            codes = np.zeros((books, 0), np.int64)
            start = request.start if request.start is not None else codes
            for index, window in enumerate(request.windows):
                known = codes[:, codes.shape[1] - window.before :] if index else start
                with torch.random.fork_rng(devices=[]):
                    torch.manual_seed(request.seed + index)
                    new = self._play(window, known, request.chroma, listener)
                codes = np.concatenate([codes, new], axis=1)
                listener.heard(request.name, new)
            yield request.name, codes

    def _play(self, window: Window, known: Codes, chroma: Any, listener: Listener) -> Codes:
        from transformers import StoppingCriteria

        class Hearing(StoppingCriteria):  # type: ignore[misc]
            """Hears of each step; stops by raising, since ending early breaks `generate`."""

            def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
                listener.stepped(1)
                return torch.zeros(len(input_ids), dtype=torch.bool, device=input_ids.device)

        given = self._conditions.tokens(window.prompt)
        if known.shape[1]:
            given["decoder_input_ids"] = torch.from_numpy(known).to(self._model.device)
        if chroma is not None:
            given["input_features"] = torch.as_tensor(chroma)[None].to(self._model.device)
        taste = self.taste
        drawn = {"temperature": taste.temperature, "top_k": taste.top_k or None, "top_p": None}
        kept: list[Any] = []
        with _sound_left_out(self._model.audio_encoder, kept):
            self._model.generate(
                **given,
                do_sample=taste.temperature > 0,
                **(drawn if taste.temperature > 0 else {}),
                guidance_scale=taste.guidance,
                max_new_tokens=steps_of(window.frames, self.late),
                stopping_criteria=[Hearing()],
            )
        books = np.empty((len(self.late), kept[0].shape[-1]), np.int64)
        for side, codes in enumerate(kept):
            books[side :: len(kept)] = codes
        return books[:, known.shape[1] :]


@contextmanager
def _sound_left_out(encoder: Any, kept: list[Any]) -> Iterator[None]:
    """Keep the tokens that `generate` would turn into sound: ours come out the same way."""
    from transformers.models.encodec.modeling_encodec import EncodecDecoderOutput

    def keep(codes: Any, audio_scales: Any = None, **_: Any) -> Any:
        kept.append(codes[0, 0].cpu().numpy())
        return EncodecDecoderOutput(torch.zeros(1, 1, 1))

    encoder.decode = keep
    try:
        yield
    finally:
        del encoder.decode
