"""The words a prompt may hold: moods, loudness and tempo, as data. Nothing else gets into one.

Moods that the model's training captions know (MusicCaps' aspects, the tags of MTG-Jamendo), and
which of them our feelings mean.
"""

from __future__ import annotations

_OF_FEELINGS: dict[str, str] = {
    "sad": "sad sadness grief grieving sorrow sorrowful heartbroken misery tragic anguished "
    "despair despairing hopeless regretful guilty remorseful ashamed humiliated powerless",
    "melancholic": "melancholic melancholy lonely loneliness forlorn bleak gloomy desolate "
    "isolated vulnerable disappointed disappointment weary weariness resigned exhausted",
    "solemn": "solemn solemnity elegiac reverent grave mortality acceptance oppressed oppression",
    "nostalgic": "nostalgic nostalgia reflective pensive wistful wistfulness longing yearning",
    "bittersweet": "bittersweet",
    "emotional": "emotional relief relieved compassionate consoling",
    "romantic": "romantic loving love enamoured flirtatious",
    "tender": "tender tenderness affectionate intimacy gentle trusting shy",
    "passionate": "passionate desire",
    "happy": "happy joy joyful delight carefree content celebratory amused amusement friendly",
    "uplifting": "uplifting elated elation grateful optimistic excitement proud pride",
    "hopeful": "hopeful hope",
    "triumphant": "triumphant victorious",
    "heroic": "heroic courage majestic stately",
    "playful": "playful mischievous eager humour witty wry comic awkward embarrassed embarrassment",
    "whimsical": "whimsical childlike light-hearted",
    "calm": "calm serene peaceful relaxing patient restrained detached",
    "meditative": "meditative contemplative concentration",
    "dreamy": "dreamy enchanted wonder awe",
    "mysterious": "mysterious enigmatic curious intrigued puzzled bewildered secretive secrecy",
    "eerie": "eerie uncanny",
    "suspenseful": "suspenseful suspense anticipation anticipating breathless stealth watchful",
    "tense": "tense uneasy unease apprehensive apprehension wary wariness restless anxiety anxious "
    "suspicious suspicion distrustful paranoid paranoia shocked shock stunned startled",
    "dark": "dark foreboding bitter bitterness contempt contemptuous scornful sardonic betrayed "
    "betrayal envious envy jealous resentful cruel gritty",
    "ominous": "ominous dread sinister menacing menace threatening predatory imposing",
    "scary": "scary fear fearful terrified horrified creeping",
    "urgent": "urgent urgency racing hunted pursuit desperate desperation",
    "frantic": "frantic panic panic-stricken chaotic",
    "thrilling": "thrilling exhilarating",
    "aggressive": "aggressive violent violence ferocious brutal angry anger enraged furious hatred "
    "hostile frustration",
    "determined": "determined resolute resolve defiant confidence inspiring",
    "epic": "epic powerful power",
    "soft": "soft warm",
}
MOOD_OF: dict[str, str] = {
    feeling: mood for mood, feelings in _OF_FEELINGS.items() for feeling in feelings.split()
}
"""Feeling -> mood."""

PLACES: tuple[tuple[str, tuple[float, float, float]], ...] = (
    ("calm", (0.3, -0.7, 0.1)), ("melancholic", (-0.4, -0.5, 0.2)), ("sad", (-0.8, -0.3, 0.3)),
    ("tender", (0.6, -0.4, 0.1)), ("hopeful", (0.5, 0.0, 0.2)), ("happy", (0.8, 0.3, 0.0)),
    ("triumphant", (0.8, 0.7, 0.3)), ("mysterious", (-0.1, -0.3, 0.5)),
    ("tense", (-0.3, 0.0, 0.7)), ("ominous", (-0.6, -0.1, 0.8)), ("urgent", (-0.1, 0.7, 0.7)),
    ("aggressive", (-0.6, 0.8, 0.8)), ("dramatic", (-0.2, 0.3, 0.4)), ("scary", (-0.7, 0.4, 0.9)),
)  # fmt: skip
"""Moods with a place (valence, arousal, tension), for briefs whose feelings we do not know."""

LOUDNESS: tuple[tuple[float, str], ...] = (
    (0.25, "sparse and quiet"),
    (0.5, "soft and restrained"),
    (0.75, "full and building"),
    (1.01, "powerful and intense"),
)
"""(intensity below, how the music fills the room)."""

TEMPO: tuple[tuple[float, str], ...] = ((84.0, "slow"), (116.0, "medium"), (1e9, "fast"))
"""(bpm below, what captions call it)."""

FRAME = ("and", "tempo", "cinematic", "film", "score,", "instrumental.", "genre:", "moods:",
         "bpm:", "instrument:")  # fmt: skip
"""What holds a prompt together."""
