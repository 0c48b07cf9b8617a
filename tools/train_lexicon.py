"""Makes the lexicon analyst's two data files, and says how good they are.

    tools/train_lexicon.py heads FOLDER_WITH_EMOBANK_CSV
    tools/train_lexicon.py moods FOLDER_OF_SCREENPLAYS ...

`heads` learns word weights from EmoBank (Buechel & Hahn 2017, CC-BY-SA 4.0) and writes
`story/data/emobank-heads.tsv`. `moods` measures scene language over whole screenplays, fits the
blend to the labels in `tools/scene-labels.json` and writes `story/data/moods.json`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import nnls

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.core.files import write_text
from scenescore.core.types import Screenplay
from scenescore.screenplay.read import read_file
from scenescore.story import genre_rank, heads, surface
from scenescore.story.blend import HIGHEST_Z, LOWEST_Z
from scenescore.story.measures import measure
from scenescore.story.passages import passages_of

Floats = npt.NDArray[np.float64]

_DATA = Path(__file__).parent.parent / "src/scenescore/story/data"
LABELS = Path(__file__).parent / "scene-labels.json"
_SIDES = ("V", "A", "D")
_PENALTIES = (1.0, 2.0, 4.0, 8.0, 16.0)
_SURFACE_SCALE = 0.1
_TERMS_KEPT = 10_000
_HEAD = """# Word weights for valence, arousal and dominance of a sentence, EmoBank's scale 1..5.
# Derived from EmoBank (Sven Buechel and Udo Hahn, 2017), https://github.com/JULIELab/EmoBank,
# licensed CC-BY-SA 4.0; these weights are offered under CC-BY-SA 4.0 too. See LICENCE.md here.
# term, 100 x inverse document frequency, 1000 x weights of valence, arousal, dominance
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the file that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["heads", "moods"])
    parser.add_argument("folders", type=Path, nargs="+")
    given = parser.parse_args(arguments)
    if given.what == "heads":
        train_heads(given.folders[0])
    else:
        fit_moods(given.folders)
    return 0


# ------------------------------------------------------------------ heads


def read_emobank(folder: Path) -> tuple[list[str], Floats, dict[str, list[int]]]:
    """Return sentences, scores (n, 3) and the rows of each split."""
    with (folder / "emobank.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    splits: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        splits.setdefault(row["split"], []).append(index)
    scores = np.array([[float(row[side]) for side in _SIDES] for row in rows])
    return [row["text"] for row in rows], scores, splits


def train_heads(folder: Path) -> None:
    """Fit a ridge on the train split, its penalty chosen on dev, and write the weights."""
    texts, scores, splits = read_emobank(folder)
    train, dev = splits["train"], splits["dev"]
    frequency = _frequencies([texts[i] for i in train])
    names = sorted(frequency)
    measured = np.array([surface.surface_of(text) for text in texts])
    mean, deviation = measured[train].mean(0), measured[train].std(0)
    table = sparse.hstack(
        [_term_table(texts, frequency, names), (measured - mean) / deviation * _SURFACE_SCALE]
    ).tocsr()
    weights, bias = _ridge(table, scores, train, dev)
    rows = [_row(":bias", *bias)]
    tail = weights[len(names) :] * _SURFACE_SCALE
    rows += [
        _row(f":{name}", mean[i], deviation[i], *tail[i]) for i, name in enumerate(surface.NAMES)
    ]
    loudest = np.argsort(-np.abs(weights[: len(names)]).max(1), kind="stable")[:_TERMS_KEPT]
    for i in sorted(loudest):
        cells = [round(100 * frequency[names[i]]), *(round(1000 * w) for w in weights[i])]
        rows.append("\t".join([names[i], *map(str, cells)]))
    text = _HEAD + "\n".join(rows) + "\n"
    write_text(_DATA / "emobank-heads.tsv", text)
    heads.load.cache_clear()
    _say_heads(texts, scores, splits["test"])


def _row(name: str, *values: float) -> str:
    return "\t".join([name, *(f"{value:.5f}" for value in values)])


def _frequencies(texts: Sequence[str]) -> dict[str, float]:
    counts: dict[str, int] = {}
    for text in texts:
        for term in set(heads.terms_of(text)):
            counts[term] = counts.get(term, 0) + 1
    return {
        term: float(np.log((1 + len(texts)) / (1 + n)) + 1) for term, n in counts.items() if n > 1
    }


def _term_table(
    texts: Sequence[str], frequency: dict[str, float], names: Sequence[str]
) -> sparse.csr_matrix:
    column = {name: index for index, name in enumerate(names)}
    table = sparse.lil_matrix((len(texts), len(names)))
    for index, text in enumerate(texts):
        for term, share in heads.tfidf(heads.terms_of(text), frequency).items():
            table[index, column[term]] = share
    return table.tocsr()


def _ridge(
    table: sparse.csr_matrix, scores: Floats, train: list[int], dev: list[int]
) -> tuple[Floats, Floats]:
    """Return the weights (columns, 3) and bias, each side with the penalty best on dev."""
    known, bias = table[train], scores[train].mean(0)
    kernel = (known @ known.T).toarray()
    best = np.full(3, -1.0)
    weights = np.zeros((table.shape[1], 3))
    for penalty in _PENALTIES:
        dual = np.linalg.solve(kernel + penalty * np.eye(len(train)), scores[train] - bias)
        fitted = known.T @ dual
        guess = table[dev] @ fitted
        for side in range(3):
            agreement = correlation(guess[:, side], scores[dev, side])
            if agreement > best[side]:
                best[side], weights[:, side] = agreement, fitted[:, side]
    return weights, bias


def _say_heads(texts: Sequence[str], scores: Floats, test: list[int]) -> None:
    guess = np.array([heads.score_sentence(texts[i]) for i in test])
    for side, name in enumerate(_SIDES):
        print(f"EmoBank test {name}: r = {correlation(guess[:, side], scores[test, side]):.3f}")


def correlation(one: Floats, other: Floats) -> float:
    """Return Pearson's r."""
    return float(np.corrcoef(one, other)[0, 1])


# ------------------------------------------------------------------ moods

# Weights set in advance, from the field's experience: what makes a scene glad, lively, tense.
# The fit may move them, may not turn their signs.
_PRIORS: dict[str, dict[str, float]] = {
    "valence": {
        "valence": 0.05, "polarity": 0.08,
        "joy": 0.08, "love": 0.05, "wonder": 0.05,
        "comfort": 0.02, "release": 0.03, "comedy": 0.02, "violence": -0.05, "menace": -0.05,
        "grief": -0.06, "death": -0.03, "sadness": -0.05, "fear": -0.04, "anger": -0.04,
        "pain": -0.03, "oppression": -0.02,
    },
    "arousal": {
        "excited": 0.05, "violence": 0.1, "motion": 0.07, "loud": 0.05, "pursuit": 0.07,
        "exclaims": 0.05, "calm": -0.08, "comfort": -0.03, "told-length": 0.05, "fear": 0.04,
        "anger": 0.03, "urgency": 0.04, "weapon": 0.04, "sadness": -0.03, "talk": -0.03,
    },
    "tension": {
        "violence": 0.1, "weapon": 0.06, "menace": 0.1, "stealth": 0.1, "fear": 0.08,
        "pursuit": 0.06, "motion": 0.04, "urgency": 0.06, "polarity": -0.06, "comfort": -0.06,
        "comedy": -0.06, "joy": -0.08, "love": -0.04, "wonder": -0.02, "night": 0.04,
        "anticipation": 0.06, "oppression": 0.02, "pain": 0.02, "mystery": 0.02, "death": 0.02,
        "release": -0.02,
    },
}  # fmt: skip
_TRUST_IN_PRIOR = 400.0
_WANTED_SPREAD = 0.85
"""Deviation of our moods against the labels': a ridge alone gives 0.65, too timid to score."""
FEWEST_WORDS, _FEWEST_SCENES = 30, 20


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled scene and what was measured of it."""

    film: str
    values: dict[str, float]
    moods: dict[str, float]


def fit_moods(folders: Sequence[Path]) -> None:
    """Measure all scenes of all films, fit the labelled ones, write norms and weights."""
    corpus, labelled = _measure_all(folders)
    norms = norms_of([scene.values for scene in corpus.scenes])
    films = np.array([scene.film for scene in labelled])
    sides = {}
    for side, prior in _PRIORS.items():
        known = z_table([scene.values for scene in labelled], norms, list(prior))
        asked = np.array([scene.moods[side] for scene in labelled])
        asked = 2 * asked - 1 if side == "tension" else asked
        sides[side] = fit_side(side, known, asked, films, prior)
    data = {
        "norms": norms,
        "moods": sides,
        "genres": norms_of([scene.genres for scene in corpus.scenes], floor=0.7),
        "film_genres": norms_of(corpus.films, floor=0.7),
        "made_from": {
            "ordinary_scenes": len(corpus.scenes),
            "films": len(corpus.films),
            "labelled_scenes": len(labelled),
        },
    }
    write_text(_DATA / "moods.json", json.dumps(data, indent=1) + "\n")


@dataclass(frozen=True, slots=True)
class Ordinary:
    """What one scene measured, moods and genres."""

    values: dict[str, float]
    genres: dict[str, float]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Whole screenplays, measured."""

    scenes: list[Ordinary]
    films: list[dict[str, float]]
    """Genre rates of each film."""


def _measure_all(folders: Sequence[Path]) -> tuple[Corpus, list[Labelled]]:
    labels = json.loads(LABELS.read_text("utf-8"))["scenes"]
    wanted = {(label["film"], label["mark"]): label for label in labels}
    seen: dict[str, Ordinary] = {}
    films: dict[str, dict[str, float]] = {}
    labelled: dict[tuple[str, str], Labelled] = {}
    for path in sorted(path for folder in folders for path in folder.iterdir()):
        screenplay = read_script(path)
        if screenplay is None or len(screenplay.scored_scenes) < _FEWEST_SCENES:
            continue
        passages = passages_of(screenplay)
        for passage in passages:
            measured, mark = measure(passage), mark_of(passage.text, passage.scene.title)
            counts, words = genre_rank.genre_counts(passage), measured.word_count
            if words >= FEWEST_WORDS:
                rates = genre_rank.scene_rates(counts, words)
                seen.setdefault(mark, Ordinary(measured.values, rates))
            label = wanted.get((path.name, mark))
            if label:
                labelled[path.name, mark] = Labelled(path.name, measured.values, label)
        films.setdefault(film_of(path), genre_rank.film_rates(passages))
    print(f"{len(seen)} scenes measured, {len(labelled)} of {len(labels)} labels found")
    return Corpus(list(seen.values()), list(films.values())), list(labelled.values())


def film_of(path: Path) -> str:
    """Return a name under which the same film in two formats is one."""
    return re.sub(r"_?(fdx|fountain|imsdb|pdf|mica|html)\b.*", "", path.stem.lower())


def norms_of(
    rows: Sequence[Mapping[str, float]], floor: float = 0.0
) -> dict[str, tuple[float, float]]:
    """Return name -> (mean, deviation); no deviation is below `floor` of the middle one."""
    names = list(rows[0])
    table = np.array([[row[name] for name in names] for row in rows])
    spread = np.maximum(table.std(0), floor * np.median(table.std(0))) + 1e-6
    return {
        name: (round(float(mean), 6), round(float(deviation), 6))
        for name, mean, deviation in zip(names, table.mean(0), spread, strict=True)
    }


def read_script(path: Path) -> Screenplay | None:
    """Return the screenplay in a file; None when there is none."""
    try:
        return read_file(path)
    except UnreadableScreenplayError:
        return None


def mark_of(text: str, title: str) -> str:
    """Return what a labelled scene is found by: the first letters of its body, hashed."""
    body = re.sub(r"[^a-z]", "", text.removeprefix(title).lower())[:40]
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def z_table(
    rows: Sequence[dict[str, float]], norms: Mapping[str, tuple[float, float]], names: Sequence[str]
) -> Floats:
    """Return rows of deviations from ordinary scenes, clipped."""
    raw = [[(row[name] - norms[name][0]) / norms[name][1] for name in names] for row in rows]
    return np.clip(np.array(raw), LOWEST_Z, HIGHEST_Z)


def fit_side(
    side: str, known: Floats, asked: Floats, films: npt.NDArray[np.str_], prior: dict[str, float]
) -> dict[str, object]:
    """Return bias, gain and weights; say how well films left out were foretold."""
    start = np.array(list(prior.values()))
    guess = np.zeros(len(asked))
    for film in sorted(set(films)):
        out = films == film
        weights, bias = _ridge_to(known[~out], asked[~out], start)
        guess[out] = bias + known[out] @ weights
    low, high = interval(guess, asked)
    print(f"{side}: r = {correlation(guess, asked):.2f} ({low:.2f}..{high:.2f}), n = {len(asked)}")
    weights, bias = _ridge_to(known, asked, start)
    blended = known @ weights
    gain = gain_of(blended, asked)
    bias = asked.mean() - gain * blended.mean()
    return {
        "bias": round(float(bias), 4),
        "gain": round(float(gain), 4),
        "weights": {name: round(float(w), 5) for name, w in zip(prior, weights, strict=True)},
    }


def gain_of(blended: Floats, asked: Floats) -> float:
    """Return the gain at which moods, once squashed, spread as wanted."""
    gains = np.linspace(0.5, 4.0, 351)
    centred = blended - blended.mean()
    spreads = np.array([np.tanh(asked.mean() + gain * centred).std() for gain in gains])
    return float(gains[np.argmin(np.abs(spreads - _WANTED_SPREAD * asked.std()))])


def _ridge_to(known: Floats, asked: Floats, start: Floats) -> tuple[Floats, float]:
    """Return weights near `start`, of its signs, and the bias."""
    signs = np.sign(start)
    turned = known * signs
    centre, middle = turned.mean(0), asked.mean()
    pull = np.sqrt(_TRUST_IN_PRIOR)
    rows = np.vstack([turned - centre, pull * np.eye(len(start))])
    weights, _ = nnls(rows, np.concatenate([asked - middle, pull * np.abs(start)]))
    return weights * signs, float(middle - centre @ weights)


def interval(guess: Floats, asked: Floats) -> tuple[float, float]:
    """Return the 90 % bootstrap interval of the correlation."""
    dice = np.random.default_rng(0)
    picks = dice.integers(0, len(asked), (2000, len(asked)))
    found = np.sort([correlation(guess[pick], asked[pick]) for pick in picks])
    return float(found[100]), float(found[1900])


if __name__ == "__main__":
    sys.exit(main())
