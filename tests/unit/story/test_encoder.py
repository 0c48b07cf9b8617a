from __future__ import annotations

import numpy as np
import pytest

from scenescore.core.errors import BadDataError, NotPermittedError, UnavailableError

pytest.importorskip("tokenizers", reason="needs the extra 'semantic'")

from scenescore.story.encoder import pins
from scenescore.story.encoder.bert import load_bert
from scenescore.story.encoder.sentences import Encoder
from scenescore.testing_encoder import save_tiny_encoder

TEXTS = [
    "She cries.",
    "The man walks down to the old car in the rain and is happy.",
    "x",
    "Run! " * 40,
]


def test_vectors_have_length_one_and_come_in_order(tiny_encoder):
    vectors = Encoder(tiny_encoder).encode(TEXTS)
    assert vectors.shape == (4, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert Encoder(tiny_encoder).encode(TEXTS[2:3])[0] == pytest.approx(vectors[2], abs=1e-5)


def test_padding_changes_no_vector(tiny_encoder):
    encoder = Encoder(tiny_encoder, runtime="numpy")
    alone, beside = encoder.encode(TEXTS[:1]), encoder.encode(TEXTS)
    assert alone[0] == pytest.approx(beside[0], abs=1e-5)


def test_onnxruntime_and_numpy_agree(tiny_encoder):
    pytest.importorskip("onnxruntime", reason="needs the extra 'semantic'")
    one = Encoder(tiny_encoder, runtime="onnxruntime").encode(TEXTS)
    other = Encoder(tiny_encoder, runtime="numpy").encode(TEXTS)
    assert np.abs(one - other).max() < 1e-5


def test_equal_texts_are_read_once_and_get_the_same_vector(tiny_encoder):
    encoder = Encoder(tiny_encoder)
    read = []
    plain = encoder._vectors
    encoder._vectors = lambda rows: (read.extend(rows), plain(rows))[1]
    vectors = encoder.encode([TEXTS[0], TEXTS[1], TEXTS[0]] * 5)
    assert len(read) == 2
    assert (vectors[0] == vectors[2]).all()
    assert (vectors[:3] == vectors[3:6]).all()


def test_no_text_gives_no_vectors(tiny_encoder):
    assert Encoder(tiny_encoder).encode([]).shape == (0, 384)


def test_a_file_that_differs_in_one_byte_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(pins, "PINS", save_tiny_encoder(tmp_path))
    weights = tmp_path / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    with pytest.raises(NotPermittedError, match=r"model\.safetensors"):
        Encoder(tmp_path)


def test_another_encoder_than_the_pinned_one_is_refused(tmp_path):
    save_tiny_encoder(tmp_path)
    with pytest.raises(NotPermittedError):
        Encoder(tmp_path)


def test_missing_files_name_the_command_that_fetches_them(tmp_path):
    with pytest.raises(UnavailableError) as caught:
        Encoder(tmp_path)
    assert "scenescore models get minilm" in caught.value.hint
    assert "model.safetensors" in caught.value.message


def test_tensors_of_something_else_are_no_encoder(tmp_path):
    save_tiny_encoder(tmp_path)
    (tmp_path / "config.json").write_text('{"num_attention_heads": 12}')
    with pytest.raises(BadDataError, match="no sentence encoder"):
        load_bert(tmp_path)


def test_the_weights_are_pinned_by_the_published_sum():
    assert pins.PINS["model.safetensors"].startswith("53aa51172d142c89")
    assert set(pins.PINS) == {"model.safetensors", "tokenizer.json", "config.json"}
