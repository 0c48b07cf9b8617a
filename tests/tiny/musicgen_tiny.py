"""Tiny random MusicGens of the true classes, made on the spot and saved as a user's folder."""

from __future__ import annotations

from pathlib import Path

WORDS = 96
ENTRIES = 64
HOP = 640
RATE_HZ = 32_000
TEXTS = (
    "horror score, clusters, drones, ominous and scary, fast tempo, powerful and intense",
    "cinematic film score, instrumental. genre: horror. moods: ominous, scary. bpm: 118.",
    "understated orchestral drama, strings and piano, calm and tender, slow tempo, soft",
)


def tokenizer():
    """Return a word-piece tokenizer in T5's form, trained here."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    bare = Tokenizer(models.BPE(unk_token="<unk>"))
    bare.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.BpeTrainer(
        vocab_size=WORDS, special_tokens=["<pad>", "</s>", "<unk>"], show_progress=False
    )
    bare.train_from_iterator(TEXTS * 2, trainer)
    bare.post_processor = processors.TemplateProcessing(
        single="$A </s>", special_tokens=[("</s>", 1)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=bare, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    )


def _codec(codebooks: int, causal: bool):
    from transformers import EncodecConfig

    return EncodecConfig(
        target_bandwidths=[0.3 * codebooks],  # codebooks x log2(entries) x 50 Hz
        sampling_rate=RATE_HZ, audio_channels=1, normalize=False, hidden_size=16, num_filters=4,
        upsampling_ratios=[8, 5, 4, 4], use_causal_conv=causal, codebook_size=ENTRIES,
        num_lstm_layers=2, use_conv_shortcut=False,
    )  # fmt: skip


def _config(cls, decoder_cls, *, channels: int, causal: bool, text_width: int, **more):
    from transformers import T5Config

    text = T5Config(
        vocab_size=WORDS, d_model=text_width, d_kv=8, d_ff=32, num_layers=2, num_heads=2,
        decoder_start_token_id=0,
    )  # fmt: skip
    decoder = decoder_cls(
        vocab_size=ENTRIES, hidden_size=32, ffn_dim=64, num_hidden_layers=3, num_attention_heads=4,
        num_codebooks=4 * channels, audio_channels=channels, max_position_embeddings=256,
        pad_token_id=ENTRIES, bos_token_id=ENTRIES,
    )  # fmt: skip
    parts = {"text_encoder": text, "audio_encoder": _codec(4, causal), "decoder": decoder}
    return cls(**parts, **more)


def mono(causal: bool = False, text_width: int = 24):
    """Return a random MusicGen; the text is projected when its width is not the decoder's 32."""
    from transformers import MusicgenConfig, MusicgenDecoderConfig, MusicgenForConditionalGeneration

    return MusicgenForConditionalGeneration(
        _config(MusicgenConfig, MusicgenDecoderConfig, channels=1, causal=causal,
                text_width=text_width)
    )  # fmt: skip


def stereo():
    """Return a random stereo MusicGen: eight codebooks, left and right in turn."""
    from transformers import MusicgenConfig, MusicgenDecoderConfig, MusicgenForConditionalGeneration

    return MusicgenForConditionalGeneration(
        _config(MusicgenConfig, MusicgenDecoderConfig, channels=2, causal=False, text_width=24)
    )


def melody():
    """Return a random MusicGen Melody, conditioned on text and chroma."""
    from transformers import (
        MusicgenMelodyConfig,
        MusicgenMelodyDecoderConfig,
        MusicgenMelodyForConditionalGeneration,
    )

    return MusicgenMelodyForConditionalGeneration(
        _config(MusicgenMelodyConfig, MusicgenMelodyDecoderConfig, channels=1, causal=False,
                text_width=24, chroma_length=9)
    )  # fmt: skip


def saved(folder: Path, make=mono, *, seed: int = 0, **changes) -> Path:
    """Save a tiny model and its tokenizer; return the folder."""
    import torch

    torch.manual_seed(seed)
    model = make(**changes)
    for name, parameter in model.named_parameters():
        if parameter.dim() > 1 and "audio_encoder" not in name:
            torch.nn.init.normal_(parameter, std=0.25)
    for layer in model.audio_encoder.quantizer.layers:
        torch.nn.init.normal_(layer.codebook.embed, std=1.0)
    ids = {"pad_token_id": ENTRIES, "bos_token_id": ENTRIES, "decoder_start_token_id": ENTRIES}
    model.generation_config.update(**ids, do_sample=True, guidance_scale=3.0)
    model.save_pretrained(folder)
    tokenizer().save_pretrained(folder)
    return folder
