"""Little films for the tests of the story room, written for them."""

from __future__ import annotations

from dataclasses import replace

from scenescore.core.types import Screenplay
from scenescore.story.raw_scene import screenplay_of
from scenescore.testing import screenplay

GRIEF = """INT. HOSPITAL ROOM - NIGHT

ANNA sits beside the bed. The monitor shows a flat line. Her mother's hand is cold.

She lays her head on the blanket and weeps. Nobody comes.

ANNA
Please don't leave me. Please.

The nurse covers the dead woman's face. Anna sobs, broken with grief."""

FLASHBACK = """EXT. MEADOW - DAY (FLASHBACK)

Sunlight. A little girl, ANNA at seven, runs laughing through the flowers.

Her mother catches her and whirls her round. They fall into the grass, giggling with joy.

MOTHER
I love you, my sweet darling!

They hug and laugh. A happy, wonderful summer day."""

MEADOW = FLASHBACK.replace(" (FLASHBACK)", "")

BREAKFAST = """INT. KITCHEN - MORNING

Breakfast. The whole family laughs at father's burnt pancakes. ANNA kisses her mother.

MOTHER
Happy birthday, sweetheart!

They cheer and sing. Anna smiles, delighted, and hugs everyone."""

OFFICE = """INT. OFFICE - DAY

ANNA types a report. BEN puts a folder on her desk and goes back to the copier.

BEN
The numbers for the spring.

ANNA
Put them on the pile.

She turns a page and writes down a figure."""

CHASE = """EXT. HARBOR STREET - NIGHT

The van roars round the corner, tyres screaming. ANNA sprints down the pier, gunfire behind her.

Bullets rip through the crates. She dives, rolls, runs on. The van smashes through the gate!

BEN
Run! Go, go!

She leaps for the moving boat as the fuel tank explodes."""

PORCH = """EXT. PORCH - EVENING

ANNA and her father sit side by side, looking at the lake. The tea has gone cold.

FATHER
The swallows are late this year.

ANNA
They always come back.

He nods. A long, comfortable quiet."""

HIDING = """INT. CELLAR - NIGHT

Darkness. A stair creaks. ANNA holds her breath behind the shelves and listens.

Slow footsteps. The beam of a flashlight creeps along the wall, nearer and nearer.

A shadow stops in front of her hiding place. Silence. The knife glints."""


def film(*texts: str, length_s: float | None = None) -> Screenplay:
    """Return a film of the scenes, numbered, each key from its place and text."""
    scenes = []
    for number, text in enumerate(texts, 1):
        (scene,) = screenplay_of(text).scenes
        scenes.append(replace(scene, number=number, key=f"{scene.key}-{number}", length_s=length_s))
    return screenplay(*scenes)
