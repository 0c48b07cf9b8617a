"""Our decoding loop against transformers' own classes, at tiny size, in float32."""

from __future__ import annotations

from collections import deque

import numpy as np
import pytest

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("one_thread")]
_WHY = "needs torch and transformers, which ./test --full installs"
torch = pytest.importorskip("torch", reason=_WHY)
pytest.importorskip("transformers", reason=_WHY)

import musicgen_tiny as tiny  # noqa: E402

from scenescore.core.errors import Cancelled  # noqa: E402
from scenescore.music.composers.musicgen import native  # noqa: E402
from scenescore.music.composers.musicgen.conditions import Conditioner  # noqa: E402
from scenescore.music.composers.musicgen.decoder import Decoder  # noqa: E402
from scenescore.music.composers.musicgen.draw import Taste, choose, generator, guided  # noqa: E402
from scenescore.music.composers.musicgen.engine import (  # noqa: E402
    OwnEngine,
    Request,
    Window,
)
from scenescore.music.composers.musicgen.tape import Tape, delays, steps_of  # noqa: E402
from scenescore.neural import products  # noqa: E402

STEPS = 64
MAKERS = {"mono": tiny.mono, "stereo": tiny.stereo, "melody": tiny.melody}
LONG, SHORT = tiny.TEXTS[1], tiny.TEXTS[0]


only_ours = pytest.mark.parametrize("engine", ["c"], indirect=True)
"""torch promises this for the same number of threads only, or keeps floats."""


@pytest.fixture(autouse=True, params=["c", "torch", "recorded"])
def engine(request, monkeypatch):
    """Everything holds for a whole step by our C, torch's operations, and steps a GPU replays.

    The last run unrecorded here: what is replayed is the same step.
    """
    if request.param == "c" and not products.is_native():
        pytest.skip("no compiler builds our C here")
    if request.param == "recorded":
        monkeypatch.setattr(Decoder, "is_recorded", True)
    if request.param != "c":
        for module in (products, native):
            monkeypatch.setattr(module, "library", lambda source: None)
    return request.param


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return {name: tiny.saved(tmp_path_factory.mktemp(name), make) for name, make in MAKERS.items()}


@pytest.fixture(scope="module")
def models(folders):
    """The models and tokenizers, loaded from disk as transformers runs them."""
    import transformers

    classes = {"melody": transformers.MusicgenMelodyForConditionalGeneration}
    usual = transformers.MusicgenForConditionalGeneration
    return {
        name: (
            classes.get(name, usual).from_pretrained(folder).eval(),
            transformers.AutoTokenizer.from_pretrained(folder),
        )
        for name, folder in folders.items()
    }


class Silent:
    def heard(self, name, codes):
        pass

    def stepped(self, steps):
        pass


def _engine(models, name="mono", precision="fp32"):
    model, tokenizer = models[name]
    return OwnEngine(Decoder(model.decoder, precision), Conditioner(model, tokenizer), Taste())


def _request(name, frames, prompt=SHORT, seed=5, **more):
    return Request(name, (Window(prompt, frames),), seed, **more)


def _perform(engine, requests, batch=4, listener=None):
    played = engine.perform(deque(requests), batch=batch, listener=listener or Silent())
    return dict(played)


def _theirs(models, name, prompts, *, start=None, guidance=3.0, **more):
    """Greedy tokens and guided logits of transformers' `generate`."""
    model, tokenizer = models[name]
    given = tokenizer(prompts, return_tensors="pt", padding=True)
    if start is not None:
        given["decoder_input_ids"] = torch.from_numpy(np.concatenate(start))
    out = model.generate(
        **given, **more, do_sample=False, guidance_scale=guidance, max_new_tokens=STEPS,
        output_logits=True, output_scores=True, return_dict_in_generate=True,
    )  # fmt: skip
    books = model.decoder.num_codebooks
    return torch.stack([score.view(len(prompts), books, -1) for score in out.scores], 1), out


class Watching(OwnEngine):
    """Notes the guided logits of every step, row by row."""

    def _step(self, memory, rows):
        logits = guided(torch.stack([row.logits for row in rows]), self.taste)
        self.seen = getattr(self, "seen", {})
        for row, own in zip(rows, logits, strict=True):
            self.seen.setdefault(row.request.name, []).append(own.clone())
        super()._step(memory, rows)


def _ours(models, name, requests, *, guidance=3.0, **more):
    model, tokenizer = models[name]
    taste = Taste(guidance=guidance, temperature=0.0)
    engine = Watching(Decoder(model.decoder, "fp32"), Conditioner(model, tokenizer), taste)
    played = _perform(engine, requests, **more)
    return {who: torch.stack(seen) for who, seen in engine.seen.items()}, played


@pytest.mark.parametrize("guidance", [3.0, 1.0], ids=["guided", "plain"])
@pytest.mark.parametrize("name", ["mono", "stereo"])
def test_logits_equal_transformers_over_64_steps_with_padding_and_delay(models, name, guidance):
    prompts = [SHORT, LONG]
    theirs, _ = _theirs(models, name, prompts, guidance=guidance)
    frames = STEPS - 3
    requests = [_request(i, frames, prompt) for i, prompt in enumerate(prompts)]
    ours, played = _ours(models, name, requests, guidance=guidance)
    for row in range(2):
        assert ours[row].shape == theirs[row].shape == (STEPS, *theirs.shape[2:])
        assert (ours[row] - theirs[row]).abs().max() < 1e-4
        assert played[row].shape[1] == frames


def test_logits_equal_transformers_when_a_cue_goes_on_from_tokens(models):
    start = [np.random.default_rng(seed).integers(0, tiny.ENTRIES, (4, 20)) for seed in (1, 2)]
    theirs, _ = _theirs(models, "mono", [SHORT, LONG], start=start)
    requests = [
        _request(i, STEPS - 3, prompt, start=start[i]) for i, prompt in enumerate([SHORT, LONG])
    ]
    ours, _ = _ours(models, "mono", requests)
    for row in range(2):
        assert (ours[row] - theirs[row]).abs().max() < 1e-4


@pytest.mark.parametrize("sung", [False, True], ids=["text", "text-and-melody"])
def test_logits_equal_transformers_for_melody_models(models, sung):
    chroma = np.eye(12, dtype=np.float32)[[0, 4, 7, 4]] if sung else None
    more = {"input_features": torch.from_numpy(chroma)[None]} if sung else {}
    theirs, _ = _theirs(models, "melody", [LONG], **more)
    ours, _ = _ours(models, "melody", [_request(0, STEPS - 3, LONG, chroma=chroma)])
    assert (ours[0] - theirs[0]).abs().max() < 1e-4


def test_audio_codes_equal_what_transformers_plays(models):
    model, _ = models["mono"]
    _, out = _theirs(models, "mono", [LONG])
    _, played = _ours(models, "mono", [_request(0, STEPS - 3, LONG)])
    sound = model.audio_encoder.decode(torch.from_numpy(played[0])[None, None], [None])
    assert sound.audio_values.shape == out.sequences.shape
    assert (sound.audio_values - out.sequences).abs().max() < 1e-6


def test_a_cue_does_not_depend_on_who_shares_its_batch(models):
    engine = _engine(models)
    alone = _perform(engine, [_request(7, 40, LONG, seed=11)])[7]
    others = [_request(i, 12 + 9 * i, SHORT, seed=i) for i in range(4)]
    among = _perform(engine, [*others[:2], _request(7, 40, LONG, seed=11), *others[2:]], batch=3)
    np.testing.assert_array_equal(among[7], alone)
    assert {name: codes.shape[1] for name, codes in among.items()} == {
        7: 40, **{i: 12 + 9 * i for i in range(4)}
    }  # fmt: skip


def test_another_seed_or_prompt_is_another_cue(models):
    engine = _engine(models)
    first = _perform(engine, [_request(0, 20)])[0]
    assert (_perform(engine, [_request(0, 20, seed=6)])[0] != first).any()
    assert (_perform(engine, [_request(0, 20, LONG)])[0] != first).any()
    np.testing.assert_array_equal(_perform(engine, [_request(0, 20)])[0], first)


def test_a_long_cue_goes_on_window_by_window_from_its_own_tokens(models):
    engine = _engine(models)
    windows = (Window(SHORT, 30), Window(LONG, 18, before=12), Window(SHORT, 7, before=12))
    codes = _perform(engine, [Request(0, windows, 5), _request(1, 50)], batch=2)[0]
    assert codes.shape == (4, 55)
    first = _perform(engine, [_request(0, 30)])[0]
    np.testing.assert_array_equal(codes[:, :30], first)


def test_frames_are_handed_on_while_the_cue_plays_and_cancelling_keeps_what_ended(models):
    engine, heard, ended = _engine(models), {}, []

    class Stopping(Silent):
        steps = 0

        def heard(self, name, codes):
            heard[name] = np.concatenate([heard.get(name, codes[:, :0]), codes], axis=1)

        def stepped(self, steps):
            self.steps += 1
            if self.steps == 70:
                raise Cancelled

    requests = [_request(0, 10), _request(1, 200)]
    playing = engine.perform(deque(requests), batch=2, listener=Stopping())
    with pytest.raises(Cancelled):
        ended.extend(playing)
    assert [name for name, _ in ended] == [0]
    np.testing.assert_array_equal(heard[0], ended[0][1])
    assert heard[1].shape[1] == 50, "a second was heard before the stop"


@pytest.mark.parametrize(("precision", "budget"), [("int8", 0.05), ("bf16", 0.02)])
def test_rounded_engines_stay_within_their_budget_over_64_steps(models, precision, budget):
    """Guided logits of given tokens: what is lost, as a share of the exact ones."""
    model, tokenizer = models["mono"]
    text = Conditioner(model, tokenizer)(LONG)[0]
    columns = torch.from_numpy(np.random.default_rng(0).integers(0, tiny.ENTRIES, (STEPS, 4)))

    def heard(how):
        decoder = Decoder(model.decoder, how)
        memory = decoder.memory(1, rows=2, room=STEPS)
        with torch.inference_mode():
            memory.enter(decoder.look_at(text))
            logits = [decoder.begin(memory, 0, columns[:1].T, None)[None]]
            logits += [decoder.step(memory, columns[i : i + 1]) for i in range(1, STEPS)]
            return guided(torch.cat(logits), Taste())

    exact, rough = heard("fp32"), heard(precision)
    assert 0 < (rough - exact).norm() / exact.norm() < budget
    assert (rough.argmax(-1) == exact.argmax(-1)).float().mean() > 0.95


@only_ours
@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_threads_change_nothing(models, precision, monkeypatch):
    requests = [_request(i, 30, prompt, seed=i) for i, prompt in enumerate([SHORT, LONG, SHORT])]
    alone = _perform(_engine(models, precision=precision), requests)
    monkeypatch.setattr(torch, "get_num_threads", lambda: 2)
    for name, codes in _perform(_engine(models, precision=precision), requests).items():
        np.testing.assert_array_equal(codes, alone[name])


@only_ours
def test_keys_and_values_in_bytes_cost_little_at_the_end_of_a_window():
    """At a real head's width and 1450 places of noise, the hardest case; all else stays float32."""
    decoder, columns = Decoder(_one_layer(), "fp32"), torch.zeros(2, 4, dtype=torch.long)
    rng = torch.Generator().manual_seed(0)
    places = (1450, 70)
    held = [torch.randn(2, 2, 2, count, 64, generator=rng) for count in places]
    text = torch.randn(30, 128, generator=rng)

    def heard(is_int8):
        found = native.library(native._SOURCE)
        decoder._native = native.NativeStep(found, decoder, is_int8=is_int8)
        memory = decoder.memory(2, rows=2, room=1500)
        with torch.inference_mode():
            for slot, (keys, values) in enumerate(held):
                memory.enter(decoder.look_at(text))
                memory.put(0, slot, keys, values)
            return decoder.step(memory, columns)

    exact, rough = heard(False), heard(True)
    assert 0 < (rough - exact).norm() / exact.norm() < 0.05
    assert (rough.argmax(-1) == exact.argmax(-1)).float().mean() > 0.9


def test_a_longer_prompt_takes_more_room_and_changes_no_other_cue(models, engine):
    model, _ = models["mono"]
    decoder, rng = Decoder(model.decoder, "fp32"), torch.Generator().manual_seed(0)
    texts = [torch.randn(words, 32, generator=rng) for words in (5, 70)]
    columns = torch.zeros(1, 4, dtype=torch.long)

    def heard(own):
        memory = decoder.memory(2, rows=2, room=300)
        with torch.inference_mode():
            for text in own:
                slot = memory.enter(decoder.look_at(text))
                decoder.begin(memory, slot, columns.T, None)
            for _ in range(3):
                logits = decoder.step(memory, columns.repeat(len(own), 1))
        return logits

    alone = torch.cat([heard([text]) for text in texts])
    assert (heard(texts) - alone).abs().max() < 1e-4


def _one_layer():
    from transformers import MusicgenDecoderConfig, MusicgenForCausalLM

    torch.manual_seed(0)
    config = MusicgenDecoderConfig(
        vocab_size=64, hidden_size=128, ffn_dim=256, num_hidden_layers=1, num_attention_heads=2,
        is_decoder=True, add_cross_attention=True, pad_token_id=64, bos_token_id=64,
    )  # fmt: skip
    model = MusicgenForCausalLM(config).eval()
    for parameter in model.parameters():
        if parameter.dim() > 1:
            torch.nn.init.normal_(parameter, std=0.2)
    return model


# ------------------------------------------------------------------ tape and draw


@pytest.mark.parametrize(("books", "channels"), [(4, 1), (8, 2)])
def test_frames_come_out_as_they_went_in_whatever_the_delay(books, channels):
    late = delays(books, channels)
    rng = np.random.default_rng(0)
    before, pad = rng.integers(0, 9, (books, 5)), 99
    tape = Tape(before, 6, late, pad)
    columns = [tape.beginning()]
    while not tape.is_done:
        columns.append(tape.write(rng.integers(0, 9, books))[:, None])
    grid = np.concatenate(columns, axis=1)
    assert len(columns) - 1 == steps_of(6, late) == 6 + max(late)
    for book, delay in enumerate(late):
        line = grid[book]
        assert (line[: 1 + delay] == pad).all()
        assert (line[1 + delay + 11 :] == pad).all()
        np.testing.assert_array_equal(line[1 + delay : 6 + delay], before[book])
        np.testing.assert_array_equal(line[6 + delay : 12 + delay], tape.frames()[book])


def test_after_k_steps_k_minus_3_frames_are_whole():
    tape = Tape(np.zeros((4, 0), np.int64), 20, delays(4, 1), 9)
    for step in range(1, 24):
        tape.write(np.full(4, step))
        assert tape.frames().shape[1] == max(step - 3, 0)
    assert tape.is_done


def test_tokens_are_drawn_as_often_as_their_share_and_only_among_the_likeliest():
    logits = torch.log(torch.tensor([0.5, 0.3, 0.15, 0.05])).expand(1, 3000, 4)
    tokens = choose(logits, Taste(top_k=3), [generator(0)])[0]
    share = torch.bincount(tokens, minlength=4) / 3000
    assert (share - torch.tensor([0.5, 0.3, 0.15, 0.0]) / 0.95).abs().max() < 0.03
    everything = choose(logits, Taste(top_k=0), [generator(0)])[0]
    assert set(everything.tolist()) == {0, 1, 2, 3}
