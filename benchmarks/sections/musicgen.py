"""MusicGen at its small size

Random weights at the true dimensions (speed does not depend on what they say), one thread, CPU
seconds, routes interleaved in one run, at 0, 750 and 1450 frames already read; what a 30 s cue
takes is summed over its 1500 steps between those points. Baseline: transformers' own decoder with
the growing cache that `generate` uses, two rows for guidance; with eight cues it is measured at 750
only, where it takes 5 GB. The memory's speed is that of summing 200 MB. A whole cue is played by
our loop from first to last token, drawing included. EnCodec: transformers at once against ours in
pieces. On a machine with an NVIDIA GPU, steps of bf16 there as well, with their roofline: bytes of
weights, keys and values over the GPU's measured reading speed. Takes 8 GB and some minutes; where
torch or memory is missing, nothing is measured.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from row import Row

PLACES, ROUNDS, TOGETHER = (0, 750, 1450), 2, 8
MIDDLE = 750
NEEDED_GB = 8.0
WORDS_OF_PROMPT = 40
CODEC_S = 30
FRAMES = 1500


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
        yield from _gpu(model)


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
    many = f"ours, int8, {TOGETHER} cues"
    routes: dict[str, tuple[Callable[[int], Callable[[], Any]], int]] = {
        "transformers, fp32, one cue": (lambda at: _theirs(model, at, 1), 1),
        "ours, fp32, one cue": (lambda at: _ours(exact, at, 1), 1),
        "ours, int8, one cue": (lambda at: _ours(eight, at, 1), 1),
        many: (lambda at: _ours(eight, at, TOGETHER), TOGETHER),
    }
    medians: dict[str, list[float]] = {name: [] for name in routes}
    for at in PLACES:
        for name, seconds in _interleaved(routes, at).items():
            medians[name].append(seconds)
    whole = {name: _sum_of_steps(medians[name]) / cues for name, (_, cues) in routes.items()}
    base = next(iter(whole.values()))
    goals = {"ours, fp32, one cue": ">= 3 x, stretch 4 x", many: ">= 20 x, stretch 30 x",
             "ours, int8, one cue": ">= 8 x, stretch 12 x"}  # fmt: skip
    for name, seconds in whole.items():
        steps = ", ".join(f"{step * 1e3:.0f}" for step in medians[name])
        said = f"{seconds:.0f} s ({base / seconds:.1f} x; {steps} ms a step at {PLACES})"
        yield Row(f"{name}: 30 s of music, each", said, goals.get(name, ""))
    together = _interleaved(
        {"theirs": (lambda at: _theirs(model, at, TOGETHER), 1), "ours": routes[many]}, MIDDLE, 1
    )
    yield Row(
        f"{TOGETHER} cues, a step at {MIDDLE}: ours against transformers'",
        f"{together['theirs'] / together['ours']:.1f} x "
        f"({together['ours'] * 1e3:.0f} ms, {together['theirs'] * 1e3:.0f} ms)",
        ">= 10 x, stretch 15 x",
    )
    yield from _shares(model, {"fp32": exact, "int8": eight}, medians, read_gbs)
    yield _whole_cue("int8", eight, whole["ours, int8, one cue"])


def _interleaved(routes: Any, at: int, rounds: int = ROUNDS) -> dict[str, float]:
    """Return the median step of each route, in turns so that all meet the same neighbours."""
    times: dict[str, list[float]] = {name: [] for name in routes}
    for _ in range(rounds):
        for name, (make, _cues) in routes.items():
            step = make(at)  # one memory at a time
            step()
            times[name] += [_cpu_s(step), _cpu_s(step)]
    return {name: statistics.median(seen) for name, seen in times.items()}


def _shares(model: Any, decoders: Any, medians: Any, read_gbs: float) -> Iterator[Row]:
    """Tell how near products alone, and whole steps, come to reading weights and nothing else."""
    touched = sum(p.numel() for n, p in model.named_parameters() if _is_read(n))
    for name, size in (("fp32", 4), ("int8", 1)):
        goal = {"fp32": ">= 85 %, stretch 95 %", "int8": ">= 60 %, stretch 75 %"}[name]
        step = medians[f"ours, {name}, one cue"][0]
        beside_gbs = max(_read_speed(), read_gbs)
        for what, seconds in (("products", _products_s(decoders[name])), ("whole step at 0", step)):
            speed = touched * size / seconds / 1e9
            share = f"{100 * speed / beside_gbs:.0f} % of the memory's speed ({speed:.1f} GB/s)"
            yield Row(f"ours, {name}: {what}", share, goal if what == "products" else "")


def _products_s(decoder: Any) -> float:
    """Return the seconds of all products of a step, two rows each."""
    import torch

    products = [decoder.to_words]
    for layer in decoder.layers:
        products += [layer.together, layer.out, layer.lookup.query, layer.lookup.out, layer.wide]
    width = decoder.heads * decoder.width
    narrow = [layer.narrow for layer in decoder.layers]
    row, wide = torch.randn(2, width), torch.randn(2, 4 * width)

    def all_of_them() -> None:
        for product in products:
            product(row)
        for product in narrow:
            product(wide)

    all_of_them()
    return min(_cpu_s(all_of_them) for _ in range(9))


def _whole_cue(name: str, decoder: Any, expected_s: float) -> Row:
    """Play one cue of 1500 steps by our loop."""
    from collections import deque

    import torch

    from scenescore.music.composers.musicgen.draw import Taste
    from scenescore.music.composers.musicgen.engine import OwnEngine, Request, Window

    class Silent:
        def heard(self, name: int, codes: Any) -> None:
            pass

        def stepped(self, steps: int) -> None:
            pass

    text = torch.zeros(WORDS_OF_PROMPT, decoder.heads * decoder.width)
    engine = OwnEngine(decoder, lambda prompt, chroma: (text, None), Taste())
    waiting = deque([Request(0, (Window("", FRAMES - 3),), 5)])
    took = _cpu_s(lambda: list(engine.perform(waiting, batch=1, listener=Silent())))
    said = f"{took:.0f} s, {30 / took:.2f} x real time (by its steps: {expected_s:.0f} s)"
    return Row(f"ours, {name}: one cue from first to last token", said)


def _is_read(name: str) -> bool:
    """Return whether a step reads a weight: not a prompt's keys and values, made once."""
    made_once = ("embed", "encoder_attn.k_proj", "encoder_attn.v_proj")
    return not any(part in name for part in made_once)


def _sum_of_steps(at_places: list[float]) -> float:
    """Return the seconds of 1500 steps, straight lines between the places measured."""
    import numpy as np

    return float(np.interp(np.arange(1500), PLACES, at_places).sum())


def _theirs(model: Any, at: int, cues: int) -> Callable[[], Any]:
    import torch
    from transformers.cache_utils import DynamicCache, EncoderDecoderCache

    config = model.config
    cache = EncoderDecoderCache(DynamicCache(), DynamicCache())
    width = config.hidden_size // config.num_attention_heads
    for layer in range(config.num_hidden_layers):
        keys = torch.zeros(2 * cues, config.num_attention_heads, max(at, 1), width)
        cache.self_attention_cache.update(keys, keys.clone(), layer)
    text = torch.zeros(2 * cues, WORDS_OF_PROMPT, config.hidden_size)
    column = torch.zeros(2 * cues * config.num_codebooks, 1, dtype=torch.long)

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
    codes = np.random.default_rng(0).integers(0, 2048, (4, CODEC_S * 50))
    model = EncodecModel(config).eval()
    exact, eight = (Codec(EncodecModel(config).eval(), 1, is_int8=how) for how in (False, True))
    routes: dict[str, Callable[[], Any]] = {
        "theirs": lambda: model.decode(torch.from_numpy(codes)[None, None], [None]),
        "exact": lambda: exact.play(codes),
        "int8": lambda: eight.play(codes),
    }
    times: dict[str, list[float]] = {name: [] for name in routes}
    for _ in range(ROUNDS):
        for name, route in routes.items():
            times[name].append(_cpu_s(route))
    theirs_s, exact_s, eight_s = (statistics.median(seen) for seen in times.values())
    for name, seconds in (("", exact_s), (", its LSTM's memory in int8", eight_s)):
        said = f"{seconds:.1f} s ({theirs_s / seconds:.1f} x of {theirs_s:.1f} s)"
        goal = "" if name else ">= 1.5 x, stretch 2.5 x"
        yield Row(f"EnCodec, {CODEC_S} s of sound{name}", said, goal)


# ------------------------------------------------------------------ GPU


def _gpu(model: Any) -> Iterator[Row]:
    """Time recorded steps in the middle of a window."""
    import torch

    goals = {1: ">= 23 x real time, stretch 38 x", 32: ">= 150 x, stretch 250 x"}
    if not torch.cuda.is_available():
        for cues, goal in goals.items():
            yield Row(f"GPU, bf16, cues together: {cues}", "not measured (no GPU)", goal)
        return
    from scenescore.music.composers.musicgen.decoder import Decoder

    decoder = Decoder(model.cuda(), "bf16")
    name, read_gbs = torch.cuda.get_device_name(0), _gpu_read_speed()
    yield Row(f"{name}: memory read, GB/s", f"{read_gbs:.0f}")
    touched = 2 * sum(p.numel() for n, p in model.named_parameters() if _is_read(n))
    for cues, goal in goals.items():
        step_s = _gpu_s(_ours_on_gpu(decoder, cues))
        held = cues * 2 * 2 * 2 * len(decoder.layers) * decoder.heads * decoder.width * MIDDLE
        least_s = (touched + held) / read_gbs / 1e9
        said = f"{cues / 50 / step_s:.0f} x real time ({step_s * 1e3:.2f} ms a step, "
        yield Row(
            f"{name}, bf16, cues together: {cues}",
            f"{said}{least_s / step_s:.0%} of roofline)",
            goal,
        )


def _ours_on_gpu(decoder: Any, cues: int) -> Callable[[], Any]:
    import torch

    memory = decoder.memory(cues, rows=2, room=FRAMES + 8)
    text = torch.zeros(
        WORDS_OF_PROMPT, decoder.heads * decoder.width, dtype=decoder.dtype, device=decoder.device
    )
    for _ in range(cues):
        memory.enter(decoder.look_at(text))
    columns = torch.zeros(cues, decoder.codebooks, dtype=torch.long, device=decoder.device)

    def step() -> None:
        memory.lengths[:] = [MIDDLE] * cues
        decoder.step(memory, columns).argmax(-1)

    return step


def _gpu_s(step: Callable[[], Any], often: int = 50) -> float:
    import torch

    for _ in range(5):
        step()
    torch.cuda.synchronize()
    start_s = time.perf_counter()
    for _ in range(often):
        step()
    torch.cuda.synchronize()
    return (time.perf_counter() - start_s) / often


def _gpu_read_speed() -> float:
    import torch

    block = torch.ones(1 << 30, device="cuda", dtype=torch.bfloat16)
    return 2 * len(block) / _gpu_s(block.sum) / 1e9
