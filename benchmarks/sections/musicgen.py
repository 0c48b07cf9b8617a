"""MusicGen at its small size

Random weights at the true dimensions (speed does not depend on what they say), one thread, CPU
seconds, routes interleaved in one run, at 0, 750 and 1450 frames already read; what a 30 s cue
takes is summed over its 1500 steps between those points. Baseline: transformers' own decoder with
the growing cache that `generate` uses, two rows for guidance. The memory's speed is that of summing
200 MB. EnCodec: 6 s, transformers at once against ours in pieces. Takes 6 GB; where torch or memory
is missing, nothing is measured. Whole runs of 1500 steps and GPUs: not measured.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from row import Row

PLACES, ROUNDS, TOGETHER = (0, 750, 1450), 3, 4
NEEDED_GB = 6.0
WORDS_OF_PROMPT = 40
CODEC_S = 6


def measure(_: argparse.Namespace) -> Iterator[Row]:
    """Measure steps of decoding, products and EnCodec."""
    lack = _lacking()
    if lack:
        yield Row("MusicGen small, one cue", f"not measured ({lack})", ">= 3 x exact, >= 8 x int8")
        return
    import torch

    torch.set_num_threads(1)
    with torch.inference_mode():
        model = _random_decoder()
        read_gbs = _read_speed()
        yield Row("memory read, GB/s", f"{read_gbs:.1f}")
        yield from _decoding(model, read_gbs)
        yield from _encodec()


def _lacking() -> str | None:
    try:
        import torch  # noqa: F401
        import transformers  # noqa: F401
    except ModuleNotFoundError as problem:
        return f"{problem.name} is not installed"
    with open("/proc/meminfo") as table:
        rows = dict(row.split(":") for row in table)
    free_gb = int(rows["MemAvailable"].split()[0]) / 1e6
    return f"{free_gb:.0f} GB of memory are free" if free_gb < NEEDED_GB else None


def _random_decoder() -> Any:
    """Return MusicGen small's decoder, its weights one random block over and over."""
    import torch
    from transformers import MusicgenDecoderConfig, MusicgenForCausalLM

    config = MusicgenDecoderConfig(is_decoder=True, add_cross_attention=True)
    config._attn_implementation = "sdpa"
    with torch.device("meta"):
        model = MusicgenForCausalLM(config)
    model.to_empty(device="cpu")
    block = torch.randn(1 << 22, generator=torch.Generator().manual_seed(0)) * 0.02
    for parameter in model.parameters():
        flat = parameter.data.view(-1)
        for first in range(0, len(flat), len(block)):
            flat[first : first + len(block)] = block[: len(flat) - first]
    places = model.model.decoder.embed_positions
    places.weights = places.get_embedding(places.num_positions, places.embedding_dim)
    return model.eval()


def _cpu_s(step: Callable[[], Any]) -> float:
    start_s = time.process_time()
    step()
    return time.process_time() - start_s


def _read_speed() -> float:
    import torch

    block = torch.ones(50_000_000)
    return 0.2 / min(_cpu_s(block.sum) for _ in range(5))


# ------------------------------------------------------------------ decoding


def _decoding(model: Any, read_gbs: float) -> Iterator[Row]:
    from scenescore.music.composers.musicgen.decoder import Decoder

    exact, eight = Decoder(model, "fp32"), Decoder(model, "int8")
    routes: dict[str, tuple[Callable[[int], Callable[[], Any]], int]] = {
        "transformers, fp32, one cue": (lambda at: _theirs(model, at), 1),
        "ours, fp32, one cue": (lambda at: _ours(exact, at, 1), 1),
        "ours, int8, one cue": (lambda at: _ours(eight, at, 1), 1),
        f"ours, int8, {TOGETHER} cues": (lambda at: _ours(eight, at, TOGETHER), TOGETHER),
    }
    medians: dict[str, list[float]] = {name: [] for name in routes}
    for at in PLACES:
        times: dict[str, list[float]] = {name: [] for name in routes}
        for _ in range(ROUNDS):
            for name, (make, _cues) in routes.items():
                step = make(at)  # one memory at a time
                step()
                times[name] += [_cpu_s(step), _cpu_s(step)]
        for name, seen in times.items():
            medians[name].append(statistics.median(seen))
    whole = {name: _sum_of_steps(medians[name]) / cues for name, (_, cues) in routes.items()}
    base = next(iter(whole.values()))
    goals = {"ours, fp32, one cue": ">= 3 x", "ours, int8, one cue": ">= 8 x",
             f"ours, int8, {TOGETHER} cues": ">= 20 x (8 cues)"}  # fmt: skip
    for name, seconds in whole.items():
        steps = ", ".join(f"{step * 1e3:.0f}" for step in medians[name])
        said = f"{seconds:.0f} s ({base / seconds:.1f} x; {steps} ms a step at {PLACES})"
        yield Row(f"{name}: 30 s of music", said, goals.get(name, ""))
    touched = sum(p.numel() for n, p in model.named_parameters() if _is_read(n))
    for name, size in (("fp32", 4), ("int8", 1)):
        speed = touched * size / medians[f"ours, {name}, one cue"][0] / 1e9
        goal = {"fp32": ">= 85 %", "int8": ">= 60 %"}[name]
        share = f"{100 * speed / read_gbs:.0f} % of the memory's speed ({speed:.1f} GB/s)"
        yield Row(f"ours, {name}: whole step at 0", share, goal)


def _is_read(name: str) -> bool:
    """Return whether a step reads a weight: not a prompt's keys and values, made once."""
    made_once = ("embed", "encoder_attn.k_proj", "encoder_attn.v_proj")
    return not any(part in name for part in made_once)


def _sum_of_steps(at_places: list[float]) -> float:
    """Return the seconds of 1500 steps, straight lines between the places measured."""
    import numpy as np

    return float(np.interp(np.arange(1500), PLACES, at_places).sum())


def _theirs(model: Any, at: int) -> Callable[[], Any]:
    import torch
    from transformers.cache_utils import DynamicCache, EncoderDecoderCache

    config = model.config
    cache = EncoderDecoderCache(DynamicCache(), DynamicCache())
    width = config.hidden_size // config.num_attention_heads
    for layer in range(config.num_hidden_layers):
        keys = torch.zeros(2, config.num_attention_heads, max(at, 1), width)
        cache.self_attention_cache.update(keys, keys.clone(), layer)
    text = torch.zeros(2, WORDS_OF_PROMPT, config.hidden_size)
    column = torch.zeros(2 * config.num_codebooks, 1, dtype=torch.long)

    def step() -> None:
        model(
            input_ids=column, encoder_hidden_states=text, past_key_values=cache, use_cache=True
        ).logits.argmax(-1)

    return step


def _ours(decoder: Any, at: int, cues: int) -> Callable[[], Any]:
    import torch

    memory = decoder.memory(cues, rows=2, room=at + 8)
    text = torch.zeros(WORDS_OF_PROMPT, decoder.heads * decoder.width)
    for _ in range(cues):
        memory.enter(decoder.look_at(text))
    memory.lengths[:] = [max(at, 1)] * cues
    columns = torch.zeros(cues, decoder.codebooks, dtype=torch.long)
    return lambda: decoder.step(memory, columns).argmax(-1)


# ------------------------------------------------------------------ EnCodec


def _encodec() -> Iterator[Row]:
    import numpy as np
    import torch
    from transformers import EncodecConfig, EncodecModel

    from scenescore.music.composers.musicgen.codec import Codec

    config = EncodecConfig(
        target_bandwidths=[2.2], sampling_rate=32_000, num_filters=64, codebook_size=2048,
        upsampling_ratios=[8, 5, 4, 4], use_causal_conv=False, use_conv_shortcut=False,
    )  # fmt: skip
    model = EncodecModel(config).eval()
    codes = np.random.default_rng(0).integers(0, 2048, (4, CODEC_S * 50))
    theirs_s = _cpu_s(lambda: model.decode(torch.from_numpy(codes)[None, None], [None]))
    codec = Codec(model, 1)
    ours_s = _cpu_s(lambda: codec.play(codes))
    said = f"{ours_s:.1f} s ({theirs_s / ours_s:.1f} x of {theirs_s:.1f} s)"
    yield Row(f"EnCodec, {CODEC_S} s of sound", said, ">= 1.5 x")
