"""A tiny language model of a true class, made on the spot and saved as a user's folder would be."""

from __future__ import annotations

from pathlib import Path

from scenescore.core.genres import GENRES
from scenescore.story.llm.prompts import PAPER, prompt_for
from scenescore.testing import screenplay

MARKS = ("<pad>", "<eos>", "<bos>", "<unk>", "<start_of_turn>", "<end_of_turn>")
TEMPLATE = (
    "{{ bos_token }}{% for m in messages %}{% if m['role'] == 'system' %}"
    "{{ raise_exception('System role not supported') }}{% endif %}"
    "<start_of_turn>{{ 'model' if m['role'] == 'assistant' else m['role'] }}\n"
    "{{ m['content'] | trim }}<end_of_turn>\n{% endfor %}"
    "{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)
TEXTS = (
    PAPER,
    prompt_for("own", screenplay()).before,
    *GENRES,
    '{"genre":"words","emotions":["title"],"function":"',
    "A door slams.",
    "She weeps.",
)
SIZES = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 4,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "max_position_embeddings": 4096,
    "pad_token_id": 0,
    "eos_token_id": 1,
    "bos_token_id": 2,
}


def tokenizer(words: int = 1600):
    """Return a byte-level tokenizer trained here, with a chat template of Gemma's form."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    bare = Tokenizer(models.BPE())
    bare.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bare.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=words, special_tokens=list(MARKS), initial_alphabet=alphabet, show_progress=False
    )
    bare.train_from_iterator(TEXTS * 3, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=bare,
        pad_token="<pad>",
        eos_token="<eos>",
        bos_token="<bos>",
        unk_token="<unk>",
        additional_special_tokens=["<start_of_turn>", "<end_of_turn>"],
        chat_template=TEMPLATE,
    )


def gemma2(vocabulary: int, **changes):
    """Return a random Gemma 2 with alternating sliding and full attention."""
    from transformers import Gemma2Config, Gemma2ForCausalLM

    config = Gemma2Config(
        vocab_size=vocabulary, sliding_window=24, query_pre_attn_scalar=8, **{**SIZES, **changes}
    )
    return Gemma2ForCausalLM(config)


def gemma3(vocabulary: int, **changes):
    """Return a random Gemma 3, text only."""
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    config = Gemma3TextConfig(
        vocab_size=vocabulary, sliding_window=24, query_pre_attn_scalar=8,
        layer_types=["sliding_attention", "full_attention"] * 2, **{**SIZES, **changes},
    )  # fmt: skip
    return Gemma3ForCausalLM(config)


def gemma3_that_sees(vocabulary: int, **changes):
    """Return a random Gemma 3 of the sizes that take pictures too."""
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration

    told = {**SIZES, "sliding_window": 24, "query_pre_attn_scalar": 8, "vocab_size": vocabulary}
    eyes = {
        "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1,
        "num_attention_heads": 2, "image_size": 28, "patch_size": 14,
    }  # fmt: skip
    config = Gemma3Config(text_config=told | changes, vision_config=eyes, mm_tokens_per_image=4)
    return Gemma3ForConditionalGeneration(config)


def qwen3(vocabulary: int, **changes):
    """Return a random model of another family."""
    from transformers import Qwen3Config, Qwen3ForCausalLM

    return Qwen3ForCausalLM(Qwen3Config(vocab_size=vocabulary, **{**SIZES, **changes}))


def gemma1(vocabulary: int, **changes):
    """Return a random model of the first Gemma's class."""
    from transformers import GemmaConfig, GemmaForCausalLM

    return GemmaForCausalLM(GemmaConfig(vocab_size=vocabulary, **{**SIZES, **changes}))


def saved(folder: Path, make=gemma2, *, seed: int = 0, **changes) -> Path:
    """Save a tiny model and its tokenizer; return the folder."""
    import torch

    torch.manual_seed(seed)
    words = tokenizer()
    model = make(len(words), **changes)
    for parameter in model.parameters():  # random models are too sure of one token otherwise
        if parameter.dim() > 1:
            torch.nn.init.normal_(parameter, std=0.25)
    model.save_pretrained(folder)
    words.save_pretrained(folder)
    return folder
