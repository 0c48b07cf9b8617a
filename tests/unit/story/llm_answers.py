"""Shapes in which chat models answer the paper's prompt, written for these tests.

Each row: the answer; then words, genre, emotions and title as a person reads them ("" or () where
the answer does not say).
"""

SHAPES = {
    "bold labels, one line each": (
        "**Three words:** Haunting, lonely, slow\n**Musical genre:** Dark folk\n"
        "**Main emotion:** Grief",
        ("haunting", "lonely", "slow"), "Dark folk", ("grief",), None,
    ),
    "labels with the colon inside the bold": (
        "**3 words:** Tense, Gritty, Urgent  \n\n**Genre**: Industrial rock\n\n**Emotion**: Fear",
        ("tense", "gritty", "urgent"), "Industrial rock", ("fear",), None,
    ),
    "bullets under headings": (
        "## Three words\n* Bittersweet\n* Tender\n* Fading\n\n## Genre\nIndie folk\n\n"
        "## Main emotion\nNostalgia",
        ("bittersweet", "tender", "fading"), "Indie folk", ("nostalgia",), None,
    ),
    "numbered words with reasons": (
        "Here are 3 words to describe the song:\n\n1. **Ominous** - the corridor is dark.\n"
        "2. **Relentless** - the steps come nearer.\n3. **Cold** - nobody helps.\n\n"
        "**Musical Genre:** Dark ambient with industrial touches\n**Main Emotion:** Dread",
        ("ominous", "relentless", "cold"), "Dark ambient", ("dread",), None,
    ),
    "bulleted labels": (
        "* **Words:** Wistful, Warm, Quiet\n* **Genre:** Acoustic ballad\n* **Emotion:** Longing",
        ("wistful", "warm", "quiet"), "Acoustic ballad", ("longing",), None,
    ),
    "a title first": (
        'Title: "The Empty Chair"\n\nWords: hollow, aching, still\nGenre: Chamber music\n'
        "Emotion: sorrow",
        ("hollow", "aching", "still"), "Chamber music", ("sorrow",), "The Empty Chair",
    ),
    "a song heading": (
        '## Song: "Broken Glass"\n\n**Three Words:** Raw, Angry, Fast\n**Genre:** Punk rock\n'
        "**Main Emotion:** Rage",
        ("raw", "angry", "fast"), "Punk rock", ("rage",), "Broken Glass",
    ),
    "plain sentences": (
        "The three words are melancholic, haunting, and intense. The musical genre is dark folk. "
        "The main emotion is grief.",
        ("melancholic", "haunting", "intense"), "dark folk", ("grief",), None,
    ),
    "would be": (
        "The song would be slow, tender and sad. The genre would be a piano ballad, and the main "
        "emotion would be longing.",
        ("slow", "tender", "sad"), "piano ballad", ("longing",), None,
    ),
    "lower case, no markup": (
        "words: dark, fast, loud\ngenre: metal\nemotion: anger",
        ("dark", "fast", "loud"), "metal", ("anger",), None,
    ),
    "three lines without labels": (
        "Haunting, desperate, hopeful\nIndie folk\nLonging",
        ("haunting", "desperate", "hopeful"), "Indie folk", ("longing",), None,
    ),
    "one line with dashes": (
        "Haunting, desperate, hopeful – Indie folk – Longing",
        ("haunting", "desperate", "hopeful"), "Indie folk", ("longing",), None,
    ),
    "one line with dots": (
        "Bleak, cold, patient. Ambient. Dread.",
        ("bleak", "cold", "patient"), "Ambient", ("dread",), None,
    ),
    "json": (
        '{"words": ["bright", "bouncing", "warm"], "genre": "Swing jazz", "emotion": "Joy"}',
        ("bright", "bouncing", "warm"), "Swing jazz", ("joy",), None,
    ),
    "json in a fence, other names": (
        '```json\n{\n "three_words": ["sly", "light", "quick"],\n "musical_genre": "Gypsy jazz",\n'
        ' "main_emotion": "Mischief",\n "title": "The Heist"\n}\n```',
        ("sly", "light", "quick"), "Gypsy jazz", ("mischief",), "The Heist",
    ),
    "a table": (
        "| Element | Answer |\n|---|---|\n| Three words | Vast, lonely, cold |\n"
        "| Genre | Space ambient |\n| Emotion | Awe |",
        ("vast", "lonely", "cold"), "Space ambient", ("awe",), None,
    ),
    "word slashes": (
        "3 Words: Eerie / Mysterious / Slow\nGenre: Electronic / Ambient\nEmotion: Unease",
        ("eerie", "mysterious", "slow"), "Electronic / Ambient", ("unease",), None,
    ),
    "two emotions": (
        "Three words: proud, rising, bright\nGenre: Orchestral\nMain emotion: Hope and triumph",
        ("proud", "rising", "bright"), "Orchestral", ("hope", "triumph"), None,
    ),
    "emotion with an explanation": (
        "Words: tight, nervous, dry\nGenre: Minimalist electronic\n"
        "Main emotion: Anxiety - they may be found at any moment.",
        ("tight", "nervous", "dry"), "Minimalist electronic", ("anxiety",), None,
    ),
    "emotion in brackets": (
        "Words: tight, nervous, dry\nGenre: Post-punk (with a slow bass)\nEmotion: Fear (of him)",
        ("tight", "nervous", "dry"), "Post-punk", ("fear",), None,
    ),
    "order turned round": (
        "Main emotion: Relief\nMusical genre: Soft rock\nThree words: easy, open, warm",
        ("easy", "open", "warm"), "Soft rock", ("relief",), None,
    ),
    "mood instead of emotion": (
        "Words: sunny, playful, light\nGenre: Pop\nMood: Carefree",
        ("sunny", "playful", "light"), "Pop", ("carefree",), None,
    ),
    "style instead of genre": (
        "Three words: smoky, slow, tired\nStyle: Noir jazz\nFeeling: Weariness",
        ("smoky", "slow", "tired"), "Noir jazz", ("weariness",), None,
    ),
    "adjectives, hyphenated": (
        "Adjectives: heart-wrenching, slow-burning, intimate\nGenre: Singer-songwriter\n"
        "Emotion: Heartbreak",
        ("heart-wrenching", "slow-burning", "intimate"), "Singer-songwriter", ("heartbreak",), None,
    ),
    "and between the words": (
        "Three words: loud and wild and free\nGenre: Rock\nEmotion: Defiance",
        ("loud", "wild", "free"), "Rock", ("defiance",), None,
    ),
    "words without commas": (
        "Words: Dark Slow Heavy\nGenre: Doom metal\nEmotion: Despair",
        ("dark", "slow", "heavy"), "Doom metal", ("despair",), None,
    ),
    "smart quotes": (
        "Words: “Gentle”, “Blue”, “Drifting”\nGenre: “Dream pop”\nEmotion: “Longing”",
        ("gentle", "blue", "drifting"), "Dream pop", ("longing",), None,
    ),
    "windows line ends": (
        "Words: gentle, blue, swaying\r\nGenre: Waltz\r\nEmotion: Tenderness\r\n",
        ("gentle", "blue", "swaying"), "Waltz", ("tenderness",), None,
    ),
    "preamble and farewell": (
        "Okay, here is the song for this scene!\n\n**Three words:** Frantic, breathless, sharp\n\n"
        "**Genre:** Techno\n\n**Main emotion:** Panic\n\nLet me know if you would like lyrics!",
        ("frantic", "breathless", "sharp"), "Techno", ("panic",), None,
    ),
    "explanation afterwards": (
        "**Words:** Solemn, wide, slow\n**Genre:** Sacred choral\n**Emotion:** Reverence\n\n"
        "**Explanation:**\n* The church is empty.\n* The light falls from above.",
        ("solemn", "wide", "slow"), "Sacred choral", ("reverence",), None,
    ),
    "colons after a list number": (
        "1. Words: icy, thin, still\n2. Genre: Drone\n3. Emotion: Isolation",
        ("icy", "thin", "still"), "Drone", ("isolation",), None,
    ),
    "brackets after the label": (
        "Words (3): brave, steady, golden\nGenre (musical): March\nEmotion (main): Courage",
        ("brave", "steady", "golden"), "March", ("courage",), None,
    ),
    "equal signs": (
        "words = shy, soft, warm\ngenre = bossa nova\nemotion = tenderness",
        ("shy", "soft", "warm"), "bossa nova", ("tenderness",), None,
    ),
    "mixed genre": (
        "Words: odd, sweet, small\nGenre: Indie pop/folk\nEmotion: Whimsy",
        ("odd", "sweet", "small"), "Indie pop/folk", ("whimsy",), None,
    ),
    "genre as a sentence": (
        "Words: odd, sweet, small\nGenre: This would be a waltz\nEmotion: Whimsy",
        ("odd", "sweet", "small"), "waltz", ("whimsy",), None,
    ),
    "more than three words": (
        "Words: dark, slow, heavy, endless, cold\nGenre: Doom metal\nEmotion: Despair",
        ("dark", "slow", "heavy"), "Doom metal", ("despair",), None,
    ),
    # -------------------------------------------------------------- incomplete, as they come
    "two words only": (
        "Words: dark, slow\nGenre: Doom metal\nEmotion: Despair",
        ("dark", "slow"), "Doom metal", ("despair",), None,
    ),
    "no emotion": (
        "**Three words:** dark, slow, heavy\n**Genre:** Doom metal",
        ("dark", "slow", "heavy"), "Doom metal", (), None,
    ),
    "emotion label with nothing behind": (
        "Words: dark, slow, heavy\nGenre: Doom metal\nEmotion:",
        ("dark", "slow", "heavy"), "Doom metal", (), None,
    ),
    "no genre": (
        "Words: dark, slow, heavy\nMain emotion: Despair",
        ("dark", "slow", "heavy"), None, ("despair",), None,
    ),
    "genre not known": (
        "Words: dark, slow, heavy\nGenre: N/A\nEmotion: Despair",
        ("dark", "slow", "heavy"), None, ("despair",), None,
    ),
    "only a title": ('Title: "Winter Road"', (), None, (), "Winter Road"),
    "only a genre": ("Jazz", (), "Jazz", (), None),
    "only an emotion": ("Grief.", (), None, ("grief",), None),
    "only three words": ("Haunting, slow, cold", ("haunting", "slow", "cold"), None, (), None),
    "a refusal": ("I cannot help with this scene.", (), None, (), None),
    "empty": ("", (), None, (), None),
    "white space": (" \n\n\t ", (), None, (), None),
    "cut off in the middle": (
        "**Three words:** Tense, urgent, cold\n**Musical gen",
        ("tense", "urgent", "cold"), None, (), None,
    ),
    "lyrics instead": (
        "(Verse 1)\nThe door is closed\nThe light is gone\n(Chorus)\nOh, oh, oh",
        (), None, (), None,
    ),
    "garbage": ("\x00\x01 %%% ### ***", (), None, (), None),
    "another language": ("Drei Wörter sind schwer zu finden", (), None, (), None),
}  # fmt: skip
