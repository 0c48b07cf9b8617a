"""The words for feelings: where each lies, and what in a scene speaks for it. Written by us.

Placed by hand: valence -1..1, arousal -1..1, tension 0..1; no word list by others is copied.
"""

from __future__ import annotations

EMOTIONS: dict[str, str] = {
    # family: "word valence arousal tension, ..."; + a word that films call for often, ? seldom
    "grief": """
        grief+ -.85 -.1 .35, grieving -.85 -.2 .3, heartbroken+ -.85 0 .3, sorrow+ -.75 -.4 .25,
        sorrowful+ -.7 -.45 .25, tragic+ -.85 .1 .55, elegiac? -.55 -.6 .2,
        anguished? -.85 .45 .6
    """,
    "sadness": """
        melancholy+ -.4 -.5 .15, melancholic+ -.4 -.55 .15, misery? -.75 -.2 .35,
        disappointed+ -.4 -.3 .2, disappointment -.45 -.25 .25, forlorn -.5 -.5 .3,
        bleak -.6 -.5 .35, gloomy -.45 -.5 .3
    """,
    "loneliness": """
        lonely+ -.45 -.5 .2, loneliness -.5 -.55 .2, desolate? -.6 -.55 .35,
        isolated? -.4 -.4 .35, vulnerable+ -.3 -.15 .45
    """,
    "despair": """
        despair+ -.8 -.05 .55, hopeless -.75 -.35 .4, despairing? -.8 0 .5, misery? -.75 -.2 .4
    """,
    "regret": """
        regretful+ -.4 -.4 .2, guilty? -.45 -.15 .4, remorseful? -.5 -.3 .3, ashamed? -.5 -.2 .3
    """,
    "longing": """
        longing+ -.1 -.3 .15, yearning? -.05 -.15 .2, wistful+ -.05 -.45 .1,
        wistfulness? -.05 -.5 .1
    """,
    "remembrance": """
        nostalgic+ .15 -.45 .1, nostalgia .2 -.4 .1, bittersweet+ .05 -.35 .15,
        reflective? .05 -.5 .1
    """,
    "restraint": """
        restrained+ 0 -.3 .25, detached -.1 -.35 .25, patient? .1 -.35 .15, pensive -.05 -.45 .2
    """,
    "tenderness": """
        tender+ .55 -.4 .1, tenderness .6 -.45 .05, affectionate+ .65 -.2 .05,
        intimacy+ .55 -.35 .1, compassionate .3 -.35 .15, consoling? .25 -.45 .15,
        loving .75 -.2 .05
    """,
    "romance": """
        romantic+ .7 -.2 .1, passionate .65 .35 .25, flirtatious .55 .1 .15,
        enamoured? .75 .1 .1
    """,
    "joy": """
        joy+ .85 .35 .05, joyful+ .85 .35 .05, delight .75 .25 .05, elated+ .85 .55 .1,
        carefree+ .7 .1 .05, happy .75 .15 .05, celebratory? .8 .55 .1, excitement+ .6 .6 .25
    """,
    "triumph": """
        triumphant+ .85 .7 .25, heroic+ .6 .6 .45, proud+ .6 .2 .15, pride .6 .25 .15,
        elation .85 .6 .15, victorious? .8 .6 .25
    """,
    "play": """
        playful+ .6 .2 .05, whimsical+ .5 .05 .1, mischievous .45 .25 .2, eager .45 .35 .2,
        childlike? .6 0 .05
    """,
    "humour": """
        amused+ .45 0 .1, amusement .5 .05 .1, witty banter .4 .05 .15, wry humour .2 -.15 .2,
        comic chaos? .3 .6 .35, gallows humour? -.1 .05 .4, light-hearted? .55 .05 .05
    """,
    "awkwardness": """
        awkward? -.05 -.15 .25, embarrassment? -.25 0 .3, embarrassed? -.25 .05 .3,
        shy? .15 -.3 .2
    """,
    "calm": """
        calm+ .35 -.65 .05, serene+ .55 -.65 .05, peaceful+ .55 -.65 .05,
        contemplative+ .1 -.55 .15, content? .5 -.45 .05, gentle? .45 -.5 .05
    """,
    "relief": """
        relieved .4 -.25 .15, relief .45 -.2 .15, hopeful+ .5 -.05 .2, hope .5 0 .25,
        optimistic+ .6 .1 .1, grateful? .6 -.2 .1, acceptance? .2 -.45 .1
    """,
    "wonder": """
        wonder+ .6 0 .15, sense of wonder+ .65 .05 .15, awe+ .5 .05 .3, enchanted .7 -.05 .1,
        awe at vastness? .35 -.2 .3, dreamy? .35 -.45 .1
    """,
    "camaraderie": """
        warm camaraderie .55 0 .1, friendly+ .5 -.15 .05, witty banter .4 .05 .15,
        trusting? .45 -.3 .1
    """,
    "curiosity": """
        curious+ .2 -.05 .25, intrigued .15 0 .35, puzzled? -.05 -.1 .3, bewildered -.15 .05 .4
    """,
    "mystery": """
        mysterious+ -.1 -.25 .5, eerie+ -.35 -.3 .65, enigmatic? -.05 -.3 .45,
        uncanny? -.3 -.2 .6
    """,
    "suspense": """
        suspenseful+ -.25 .1 .8, anticipation+ .05 .15 .55, anticipating? .05 .1 .5,
        calm before the storm? -.1 -.45 .6, tense stand-off? -.4 .3 .85, breathless? -.25 .5 .8
    """,
    "stealth": """
        stealth -.2 -.1 .7, secretive -.15 -.2 .5, watchful? -.15 -.15 .55, secrecy -.15 -.2 .5,
        conspiratorial? -.05 -.1 .45, complicity? .05 -.15 .4
    """,
    "unease": """
        uneasy+ -.3 -.1 .55, unease -.35 -.1 .6, apprehensive+ -.3 0 .6, wary+ -.2 -.1 .5,
        wariness -.2 -.1 .5, restless+ -.2 .15 .45, apprehension -.3 .05 .6,
        foreboding+ -.4 -.15 .65
    """,
    "dread": """
        dread+ -.6 0 .85, ominous+ -.5 -.1 .75, foreboding+ -.4 -.15 .7, sinister+ -.6 -.1 .75,
        creeping fear? -.6 .15 .85
    """,
    "fear": """
        fearful+ -.55 .35 .75, fear -.6 .35 .8, terrified+ -.8 .7 .95, anxiety+ -.4 .3 .65,
        panic+ -.65 .8 .85, panic-stricken -.65 .8 .85, horrified -.8 .5 .9
    """,
    "urgency": """
        urgent+ -.1 .7 .65, urgency -.1 .65 .65, frantic+ -.4 .85 .75, desperate+ -.5 .55 .7,
        desperation -.55 .55 .7, racing? .05 .8 .55
    """,
    "pursuit": """
        relentless pursuit -.4 .85 .85, thrilling+ .25 .8 .6, exhilarating? .5 .8 .45,
        hunted? -.55 .65 .85
    """,
    "violence": """
        violent+ -.65 .8 .8, violence -.7 .75 .8, ferocious? -.5 .85 .75, brutal? -.7 .7 .8,
        chaotic? -.45 .8 .7
    """,
    "menace": """
        menacing+ -.6 .1 .8, menace -.6 .1 .8, threatening? -.55 .25 .8, cruel? -.65 .2 .65,
        sinister+ -.6 -.1 .75, predatory? -.6 .3 .85
    """,
    "anger": """
        angry+ -.55 .5 .5, anger -.55 .5 .5, enraged -.65 .75 .65, furious -.6 .75 .65,
        hostile confrontation? -.5 .45 .7, hatred? -.7 .4 .6, resentful? -.45 .1 .4,
        frustration -.4 .2 .4
    """,
    "contempt": """
        contemptuous? -.4 .05 .35, contempt? -.4 .05 .35, bitter+ -.45 -.05 .35,
        bitterness -.45 -.1 .35, scornful? -.4 .15 .35, sardonic? -.1 0 .3
    """,
    "betrayal": """
        betrayed -.6 .15 .5, betrayal? -.6 .2 .55, suspicious -.3 .05 .55,
        suspicion+ -.3 .05 .55, distrustful? -.35 0 .5, paranoid -.5 .25 .75,
        paranoia -.5 .25 .75
    """,
    "humiliation": """
        humiliated -.6 .15 .4, oppressed -.55 -.2 .5, oppression -.6 -.1 .55,
        powerless? -.55 -.2 .5
    """,
    "shock": "shocked+ -.45 .45 .6, shock -.45 .45 .6, stunned? -.3 .1 .5, startled? -.2 .5 .6",
    "solemnity": """
        solemn+ -.15 -.4 .35, solemnity -.15 -.4 .35, reverent? .2 -.5 .2, grave? -.3 -.4 .4,
        mortality? -.35 -.4 .35
    """,
    "weariness": """
        weary+ -.3 -.55 .2, weariness -.3 -.55 .2, resigned+ -.35 -.5 .2,
        resignation -.35 -.5 .2, gritty? -.3 -.05 .4, exhausted? -.35 -.45 .25
    """,
    "resolve": """
        determined+ .15 .35 .5, resolute .2 .2 .45, resolve .2 .2 .4, courage .35 .35 .5,
        defiant+ .05 .45 .55, cool confidence? .3 0 .3, concentration? .05 -.2 .3
    """,
    "power": """
        power and majesty? .2 .4 .5, majestic? .35 .25 .35, imposing? -.1 .25 .5,
        stately? .2 -.1 .25
    """,
    "envy": "envious? -.35 .05 .35, envy? -.35 .1 .35, jealous? -.4 .2 .4",
}

# What in a scene speaks for a family: signals with their weight, then single words of its own.
EVIDENCE: dict[str, tuple[dict[str, float], str]] = {
    "grief": (
        {"grief": 1.0, "death": 0.6},
        """
        mourn mourner widow funeral burial sob weep grieve anguish heartbroken loss coffin orphan
        """,
    ),
    "sadness": (
        {"sadness": 1.0, "grief": 0.3},
        "sad sadly gloomy disappointed miserable unhappy downcast sigh dejected tired sorry rain",
    ),
    "loneliness": (
        {"sadness": 0.5},
        """
        alone lonely loneliness empty deserted abandoned isolated solitary nobody orphan stranded
        """,
    ),
    "despair": (
        {"grief": 0.6, "sadness": 0.5, "pain": 0.3},
        "despair hopeless suicide beg plead lost ruined ruin doomed bankrupt collapse desperate",
    ),
    "regret": (
        {"sadness": 0.4},
        """
        sorry regret ashamed guilt guilty apologize apologise forgive mistake fault shame confess
        """,
    ),
    "longing": (
        {"love": 0.3, "sadness": 0.3},
        "miss longing gaze distant horizon window wish wait dream letter goodbye departs leaving",
    ),
    "remembrance": (
        {"sadness": 0.2},
        """
        remember memory memories photograph album years ago old childhood young once used younger
        keepsake anniversary grandfather grandmother faded diary reunion
        """,
    ),
    "restraint": (
        {"calm": 0.4},
        "sit listen nod pause office desk report reply quietly politely routine meeting talk sip",
    ),
    "tenderness": (
        {"love": 0.7, "comfort": 0.5},
        """
        tender gently caress hug embrace stroke soothe baby child mother daughter son care whisper
        """,
    ),
    "romance": (
        {"love": 1.0},
        "kiss kisses lover bride marry wedding flirt date passion romantic lips desire proposal",
    ),
    "joy": (
        {"joy": 1.0},
        "laugh smile happy dance celebrate cheer party delight sing birthday christmas wonderful",
    ),
    "triumph": (
        {"joy": 0.4, "power": 0.3, "release": 0.3},
        """
        victory win wins won triumph champion cheer applause medal trophy hero finish record proud
        pride salute roar
        """,
    ),
    "play": (
        {"comedy": 0.4, "joy": 0.4},
        """
        play game toy kid children child boy girl tease wink puppy snowball giggle skip balloon
        tickle
        """,
    ),
    "humour": (
        {"comedy": 1.0},
        "joke funny chuckle grin smirk ridiculous silly deadpan sarcastic absurd fool laugh",
    ),
    "awkwardness": (
        {"comedy": 0.3},
        """
        awkward awkwardly embarrassed sheepish sheepishly blush stammer fumble shy shyly um uh
        clumsy
        """,
    ),
    "calm": (
        {"calm": 1.0, "comfort": 0.3},
        """
        quiet calm peaceful still serene sleep asleep breeze lake meadow garden rest gentle dawn
        tea
        """,
    ),
    "relief": (
        {"release": 1.0, "comfort": 0.3},
        "relief relieved safe saved hope hopeful survived alive rescue finally thank home free",
    ),
    "wonder": (
        {"wonder": 1.0},
        """
        stars magic awe wonder amazed marvel beautiful glow glowing shimmer universe spectacular
        sky
        """,
    ),
    "camaraderie": (
        {"comfort": 0.4, "comedy": 0.3, "joy": 0.3},
        """
        friend friends buddy pal team together crew brother partner drink toast beer welcome grin
        """,
    ),
    "curiosity": (
        {"mystery": 0.4, "wonder": 0.2},
        """
        curious wonder ask why what look study examine notice discover question strange puzzled
        peer
        """,
    ),
    "mystery": (
        {"mystery": 1.0},
        """
        mysterious mystery strange fog mist secret unknown eerie vanish clue shadow hidden ancient
        """,
    ),
    "suspense": (
        {"stealth": 0.5, "anticipation": 0.7, "menace": 0.2, "weapon": 0.2},
        """
        wait slowly silence watch suddenly approach hold breath gun aim clock nearer closer freeze
        """,
    ),
    "stealth": (
        {"stealth": 1.0},
        """
        sneak creep hide crouch tiptoe whisper secret quietly signal slip disguise peer conceal
        spy
        """,
    ),
    "unease": (
        {"fear": 0.4, "mystery": 0.3, "stealth": 0.3},
        """
        uneasy nervous nervously worried worry wary hesitate glance tense suspicious strange
        anxious
        """,
    ),
    "dread": (
        {"menace": 0.7, "stealth": 0.5, "death": 0.3},
        """
        ominous dark darkness shadow dread dead corpse blood creak storm howl grave silence scream
        """,
    ),
    "fear": (
        {"fear": 1.0, "violence": 0.2},
        """
        terrified scream panic afraid horror shriek tremble gasp fear frightened cower helpless
        flee
        """,
    ),
    "urgency": (
        {"urgency": 1.0, "pursuit": 0.3, "fear": 0.2},
        """
        hurry quick quickly run rush frantic frantically desperate now seconds emergency alarm
        help
        """,
    ),
    "pursuit": (
        {"pursuit": 1.0, "motion": 0.4},
        """
        chase race speed flee escape pursue sprint roar gallop behind truck car horse catch leap
        """,
    ),
    "violence": (
        {"violence": 1.0, "weapon": 0.3},
        """
        fire shoot punch kick stab explosion blood fight attack kill smash beat bullet slam scream
        """,
    ),
    "menace": (
        {"menace": 1.0, "weapon": 0.3},
        """
        threaten glare sneer cold killer monster knife gun evil cruel villain kill warn loom
        stranger
        """,
    ),
    "anger": (
        {"anger": 1.0},
        "angry furious shout yell argue slam rage hate damn insult scream glare accuse quarrel",
    ),
    "contempt": (
        {"anger": 0.4, "sadness": 0.2},
        """
        contempt scorn disgust sneer bitter bitterly sarcastic cynical despise spit pathetic cheap
        """,
    ),
    "betrayal": (
        {"anger": 0.3, "discovery": 0.3, "mystery": 0.3},
        """
        betray betrayed lie liar lied cheat traitor suspect suspicion spy mole trust affair
        conspiracy
        """,
    ),
    "humiliation": (
        {"oppression": 1.0, "pain": 0.2},
        """
        humiliate humiliated shame beg kneel laugh mock jeer prisoner slave guard order ghetto
        strip
        """,
    ),
    "shock": (
        {"discovery": 1.0, "fear": 0.2},
        """
        shock shocked stunned stare gasp realize horrified suddenly discover freeze speechless
        reel
        """,
    ),
    "solemnity": (
        {"death": 0.4, "power": 0.3},
        """
        solemn solemnly silence church prayer bow ceremony candle oath flag priest grave kneel
        bell
        """,
    ),
    "weariness": (
        {"sadness": 0.4, "pain": 0.4},
        """
        tired weary exhausted drunk whiskey slump sleepless bottle sick cough old job work sweat
        limp
        """,
    ),
    "resolve": (
        {"anticipation": 0.5, "power": 0.3},
        """
        determined ready must will fight stand train prepare mission plan promise swear brave
        courage refuse face never concentrate focus steady
        """,
    ),
    "power": (
        {"power": 1.0},
        """
        army king queen throne emperor march fleet flag soldiers massive crown command tower
        colossal
        """,
    ),
    "envy": (
        {"anger": 0.2},
        "jealous envy envious jealousy rival covet",
    ),
}

#: What sweetness and sorrow make together; one of these leads when memory mixes them.
BITTERSWEET: tuple[str, ...] = ("bittersweet", "nostalgic", "wistful", "longing")
#: What joy leaves in a sorrow that follows it.
LOSS: tuple[str, ...] = ("heartbroken", "grieving", "sorrowful", "forlorn")
#: What a remembered joy is called first.
REMEMBERED: tuple[str, ...] = ("nostalgic", "bittersweet")
