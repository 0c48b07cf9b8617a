"""MusicGen's decoder, its weights packed for steps of one column. Knows tokens, no text, no sound.

Queries, keys and values come from one product, the codebooks' heads from another. The row without
a prompt has nothing to look up (its keys and values are zero in the model's own form), so it skips
that. Melody models look nothing up: their conditions are read before the first column.
Source: Copet et al. 2023, Simple and Controllable Music Generation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch.nn.functional import layer_norm, scaled_dot_product_attention

from scenescore.music.composers.musicgen.linear import Linear, pack_linear
from scenescore.music.composers.musicgen.memory import Memory, Prompt, Remembering, Shape
from scenescore.music.composers.musicgen.native import NativeMemory, NativeStep, native_step
from scenescore.music.composers.musicgen.recorded import FixedMemory, attend, fixed_step

_SPARE = 256
Norm = tuple[torch.Tensor, torch.Tensor, float]


@dataclass(frozen=True, slots=True)
class _Lookup:
    """A layer's attention to the prompt."""

    norm: Norm
    query: Linear
    keys_values: Linear
    out: Linear


@dataclass(frozen=True, slots=True)
class _Layer:
    norm: Norm
    together: Linear
    """Queries, keys, values."""
    out: Linear
    lookup: _Lookup | None
    last_norm: Norm
    wide: Linear
    narrow: Linear


class Decoder:
    """A MusicGen decoder ready for steps."""

    def __init__(self, model: Any, precision: str, *, keeps_theirs: bool = True) -> None:
        """Take over the weights of transformers' `MusicgenForCausalLM` or its melody kin.

        Without `keeps_theirs` each layer's own weights go as soon as they are packed.
        """
        stack, config = model.model.decoder, model.config
        self.codebooks, self.words = int(config.num_codebooks), int(config.vocab_size)
        self.channels, self.pad = int(config.audio_channels), int(config.pad_token_id)
        self.heads = int(config.num_attention_heads)
        self.width = int(config.hidden_size) // self.heads
        self.device = model.device
        # On a CPU attention in bf16 is slower than in fp32, whatever the products are in.
        on_gpu = self.device.type != "cpu" and precision == "bf16"
        self.dtype = torch.bfloat16 if on_gpu else torch.float32
        self._embed = [embed.weight.detach().to(self.dtype) for embed in stack.embed_tokens]
        self._places = stack.embed_positions
        self._act = stack.layers[0].activation_fn
        self.layers = []
        for layer in stack.layers:
            self.layers.append(self._packed(layer, precision))
            if not keeps_theirs:
                layer.to("meta")
        self.norm = self._kept(stack.layer_norm)
        heads = torch.cat([head.weight for head in model.lm_heads])
        self.to_words = pack_linear(heads, precision)
        self._native = self._native_step(precision, str(config.activation_function))

    def _kept(self, norm: Any) -> Norm:
        return norm.weight.detach().to(self.dtype), norm.bias.detach().to(self.dtype), norm.eps

    def _packed(self, layer: Any, precision: str) -> _Layer:
        own, other = layer.self_attn, getattr(layer, "encoder_attn", None)
        lookup = None
        if other is not None:
            lookup = _Lookup(
                self._kept(layer.encoder_attn_layer_norm),
                pack_linear(other.q_proj.weight, precision),
                pack_linear(torch.cat([other.k_proj.weight, other.v_proj.weight]), precision),
                pack_linear(other.out_proj.weight, precision),
            )
        together = torch.cat([own.q_proj.weight, own.k_proj.weight, own.v_proj.weight])
        return _Layer(
            self._kept(layer.self_attn_layer_norm),
            pack_linear(together, precision),
            pack_linear(own.out_proj.weight, precision),
            lookup,
            self._kept(layer.final_layer_norm),
            pack_linear(layer.fc1.weight, precision),
            pack_linear(layer.fc2.weight, precision),
        )

    @property
    def products(self) -> str:
        """Who multiplies: our C, torch, or a GPU that replays steps."""
        if self._native is not None:
            return "c"
        return "recorded" if self.is_recorded else "torch"

    @property
    def is_recorded(self) -> bool:
        """Whether steps have a fixed size, for a GPU to replay."""
        return bool(self.device.type == "cuda")

    def _native_step(self, precision: str, activation: str) -> NativeStep | None:
        if self.device.type != "cpu" or precision == "bf16":
            return None
        return native_step(self, is_int8=precision == "int8", activation=activation)

    def memory(self, slots: int, *, rows: int, room: int) -> Remembering:
        """Return an empty memory for so many cues."""
        shape = Shape(len(self.layers), slots, rows, self.heads, self.width, room)
        if self._native is not None:
            return self._native.memory(shape)
        if self.is_recorded:
            self._positions(room + _SPARE)  # a table that grows would move
            return FixedMemory(shape, dtype=self.dtype, device=self.device)
        return Memory(shape, dtype=self.dtype, device=self.device)

    def look_at(self, text: torch.Tensor | None) -> Prompt:
        """Return what every layer looks up of a prompt (words, width), None: of no prompt."""
        if text is None or self.layers[0].lookup is None:
            return []
        found = []
        for layer in self.layers:
            assert layer.lookup is not None
            both = layer.lookup.keys_values(text.to(self.dtype))
            both = both.view(len(text), 2, self.heads, self.width).permute(1, 2, 0, 3)
            found.append((both[0].contiguous(), both[1].contiguous()))
        return found

    # -------------------------------------------------------------- reading

    def begin(
        self,
        memory: Remembering,
        slot: int,
        columns: torch.Tensor,
        before: torch.Tensor | None,
    ) -> torch.Tensor:
        """Read a cue's first columns (codebooks, places); return logits (rows, codebooks, words).

        `before` (rows, places, width) is read ahead of them: a melody model's conditions.
        """
        x = self._embedded(columns.T[None])  # (1, places, width)
        x = x.expand(memory.rows, -1, -1)
        x = x if before is None else torch.cat([before.to(self.dtype), x], dim=1)
        x = x + self._positions(x.shape[1])[None]
        for index, layer in enumerate(self.layers):
            x = self._read_block(index, layer, x, memory, slot)
        return self._logits(x[:, -1])

    def step(self, memory: Remembering, columns: torch.Tensor) -> torch.Tensor:
        """Read one column of every playing cue (cues, codebooks).

        Returns logits (cues, rows, codebooks, words).
        """
        cues, rows = len(columns), memory.rows
        if isinstance(memory, FixedMemory):
            logits = fixed_step(memory, columns, self._fixed_step)
            return logits.view(cues, rows, self.codebooks, self.words)
        memory.begin_step()
        places = torch.tensor(memory.lengths, device=self.device) - 1
        x = self._embedded(columns) + self._positions(int(places.max()) + 1)[places]
        x = x.repeat_interleave(rows, dim=0)  # (cues x rows, width)
        if isinstance(memory, NativeMemory):
            assert self._native is not None
            return self._native(memory, x).reshape(cues, rows, self.codebooks, self.words)
        assert isinstance(memory, Memory)
        for index, layer in enumerate(self.layers):
            x = self._read_one(index, layer, x, memory, cues)
        return self._logits(x).view(cues, rows, self.codebooks, self.words)

    def _fixed_step(self, memory: FixedMemory, columns: torch.Tensor, places: int) -> torch.Tensor:
        """Read a column of every slot, whatever plays there, looking at so many places."""
        x = self._embedded(columns) + self._places.weights.to(self.dtype)[memory.at]
        x = x.repeat_interleave(memory.rows, dim=0)
        count, width = x.shape
        seen = memory.seen(places)
        for index, layer in enumerate(self.layers):
            together = layer.together(_normed(x, layer.norm))
            query, keys, values = together.view(count, 3, self.heads, self.width).unbind(1)
            x = x + layer.out(attend(query, *memory.keep(index, keys, values, places), seen))
            if layer.lookup is not None and memory.has_prompts:
                told = x.view(-1, memory.rows, width)[:, 0]
                asked = layer.lookup.query(_normed(told, layer.lookup.norm))
                found = attend(asked.view(-1, self.heads, self.width), *memory.told(index))
                x.view(-1, memory.rows, width)[:, 0] += layer.lookup.out(found)
            x = self._thought(layer, x)
        return self._logits(x)

    def _read_block(
        self, index: int, layer: _Layer, x: torch.Tensor, memory: Remembering, slot: int
    ) -> torch.Tensor:
        rows, new, width = x.shape
        flat = x.reshape(-1, width)
        together = layer.together(_normed(flat, layer.norm))
        query, keys, values = together.view(rows, new, 3, self.heads, self.width).permute(
            2, 0, 3, 1, 4
        )
        memory.put(index, slot, keys, values)
        seen = scaled_dot_product_attention(query, keys, values, is_causal=True)
        flat = flat + layer.out(seen.transpose(1, 2).reshape(-1, width))
        if layer.lookup is not None and memory.has_prompts:
            keys, values = memory.prompt(index, slot)
            asked = layer.lookup.query(_normed(flat[:new], layer.lookup.norm))
            asked = asked.view(new, self.heads, self.width).transpose(0, 1)
            seen = scaled_dot_product_attention(asked[None], keys, values)[0]
            added = layer.lookup.out(seen.transpose(0, 1).reshape(new, width))
            flat = torch.cat([flat[:new] + added, flat[new:]])
        return self._thought(layer, flat).view(rows, new, width)

    def _read_one(
        self, index: int, layer: _Layer, x: torch.Tensor, memory: Memory, cues: int
    ) -> torch.Tensor:
        count, width = x.shape
        together = layer.together(_normed(x, layer.norm)).view(count, 3, self.heads, self.width)
        query, keys, values = together.unbind(1)
        held_keys, held_values, mask = memory.step(index, keys, values)
        seen = scaled_dot_product_attention(
            query[:, :, None], held_keys, held_values, attn_mask=mask
        )
        x = x + layer.out(seen.reshape(count, width))
        if layer.lookup is not None and memory.has_prompts:
            told = x.view(cues, -1, width)[:, 0]
            asked = layer.lookup.query(_normed(told, layer.lookup.norm))
            keys, values, words = memory.prompts(index)
            asked = asked.view(cues, self.heads, 1, self.width)
            seen = scaled_dot_product_attention(asked, keys, values, attn_mask=words)
            x.view(cues, -1, width)[:, 0] += layer.lookup.out(seen.reshape(cues, width))
        return self._thought(layer, x)

    def _thought(self, layer: _Layer, x: torch.Tensor) -> torch.Tensor:
        return x + layer.narrow(self._act(layer.wide(_normed(x, layer.last_norm))))

    def _logits(self, x: torch.Tensor) -> torch.Tensor:
        out = self.to_words(_normed(x, self.norm)).float()
        return out.view(len(x), self.codebooks, self.words)

    def _embedded(self, columns: torch.Tensor) -> torch.Tensor:
        parts = [embed[columns[..., book]] for book, embed in enumerate(self._embed)]
        return torch.stack(parts).sum(0)

    def _positions(self, places: int) -> torch.Tensor:
        table = self._places
        if places > table.weights.shape[0]:
            table.make_weights(places, table.embedding_dim)
        weights: torch.Tensor = table.weights[:places]
        return weights.to(self.dtype)


def _normed(x: torch.Tensor, norm: Norm) -> torch.Tensor:
    weight, bias, eps = norm
    return layer_norm(x, weight.shape, weight, bias, eps)
