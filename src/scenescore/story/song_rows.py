"""Words for the song that would fit, as musicians say them. Data, written by us.

Each line: how it moves, how it sounds, what it feels like; a word and where it lies (valence,
arousal, tension). Scenery words need the scene to show the thing.
"""

from __future__ import annotations

MOVES = """
    walking .1 -.1 .15, measured 0 -.2 .25, ambling .25 -.25 .05, even .05 -.3 .15,
    plodding -.2 -.2 .25, hesitant -.1 -.15 .35,
    still .1 -.9 .15, floating .3 -.7 .1, drifting .1 -.65 .15, slow -.1 -.65 .2,
    unhurried .35 -.5 .05, swaying .4 -.3 .05, lilting .5 -.1 .05, flowing .35 -.2 .1,
    steady .1 -.05 .25, strolling .45 -.1 .05, pulsing -.1 .25 .5, insistent -.2 .35 .6,
    restless -.25 .3 .5, driving .05 .65 .55, galloping .35 .8 .45, racing 0 .85 .65,
    pounding -.4 .8 .75, relentless -.5 .75 .85, halting -.25 -.45 .4, creeping -.4 -.3 .75,
    rocking .45 -.4 .05, dancing .75 .45 .05, soaring .75 .45 .2, rising .45 .25 .35,
    fading -.3 -.65 .15, falling -.55 -.35 .3, trembling -.45 .1 .7, surging .2 .6 .5,
    marching .1 .45 .45, tiptoeing .2 -.15 .4, bouncing .65 .45 .05, spinning .3 .6 .3,
    lingering -.2 -.55 .2, suspended -.15 -.4 .6, stalking -.45 .05 .8, ticking -.2 .1 .7,
    churning -.4 .55 .7, crawling -.55 -.35 .8, skipping .65 .35 .05, breathless -.15 .75 .75,
    heavy -.55 -.25 .4, weary -.4 -.55 .2, hammering -.5 .75 .8, hurtling -.25 .85 .75,
    thrashing -.65 .85 .9, lurching -.5 .45 .75, edging -.3 -.05 .65
"""
SOUNDS = """
    woody .1 -.15 .15, clear .25 -.05 .1, dry -.1 -.1 .3, light .35 .05 .05, veiled -.15 -.3 .35,
    thin -.2 -.2 .3,
    warm .55 -.3 .05, bright .65 .3 .05, dark -.5 -.15 .6, cold -.45 -.35 .5, hollow -.45 -.5 .35,
    glassy -.1 -.4 .45, hushed .05 -.65 .25, sparse -.15 -.55 .3, rich .4 0 .1,
    shimmering .5 -.1 .2, golden .7 0 .05, silvery .4 -.25 .15, brassy .4 .6 .4,
    metallic -.4 .55 .7, smoky -.1 -.3 .35, velvet .4 -.4 .1, icy -.5 -.3 .65,
    muted -.15 -.45 .25, raw -.5 .4 .55, sharp -.4 .5 .7, thunderous -.2 .9 .7,
    delicate .4 -.5 .1, airy .5 -.3 .05, low -.4 -.3 .55, murky -.5 -.3 .65, radiant .8 .2 .05,
    bare -.3 -.6 .25, intimate .35 -.5 .1, lean .2 .1 .3, distorted -.6 .75 .8,
    jagged -.5 .65 .8, soft .35 -.55 .05, grainy -.25 -.2 .35, crystalline .35 -.4 .15,
    shadowy -.35 -.3 .65, brittle -.4 -.05 .55, full .55 .35 .15, blazing .3 .85 .5,
    plain .05 -.3 .1, subdued -.15 -.4 .2, dissonant -.6 .2 .85, open .4 -.1 .1, pale -.3 -.5 .25,
    crisp .35 .25 .15
"""
FEELS = """
    candid .15 -.1 .1, sober -.1 -.2 .25, inquiring .2 -.05 .25, easygoing .35 -.1 .05,
    patient .1 -.35 .1,
    tender .55 -.4 .1, aching -.45 -.2 .3, wistful -.05 -.45 .15, mournful -.7 -.45 .25,
    hopeful .5 -.05 .2, playful .6 .25 .05, menacing -.6 .15 .8, anxious -.35 .25 .65,
    triumphant .85 .7 .25, serene .55 -.65 .05, mysterious -.1 -.25 .5, bittersweet .05 -.35 .15,
    longing -.1 -.3 .2, fierce -.4 .8 .75, desperate -.5 .55 .7, joyful .85 .4 .05,
    solemn -.15 -.4 .35, uneasy -.3 -.1 .55, sinister -.6 -.1 .8, carefree .7 .15 .05,
    defiant .05 .5 .55, lonely -.45 -.5 .2, eerie -.35 -.3 .7, proud .6 .25 .15,
    wondering .5 -.1 .15, mischievous .45 .25 .2, heroic .6 .65 .45, grieving -.85 -.2 .3,
    gentle .45 -.5 .05, stoic -.15 -.3 .35, brooding -.4 -.25 .5, wry .2 -.05 .15,
    urgent -.1 .7 .65, merciless -.65 .7 .85, watchful -.15 -.1 .55, guarded -.1 -.25 .4,
    thoughtful .1 -.45 .1, homely .5 -.35 .05, elated .85 .55 .1, bitter -.5 .05 .35,
    weightless .4 -.5 .1, fateful -.4 .05 .6, restrained 0 -.35 .25, daring .4 .65 .5,
    nervous -.25 .2 .55, resigned -.35 -.5 .2, forgiving .35 -.4 .1, feverish -.45 .6 .7,
    stricken -.75 .1 .5, savage -.65 .75 .9, frenzied -.45 .85 .85, ruthless -.6 .6 .8,
    cornered -.55 .45 .85, reckless .05 .75 .6
"""

# What a scene must show for a word to be said of its music.
SCENERY: dict[str, str] = {
    "icy": "snow ice frozen glacier blizzard frost icicle",
    "rolling": "sea ocean boat ship wave waves sail harbor deck shore",
    "nocturnal": "night midnight moon moonlight streetlight",
    "dusty": "desert dune sand dust dusty prairie canyon",
    "weightless": "space orbit astronaut zero float galaxy nebula",
    "hallowed": "church cathedral altar chapel prayer priest monk nun",
    "festive": "party carnival christmas fireworks parade lantern celebration wedding festival",
    "mechanical": "machine robot factory engine gears piston assembly conveyor",
    "childlike": "child children toy doll playground teddy nursery kids",
    "earthy": "farm field corn barn forest wood mud harvest soil",
    "burning": "fire flame flames burning blaze inferno",
    "martial": "soldier soldiers army troops march battalion uniform",
    "watery": "underwater river lake swim dive pool drown water",
    "rain-soaked": "rain rainy downpour storm umbrella drenched puddle",
    "electric": "neon computer screen cable electric hacker digital",
    "waltzing": "ballroom waltz waltzing minuet",
    "nightclub": "nightclub bar saloon cocktail bartender",
    "vast": "horizon canyon plains valley panorama cosmos infinity skyline",
    "windswept": "wind cliff moor mountain ridge summit gale",
    "ancient": "tomb temple ruins pyramid ancient relic scroll",
    "domestic": "kitchen breakfast dinner supper dishes apron stove",
}

#: Scenery that survives speed; the rest is for scenes that leave time to look.
FAST_SCENERY = frozenset({"icy", "burning", "mechanical", "martial", "electric", "dusty"})
#: How sweet sorrow moves, and what it feels like.
BITTERSWEET_MOVES: tuple[str, ...] = (
    "slow",
    "drifting",
    "fading",
    "lilting",
    "swaying",
    "lingering",
)
BITTERSWEET_FEELS: tuple[str, ...] = ("bittersweet", "wistful", "longing", "aching")
