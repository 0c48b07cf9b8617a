"""Gates across cues: shared 4-grams, genres told apart, likeness of unlike moods."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from notes import Floats, Gram

_SHRINK = 0.3


def jaccard(one: frozenset[Gram] | set[Gram], two: frozenset[Gram] | set[Gram]) -> float:
    """Return shared over all."""
    union = len(one | two)
    return len(one & two) / union if union else 0.0


def shared(told: list[tuple[str, set[Gram], frozenset[str]]]) -> list[tuple[float, str, str]]:
    """Return (share, name, name) of every pair that quotes no common owner, most first."""
    rows = []
    for (one, a, owners_a), (two, b, owners_b) in combinations(told, 2):
        if min(len(a), len(b)) >= 8 and not owners_a & owners_b:
            rows.append((jaccard(a, b), one, two))
    return sorted(rows, reverse=True)


def leave_one_brief_out(
    features: Floats, genres: list[str], kinds: list[str]
) -> tuple[float, list[tuple[str, str]]]:
    """Return accuracy and the mistakes (true, told) of linear discriminants, a kind held out.

    Features are standardised on the training part; the shared covariance is shrunk to a diagonal.
    """
    right, wrong = 0, []
    names = sorted(set(genres))
    labels = np.array([names.index(genre) for genre in genres])
    for kind in sorted(set(kinds)):
        test = np.array([k == kind for k in kinds])
        mean, spread = features[~test].mean(axis=0), features[~test].std(axis=0) + 1e-9
        known, asked = (features[~test] - mean) / spread, (features[test] - mean) / spread
        centres = np.array([known[labels[~test] == i].mean(axis=0) for i in range(len(names))])
        rest = known - centres[labels[~test]]
        covariance = rest.T @ rest / len(rest)
        covariance = (1 - _SHRINK) * covariance + _SHRINK * np.diag(np.diag(covariance) + 1e-6)
        inverse = np.linalg.inv(covariance)
        gaps = asked[:, None, :] - centres[None, :, :]
        told = np.einsum("ijk,kl,ijl->ij", gaps, inverse, gaps).argmin(axis=1)
        for place, guess in zip(np.flatnonzero(test), told, strict=True):
            if labels[place] == guess:
                right += 1
            else:
                wrong.append((genres[place], names[guess]))
    return right / len(genres), wrong


def likeness(one: dict[str, list[float]], two: dict[str, list[float]]) -> float:
    """Return half root-aligned chroma cosine, half MFCC 1-12 cosine."""
    return 0.5 * _cosine(one["aligned"], two["aligned"]) + 0.5 * _cosine(
        one["mfcc_mean"][1:], two["mfcc_mean"][1:]
    )


def _cosine(one: list[float], two: list[float]) -> float:
    a, b = np.array(one), np.array(two)
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-12))
