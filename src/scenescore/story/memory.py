"""What an audience carries from earlier scenes, and how it colours the scene it sees now.

Memory is no smoothing: each scene keeps its own mood, a residue of earlier ones lives beside it,
and the two mix only where they contradict. Joy after grief becomes bittersweet, joy after joy stays
joy, grief is never softened, tension lingers. A flashback is felt against the story it interrupts;
when it ends, that story's residue is back exactly as it was. What a scene has to do with earlier
ones beyond its mood (`ties`) may turn the rule: a win undoes a defeat, a secret poisons a joy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scenescore.core.types import Memory, Mood
from scenescore.story.ties import NONE, Ties

_PULL, _PULL_IN_FRAME = 0.25, 0.5
"""Share of the residue in a glad scene after sorrow; a flashback hears more of it."""
_HALF_LIFE_S = 60.0
"""Film seconds in which a residue fades by half: about a page."""
_SHORTEST_S, _LONGEST_S = 45.0, 180.0
"""A short scene still leaves a mark; a long one does not wipe out all before it."""
_FULL_WEIGHT = 0.35
"""Weight from which a residue is felt in full."""
_DEEP, _DEEP_IN_FRAME = 0.4, 0.2
"""Sorrow from which the pull is full; into a flashback even a quiet grief reaches."""
_GLAD = 0.4
"""Valence from which a joy is one."""
_NERVES, _ALL_NERVES = 0.3, 0.5
"""Tension left from which nerves run on, and from which they do in full: less is ordinary."""
_BARE = 0.3
"""Valence from which a scene's own feeling stands; below, it takes on what is left."""
_WARMTH = 0.2
"""Share of a gladness that a scene without a feeling of its own takes on."""
_STILL, _WILD, _DANGER = 0.5, 0.85, 0.6
"""Arousal 0..1 of a residue that is all sorrow, of one all danger, and what danger takes."""
_LINGER = 0.5
_RISES = 0.2
"""Tension lingers at half of what is left, and rises by this share of what is left above it."""
_KEYED = 0.4
"""Share of what is left of calm that danger just past takes from a glad scene: nerves still run."""
_ASLEEP, _AWAKE = -0.6, -0.3
"""Arousal of a scene at rest, and of one that is up and about."""
_FALL = 0.25
"""What a sorrow that the film cuts to from a joy gains by the fall, a share of that joy."""
_WORTH = 0.35
"""What a win gains by the defeat that it undoes, a share of that sorrow."""
_POISON, _WATCHED, _ALARM = 0.4, 0.6, 0.2
"""Of a joy, what a secret takes; of the secret's tension, what stays; of calm, what it takes."""
_AWAY = 0.7
"""Share of a loss that colours the feeling, against the joy before it."""


@dataclass(frozen=True, slots=True)
class Felt:
    """A scene as an audience with a memory feels it."""

    mood: Mood
    """Not rounded."""
    mixed: float
    """0 one feeling .. 1 two of equal strength that contradict each other."""


def residue_of(memory: Memory) -> Mood:
    """Return the mood left over from earlier scenes, arousal 0..1; all 0 at the film's start."""
    if memory.weight <= 0:
        return Mood()
    share = min(1.0, memory.weight / _FULL_WEIGHT) / memory.weight
    return Mood(
        memory.residue.valence * share,
        memory.residue.arousal * share,
        memory.residue.tension * share,
    )


def feel(mood: Mood, memory: Memory, *, flashback: bool = False, ties: Ties = NONE) -> Felt:
    """Return how a scene of this mood feels after what is remembered."""
    left = residue_of(memory)
    felt = _opposed(mood, left, memory, flashback, ties)
    return felt if flashback else _knowing(_keyed_up(felt, mood, left), mood, ties)


def _opposed(mood: Mood, left: Mood, memory: Memory, flashback: bool, ties: Ties) -> Felt:
    """Return joy against sorrow and sorrow against joy."""
    tension = mood.tension if flashback else _lingering(mood, left)
    if mood.valence > 0 > left.valence:
        pull = (1 - ties.won) * _pull_of(left, memory, flashback)
        return _joy_after_sorrow(mood, left, tension, pull)
    valence = mood.valence + _taken_on(mood, left, memory, flashback)
    if not mood.valence < 0 < left.valence:
        return Felt(replace(mood, valence=valence, tension=tension), 0.0)
    mixed = _AWAY * min(-mood.valence, left.valence)
    if flashback:  # the film cuts there for the fall
        valence -= _FALL * left.valence * min(1.0, -mood.valence / _BARE)
    return Felt(replace(mood, valence=max(valence, -1.0), tension=tension), mixed)


def _lingering(mood: Mood, left: Mood) -> float:
    rising = _RISES * max(left.tension - mood.tension, 0.0)
    more = max(rising, _LINGER * left.tension - mood.tension, 0.0)
    return mood.tension + _nerves(left) * more


def _nerves(left: Mood) -> float:
    """Return 0..1, how much of what is left is danger; an ordinary scene leaves none."""
    return min(max((left.tension - _NERVES) / (_ALL_NERVES - _NERVES), 0.0), 1.0)


def _keyed_up(felt: Felt, mood: Mood, left: Mood) -> Felt:
    """Return a glad scene after danger: the laugh is real, and the body is still on guard.

    A scene that comes to rest does rest.
    """
    glad = min(max(mood.valence / _GLAD, 0.0), 1.0)
    awake = min(max((mood.arousal - _ASLEEP) / (_AWAKE - _ASLEEP), 0.0), 1.0)
    keyed = _KEYED * left.tension * _nerves(left) * glad * awake
    return replace(felt, mood=_livelier(felt.mood, keyed))


def _knowing(felt: Felt, mood: Mood, ties: Ties) -> Felt:
    """Return a joy that an audience knows more of: what it cost, or what somebody in it does not
    know.
    """
    if mood.valence <= 0:
        return felt
    worth = min(felt.mood.valence + _WORTH * ties.won * ties.cost, 1.0)
    felt = replace(felt, mood=replace(felt.mood, valence=worth))
    secret = ties.secret
    if secret is None:
        return felt
    poisoned = replace(
        felt.mood,
        valence=felt.mood.valence * (1 - _POISON * secret.strength),
        tension=max(felt.mood.tension, _WATCHED * secret.strength * secret.mood.tension),
    )
    return replace(felt, mood=_livelier(poisoned, _ALARM * secret.strength))


def _livelier(mood: Mood, share: float) -> Mood:
    """Return the mood with a share of what it lacks in arousal."""
    return replace(mood, arousal=mood.arousal + share * (1 - mood.arousal))


def _taken_on(mood: Mood, left: Mood, memory: Memory, flashback: bool) -> float:
    """Return what a scene with little feeling of its own takes on; one that has more takes none.

    It meets the rule for gladness after sorrow where valence is 0, so that no feeling jumps there.
    """
    bare = max(0.0, 1 - abs(mood.valence) / _BARE)
    if left.valence > 0:
        return _WARMTH * bare * left.valence
    return _pull_of(left, memory, flashback) * bare * left.valence if left.valence < 0 else 0.0


def _joy_after_sorrow(mood: Mood, left: Mood, tension: float, pull: float) -> Felt:
    sorrow = -left.valence
    joy, shadow = (1 - pull) * mood.valence, pull * sorrow
    lively = (mood.arousal + 1) / 2 * (1 - pull / 2 * sorrow)
    mixed = 2 * min(joy, shadow) / (joy + shadow) if joy + shadow > 0 else 0.0
    # A faint smile is no joy, and mixes with nothing.
    mixed *= min(1.0, mood.valence / _GLAD)
    return Felt(Mood(joy - shadow, 2 * lively - 1, tension), mixed)


def _pull_of(left: Mood, memory: Memory, flashback: bool) -> float:
    """Return the share that sorrow takes; a faint one takes little, so that joy does not change in
    a step when sorrow begins.
    """
    if flashback:
        return _PULL_IN_FRAME * min(1.0, -left.valence / _DEEP_IN_FRAME)
    return _PULL * _stillness(memory) * min(1.0, -left.valence / _DEEP)


def _stillness(memory: Memory) -> float:
    """Return how much of a residue is sorrow: after danger, gladness is relief, not bittersweet."""
    lively = memory.residue.arousal / memory.weight
    excited = min(max((lively - _STILL) / (_WILD - _STILL), 0.0), 1.0)
    return 1 - _DANGER * excited


def after(memory: Memory, mood: Mood, length_s: float) -> Memory:
    """Return the memory once a scene of this mood and length has been seen.

    Strong scenes stick: what is remembered is weighted by the scene's peak, not its average.
    """
    kept = 0.5 ** (min(max(length_s, _SHORTEST_S), _LONGEST_S) / _HALF_LIFE_S)
    weight = (1 - kept) * _salience(mood)
    return replace(
        memory,
        residue=Mood(
            kept * memory.residue.valence + weight * mood.valence,
            kept * memory.residue.arousal + weight * (mood.arousal + 1) / 2,
            kept * memory.residue.tension + weight * mood.tension,
        ),
        weight=kept * memory.weight + weight,
        elapsed_s=memory.elapsed_s + length_s,
    )


def _salience(mood: Mood) -> float:
    """Return 0.15 (nothing happened) .. 1 (unforgettable)."""
    return 0.15 + 0.85 * max(abs(mood.valence), mood.arousal, mood.tension)


def enter_frame(memory: Memory) -> Memory:
    """Return the memory inside a flashback: the story outside is set aside, its residue kept."""
    return replace(memory, frames=(*memory.frames, (memory.residue, memory.weight)))


def leave_frame(memory: Memory) -> Memory:
    """Return the memory back in the story outside, exactly as it was left."""
    if not memory.frames:
        return memory
    *outer, (residue, weight) = memory.frames
    return replace(memory, residue=residue, weight=weight, frames=tuple(outer))


def to_depth(memory: Memory, depth: int) -> Memory:
    """Return the memory so many flashbacks deep."""
    while len(memory.frames) > depth:
        memory = leave_frame(memory)
    while len(memory.frames) < depth:
        memory = enter_frame(memory)
    return memory
