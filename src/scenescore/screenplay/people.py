"""Who is who: printed names become persons, so that `COL. LANDA` and `COL LANDA` are one.

Knows only the names of one script and how often each speaks. Merging is careful: two names are one
person only when no other name of the script fits as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from scenescore.core.types import Element, Scene, Screenplay

_RANK_WORDS = """
COL COLONEL CAPT CAPTAIN LT LIEUT LIEUTENANT SGT SERGEANT MAJ MAJOR GEN GENERAL CPL CORPORAL PVT
PRIVATE ADM ADMIRAL CMDR COMMANDER DR DOC DOCTOR PROF PROFESSOR REV REVEREND FATHER SISTER
BROTHER MR MISTER MRS MISS MS MADAME MONSIEUR HERR FRAU SENATOR GOV GOVERNOR MAYOR PRESIDENT
JUDGE SHERIFF DEPUTY OFFICER DETECTIVE DET INSPECTOR AGENT CHIEF KING QUEEN PRINCE PRINCESS
LORD LADY SIR DUKE COUNT UNCLE AUNT COACH CADET
"""
# Words that name a part in the story rather than a person: `MAN` is not `MAN WITH DOG`.
_PART_WORDS = """
MAN WOMAN BOY GIRL KID CHILD GUY LADY VOICE ANNOUNCER REPORTER COP GUARD SOLDIER DRIVER NURSE
DOCTOR WAITER WAITRESS CLERK OFFICER DETECTIVE AGENT PRIEST TEACHER STUDENT NEIGHBOR NEIGHBOUR
MOTHER FATHER SON DAUGHTER BROTHER SISTER WIFE HUSBAND OLD YOUNG LITTLE BIG FIRST SECOND THIRD
FAT TALL OTHER ANOTHER TEEN ADULT CROWD VOICES BOTH ALL EVERYONE CAPTAIN SERGEANT MAJOR
CHIEF BARTENDER PASSENGER THUG GANGSTER PILOT WORKER CUSTOMER DEALER MAID BUTLER RADIO TV
PHONE COMPUTER KING QUEEN JUDGE MAYOR JR SR II III THE A AN AND OF WITH IN ON AT
"""
_RANKS = frozenset(_RANK_WORDS.split())
_PARTS = frozenset(_PART_WORDS.split())
_MOST_WORDS = 8
_MOST_NAMES = 1000
"""More are no cast; then slips of the pen are not looked for."""
_LETTERS = re.compile(r"[^\W\d_]")


def fold(name: str) -> str:
    """Return a name without case, accents, points and quotes: what two spellings share."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).upper()
    plain = re.sub(r"[.,'’`\"“”!?*_]", "" if "." not in plain else " ", plain)
    return " ".join(re.sub(r"[\s\-/]+", " ", plain).split())


def merge_names(counts: Mapping[str, int]) -> dict[str, str]:
    """Return printed name -> person for all names of a script, given how often each speaks."""
    groups = _same_letters(counts)
    weight = {key: sum(counts[name] for name in names) for key, names in groups.items()}
    parent = _contractions(weight)
    members: dict[str, list[str]] = defaultdict(list)
    for key, names in groups.items():
        members[parent.get(key, key)].extend(names)
    person: dict[str, str] = {}
    for names in members.values():
        best = min(names, key=lambda name: (-counts[name], -len(name), name))
        person.update(dict.fromkeys(names, best))
    return person


def _same_letters(counts: Mapping[str, int]) -> dict[str, list[str]]:
    """Group names that differ in points, blanks, accents or case only."""
    glued: dict[str, list[str]] = defaultdict(list)
    for name in sorted(counts):
        glued[fold(name).replace(" ", "")].append(name)
    return {min((fold(name) for name in names), key=lambda f: (-len(f), f)): names
            for names in glued.values()}  # fmt: skip


def _contractions(weight: Mapping[str, int]) -> dict[str, str]:
    """Return folded short name -> folded name it stands for, where just one fits."""
    parent: dict[str, str] = {}
    longer = _by_ends(weight)
    for short in sorted(weight):
        fits = [name for name in longer.get(short, ()) if _stands_for(short, name)]
        if len(fits) == 1:
            parent[short] = fits[0]
        elif not fits:
            near = _near_miss(short, weight)
            if near:
                parent[short] = near
    return {short: _top(short, parent) for short in parent}


def _by_ends(names: Iterable[str]) -> dict[str, list[str]]:
    """Return first or last words -> the names that begin or end with them and go on."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        words = name.split()
        cuts = range(1, min(len(words), _MOST_WORDS))
        ends = {" ".join(words[:n]) for n in cuts} | {" ".join(words[-n:]) for n in cuts}
        for end in ends:
            found[end].append(name)
    return found


def _top(name: str, parent: Mapping[str, str]) -> str:
    seen = {name}
    while name in parent and parent[name] not in seen:
        name = parent[name]
        seen.add(name)
    return name


def _stands_for(short: str, full: str) -> bool:
    """Return True when `LANDA` may be `COL LANDA`, or `WILL` be `WILL BLOOM`."""
    few, many = short.split(), full.split()
    if not few or len(many) <= len(few) or any(word in _PARTS for word in few):
        return False
    extra = many[: -len(few)] if many[-len(few) :] == few else many[len(few) :]
    if many[-len(few) :] != few and many[: len(few)] != few:
        return False
    if any(not _LETTERS.search(word) or any(c.isdigit() for c in word) for word in extra):
        return False
    if many[-len(few) :] == few and all(word in _RANKS for word in extra):
        return True
    return len(few) == 1 and len(many) == 2 and extra[0] not in _PARTS and len(extra[0]) > 1


def _near_miss(name: str, weight: Mapping[str, int]) -> str | None:
    """Return the much more frequent name that this rare one mis-spells, if just one does."""
    if (
        len(weight) > _MOST_NAMES
        or weight[name] > 2
        or len(name) < 5
        or any(c.isdigit() for c in name)
    ):
        return None
    near = [other for other in sorted(weight)
            if weight[other] >= 10 and not any(c.isdigit() for c in other)
            and abs(len(other) - len(name)) <= 1 and _one_slip(name, other)]  # fmt: skip
    return near[0] if len(near) == 1 else None


def _one_slip(a: str, b: str) -> bool:
    """Return True when one letter is missing, or two neighbours are swapped."""
    if len(a) == len(b):
        wrong = [i for i in range(len(a)) if a[i] != b[i]]
        return len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(a) == sorted(b)
    long, short = (a, b) if len(a) > len(b) else (b, a)
    return any(long[:i] + long[i + 1 :] == short for i in range(1, len(long)))


def cast_of(screenplay: Screenplay) -> tuple[str, ...]:
    """Return all persons who speak in a film, those who speak most first."""
    words: Counter[str] = Counter()
    for scene in screenplay.scenes:
        words.update(_spoken_words(scene.elements))
    return tuple(sorted(words, key=lambda person: (-words[person], person)))


def people_of(scene: Scene, cast: Collection[str] = ()) -> tuple[str, ...]:
    """Return who is in a scene: speakers by words spoken, then those the action names.

    `cast` are persons of the film (`cast_of`), found in the action in any case; without it only
    names printed in capitals that speak in this very scene can be known.
    """
    spoken = _spoken_words(scene.elements)
    speakers = sorted(spoken, key=lambda person: -spoken[person])
    seen = _mentions(scene, (person for person in cast if person not in spoken))
    return (*speakers, *sorted(seen, key=lambda person: -seen[person]))


def present_in(scene: Scene, cast: Collection[str]) -> tuple[str, ...]:
    """Return who of the film's `cast` the action of a scene names and who does not speak in it."""
    speaking = {e.person for e in scene.elements if e.kind == "character"}
    return tuple(person for person in people_of(scene, cast) if person not in speaking)


def _spoken_words(elements: Iterable[Element]) -> dict[str, int]:
    """Return person -> words spoken, in order of the first speech."""
    words: dict[str, int] = {}
    for element in elements:
        if element.person and element.kind in ("character", "dialogue", "lyric"):
            count = len(element.text.split()) if element.kind != "character" else 0
            words[element.person] = words.get(element.person, 0) + count
    return words


def _mentions(scene: Scene, persons: Iterable[str]) -> dict[str, int]:
    text = " ".join(e.text for e in scene.elements if e.kind in ("action", "shot"))
    low = text.lower()
    found = {}
    for person in persons:
        if person.lower() not in low or fold(person) in _PARTS:
            continue
        count = len(re.findall(rf"(?<!\w){re.escape(person)}(?!\w)", text, re.IGNORECASE))
        if count:
            found[person] = count
    return found
