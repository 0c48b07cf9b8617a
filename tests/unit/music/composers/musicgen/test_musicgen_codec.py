"""EnCodec in pieces plays what EnCodec plays at once."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.engine
_WHY = "needs torch and transformers, which ./test --full installs"
torch = pytest.importorskip("torch", reason=_WHY)
transformers = pytest.importorskip("transformers", reason=_WHY)

import musicgen_tiny as tiny  # noqa: E402

from scenescore.music.composers.musicgen import codec as codecs  # noqa: E402
from scenescore.music.composers.musicgen import waves  # noqa: E402
from scenescore.neural import products  # noqa: E402

only_ours = pytest.mark.parametrize("engine", ["c"], indirect=True)
"""torch promises this for the same number of threads only, or keeps floats."""


@pytest.fixture(autouse=True, params=["c", "torch"])
def engine(request, monkeypatch):
    """All of it holds for our C as for torch's layers."""
    if request.param == "c" and not products.is_native():
        pytest.skip("no compiler builds our C here")
    if request.param == "torch":
        monkeypatch.setattr(waves, "library", lambda source: None)
    return request.param


def _encodec(causal):
    torch.manual_seed(3)
    model = transformers.EncodecModel(tiny._codec(4, causal)).eval()
    for layer in model.quantizer.layers:
        torch.nn.init.normal_(layer.codebook.embed)
    for name, parameter in model.decoder.layers[1].named_parameters():
        if "weight" in name:  # an LSTM that remembers long
            torch.nn.init.normal_(parameter, std=0.2)
        else:
            torch.nn.init.constant_(parameter, 0.5)
    return model


def _whole(model, codes):
    with torch.inference_mode():
        return model.decode(torch.from_numpy(codes)[None, None], [None]).audio_values[0].numpy()


CODES = np.random.default_rng(0).integers(0, tiny.ENTRIES, (4, 137))


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("piece", [1, 7, 50, 137])
def test_tokens_in_pieces_sound_like_tokens_at_once(causal, piece, monkeypatch):
    monkeypatch.setattr(codecs, "PIECE_FRAMES", 20)
    model = _encodec(causal)
    whole = _whole(model, CODES)
    stream = codecs.Stream(codecs.Codec(model, 1))
    parts = [stream.add(CODES[:, at : at + piece]) for at in range(0, 137, piece)]
    parts.append(stream.end())
    sound = np.concatenate(parts, axis=1)
    assert sound.shape == whole.shape == (1, 137 * tiny.HOP)
    assert np.abs(whole).max() > 0.05
    assert np.abs(sound - whole).max() < 1e-6


def test_sound_comes_before_the_last_token():
    stream = codecs.Stream(codecs.Codec(_encodec(False), 1))
    assert stream.add(CODES[:, :60]).shape[1] > 40 * tiny.HOP


def test_a_single_frame_has_sound():
    model = _encodec(False)
    whole = _whole(model, CODES[:, :1])
    assert np.abs(codecs.Codec(model, 1).play(CODES[:, :1]) - whole).max() < 1e-6


def test_left_and_right_of_a_stereo_model_are_played_by_themselves():
    model = _encodec(False)
    left, right = CODES[:, :30], CODES[:, 40:70]
    both = np.stack([left, right], axis=1).reshape(8, 30)
    sides = [_whole(model, side)[0] for side in (left, right)]
    assert np.abs(codecs.Codec(model, 2).play(both) - np.stack(sides)).max() < 1e-6


@only_ours
def test_an_lstm_in_bytes_is_out_of_hearing():
    model = _encodec(False)
    whole = _whole(model, CODES)
    lost = codecs.Codec(model, 1, is_int8=True).play(CODES) - whole
    assert 40 < 10 * np.log10((whole**2).sum() / (lost**2).sum()) < 120


def test_what_lay_in_memory_before_is_not_heard(monkeypatch):
    codec, empty = codecs.Codec(_encodec(False), 1), torch.empty
    clean = codec.play(CODES)

    def left(*sizes, **more):
        made = empty(*sizes, **more)
        return made.fill_(float("nan")) if made.dtype.is_floating_point else made

    monkeypatch.setattr(torch, "empty", left)
    np.testing.assert_array_equal(codec.play(CODES), clean)


@only_ours
def test_threads_change_no_sample(monkeypatch):
    codec = codecs.Codec(_encodec(False), 1)
    alone = codec.play(CODES)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 2)
    for _ in range(4):
        np.testing.assert_array_equal(codec.play(CODES), alone)
