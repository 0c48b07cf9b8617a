"""A language model at Gemma 2 2B's true size

Random weights at the true dimensions (2.6 billion; speed does not depend on what they say), one
thread, CPU seconds, routes interleaved in one run, 700 tokens already read. Baseline: transformers'
own model and growing cache in bf16, one scene. Ours: the engine of the `gemma` analyst. Steering is
timed on a 256,000-word vocabulary and counted against the step it belongs to; forced text costs no
step, which spares more (here: invented words; a real tokenizer has fewer tokens to spare). Takes
10 GB and some minutes; where torch or memory is missing, nothing is measured.
"""

from __future__ import annotations

import argparse
import copy
import itertools
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from row import Row

READ, STEPS, ROUNDS, TOGETHER = 700, 3, 4, 8
NEEDED_GB = 11.0
SIZES = {
    "vocab_size": 256_000, "hidden_size": 2304, "intermediate_size": 9216,
    "num_hidden_layers": 26, "num_attention_heads": 8, "num_key_value_heads": 4, "head_dim": 256,
    "query_pre_attn_scalar": 256, "sliding_window": 4096,
}  # fmt: skip


def measure(_: argparse.Namespace) -> Iterator[Row]:
    """Measure decoding and steering."""
    lack = _lacking()
    if lack:
        yield Row("Gemma 2 2B, decoding", f"not measured ({lack})", ">= 12")
        return
    import torch

    torch.set_num_threads(1)
    half = _random_model()
    eight = _int8_of(half)
    yield from _decoding(half, eight)
    yield from _steering(eight)


def _lacking() -> str | None:
    try:
        import llguidance  # noqa: F401
        import torch  # noqa: F401
        import transformers  # noqa: F401
    except ModuleNotFoundError as problem:
        return f"{problem.name} is not installed"
    free_gb = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    with open("/proc/meminfo") as table:  # what caches hold can be had as well
        rows = dict(row.split(":") for row in table)
    free_gb = max(free_gb, int(rows["MemAvailable"].split()[0]) / 1e6)
    return f"{free_gb:.0f} GB of memory are free" if free_gb < NEEDED_GB else None


# ------------------------------------------------------------------ models


def _random_model() -> Any:
    """Return a Gemma 2 2B in bf16, its weights one random block over and over."""
    import torch
    from transformers import Gemma2Config, Gemma2ForCausalLM

    config = Gemma2Config(**SIZES, attn_implementation="eager")
    with torch.device("meta"):
        model = Gemma2ForCausalLM(config).to(torch.bfloat16)
    model.to_empty(device="cpu")
    block = (torch.randn(1 << 22, generator=torch.Generator().manual_seed(0)) * 0.02).bfloat16()
    for parameter in model.parameters():
        flat = parameter.data.view(-1)
        for first in range(0, len(flat), len(block)):
            flat[first : first + len(block)] = block[: len(flat) - first]
    model.tie_weights()
    model.model.embed_tokens.embed_scale.fill_(SIZES["hidden_size"] ** 0.5)
    rotary = model.model.rotary_emb
    model.model.rotary_emb = type(rotary)(config)  # its buffers are computed, not random
    return model.eval()


def _int8_of(model: Any) -> Any:
    """Return the model in int8; what is not a linear layer is shared with the first."""
    import torch

    from scenescore.story.analysts.gemma.int8 import quantise

    shared = {id(p): p for p in itertools.chain(model.parameters(), model.buffers())}
    twin = copy.deepcopy(model, shared)
    quantise(twin)
    assert isinstance(twin, torch.nn.Module)
    return twin


# ------------------------------------------------------------------ decoding


def _decoding(half: Any, eight: Any) -> Iterator[Row]:
    routes = {
        "transformers, bf16, one scene": (_theirs(half), 1),
        "ours, bf16, one scene": (_ours(half, 1), 1),
        f"ours, bf16, {TOGETHER} scenes": (_ours(half, TOGETHER), TOGETHER),
        "ours, int8, one scene": (_ours(eight, 1), 1),
        f"ours, int8, {TOGETHER} scenes": (_ours(eight, TOGETHER), TOGETHER),
    }
    times: dict[str, list[float]] = {name: [] for name in routes}
    for _ in range(ROUNDS):
        for name, (step, _rows) in routes.items():
            times[name] += [_cpu_s(step) for _ in range(STEPS)]
    speeds = {name: rows / statistics.median(times[name]) for name, (_, rows) in routes.items()}
    base = next(iter(speeds.values()))
    for name, speed in speeds.items():
        goal = ">= 12 x (stretch 20 x)" if f"int8, {TOGETHER}" in name else ""
        spread = f"{min(times[name]) * 1e3:.0f}-{max(times[name]) * 1e3:.0f} ms a step"
        yield Row(f"{name}: tokens/s", f"{speed:.1f} ({speed / base:.1f} x; {spread})", goal)
    _decoding.step_s = TOGETHER / speeds[f"ours, int8, {TOGETHER} scenes"]  # type: ignore[attr-defined]
    _decoding.one_s = 1 / speeds["ours, int8, one scene"]  # type: ignore[attr-defined]


def _cpu_s(step: Callable[[], Any]) -> float:
    start_s = time.process_time()
    step()
    return time.process_time() - start_s


def _theirs(model: Any) -> Callable[[], Any]:
    import torch
    from transformers import DynamicCache

    cache = DynamicCache(config=model.config)
    _fill(lambda keys, values, layer: cache.update(keys, values, layer), 1)
    token = torch.tensor([[5]])

    @torch.inference_mode()
    def step() -> None:
        model.config._attn_implementation = "eager"
        logits = model(input_ids=token, past_key_values=cache, use_cache=True).logits
        logits[:, -1].argmax(-1)

    step()
    return step


def _ours(model: Any, rows: int) -> Callable[[], Any]:
    import torch

    from scenescore.story.analysts.gemma.attention import register
    from scenescore.story.analysts.gemma.engine import Engine

    engine = Engine(None, model, precision="")
    name = register()
    story = engine.fresh().spread(rows)
    story.take([[5] * READ] * rows, torch.bfloat16)
    _fill(lambda keys, values, layer: story._cache.update(keys, values, layer), rows)

    def step() -> None:
        model.config._attn_implementation = name
        engine.feed(story, [[5]] * rows, lambda: None).argmax(-1)

    step()
    return step


def _fill(update: Callable[[Any, Any, int], Any], rows: int) -> None:
    """Let a cache hold what a scene of `READ` tokens would leave."""
    import torch

    shape = (rows, SIZES["num_key_value_heads"], READ, SIZES["head_dim"])
    for layer in range(SIZES["num_hidden_layers"]):
        keys = torch.randn(shape, dtype=torch.bfloat16)
        update(keys, keys.clone(), layer)


# ------------------------------------------------------------------ steering


def _tokenizer() -> Any:
    """Return a tokenizer of 256,000 words: real merges for our prompt, invented words beside."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    from scenescore.story.llm.prompts import prompt_for
    from scenescore.testing import screenplay

    bare = Tokenizer(models.BPE())
    bare.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=4000, special_tokens=["<eos>"], show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )  # fmt: skip
    bare.train_from_iterator([prompt_for("own", screenplay()).before] * 3, trainer)
    told = json.loads(bare.to_str())
    words = told["model"]["vocab"]
    syllables = [
        a + b + c for a in "bdfgklmnprst" for b in "aeiou" for c in ("", "n", "s", "r", "l")
    ]
    for parts in itertools.product(("", "Ġ"), syllables, syllables, ("", *syllables[:8])):
        if len(words) == SIZES["vocab_size"]:
            break
        words.setdefault("".join(parts), len(words))
    full = Tokenizer.from_str(json.dumps(told))
    full.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(tokenizer_object=full, eos_token="<eos>")


def _steering(eight: Any) -> Iterator[Row]:
    """Time masks and matching over answers drawn from random logits."""
    import numpy as np

    from scenescore.story.analysts.gemma.draw import drawing
    from scenescore.story.analysts.gemma.steering import Grammar, Steered
    from scenescore.story.llm.schema import json_schema, read_answer, repeats_a_word

    start_s = time.process_time()
    grammar = Grammar(_tokenizer(), SIZES["vocab_size"], json_schema())
    yield Row("steering: made ready once, s", f"{time.process_time() - start_s:.1f}")
    generator = np.random.default_rng(0)
    masks, tokens, whole, answers = [], 0, 0, 60
    for number in range(answers):
        pen = Steered(grammar, repeats_a_word)
        pen.begin()
        draw = drawing(1.0, 0, str(number))
        spent: list[float] = []
        logits = generator.standard_normal(SIZES["vocab_size"]).astype(np.float32)

        def timed(left: Any, draw: Any = draw, spent: list[float] = spent) -> int:
            begun = time.process_time()
            token = draw(left)
            spent.append(time.process_time() - begun)
            return int(token)

        while not pen.is_done:
            begun_s = time.process_time()
            pen.write(logits, timed)
            masks.append(time.process_time() - begun_s - sum(spent))
            spent.clear()
        tokens += len(pen._written)
        whole += not read_answer(pen.text()).lacking
    mask_ms = statistics.mean(masks) * 1e3
    yield Row("steering: complete answers", f"{whole} of {answers}", "100 %")
    yield Row(
        "steering: ms a written token, mean / median / p99",
        f"{mask_ms:.2f} / {statistics.median(masks) * 1e3:.2f} / "
        f"{sorted(masks)[int(0.99 * len(masks))] * 1e3:.1f}",
    )
    one_ms, step_ms = _decoding.one_s * 1e3, _decoding.step_s * 1e3  # type: ignore[attr-defined]
    yield Row("steering: share of an int8 step, one scene", f"{mask_ms / one_ms:.2%}", "< 1 %")
    yield Row(
        f"steering: share of an int8 step, {TOGETHER} scenes", f"{TOGETHER * mask_ms / step_ms:.2%}"
    )
    yield Row("steering: steps spared by forced text", f"{1 - len(masks) / tokens:.0%}")
