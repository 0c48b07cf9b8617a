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
