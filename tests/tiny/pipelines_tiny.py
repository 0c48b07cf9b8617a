"""Tiny random pipelines of diffusers' true classes, made here and saved as a user's folder."""

from __future__ import annotations

from pathlib import Path

import musicgen_tiny

WIDTH = 8
ACE_RATE_HZ, STABLE_RATE_HZ = 48_000, 44_100
STABLE_LONGEST_S = 64 * 2048 / STABLE_RATE_HZ
"""2.97 s: what one call of the tiny Stable Audio makes."""


def _autoencoder(ratios: list[int], rate_hz: int):
    from diffusers import AutoencoderOobleck

    return AutoencoderOobleck(
        encoder_hidden_size=6, downsampling_ratios=ratios, channel_multiples=[1, 1, 2],
        decoder_channels=3, decoder_input_channels=WIDTH, audio_channels=2, sampling_rate=rate_hz,
    )  # fmt: skip


def ace_step(*, is_turbo: bool = True):
    """Return a random ACE-Step pipeline: 25 latent frames a second, stereo at 48 kHz."""
    from diffusers import (
        AceStepPipeline,
        AceStepTransformer1DModel,
        FlowMatchEulerDiscreteScheduler,
    )
    from diffusers.pipelines.ace_step import AceStepConditionEncoder
    from transformers import Qwen3Config, Qwen3Model

    size = {"hidden_size": 32, "intermediate_size": 64, "num_attention_heads": 4,
            "num_key_value_heads": 2, "head_dim": 8}  # fmt: skip
    words = Qwen3Config(vocab_size=musicgen_tiny.WORDS, num_hidden_layers=2, **size)
    return AceStepPipeline(
        vae=_autoencoder([10, 12, 16], ACE_RATE_HZ),
        text_encoder=Qwen3Model(words),
        tokenizer=musicgen_tiny.tokenizer(),
        transformer=AceStepTransformer1DModel(
            num_hidden_layers=2, in_channels=3 * WIDTH, audio_acoustic_hidden_dim=WIDTH,
            sliding_window=16, is_turbo=is_turbo, **size,
        ),
        condition_encoder=AceStepConditionEncoder(
            text_hidden_dim=32, timbre_hidden_dim=WIDTH, num_lyric_encoder_hidden_layers=1,
            num_timbre_encoder_hidden_layers=1, sliding_window=16, **size,
        ),
        scheduler=FlowMatchEulerDiscreteScheduler(num_train_timesteps=1, shift=1.0),
    )  # fmt: skip


def stable_audio():
    """Return a random Stable Audio pipeline: 3 s at once, stereo at 44.1 kHz."""
    from diffusers import (
        CosineDPMSolverMultistepScheduler,
        StableAudioDiTModel,
        StableAudioPipeline,
    )
    from diffusers.pipelines.stable_audio import StableAudioProjectionModel
    from transformers import T5Config, T5EncoderModel

    words = T5Config(
        vocab_size=musicgen_tiny.WORDS, d_model=24, d_kv=8, d_ff=32, num_layers=2, num_heads=2
    )
    tokenizer = musicgen_tiny.tokenizer()
    tokenizer.model_max_length = 128
    return StableAudioPipeline(
        vae=_autoencoder([8, 16, 16], STABLE_RATE_HZ),
        text_encoder=T5EncoderModel(words),
        projection_model=StableAudioProjectionModel(24, 24, min_value=0, max_value=512),
        tokenizer=tokenizer,
        transformer=StableAudioDiTModel(
            sample_size=64, in_channels=WIDTH, out_channels=WIDTH, num_layers=2,
            attention_head_dim=8, num_attention_heads=4, num_key_value_attention_heads=2,
            cross_attention_dim=24, time_proj_dim=16, global_states_input_dim=48,
            cross_attention_input_dim=24,
        ),
        scheduler=CosineDPMSolverMultistepScheduler(sigma_schedule="exponential"),
    )  # fmt: skip


def saved(folder: Path, make, *, seed: int = 0, **changes) -> Path:
    """Save a tiny pipeline as diffusers does; return the folder."""
    import torch

    torch.manual_seed(seed)
    pipe = make(**changes)
    for name, parameter in pipe.vae.decoder.named_parameters():
        if parameter.dim() > 1:  # as it comes, what it decodes is nearly silent
            torch.nn.init.normal_(parameter, std=0.5 if "weight_v" in name else 1.0)
    pipe.save_pretrained(folder)
    return folder
