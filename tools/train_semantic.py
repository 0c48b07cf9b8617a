"""Makes the semantic analyst's data files, and says how good they are.

    tools/train_semantic.py heads MINILM EMOBANK GOEMOTIONS
    tools/train_semantic.py lines MINILM
    tools/train_semantic.py moods MINILM FOLDER_OF_SCREENPLAYS ...

`heads` encodes EmoBank (Buechel & Hahn 2017, CC-BY-SA 4.0) and GoEmotions (Demszky et al. 2020,
CC-BY 4.0) and trains small networks on the vectors: `story/data/semantic-*.safetensors`. `lines`
encodes the written lines of scene language: `story/data/semantic-lines.safetensors`. `moods`
measures whole screenplays, sets the scale of moods by the labels in `tools/scene-labels.json` and
writes `story/data/semantic-moods.json`. MINILM is a folder as `scenescore models get minilm` makes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import train_lexicon as lexicon

from scenescore.core.files import write_bytes, write_text
from scenescore.story import blend, surface
from scenescore.story.encoder.sentences import Encoder
from scenescore.story.meaning import heads, lines, norms
from scenescore.story.meaning.likeness import Examples
from scenescore.story.meaning.measures import Meaning, measure_meaning
from scenescore.story.meaning.pieces import pieces_of
from scenescore.story.measures import measure
from scenescore.story.passages import Passage, passages_of

Floats = npt.NDArray[np.float32]

_DATA = Path(__file__).parent.parent / "src/scenescore/story/data"
_STRETCH = 20.0
"""The encoder's vectors have length 1: numbers of 0.05, too small to learn from quickly."""
_MOOD_NETWORKS, _EMOTION_NETWORKS = 5, 3


@dataclass(frozen=True, slots=True)
class Plan:
    """How a network is trained."""

    hidden: int
    epochs: int
    batch: int
    rate: float
    decay: float
    dropout: float
    is_labels: bool
    """True: each output is a yes or no; False: a number."""


_MOODS = Plan(64, 20, 128, 1e-3, 0.05, 0.4, is_labels=False)
_EMOTIONS = Plan(128, 18, 512, 1e-3, 0.01, 0.35, is_labels=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the files that are asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=["heads", "lines", "moods"])
    parser.add_argument("minilm", type=Path)
    parser.add_argument("folders", type=Path, nargs="*")
    given = parser.parse_args(arguments)
    encoder = Encoder(given.minilm)
    if given.what == "heads":
        train_moods(encoder, given.folders[0])
        train_emotions(encoder, given.folders[1])
    elif given.what == "lines":
        keep_lines(encoder)
    else:
        fit_moods(encoder, given.folders)
    return 0


# ------------------------------------------------------------------ the two sets


def train_moods(encoder: Encoder, folder: Path) -> None:
    """Train the valence, arousal and dominance networks and write them."""
    texts, scores, splits = lexicon.read_emobank(folder)
    vectors = encoder.encode(texts)
    measured = np.array([surface.surface_of(text) for text in texts], np.float32)
    train, test = splits["train"], splits["test"]
    mean, deviation = measured[train].mean(0), measured[train].std(0) + 1e-6
    known = np.hstack([vectors * _STRETCH, (measured - mean) / deviation]).astype(np.float32)
    asked = scores.astype(np.float32)
    middle, spread = asked[train].mean(0), asked[train].std(0)
    nets = [
        _trained(known[train], (asked[train] - middle) / spread, _MOODS, seed)
        for seed in range(_MOOD_NETWORKS)
    ]
    tensors = _joined(nets, vectors.shape[1])
    tensors["last"] = tensors["last"] * spread
    tensors["last_bias"] = tensors["last_bias"] * spread + middle
    extra = {"surface_mean": mean, "surface_deviation": deviation}
    _write(
        heads.EMOBANK,
        tensors | extra,
        {"licence": "Derived from EmoBank (Buechel, Hahn 2017), CC-BY-SA 4.0; offered under it."},
    )
    standard = (measured[test] - mean) / deviation
    guess = _network(tensors)(np.hstack([vectors[test], standard]).astype(np.float32))
    for side, name in enumerate("VAD"):
        r = np.corrcoef(guess[:, side], scores[test, side])[0, 1]
        print(f"EmoBank test {name}: r = {r:.3f}")


def train_emotions(encoder: Encoder, folder: Path) -> None:
    """Train the networks for 28 labels, thresholds chosen on dev, and write them."""
    sets = {name: _read_goemotions(folder / f"{name}.tsv") for name in ("train", "dev", "test")}
    vectors = {name: encoder.encode(texts) for name, (texts, _) in sets.items()}
    known = vectors["train"] * np.float32(_STRETCH)
    nets = [_trained(known, sets["train"][1], _EMOTIONS, seed) for seed in range(_EMOTION_NETWORKS)]
    tensors = _joined(nets, known.shape[1])
    network = _network(tensors)
    thresholds = _thresholds(network(vectors["dev"]), sets["dev"][1])
    _write(
        heads.GOEMOTIONS,
        tensors | {"thresholds": thresholds},
        {"licence": "Derived from GoEmotions (Demszky et al. 2020), CC-BY 4.0; offered under it."},
    )
    scores = f1(network(vectors["test"]), sets["test"][1], thresholds)
    print(f"GoEmotions test macro-F1: {scores.mean():.3f}")


def _read_goemotions(path: Path) -> tuple[list[str], Floats]:
    """Return comments and their labels, (n, 28) of 0 and 1."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    labels = np.zeros((len(rows), len(heads.LABELS)), np.float32)
    for index, row in enumerate(rows):
        labels[index, [int(number) for number in row[1].split(",")]] = 1
    return [row[0] for row in rows], labels


def _thresholds(scores: Floats, labels: Floats) -> Floats:
    """Return for each label the threshold with the best F1."""
    tried = np.quantile(scores, np.linspace(0.5, 0.999, 120), axis=0).astype(np.float32)
    found = np.array([f1(scores, labels, row) for row in tried])
    best: Floats = tried[found.argmax(0), np.arange(labels.shape[1])]
    return best


def f1(scores: Floats, labels: Floats, thresholds: Floats) -> Floats:
    """Return the F1 of each label."""
    named = scores > thresholds
    right = (named & (labels > 0)).sum(0)
    answer: Floats = 2 * right / np.maximum(named.sum(0) + labels.sum(0), 1)
    return answer


# ------------------------------------------------------------------ the written lines


def keep_lines(encoder: Encoder) -> None:
    """Encode all written lines and write their vectors."""
    vectors = encoder.encode([line.text for line in lines.all_lines()])
    _write(lines.VECTORS, {"vectors": vectors}, lines.marks_of(encoder.weights))
    print(f"{len(vectors)} lines")


# ------------------------------------------------------------------ moods

_BY_WORDS = {"valence": 0.3, "arousal": 0.3, "tension": 0.15}
"""Share of the lexicon's reading. Of 0, .15, .3 and .5 these agreed best with 174 scenes."""
_ONE_IN = 9
"""Of the unlabelled scenes, so many are measured for norms: encoding all would take an hour."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What was measured of one scene."""

    film: str
    words: dict[str, float]
    """What the lexicon tells, before squashing."""
    meaning: Meaning


def fit_moods(encoder: Encoder, folders: Sequence[Path]) -> None:
    """Measure scenes of all films; set the scale of moods by the labelled ones; write norms."""
    ordinary, labelled = _measure_all(Examples(encoder), folders)
    sides = {}
    for place, side in enumerate(_BY_WORDS):
        asked = np.array([label[side] for _, label in labelled])
        told = np.array([scene.meaning.mood[place] for scene, _ in labelled])
        if side == "tension":
            asked, told = 2 * asked - 1, 2 * told - 1
        words = np.array([scene.words[side] for scene, _ in labelled])
        sides[side] = _scaled(side, told, words, asked)
    data = {
        "sides": sides,
        "genres": lexicon.norms_of([scene.meaning.genres for scene in ordinary]),
        "feelings": lexicon.norms_of([scene.meaning.feelings for scene in ordinary]),
        "made_from": {"ordinary_scenes": len(ordinary), "labelled_scenes": len(labelled)},
    }
    write_text(_DATA / norms.FILE, json.dumps(data, indent=1) + "\n")


def _scaled(
    side: str, told: lexicon.Floats, words: lexicon.Floats, asked: lexicon.Floats
) -> dict[str, float]:
    """Return bias, gain and share; say how well the labelled scenes agree."""
    both = told + _BY_WORDS[side] * words
    for name, guess in (("lines alone", told), ("with words", both)):
        low, high = lexicon.interval(guess, asked)
        r = lexicon.correlation(guess, asked)
        print(f"{side}, {name}: r = {r:.2f} ({low:.2f}..{high:.2f}), n = {len(asked)}")
    gain = lexicon.gain_of(both, asked)
    return {
        "bias": round(float(asked.mean() - gain * both.mean()), 4),
        "gain": round(gain, 4),
        "words": _BY_WORDS[side],
    }


def _measure_all(
    examples: Examples, folders: Sequence[Path]
) -> tuple[list[Scene], list[tuple[Scene, dict[str, float]]]]:
    labels = json.loads(lexicon.LABELS.read_text("utf-8"))["scenes"]
    wanted = {(label["film"], label["mark"]): label for label in labels}
    ordinary: list[Scene] = []
    labelled: dict[tuple[str, str], tuple[Scene, dict[str, float]]] = {}
    count = 0
    for path in sorted(path for folder in folders for path in folder.iterdir()):
        screenplay = lexicon.read_script(path)
        for passage in passages_of(screenplay) if screenplay else ():
            count += 1
            name = path.name, lexicon.mark_of(passage.text, passage.scene.title)
            if name in wanted or count % _ONE_IN == 0:
                scene = _measured(path.name, passage, examples)
                if scene and name in wanted:
                    labelled[name] = scene, wanted[name]
                elif scene:
                    ordinary.append(scene)
    print(f"{len(ordinary)} ordinary scenes, {len(labelled)} of {len(labels)} labels found")
    return ordinary, list(labelled.values())


def _measured(film: str, passage: Passage, examples: Examples) -> Scene | None:
    measured = measure(passage)
    meaning = measure_meaning(pieces_of(passage), examples.encoder, examples)
    if meaning is None or measured.word_count < lexicon.FEWEST_WORDS:
        return None
    known, z = blend.load(), blend.z_scores(measured.values)
    words = {side: getattr(known, side).of(z) for side in _BY_WORDS}
    return Scene(film, words, meaning)


# ------------------------------------------------------------------ a network


def _trained(known: Floats, asked: Floats, plan: Plan, seed: int) -> list[Floats]:
    """Return the weights of one network: Adam, cosine rate, dropout on inputs and hidden."""
    dice = np.random.default_rng(seed)
    weights = _fresh(known.shape[1], asked, plan, dice)
    means = [np.zeros_like(part) for part in weights]
    squares = [np.zeros_like(part) for part in weights]
    steps = plan.epochs * -(-len(known) // plan.batch)
    step = 0
    for _ in range(plan.epochs):
        order = dice.permutation(len(known))
        for start in range(0, len(order), plan.batch):
            pick = order[start : start + plan.batch]
            slopes = _slopes(weights, known[pick], asked[pick], plan, dice)
            step += 1
            rate = plan.rate * 0.5 * (1 + np.cos(np.pi * step / steps))
            for i, slope in enumerate(slopes):
                means[i] = 0.9 * means[i] + 0.1 * slope
                squares[i] = 0.999 * squares[i] + 0.001 * slope**2
                move = means[i] / (1 - 0.9**step)
                move = move / (np.sqrt(squares[i] / (1 - 0.999**step)) + 1e-8)
                shrink = plan.decay * weights[i] if weights[i].ndim == 2 else 0.0
                weights[i] = (weights[i] - rate * (move + shrink)).astype(np.float32)
    return weights


def _fresh(inputs: int, asked: Floats, plan: Plan, dice: np.random.Generator) -> list[Floats]:
    middle = asked.mean(0)
    if plan.is_labels:
        middle = np.log(middle / (1 - middle))
    first = dice.normal(0, np.sqrt(2 / inputs), (inputs, plan.hidden))
    last = dice.normal(0, 0.5 / np.sqrt(plan.hidden), (plan.hidden, asked.shape[1]))
    parts = [first, np.zeros(plan.hidden), last, middle]
    return [part.astype(np.float32) for part in parts]


def _slopes(
    weights: list[Floats], known: Floats, asked: Floats, plan: Plan, dice: np.random.Generator
) -> list[Floats]:
    first, first_bias, last, last_bias = weights
    known = known * _kept(known.shape, plan.dropout / 2, dice)
    sums = known @ first + first_bias
    kept = _kept(sums.shape, plan.dropout, dice) * (sums > 0)
    hidden = sums * kept
    guess = hidden @ last + last_bias
    if plan.is_labels:
        guess = 1 / (1 + np.exp(-guess))
    error = (guess - asked) / len(known)
    back = (error @ last.T) * kept
    return [known.T @ back, back.sum(0), hidden.T @ error, error.sum(0)]


def _kept(shape: tuple[int, ...], dropped: float, dice: np.random.Generator) -> Floats:
    keep: Floats = (dice.random(shape, dtype=np.float32) >= dropped) / np.float32(1 - dropped)
    return keep


def _joined(nets: Sequence[list[Floats]], width: int) -> dict[str, Floats]:
    """Return the networks' weights as the heads read them, the vectors' stretch taken in."""
    first, first_bias, last, last_bias = (np.stack(parts) for parts in zip(*nets, strict=True))
    first[:, :width] *= _STRETCH
    return {"first": first, "first_bias": first_bias, "last": last, "last_bias": last_bias}


def _network(tensors: dict[str, Floats]) -> heads.Network:
    """Return the networks as they will be read: in half precision."""
    halved = {key: part.astype(np.float16).astype(np.float32) for key, part in tensors.items()}
    return heads.Network(**halved)


def _write(name: str, tensors: dict[str, Floats], marks: dict[str, str]) -> None:
    from safetensors.numpy import save

    small = {key: np.ascontiguousarray(part, np.float16) for key, part in tensors.items()}
    write_bytes(_DATA / name, save(small, metadata=marks))


if __name__ == "__main__":
    sys.exit(main())
